//! Mistakes at the beginning of lines: headings, items, table rows, quotations.

use super::blocks::{Block, Line};
use super::slip::{Slip, SlipKind, push};
use std::ops::Range;

/// Longest line that may be a heading with a single marker, in characters.
const LONGEST_HEADING: usize = 30;

/// Bullets of word processors.
pub(super) const BULLETS: &[char] =
    &['•', '●', '○', '■', '□', '◆', '◇', '▪', '▫', '·', '∙', '▶', '►', '➢', '✓', '√', '－', '–', '＊', '＋'];

/// The marker of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A Markdown marker without a space after it.
    Sign(char),
    /// A bullet that Markdown does not know.
    Bullet(char),
    /// A number with a full stop, and whether that is full-width.
    Number(u32, bool),
}

/// Finds mistakes at the beginning of lines.
pub fn find(block: &Block<'_>, found: &mut Vec<Slip>) {
    if !block.is_paragraph {
        return;
    }
    for line in &block.lines {
        if let Some((range, kind)) = heading(block, line).or_else(|| quotation(block, line)) {
            push(found, kind, range);
        }
    }
    items(block, found);
    table(block, found);
}

/// The words at a line's beginning and their position; skips spaces that are not spaces in Markdown.
fn beginning<'t>(block: &Block<'t>, line: &Line) -> Option<(usize, &'t str)> {
    let first = line.shown.first().filter(|first| first.start == line.range.start)?;
    let words = block.text(first);
    let trimmed = words.trim_start_matches(['\u{3000}', '\u{a0}', ' ', '\t']);
    Some((first.start + words.len() - trimmed.len(), trimmed))
}

fn heading(block: &Block<'_>, line: &Line) -> Option<(Range<usize>, SlipKind)> {
    let (start, words) = beginning(block, line)?;
    let rest = words.trim_start_matches(['#', '＃']);
    let signs = words.get(..words.len() - rest.len())?;
    let count = signs.chars().count();
    let next = rest.chars().next()?;
    let range = start..start + signs.len();
    if count == 0 || count > 6 || next == '\u{FE0F}' {
        return None;
    }
    let is_wide = signs.contains('＃') || matches!(next, '\u{3000}' | '\u{a0}') || start > line.range.start;
    let kind = if is_wide { SlipKind::HeadingFullWidth } else { SlipKind::HeadingWithoutBlank };
    // `#1`, `#话题#`, `#标签 #标签`: a single marker has many other uses.
    let all = block.text(&line.range);
    let is_alone = || {
        let ends = all.trim_end();
        let stops = ['。', '，', '；', '！', '？', '、', '.', ',', ';', '…', '”'];
        let blank = matches!(next, ' ' | '\t' | '\u{3000}' | '\u{a0}');
        block.lines.len() == 1
            && !rest.contains(['#', '＃'])
            && (blank || !(next.is_ascii_alphanumeric() || next.is_numeric()))
            && ends.chars().count() <= LONGEST_HEADING
            && !ends.ends_with(stops)
    };
    (count > 1 || is_alone()).then_some((range, kind))
}

fn quotation(block: &Block<'_>, line: &Line) -> Option<(Range<usize>, SlipKind)> {
    let (start, words) = beginning(block, line)?;
    let rest = words.strip_prefix('＞')?;
    let is_sign = !rest.trim_start().is_empty() && !rest.starts_with(|c: char| c.is_numeric());
    is_sign.then_some((start..start + '＞'.len_utf8(), SlipKind::QuoteFullWidth))
}

/// Consecutive lines that begin like items: Markdown makes one paragraph of them.
fn items(block: &Block<'_>, found: &mut Vec<Slip>) {
    let marks: Vec<Option<(usize, Mark)>> = block.lines.iter().map(|line| mark(block, line)).collect();
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        let Some((start, first)) = mark else {
            at += 1;
            continue;
        };
        let follows = |n: usize| {
            let other = marks.get(at + n).copied().flatten();
            other.is_some_and(|(_, other)| match (*first, other) {
                (Mark::Number(one, _), Mark::Number(two, _)) => u32::try_from(n) == Ok(two.wrapping_sub(one)),
                (one, other) => one == other,
            })
        };
        let count = (1..).take_while(|n| follows(*n)).count();
        if count > 0 {
            let line = block.lines.get(at).map_or(*start, |line| line.range.end);
            let kind = match first {
                Mark::Sign(_) | Mark::Number(_, false) => SlipKind::ListWithoutBlank,
                Mark::Bullet(_) | Mark::Number(_, true) => SlipKind::ListOtherMark,
            };
            push(found, kind, *start..line);
        }
        at += count + 1;
    }
}

fn mark(block: &Block<'_>, line: &Line) -> Option<(usize, Mark)> {
    let (start, words) = beginning(block, line)?;
    let mut chars = words.chars();
    let first = chars.next()?;
    let next = chars.next()?;
    let is_word = next.is_alphabetic() || matches!(next, '“' | '《' | '（' | '「' | '[' | '【');
    let mark = match first {
        '-' | '*' | '+' if is_word => Mark::Sign(first),
        bullet if BULLETS.contains(&bullet) && next != bullet && !next.is_numeric() => Mark::Bullet(bullet),
        '0'..='9' => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let number = words.get(..digits).filter(|_| digits < 4)?.parse().ok()?;
            let mut rest = words.get(digits..)?.chars();
            let stop = rest.next()?;
            let is_word = rest.next().is_some_and(|c| !c.is_numeric() && !matches!(c, '.' | '．'));
            match stop {
                '.' | ')' if is_word => Mark::Number(number, false),
                '．' if is_word => Mark::Number(number, true),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((start, mark))
}

/// Consecutive table rows without a delimiter row.
fn table(block: &Block<'_>, found: &mut Vec<Slip>) {
    let is_row = |line: &Line| {
        beginning(block, line).is_some_and(|(_, words)| {
            let all = block.text(&line.range);
            words.starts_with(['|', '｜']) && all.matches(['|', '｜']).count() > 1
        })
    };
    let rows: Vec<bool> = block.lines.iter().map(is_row).collect();
    let first = rows.windows(2).position(|pair| pair == [true, true]);
    if let Some(line) = first.and_then(|at| block.lines.get(at)) {
        push(found, SlipKind::TableWithoutRule, line.range.clone());
    }
}
