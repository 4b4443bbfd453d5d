//! Splits a Markdown text into blocks: paragraphs, headings, lists, tables, each as the lines that it
//! occupies.

use std::ops::Range;

use crate::markdown::top_blocks;

/// The blocks of a text in order, as ranges without trailing line ends. Everything that is not blank is in
/// one.
pub(crate) fn blocks(body: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for block in top_blocks(body) {
        found.extend(between(body, at..block.start.max(at)));
        // A block begins with its line, including indentation.
        let start = line_start(body, block.start).max(at);
        let end = block.start.max(block.end);
        let trimmed = body.get(start..end).map_or(0, |block| block.trim_end().len());
        if trimmed > 0 {
            found.push(start..start + trimmed);
        }
        at = at.max(end);
    }
    found.extend(between(body, at..body.len()));
    found
}

/// Link definitions between two blocks, which are not displayed.
fn between(body: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = body.get(range.clone())?;
    let blank: usize =
        text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let rest = text.get(blank..)?.trim_end();
    (!rest.trim().is_empty()).then(|| range.start + blank..range.start + blank + rest.len())
}

fn line_start(body: &str, at: usize) -> usize {
    body.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1)
}

/// The range and replacement by which some blocks of a text become others. Blank lines around them stay; new
/// blocks get one on each side.
pub(crate) fn change(
    body: &str,
    blocks: &[Range<usize>],
    range: &Range<usize>,
    words: &str,
) -> (Range<usize>, String) {
    let own = || Some(blocks.get(range.start)?.start..blocks.get(range.end.checked_sub(1)?)?.end);
    let before = range.start.checked_sub(1).and_then(|at| blocks.get(at));
    let after = blocks.get(range.end);
    match own().filter(|_| !range.is_empty()) {
        Some(own) if !words.is_empty() => (own, words.to_owned()),
        // Including the blank lines on one side.
        Some(own) => match (before, after) {
            (_, Some(after)) => (own.start..after.start, String::new()),
            (Some(before), None) => (before.end..own.end, String::new()),
            (None, None) => (own, String::new()),
        },
        None if words.is_empty() => (0..0, String::new()),
        None => match (before, after) {
            (_, Some(after)) => (after.start..after.start, format!("{words}\n\n")),
            (Some(before), None) => (before.end..before.end, format!("\n\n{words}")),
            (None, None) => (body.len()..body.len(), format!("{words}\n")),
        },
    }
}
