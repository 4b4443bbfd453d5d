//! Metadata that cameras and programs write into pictures.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use super::adder::Adder;
use super::bytes::find;
use super::coded::hex;
use super::contents::{Gap, Part, Trace};
use super::pixels::Block;

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

/// Approximate memory of a metadata entry in addition to its text, in bytes.
const NOTE: usize = 64;

/// Adds the metadata of a picture.
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
            // Many entries may refer to the same bytes of the file.
            if !adder.make(size(&field.value) + NOTE) {
                break;
            }
            told(&field.value, &mut text);
        }
    }
    for segment in segments(bytes, adder) {
        let words = match std::str::from_utf8(&segment) {
            Ok(words) => Cow::Borrowed(words),
            // Captions written by Chinese programs.
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(&segment).0,
        };
        if !text.is_empty() {
            text.push_str("\n¶\n");
        }
        text.push_str(&words.replace('\0', "\n"));
    }
    adder.add(Part::Properties, text);
}

/// The size in bytes of a value and the text read from it.
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

/// The text of a value: strings, and bytes that contain text, as Windows writes them.
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

/// Comments and the like, except EXIF.
fn segments<'b>(bytes: &'b [u8], adder: &mut Adder<'_>) -> Vec<Cow<'b, [u8]>> {
    let known = match bytes {
        [0xFF, 0xD8, ..] => jpeg(bytes),
        [0x89, b'P', ..] => return png(bytes, adder),
        [b'G', b'I', b'F', ..] => return gif(bytes, adder),
        [b'R', b'I', ..] => webp(bytes),
        _ => described(bytes).into_iter().collect(),
    };
    known.into_iter().map(Cow::Borrowed).collect()
}

/// XMP, which Adobe and other programs write into pictures of all formats.
fn described(bytes: &[u8]) -> Option<&[u8]> {
    let start = find(bytes, b"<x:xmpmeta")?;
    let rest = bytes.get(start..)?;
    rest.get(..find(rest, b"</x:xmpmeta>").unwrap_or(rest.len()))
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

fn png<'b>(bytes: &'b [u8], adder: &mut Adder<'_>) -> Vec<Cow<'b, [u8]>> {
    let mut found = Vec::new();
    let mut at = 8;
    while let Some(Ok(length)) = bytes.get(at..at + 4).map(<[u8; 4]>::try_from) {
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let end = at.saturating_add(8).saturating_add(length);
        let Some(payload) = bytes.get(at + 8..end) else { break };
        match bytes.get(at + 4..at + 8) {
            Some(b"tEXt") => found.push(Cow::Borrowed(payload)),
            // A key, and a byte for the compression method.
            Some(b"zTXt") => {
                let end = payload.iter().position(|byte| *byte == 0).unwrap_or(payload.len());
                found.push(unpacked(payload, end.saturating_add(2), adder));
            }
            // A key, whether and how it is compressed, two languages.
            Some(b"iTXt") => {
                let mut fields = payload.splitn(2, |byte| *byte == 0);
                let key = fields.next().unwrap_or_default().len();
                let names: usize = payload
                    .get(key + 3..)
                    .unwrap_or_default()
                    .splitn(3, |byte| *byte == 0)
                    .take(2)
                    .map(|name| name.len() + 1)
                    .sum();
                found.push(match payload.get(key + 1) {
                    Some(1) => unpacked(payload, key + 3 + names, adder),
                    _ => Cow::Borrowed(payload),
                });
            }
            _ => {}
        }
        at = end.saturating_add(4);
    }
    found
}

/// An entry whose text is compressed from a byte on, including what precedes it. Some programs embed other
/// metadata in one as hexadecimal digits.
fn unpacked(payload: &[u8], from: usize, adder: &mut Adder<'_>) -> Cow<'static, [u8]> {
    let (head, packed) = payload.split_at_checked(from).unwrap_or((payload, &[]));
    let mut note = head.to_vec();
    let most = adder.budget.bytes_left().saturating_add(1);
    if flate2::read::ZlibDecoder::new(packed).take(most).read_to_end(&mut note).is_err() {
        adder.gap(Gap::Damaged);
    }
    if !adder.make(note.len()) {
        return Cow::Owned(head.to_vec());
    }
    if note.starts_with(b"Raw profile type") {
        // A line feed, then the kind, the length and the data on lines.
        let lines = note.get(from..).unwrap_or_default().splitn(4, |byte| *byte == b'\n');
        let digits = hex(lines.last().unwrap_or_default());
        note.push(0);
        note.extend(digits);
    }
    Cow::Owned(note)
}

/// Comments and application data.
fn gif<'b>(bytes: &'b [u8], adder: &mut Adder<'_>) -> Vec<Cow<'b, [u8]>> {
    let mut found = Vec::new();
    for (kind, range) in super::pixels::blocks(bytes) {
        if !matches!(kind, Block::Comment | Block::Other) {
            continue;
        }
        let block = bytes.get(range).unwrap_or_default();
        if !adder.make(block.len()) {
            break;
        }
        // Each sub-block begins with its length.
        let (mut words, mut rest) = (Vec::new(), block.get(2..).unwrap_or_default());
        while let Some((length, behind)) = rest.split_first() {
            let (stretch, behind) = behind.split_at_checked(usize::from(*length)).unwrap_or((behind, &[]));
            words.extend_from_slice(stretch);
            rest = behind;
        }
        found.push(Cow::Owned(words));
    }
    found.extend(described(bytes).map(Cow::Borrowed));
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
