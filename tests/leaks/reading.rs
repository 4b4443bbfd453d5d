//! Reads published files as a reader does.

use std::io::Read;
use std::path::Path;

/// The text of a published file, decompressed; empty for a picture.
pub fn unpacked(path: &Path, bytes: &[u8]) -> String {
    let mut text = Vec::new();
    match path.extension().and_then(|it| it.to_str()) {
        Some("gz") => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).map(drop).unwrap(),
        Some("br") => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text).map(drop).unwrap(),
        Some("jpg" | "webp" | "png" | "avif") => {}
        _ => text = bytes.to_vec(),
    }
    String::from_utf8(text).unwrap()
}

/// Resolves the references and escapes of a text once.
pub fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['&', '%', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let read = if let Some(digits) = rest.strip_prefix("&#") {
            let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
            let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
            let c = u32::from_str_radix(&digits[..end], radix).ok().and_then(char::from_u32);
            let behind = digits[end..].strip_prefix(';').unwrap_or(&digits[end..]);
            c.map(|c| (c.to_string(), behind))
        } else if let Some(digits) = rest.strip_prefix("\\u") {
            let c = digits
                .get(..4)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32);
            c.map(|c| (c.to_string(), &digits[4..]))
        } else if rest.starts_with('%') {
            let mut bytes = Vec::new();
            let mut behind = rest;
            while let Some(byte) =
                behind.strip_prefix('%').and_then(|it| u8::from_str_radix(it.get(..2)?, 16).ok())
            {
                bytes.push(byte);
                behind = &behind[3..];
            }
            (!bytes.is_empty()).then(|| (String::from_utf8_lossy(&bytes).into_owned(), behind))
        } else {
            let known = [
                ("&amp;", "&"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&nbsp;", " "),
                ("&shy;", ""),
            ];
            known.iter().find_map(|(name, sign)| Some(((*sign).to_owned(), rest.strip_prefix(name)?)))
        };
        match read {
            Some((text, behind)) => {
                out.push_str(&text);
                rest = behind;
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// A text without tags, comments and their invisible contents.
pub fn stripped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        let aside = tag.starts_with("rt>").then_some("</rt>").or(tag.starts_with("rp>").then_some("</rp>"));
        rest = tag.split_once(aside.unwrap_or(end)).map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// A text for comparison: normalised letters, without spaces and invisible characters.
pub fn bare(text: &str) -> String {
    let nfkd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfkd();
    let text = nfkd.normalize(text).to_lowercase();
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(u32::from(c), 0xAD | 0x300..=0x36F | 0x200B..=0x200F | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF)
            || matches!(c, '*' | '_' | '~' | '`' | '·' | '•' | '・' | '.' | '-' | '‧')
    };
    text.chars().filter(|c| !unseen(*c)).collect()
}

/// Whether readers of a published file could read a name in it.
pub fn reads(path: &Path, bytes: &[u8], name: &str) -> Option<String> {
    let text = unpacked(path, bytes);
    let name = bare(name);
    let own_path = decoded(&path.to_string_lossy());
    let forms = [
        own_path,
        text.clone(),
        decoded(&text),
        stripped(&text),
        decoded(&stripped(&text)),
        decoded(&decoded(&text)),
        decoded(&decoded(&stripped(&text))),
    ];
    for form in forms {
        let form = bare(&form);
        if let Some(at) = form.find(&name) {
            let around: String =
                form[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
            return Some(around + "⟦" + &form[at..].chars().take(60).collect::<String>());
        }
    }
    None
}
