//! Numbers of persons in cells: columns of them are passed over, others are cut out.

use std::ops::Range;

use crate::load::context::PersonalNumbers;

/// Fewest digits of a number that is looked at.
const FEWEST_DIGITS: usize = 7;
/// Number of values by which a column without a telling heading is judged.
pub(super) const MOST_LOOKED_AT: usize = 60;

/// Where numbers of persons are in a text. Nearly all texts are told apart by their few digits.
pub(super) fn find(numbers: &PersonalNumbers<'_>, heading: &str, text: &str) -> Vec<Range<usize>> {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits < FEWEST_DIGITS { Vec::new() } else { numbers(text, heading) }
}

/// The text without some ranges, and without the signs that are left at its ends.
pub(super) fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(text.get(at..range.start).unwrap_or(""));
        at = range.end.max(at);
    }
    out.push_str(text.get(at..).unwrap_or(""));
    let is_left = |c: char| c.is_whitespace() || "、，,;；:：()（）/".contains(c);
    out.replace("()", "").replace("（）", "").trim_matches(is_left).to_owned()
}
