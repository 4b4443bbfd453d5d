//! Decompresses streams within limits.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::object::Object;
use bangyang_budget::Budget;

/// Maximum number of filters applied in sequence.
const MOST_FILTERS: usize = 8;

/// The result of decompressing.
pub(super) enum Unpacked {
    Bytes(Vec<u8>),
    /// It exceeds the limit.
    TooLarge,
    /// An unsupported filter, usually of a picture.
    Unknown,
}

/// Decompresses a stream's bytes.
pub(super) fn unpack(raw: &[u8], dictionary: &Object, budget: &mut Budget) -> Unpacked {
    let filters = names(dictionary.get(b"Filter").or_else(|| dictionary.get(b"F")));
    let parameters = dictionary.get(b"DecodeParms").or_else(|| dictionary.get(b"DP"));
    if filters.len() > MOST_FILTERS {
        return Unpacked::TooLarge;
    }
    let mut bytes = Cow::Borrowed(raw);
    for (at, filter) in filters.iter().enumerate() {
        let own = match parameters {
            Some(Object::List(items)) => items.get(at),
            other => other,
        };
        let unpacked = match filter.as_slice() {
            b"FlateDecode" | b"Fl" => inflate(&bytes, budget.bytes_left()),
            b"ASCIIHexDecode" | b"AHx" => Some(hex(&bytes)),
            b"ASCII85Decode" | b"A85" => Some(base_85(&bytes)),
            _ => return Unpacked::Unknown,
        };
        let unpacked = unpacked.filter(|unpacked| budget.make(unpacked.len()).is_ok());
        let Some(unpacked) = unpacked else { return Unpacked::TooLarge };
        bytes = Cow::Owned(match own {
            Some(own) => unpredict(unpacked, own),
            None => unpacked,
        });
    }
    if matches!(bytes, Cow::Borrowed(_)) && budget.make(bytes.len()).is_err() {
        return Unpacked::TooLarge;
    }
    Unpacked::Bytes(bytes.into_owned())
}

fn names(object: Option<&Object>) -> Vec<Vec<u8>> {
    match object {
        Some(Object::Name(name)) => vec![name.clone()],
        Some(Object::List(items)) => items.iter().flat_map(|item| names(Some(item))).collect(),
        _ => Vec::new(),
    }
}

/// Inflates as far as the data are valid; `None` if the result exceeds the limit.
fn inflate(bytes: &[u8], most: u64) -> Option<Vec<u8>> {
    let read = |from: &mut dyn Read| {
        let mut out = Vec::new();
        // A damaged stream yields what comes before the damage.
        let _ = from.take(most.saturating_add(1)).read_to_end(&mut out);
        out
    };
    let mut out = read(&mut ZlibDecoder::new(bytes));
    if out.is_empty() {
        out = read(&mut DeflateDecoder::new(bytes.get(2..).unwrap_or_default()));
    }
    (u64::try_from(out.len()).unwrap_or(u64::MAX) <= most).then_some(out)
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digits =
        bytes.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    let value =
        |pair: &[u32]| u8::try_from(pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0)).unwrap_or(0);
    digits.chunks(2).map(value).collect()
}

fn base_85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u8>| {
        let count = group.len();
        if count < 2 {
            return;
        }
        group.resize(5, 84);
        let value =
            group.iter().fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(u32::from(*digit)));
        out.extend(value.to_be_bytes().iter().take(count - 1));
        group.clear();
    };
    for byte in bytes.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                flush(&mut group);
            }
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            flush(&mut group);
        }
    }
    flush(&mut group);
    out
}

/// Undoes PNG prediction, which some programs apply before compressing.
fn unpredict(bytes: Vec<u8>, parameters: &Object) -> Vec<u8> {
    let number = |key: &[u8], or| parameters.get(key).and_then(Object::size).unwrap_or(or);
    if number(b"Predictor", 1) < 10 {
        return bytes;
    }
    let bits = number(b"Colors", 1).min(32) * number(b"BitsPerComponent", 8).min(32);
    let columns = number(b"Columns", 1).clamp(1, 1 << 20);
    // A line is not longer than all the data.
    let width = (columns * bits).div_ceil(8).clamp(1, bytes.len().max(1));
    let pixel = bits.div_ceil(8).max(1);
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; width];
    for line in bytes.chunks(width + 1) {
        let Some((kind, line)) = line.split_first() else { break };
        let mut row: Vec<u8> = Vec::with_capacity(width);
        for (at, byte) in line.iter().enumerate() {
            let left = at.checked_sub(pixel).and_then(|at| row.get(at)).copied().unwrap_or(0);
            let up = above.get(at).copied().unwrap_or(0);
            let corner = at.checked_sub(pixel).and_then(|at| above.get(at)).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u8::try_from((u16::from(left) + u16::from(up)) / 2).unwrap_or(0),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            row.push(byte.wrapping_add(guess));
        }
        out.extend_from_slice(&row);
        row.resize(width, 0);
        above = row;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |value: u8| (guess - i16::from(value)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_ways_of_writing_bytes_are_read() {
        assert_eq!(hex(b"4D 61 6e2>x"), b"Man ");
        assert_eq!(base_85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"), b"Man is distinguished");
        assert_eq!(base_85(b"z~>"), [0, 0, 0, 0]);
    }

    #[test]
    fn what_png_predicts_is_undone() {
        let parameters = Object::Map(
            [(b"Predictor".to_vec(), Object::Number(12.0)), (b"Columns".to_vec(), Object::Number(3.0))]
                .into(),
        );
        assert_eq!(
            unpredict(vec![2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1], &parameters),
            [1, 2, 3, 2, 3, 4, 5, 6, 7]
        );
    }
}
