//! Text encodings of bytes in mail and pictures.

use percent_encoding::percent_decode_str;

/// Decodes base64, skipping other characters.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count).to_le_bytes()[0]);
        }
    }
    out
}

/// Decodes hexadecimal digits, skipping other characters.
pub(super) fn hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text.iter().filter_map(|byte| digit(*byte)).collect();
    digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, digit| (sum << 4) | digit)).collect()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Decodes quoted-printable text: `=E7`. In a message header, an underscore stands for a space.
pub(super) fn quoted(text: &[u8], in_head: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match (first, behind) {
            // A soft line break.
            (b'=', [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..]) => rest = behind,
            (b'=', [high, low, behind @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    out.push((high << 4) | low);
                    rest = behind;
                }
                _ => out.push(b'='),
            },
            (b'_', _) if in_head => out.push(b' '),
            (first, _) => out.push(*first),
        }
    }
    out
}

/// Decodes percent-encoding: `%E7`.
pub(super) fn percent(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_the_bytes_that_they_stand_for() {
        assert_eq!(base64(b"55S1\r\n6K+d"), "电话".as_bytes());
        assert_eq!(base64(b"MTM4=="), b"138");
        assert_eq!(hex(b"31 33\r\n38 3"), b"138");
        assert_eq!(quoted(b"=E7=94=B5a=\r\nb=zz_=", false), "电ab=zz_=".as_bytes());
        assert_eq!(quoted(b"a_b", true), b"a b");
        assert_eq!(percent("%E7%94%B5a%zz%"), "电a%zz%".as_bytes());
    }
}
