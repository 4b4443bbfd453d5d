//! Edits of a text that keep track of positions.

use std::ops::Range;

/// Where a text was edited: pairs of ranges in the new and in the original text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits(Vec<(Range<usize>, Range<usize>)>);

impl Edits {
    /// Replaces ranges of a text. If two of them overlap, the first wins.
    #[must_use]
    pub fn apply(written: &str, mut changes: Vec<(Range<usize>, String)>) -> (String, Self) {
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut made, mut edits) = (String::with_capacity(written.len()), Self::default());
        let mut from = 0;
        for (range, words) in changes {
            let Some(before) = written.get(from..range.start) else { continue };
            made.push_str(before);
            let start = made.len();
            made.push_str(&words);
            edits.0.push((start..made.len(), range.clone()));
            from = range.end;
        }
        made.push_str(written.get(from..).unwrap_or(""));
        (made, edits)
    }

    /// The range in the original text for a range in the new one. An inserted text maps to the range that it
    /// replaced.
    #[must_use]
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start, false)..self.at(range.end, true)
    }

    fn at(&self, at: usize, is_end: bool) -> usize {
        let before = |made: &Range<usize>| if is_end { made.start < at } else { made.start <= at };
        match self.0.iter().rev().find(|(made, _)| before(made)) {
            None => at,
            Some((made, written)) if at < made.end && !is_end => written.start,
            Some((made, written)) => written.end.saturating_add(at.saturating_sub(made.end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_what_was_written() {
        let (made, edits) =
            Edits::apply("一二三四五", vec![(3..6, "乙乙".to_owned()), (9..12, String::new())]);
        assert_eq!(made, "一乙乙三五");
        let written = |text: &str| {
            let at = made.find(text).unwrap();
            edits.written(&(at..at + text.len()))
        };
        assert_eq!(
            [written("一"), written("乙乙"), written("三"), written("五")],
            [0..3, 3..6, 6..9, 12..15]
        );
    }
}
