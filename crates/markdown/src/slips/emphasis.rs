//! Bold and struck-through text and code whose markers are shown literally.

use super::blocks::Block;
use super::slip::{Slip, SlipKind, push};
use bangyang_domain::domain::bytes;
use std::ops::Range;

/// A run of one marker.
#[derive(Clone)]
struct Run {
    range: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

impl Run {
    /// Whether words begin after it and none end before it.
    fn opens(&self) -> bool {
        !is_blank(self.after) && !self.before.is_some_and(char::is_alphanumeric)
    }
}

/// Finds mistakes in emphasis and code.
pub fn find(block: &Block<'_>, found: &mut Vec<Slip>) {
    for sign in ["**", "~~"] {
        pairs(block, sign, found);
    }
    if let Some([first, last]) = two(block, "＊＊").or_else(|| two(block, "｀")) {
        push(found, SlipKind::EmphasisFullWidth, first.range.start..last.range.end);
    }
    underscores(block, found);
    code(block, found);
}

/// Markup in plain text: `**words**`.
pub fn in_plain(text: &str) -> Option<Slip> {
    bytes::find(text.as_bytes(), 0, |first, second, _| (first == b'*') & (second == b'*'))?;
    let mut parts = text.match_indices("**");
    let ((start, _), (end, _)) = (parts.next()?, parts.next()?);
    let inner = text.get(start + 2..end)?;
    let is_bold = !inner.is_empty() && !inner.contains('*') && inner.trim() == inner && !inner.contains('\n');
    // `李**、王**` are masked names.
    let is_bold = is_bold && inner.chars().all(|c| !matches!(c, '、' | '，' | '和' | '与' | '及'));
    is_bold.then_some(Slip { kind: SlipKind::Plain, range: start..end + 2 })
}

/// The visible runs of a marker with exactly its length.
fn runs(block: &Block<'_>, sign: &str) -> Vec<Run> {
    let mut found = Vec::new();
    let first = sign.chars().next().unwrap_or('*');
    for shown in block.shown() {
        let mut from = shown.start;
        while let Some(at) = block.text(&(from..shown.end)).find(first) {
            let start = from + at;
            let rest = block.text(&(start..shown.end));
            let len = rest.len() - rest.trim_start_matches(first).len();
            from = start + len;
            // Three asterisks are both kinds of emphasis.
            let is_sign = len == sign.len() || (sign == "**" && len == 3);
            if is_sign {
                let before = block.source.get(..start).and_then(|text| text.chars().next_back());
                let after = block.source.get(from..).and_then(|text| text.chars().next());
                found.push(Run { range: start..from, before, after });
            }
        }
    }
    found
}

fn is_blank(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn two(block: &Block<'_>, sign: &str) -> Option<[Run; 2]> {
    let runs = runs(block, sign);
    let [first, second, ..] = runs.as_slice() else { return None };
    // Between the two is the text to be emphasised.
    let inner = block.source.get(first.range.end..second.range.start)?;
    (!inner.trim().is_empty()).then(|| [first.clone(), second.clone()])
}

/// Two markers that do not match, or an opening one without a partner.
fn pairs(block: &Block<'_>, sign: &str, found: &mut Vec<Slip>) {
    let runs = runs(block, sign);
    match runs.as_slice() {
        [] => {}
        [only] => {
            if only.opens() {
                push(found, SlipKind::EmphasisOpen, only.range.clone());
            }
        }
        [first, second, ..] => {
            let inner = block.source.get(first.range.end..second.range.start).unwrap_or_default();
            // Masks follow other letters or digits: `李**`, `138**`.
            let is_mask = |run: &Run| run.before.is_some_and(char::is_alphanumeric) && !run.opens();
            if is_blank(first.after) || inner.ends_with(char::is_whitespace) {
                // With spaces on all sides they may be arithmetic operators.
                let is_apart =
                    [first, second].into_iter().all(|run| is_blank(run.before) && is_blank(run.after));
                let is_chinese = inner.chars().any(super::super::cjk::is_cjk);
                let starts = first.before.is_none_or(|c| c == '\n');
                let is_reckoning = is_apart && !is_chinese && !starts;
                if !(is_reckoning || (is_mask(first) && is_mask(second))) {
                    push(found, SlipKind::EmphasisBlank, first.range.start..second.range.end);
                }
            } else if first.opens() {
                push(found, SlipKind::EmphasisOpen, first.range.clone());
            }
        }
    }
}

/// `说__重要__的`: underscores within words are literal.
fn underscores(block: &Block<'_>, found: &mut Vec<Slip>) {
    if let Some([first, second]) = two(block, "__") {
        let inner = block.source.get(first.range.end..second.range.start).unwrap_or_default();
        let is_chinese = inner.chars().any(super::super::cjk::is_cjk);
        if is_chinese && inner.trim() == inner && !inner.contains('\n') {
            push(found, SlipKind::EmphasisUnderscore, first.range.start..second.range.end);
        }
    }
}

/// A code marker without a partner.
fn code(block: &Block<'_>, found: &mut Vec<Slip>) {
    let runs = runs(block, "`");
    if let [only] = runs.as_slice()
        && only.opens()
    {
        push(found, SlipKind::CodeOpen, only.range.clone());
    }
}
