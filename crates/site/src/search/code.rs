//! Encoding of numbers: as characters in scripts, and as bytes in memory.

/// Digit characters: those that need no escape between quotes, without the separators `:` and `|`.
const DIGITS: &[u8; 90] =
    b"!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~";
/// Values of digits that end a number; higher ones are followed by more.
const LAST: u32 = 58;
const MORE: u32 = 32;

/// Writes a number, least significant digit first. Small numbers, such as most gaps, take one character.
pub(super) fn write(mut number: u32, out: &mut String) {
    while number >= LAST {
        number -= LAST;
        digit(LAST + number % MORE, out);
        number /= MORE;
    }
    digit(number, out);
}

fn digit(value: u32, out: &mut String) {
    let found = usize::try_from(value).ok().and_then(|at| DIGITS.get(at));
    out.extend(found.map(|byte| char::from(*byte)));
}

/// Writes a number in groups of seven bits.
pub(super) fn push(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Reads what [`push`] wrote; 0 at the end.
pub(super) fn pull(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 || shift >= 32 {
            break;
        }
    }
    number
}

/// Takes as many bytes as there are, at most `count`.
pub(super) fn take<'a>(bytes: &mut &'a [u8], count: u32) -> &'a [u8] {
    let count = usize::try_from(count).unwrap_or(usize::MAX).min(bytes.len());
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> u32 {
        let (mut number, mut weight) = (0, 1);
        for c in text.bytes() {
            let at = u32::try_from(DIGITS.iter().position(|digit| *digit == c).unwrap()).unwrap();
            number += at * weight;
            weight *= MORE;
        }
        number
    }

    #[test]
    fn numbers_come_back() {
        for number in (0..5_000).chain([65_535, 1 << 20, (1 << 26) + 7]) {
            let (mut text, mut bytes) = (String::new(), Vec::new());
            write(number, &mut text);
            push(number, &mut bytes);
            assert_eq!((read(&text), pull(&mut bytes.as_slice())), (number, number));
        }
        let length = |number| {
            let mut text = String::new();
            write(number, &mut text);
            text.len()
        };
        assert_eq!([length(57), length(58), length(1_913), length(1_914)], [1, 2, 2, 3]);
    }
}
