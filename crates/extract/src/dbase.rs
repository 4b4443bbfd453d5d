//! dBASE and FoxPro tables, in which many offices keep lists.

use super::adder::Adder;
use super::contents::{Gap, Part};

/// First bytes of such files, by program version.
const VERSIONS: [u8; 13] = [0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5];
/// The length of the header and of a field descriptor.
const HEAD: usize = 32;

/// The layout of records and fields.
struct Layout {
    /// The position of the records, and the length of each.
    start: usize,
    length: usize,
    fields: Vec<usize>,
}

fn layout(bytes: &[u8]) -> Option<Layout> {
    let head = bytes.get(..HEAD)?;
    let [version, _, month, day, ..] = *head else { return None };
    let number = |at: usize| {
        head.get(at..at + 2).map(|pair| pair.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let (start, length) = (number(8)?, number(10)?);
    let is_day = month <= 12 && day <= 31;
    if !VERSIONS.contains(&version) || !is_day || start <= HEAD || length < 2 || bytes.len() < start {
        return None;
    }
    let described = bytes.get(HEAD..start)?;
    let end = described.chunks(HEAD).position(|field| field.first() == Some(&0x0D))?;
    let described = described.get(..end * HEAD)?;
    let fields: Vec<usize> = described
        .chunks_exact(HEAD)
        .filter_map(|field| field.get(16).map(|length| usize::from(*length)))
        .collect();
    // The first byte of a record tells whether it is deleted.
    let known = !fields.is_empty() && fields.iter().sum::<usize>() < length + 1;
    known.then_some(Layout { start, length, fields })
}

/// Whether bytes are such a table.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    layout(bytes).is_some()
}

/// Adds the fields of all records, including deleted ones. Long notes are in a separate file.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    let Some(layout) = layout(bytes) else { return adder.gap(Gap::Damaged) };
    let mut text = Vec::with_capacity(bytes.len());
    text.extend(
        bytes
            .get(HEAD..layout.start)
            .unwrap_or_default()
            .iter()
            .map(|byte| if *byte == 0 { b'\n' } else { *byte }),
    );
    for record in bytes.get(layout.start..).unwrap_or_default().chunks(layout.length) {
        let mut rest = record.get(1..).unwrap_or_default();
        for length in &layout.fields {
            let (field, behind) = rest.split_at_checked(*length).unwrap_or((rest, &[]));
            text.extend_from_slice(field.trim_ascii());
            // A number does not continue from one field to the next.
            text.extend_from_slice(b"\n;\n");
            rest = behind;
        }
    }
    if !adder.make(text.len()) {
        return;
    }
    text.retain(|byte| *byte != 0);
    let text = match String::from_utf8(text) {
        Ok(text) => text,
        Err(error) => encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned(),
    };
    adder.add(Part::Text, text);
}
