//! One look at a text before it is searched: most of a text holds nothing that a search begins at.

use std::sync::LazyLock;

use super::sign;

/// What a text holds that a search begins at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The first byte of the first digit, in whatever form.
    pub(super) first_digit: Option<usize>,
    /// The byte behind the last one.
    pub(super) digits_end: usize,
    /// The places of `@` and `＠`.
    pub(super) at_signs: Vec<usize>,
    /// The places of `.`, `·` and `．`.
    pub(super) points: Vec<usize>,
}

/// The bytes at which something may begin: most are none of them.
static MAY_BEGIN: LazyLock<[bool; 256]> = LazyLock::new(|| {
    let mut table = [false; 256];
    for byte in (0..=u8::MAX).filter(|byte| sign::may_begin(*byte) || matches!(byte, b'@' | b'.')) {
        table.get_mut(usize::from(byte)).into_iter().for_each(|may| *may = true);
    }
    table
});

impl Look {
    /// What a text holds.
    pub(super) fn at(text: &str) -> Self {
        let mut look = Self::default();
        let bytes = text.as_bytes();
        let may_begin = &*MAY_BEGIN;
        for (at, byte) in bytes.iter().enumerate() {
            if !may_begin.get(usize::from(*byte)).copied().unwrap_or(true) {
                continue;
            }
            match byte {
                b'0'..=b'9' => look.digit(at, 1),
                b'@' => look.at_signs.push(at),
                b'.' => look.points.push(at),
                // Full-width forms are EF BC and one more byte; Chinese commas are among them.
                0xEF => match bytes.get(at + 1..at + 3) {
                    Some([0xBC, 0x90..=0x99]) => look.digit(at, 3),
                    Some([0xBC, 0xA0]) => look.at_signs.push(at),
                    Some([0xBC, 0x8E]) => look.points.push(at),
                    _ => {}
                },
                0xC2 if bytes.get(at + 1) == Some(&0xB7) => look.points.push(at),
                // Quotation marks, dashes and dots.
                0xE2 if bytes.get(at + 1) == Some(&0x80) => {}
                _ => {
                    if let Some(sign) = sign::at(text, at) {
                        look.digit(at, sign.length);
                    }
                }
            }
        }
        look
    }

    fn digit(&mut self, at: usize, length: usize) {
        self.first_digit.get_or_insert(at);
        self.digits_end = at + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_search_begins_at_is_seen() {
        let text = "甲，１2。a@b.c＠·．é";
        let at = |part: &str| text.find(part).unwrap();
        let look = Look::at(text);
        assert_eq!(look.first_digit, Some(at("１")));
        assert_eq!(look.digits_end, at("。"));
        assert_eq!(look.at_signs, [at("@"), at("＠")]);
        assert_eq!(look.points, [at("."), at("·"), at("．")]);
        assert_eq!(Look::at("无，无。"), Look::default());
    }
}
