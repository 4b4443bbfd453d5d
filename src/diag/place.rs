//! Places in source files.

use std::ops::Range;
use std::sync::Arc;

use crate::source::SitePath;

/// Longest excerpt that is quoted, in characters; longer lines are cut around the place.
const EXCERPT: usize = 160;

/// A place in a file, with its line quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the site.
    pub file: SitePath,
    /// 1 for the first line; 0 where the file as a whole is meant.
    pub line: u32,
    /// 1 for the first character of the line; 0 where the file as a whole is meant.
    pub column: u32,
    /// The line's text, cut where it is very long, long numbers masked.
    pub excerpt: Arc<str>,
    /// The characters of the excerpt that are meant.
    pub marked: Range<usize>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: SitePath) -> Self {
        Self { file, line: 0, column: 0, excerpt: Arc::from(""), marked: 0..0 }
    }

    /// The place of a byte range of a file's text. Ranges that reach over the line's end are cut there.
    #[must_use]
    pub fn of(file: SitePath, text: &str, range: Range<usize>) -> Self {
        let start = floor_char(text, range.start);
        let (before, after) = text.split_at_checked(start).unwrap_or((text, ""));
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let line_head = before.rsplit('\n').next().unwrap_or("");
        let line_tail = after.split(['\n', '\r']).next().unwrap_or("");
        let column = line_head.chars().count();
        let wanted = range.end.saturating_sub(start).min(line_tail.len());
        let length = line_tail.get(..floor_char(line_tail, wanted)).map_or(0, |meant| meant.chars().count());
        let skipped = column.saturating_sub(EXCERPT / 2);
        let excerpt = excerpt(line_head, line_tail, skipped);
        let marked = column - skipped..(column - skipped + length.max(1)).min(excerpt.chars().count().max(1));
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, line: small(line), column: small(column + 1), excerpt: Arc::from(excerpt), marked }
    }

    /// The same place without its line's text, of which a value that nobody may see can be any part.
    #[must_use]
    pub fn masked(mut self) -> Self {
        if self.line > 0 {
            let start = self.marked.start;
            self.excerpt = Arc::from(format!("{}•••", " ".repeat(start)));
            self.marked = start..start + 3;
        }
        self
    }
}

/// The characters of a line from the one at `skipped` on, long numbers masked.
fn excerpt(line_head: &str, line_tail: &str, skipped: usize) -> String {
    let line = || line_head.chars().chain(line_tail.chars());
    // Masked with the whole of the numbers at its ends: a cut could leave too few digits to tell a number by. Not the whole line: a
    // line of megabytes may have thousands of slips.
    let behind = line_head.chars().count().saturating_sub(skipped);
    let before = line_head.chars().rev().skip(behind).take_while(|c| is_digit(*c) || parts(*c)).count();
    let mut window: Vec<char> = line().skip(skipped - before).take(before + EXCERPT).collect();
    window.extend(line().skip(skipped + EXCERPT).take_while(|c| is_digit(*c) || parts(*c)));
    let masked = mask_numbers(&window.into_iter().collect::<String>().replace('\t', " "));
    masked.chars().skip(before).take(EXCERPT).collect()
}

/// The greatest character boundary that is not behind `at`.
#[must_use]
pub fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether a character may stand between the digits of one number.
fn parts(c: char) -> bool {
    matches!(c, ' ' | '-' | '\t' | '\u{A0}' | '\u{2010}' | '\u{2011}' | '\u{3000}' | '－')
}

/// The text with every run of eleven or more digits (telephone, identity and card numbers) masked, also where blanks or
/// hyphens part it, and full-width ones. One mask a character, so that columns stay.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let run = chars.iter().skip(at).take_while(|c| is_digit(**c) || parts(**c)).count();
        let digits = chars.iter().skip(at).take(run).filter(|c| is_digit(**c)).count();
        if digits >= 11 {
            for slot in out.iter_mut().skip(at).take(run).filter(|c| is_digit(**c)) {
                *slot = '•';
            }
        }
        at += run.max(1);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, range: Range<usize>) -> Place {
        Place::of(SitePath::try_from("content/a.md").unwrap(), text, range)
    }

    #[test]
    fn counts_characters_not_bytes() {
        let text = "名: 甲\n区: 乙丙\n";
        let at = text.find('乙').unwrap();
        let place = place(text, at..at + 6);
        assert_eq!((place.line, place.column, &*place.excerpt, place.marked), (2, 4, "区: 乙丙", 3..5));
    }

    #[test]
    fn stays_within_a_long_line_and_odd_offsets() {
        let text = "字".repeat(10_000);
        let place = place(&text, 9_001..9_004);
        assert_eq!(place.column, 3_001);
        assert!(place.excerpt.chars().count() <= EXCERPT && place.marked.end <= EXCERPT);
        assert_eq!(super::Place::of(place.file, "", 5..9).line, 1);
    }

    #[test]
    fn never_quotes_a_long_number() {
        let digits = "1".repeat(18);
        assert!(!mask_numbers(&format!("号码: {digits}")).contains("111"));
        assert_eq!(mask_numbers("2022-03-08, 6000"), "2022-03-08, 6000");
        assert_eq!(mask_numbers("0 0 0-0000 0000"), "• • •-•••• ••••");
        assert_eq!(mask_numbers("０００　0000－0000"), "•••　••••－••••");
    }

    #[test]
    fn never_cuts_a_long_number_to_a_short_one() {
        for before in EXCERPT / 2 - 2..EXCERPT / 2 + 20 {
            let text = format!("{}{}{}", "字".repeat(60), "1".repeat(18), "字".repeat(before));
            let at = text.len() - 3;
            assert!(!place(&text, at..at + 3).excerpt.contains('1'), "{before}");
        }
    }
}
