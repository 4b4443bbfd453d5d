//! Plain texts, and readable text in files of unsupported formats.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::adder::Adder;
use super::contents::{Gap, Part};

/// The first bytes of Office files before 2007, and of newer ones with a password.
pub(super) const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0";
/// Minimum number of consecutive characters that count as text in binary data.
const SHORTEST: usize = 5;

/// The position of a byte sequence.
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

/// The text of some bytes, if they are text.
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

/// Whether bytes are an archive of an unsupported kind.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    let known: [&[u8]; 13] = [
        b"Rar!\x1A\x07",
        b"7z\xBC\xAF\x27\x1C",
        b"BZh",
        b"\xFD7zXZ",
        b"\x28\xB5\x2F\xFD",
        b"\x04\x22\x4D\x18",
        b"LZIP",
        b"\x1F\x9D",
        b"\x1F\xA0",
        b"\x60\xEA",
        b"MSCF",
        b"!<arch>\n",
        b"xar!",
    ];
    known.iter().any(|head| bytes.starts_with(head))
        || matches!(bytes.get(2..7), Some([b'-', b'l', b'h' | b'z', _, b'-']))
        // A disc image.
        || bytes.get(0x8001..0x8006) == Some(b"CD001")
}

/// Whether bytes are a database or a mail program's store: they contain lists and cannot be read.
pub(super) fn is_database(bytes: &[u8]) -> bool {
    let known: [&[u8]; 7] = [
        b"SQLite format 3\0",
        b"\0\x01\0\0Standard Jet DB",
        b"\0\x01\0\0Standard ACE DB",
        b"!BDN",
        b"\x01\x0F\0\0",
        b"$FL2",
        b"PAR1",
    ];
    known.iter().any(|head| bytes.starts_with(head))
}

/// Whether bytes are of an unsupported kind that is not used for lists: sound, video, pictures, fonts,
/// programs.
pub(super) fn is_harmless(bytes: &[u8]) -> bool {
    let known: [&[u8]; 15] = [
        b"wOFF",
        b"wOF2",
        b"OTTO",
        b"true",
        b"ttcf",
        b"\0\x01\0\0\0",
        b"\0\0\x01\0",
        b"\0\0\x02\0",
        b"\0asm",
        b"MZ",
        b"\x7FELF",
        b"FWS",
        b"CWS",
        b"\xFF\x0A",
        b"\0\0\0\x0CJXL ",
    ];
    known.iter().any(|head| bytes.starts_with(head)) || bytes.get(34..36) == Some(b"LP")
}

/// Adds the readable text of an Office file before 2007, or of a newer one with a password, in either of its
/// two text encodings. Numbers stored as numbers are not included.
pub(super) fn old_office(bytes: &[u8], adder: &mut Adder<'_>) {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    if find(bytes, &wide("EncryptedPackage")).is_some() {
        return adder.gap(Gap::Locked);
    }
    // An Outlook message.
    let is_message = find(bytes, &wide("__substg1.0_")).is_some();
    adder.gap(if is_message { Gap::Database } else { Gap::OldFormat });
    letters(bytes, adder);
}

/// Adds the readable text in bytes of an unsupported format.
pub(super) fn letters(bytes: &[u8], adder: &mut Adder<'_>) {
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

/// Runs of readable characters, one per line.
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
