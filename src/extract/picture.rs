//! What cameras and programs write into pictures, beside the pixels.

use std::io::Cursor;

use super::{Adder, Part, Trace};

/// Whether bytes are those of a picture.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xFF, 0xD8, 0xFF, ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [b'G', b'I', b'F', b'8', ..]
            | [b'I', b'I', 42, 0, ..]
            | [b'M', b'M', 0, 42, ..]
    ) || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || (bytes.get(4..8) == Some(b"ftyp")
            && bytes.get(8..12).is_some_and(|brand| matches!(brand, b"heic" | b"mif1" | b"avif")))
}

/// What a note takes beside its words, about.
const NOTE: usize = 64;

/// Adds what stands in a picture beside its pixels.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    let mut text = String::new();
    let exif = exif::Reader::new().continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
    let exif = exif.or_else(|error| error.distill_partial_result(|_| {}));
    if let Ok(exif) = exif {
        for field in exif.fields() {
            if matches!(field.tag, exif::Tag::GPSLatitude | exif::Tag::GPSLongitude) {
                adder.trace(Trace::Position);
            }
            if matches!(field.tag, exif::Tag::Artist | exif::Tag::CameraOwnerName) {
                adder.trace(Trace::Author);
            }
            // Many notes may say that they are one and the same stretch of the file.
            if !adder.make(size(&field.value) + NOTE) {
                break;
            }
            told(&field.value, &mut text);
        }
    }
    for segment in segments(bytes) {
        text.push_str(&String::from_utf8_lossy(segment).replace('\0', "\n"));
        text.push('\n');
    }
    adder.add(Part::Properties, text);
}

/// How many bytes a value takes, with the words that are read from it.
fn size(value: &exif::Value) -> usize {
    match value {
        exif::Value::Ascii(lines) => lines.iter().map(|line| 2 * line.len() + 24).sum(),
        exif::Value::Undefined(bytes, _) | exif::Value::Byte(bytes) => 4 * bytes.len(),
        exif::Value::SByte(numbers) => numbers.len(),
        exif::Value::Short(numbers) => 2 * numbers.len(),
        exif::Value::SShort(numbers) => 2 * numbers.len(),
        exif::Value::Long(numbers) => 4 * numbers.len(),
        exif::Value::SLong(numbers) => 4 * numbers.len(),
        exif::Value::Float(numbers) => 4 * numbers.len(),
        exif::Value::Double(numbers) => 8 * numbers.len(),
        exif::Value::Rational(numbers) => 8 * numbers.len(),
        exif::Value::SRational(numbers) => 8 * numbers.len(),
        exif::Value::Unknown(..) => 0,
    }
}

/// The words of a value: texts, and bytes that hold some, as Windows writes them.
fn told(value: &exif::Value, text: &mut String) {
    match value {
        exif::Value::Ascii(lines) => {
            for line in lines {
                text.push_str(&String::from_utf8_lossy(line));
                text.push('\n');
            }
        }
        exif::Value::Undefined(bytes, _) | exif::Value::Byte(bytes) => {
            let plain = bytes
                .strip_prefix(b"ASCII\0\0\0")
                .or_else(|| bytes.strip_prefix(b"UNICODE\0"))
                .unwrap_or(bytes);
            let (narrow, wide) = (String::from_utf8_lossy(plain), encoding_rs::UTF_16LE.decode(plain).0);
            for words in [narrow, wide] {
                text.extend(words.chars().map(|c| if c.is_control() || c == '\u{fffd}' { '\n' } else { c }));
                text.push('\n');
            }
        }
        _ => {}
    }
}

/// Comments and the like, but for EXIF.
fn segments(bytes: &[u8]) -> Vec<&[u8]> {
    match bytes {
        [0xFF, 0xD8, ..] => jpeg(bytes),
        [0x89, b'P', ..] => png(bytes),
        [b'R', b'I', ..] => webp(bytes),
        _ => Vec::new(),
    }
}

fn jpeg(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some([0xFF, kind, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let payload = bytes.get(at + 4..(at + 2 + length).max(at + 4)).unwrap_or_default();
        match kind {
            // The pixels begin.
            0xDA => break,
            // XMP, Photoshop's captions, comments.
            0xE1 | 0xED | 0xFE if !payload.starts_with(b"Exif\0") => found.push(payload),
            _ => {}
        }
        at += 2 + length.max(2);
    }
    found
}

fn png(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = 8;
    while let Some(Ok(length)) = bytes.get(at..at + 4).map(<[u8; 4]>::try_from) {
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let end = at.saturating_add(8).saturating_add(length);
        let Some(payload) = bytes.get(at + 8..end) else { break };
        if matches!(bytes.get(at + 4..at + 8), Some(b"tEXt" | b"iTXt")) {
            found.push(payload);
        }
        at = end.saturating_add(4);
    }
    found
}

fn webp(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = 12;
    while let Some(Ok(length)) = bytes.get(at + 4..at + 8).map(<[u8; 4]>::try_from) {
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        let end = at.saturating_add(8).saturating_add(length);
        let Some(payload) = bytes.get(at + 8..end) else { break };
        if bytes.get(at..at + 4) == Some(b"XMP ") {
            found.push(payload);
        }
        at = end.saturating_add(length % 2);
    }
    found
}
