//! A prefilter over a text: most texts contain nothing at which a search could begin.

use super::sign;
use crate::domain::bytes;

/// The positions at which searches can begin.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The position of the first digit, in any form.
    pub(super) first_digit: Option<usize>,
    /// The position after the last one.
    pub(super) digits_end: usize,
    /// The positions of `@` and `＠`.
    pub(super) at_signs: Vec<usize>,
    /// The positions of `.`, `·` and `．`.
    pub(super) points: Vec<usize>,
}

/// Whether something of interest may begin with these three bytes.
const fn may_begin(first: u8, second: u8, third: u8) -> bool {
    // Full-width forms are EF BC and one more byte; Chinese commas are among them.
    let is_wide = (first == 0xEF) & ((second != 0xBC) | (third != 0x8C));
    // Quotation marks, dashes and dots are common and not of interest.
    let is_general = (first == 0xE2) & (second != 0x80);
    let is_other = (first != 0xEF) & (first != 0xE2) & sign::may_begin(first);
    is_wide | is_general | is_other | (first == b'@') | (first == b'.')
}

impl Look {
    /// Scans a text.
    pub(super) fn at(text: &str) -> Self {
        let mut look = Self::default();
        let bytes = text.as_bytes();
        bytes::each(bytes, may_begin, &mut |at| match bytes.get(at) {
            Some(b'0'..=b'9') => look.digit(at, 1),
            Some(b'@') => look.at_signs.push(at),
            Some(b'.') => look.points.push(at),
            Some(0xEF) => match bytes.get(at + 1..at + 3) {
                Some([0xBC, 0x90..=0x99]) => look.digit(at, 3),
                Some([0xBC, 0xA0]) => look.at_signs.push(at),
                Some([0xBC, 0x8E]) => look.points.push(at),
                _ => {}
            },
            Some(0xC2) if bytes.get(at + 1) == Some(&0xB7) => look.points.push(at),
            _ => {
                if let Some(sign) = sign::at(text, at) {
                    look.digit(at, sign.length);
                }
            }
        });
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
