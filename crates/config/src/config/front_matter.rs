//! Splits a Markdown file into front matter and body.

use std::ops::Range;

use crate::domain::text;

/// The parts of a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrontMatter {
    /// Byte ranges of the YAML between the two `---` lines, and of the text after them.
    Found(Range<usize>, Range<usize>),
    /// The file does not begin with `---`.
    Missing,
    /// The second `---` is missing.
    Unclosed,
}

/// Splits a file. Line ends are `\n`.
#[must_use]
pub fn split(text: &str) -> FrontMatter {
    let is_fence = |line: &str| line.starts_with("---") && text::trimmed(line) == "---";
    // Blank lines before the first fence are harmless.
    let mut offset = 0;
    let mut lines = text.split_inclusive('\n');
    loop {
        match lines.next() {
            Some(line) if text::is_blank(line) => offset += line.len(),
            Some(line) if is_fence(line) => {
                offset += line.len();
                break;
            }
            _ => return FrontMatter::Missing,
        }
    }
    let start = offset;
    for line in lines {
        if is_fence(line) {
            return FrontMatter::Found(start..offset, offset + line.len()..text.len());
        }
        offset += line.len();
    }
    FrontMatter::Unclosed
}

/// A line that was probably meant as a fence: two hyphens, four, dashes, or three hyphens after spaces. If
/// the first fence is missing, it can only be the first line.
#[must_use]
pub fn near_fence(text: &str, first: bool) -> Option<Range<usize>> {
    let is_near = |line: &str| {
        let line = line.trim();
        let dashes = line.chars().filter(|c| !c.is_whitespace());
        line.chars().count() > 1 && dashes.into_iter().all(|c| "-—–―－‐‑−".contains(c))
    };
    let mut offset = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let start = offset;
        offset += line.len();
        (start, line.trim_end())
    });
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let found = match first {
        true => lines.next().filter(|(_, line)| is_near(line)),
        false => lines.skip(1).find(|(_, line)| is_near(line)),
    };
    found.map(|(start, line)| start..start + line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits() {
        assert_eq!(split("---\na: 1\n---\nb\n"), FrontMatter::Found(4..9, 13..15));
        assert_eq!(split("\n---\na: 1\n---"), FrontMatter::Found(5..10, 13..13));
        assert_eq!(split("---\n---\n"), FrontMatter::Found(4..4, 8..8));
        assert_eq!(split("a: 1\n"), FrontMatter::Missing);
        assert_eq!(split("---\na: 1\n"), FrontMatter::Unclosed);
        assert_eq!(split(""), FrontMatter::Missing);
        assert_eq!(split("\u{200B}\n---　\na: 1\n---\u{A0}\n"), FrontMatter::Found(11..16, 22..22));
    }
}
