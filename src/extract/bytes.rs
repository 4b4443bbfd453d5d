//! Plain texts, and what can be seen in bytes of forms that are not read.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::{Adder, Gap, Part};

/// Least characters in a row that are taken for a text in foreign bytes.
const SHORTEST: usize = 5;

/// The place of a few bytes in many.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        from += rest.iter().position(|byte| byte == first)?;
        if bytes.get(from..)?.starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

/// The text that bytes are, where they are one.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        _ if bytes.contains(&0) => return None,
        _ if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        _ => GB18030,
    };
    let (text, _, wrong) = encoding.decode(bytes);
    (!wrong).then(|| text.into_owned())
}

/// Whether bytes are an archive of a kind that is not opened.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    let known: [&[u8]; 5] = [b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C", b"\x1F\x8B\x08", b"BZh", b"\xFD7zXZ"];
    known.iter().any(|head| bytes.starts_with(head))
}

/// What can be seen of a file of Office programs before 2007, or of a newer one with a password: stretches of letters, in either of
/// the two forms in which they keep them. Numbers that a table keeps as numbers are not among them.
pub(super) fn old_office(bytes: &[u8], adder: &mut Adder<'_>) {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    if find(bytes, &wide("EncryptedPackage")).is_some() {
        return adder.gap(Gap::Locked);
    }
    adder.gap(Gap::OldFormat);
    adder.add(
        Part::Text,
        stretches(bytes.iter().map(|byte| char::from(*byte)).filter(|c| !matches!(c, '\u{80}'..='\u{ff}'))),
    );
    for start in [0, 1] {
        let units = bytes.get(start..).unwrap_or_default().chunks_exact(2);
        let chars = units.map(|pair| match pair {
            [low, high] => char::from_u32(u32::from(u16::from_le_bytes([*low, *high]))).unwrap_or('\0'),
            _ => '\0',
        });
        adder.add(Part::Text, stretches(chars));
    }
}

/// Stretches of characters that people write, a line each.
fn stretches(chars: impl Iterator<Item = char>) -> String {
    let is_written = |c: char| matches!(c, ' '..='~' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
    let (mut text, mut stretch, mut length) = (String::new(), String::new(), 0);
    for c in chars.chain(['\0']) {
        if is_written(c) {
            stretch.push(c);
            length += 1;
            continue;
        }
        if length >= SHORTEST {
            text.push_str(&stretch);
            text.push('\n');
        }
        stretch.clear();
        length = 0;
    }
    text
}

/// The words of RTF without its commands.
pub(super) fn rich_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() / 2);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' | '\r' | '\n' => {}
            '\\' => {
                let mut word = String::new();
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '-') {
                    word.push(c);
                }
                if word.is_empty() {
                    match chars.next() {
                        Some('~') => out.push(' '),
                        Some('\'') => {
                            let code: String = chars.by_ref().take(2).collect();
                            out.extend(
                                u8::from_str_radix(&code, 16).ok().filter(u8::is_ascii).map(char::from),
                            );
                        }
                        Some(sign @ ('\\' | '{' | '}')) => out.push(sign),
                        _ => {}
                    }
                    continue;
                }
                chars.next_if_eq(&' ');
                match word.as_str() {
                    "par" | "line" | "cell" | "row" | "tab" => out.push('\n'),
                    _ => {
                        if let Some(code) = word.strip_prefix('u').and_then(|code| code.parse::<i32>().ok()) {
                            out.extend(
                                u32::try_from(if code < 0 { code + 65536 } else { code })
                                    .ok()
                                    .and_then(char::from_u32),
                            );
                            // What stands for it in programs that do not know it.
                            chars.next_if_eq(&'?');
                        }
                    }
                }
            }
            other => out.push(other),
        }
    }
    out
}
