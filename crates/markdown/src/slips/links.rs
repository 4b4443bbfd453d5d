//! Pictures and links with the wrong brackets, and addresses that are cut off.

use super::super::cjk;
use super::blocks::{Block, Line};
use super::slip::{Slip, SlipKind, push};
use bangyang_domain::domain::bytes;
use std::ops::Range;

/// Extensions of files to which links lead.
const ENDINGS: &[&str] = &[
    "md", "markdown", "html", "htm", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps",
    "csv", "txt", "zip", "rar", "mp3", "mp4", "yaml", "yml", "jpg", "jpeg", "png", "gif", "webp", "avif",
    "heic", "heif", "svg", "bmp", "tif", "tiff",
];

/// Extensions of pictures.
const PICTURES: &[&str] =
    &["jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "heif", "svg", "bmp", "tif", "tiff"];

/// Longest address that is considered, in bytes.
const LONGEST: usize = 1024;

/// Finds mistakes in links and pictures.
pub fn find(block: &Block<'_>, found: &mut Vec<Slip>) {
    for line in &block.lines {
        brackets(block, line, found);
        full_width_bang(block, line, found);
    }
    for range in &block.cut {
        let rest = block.source.get(range.end..).unwrap_or_default();
        let words = rest.find(|c: char| !(cjk::is_cjk(c) && c.is_alphanumeric())).unwrap_or(rest.len());
        push(found, SlipKind::TargetCut, range.start..range.end + words);
    }
}

/// Markup in plain text.
pub fn in_plain(text: &str) -> Option<Slip> {
    let at = bytes::find(text.as_bytes(), 0, |first, second, _| (first == b']') & (second == b'('))?;
    let open = text.get(..at)?.rfind('[')?;
    let (target, close) = target(text.get(at + 2..)?);
    (close == Some(')') && !target.is_empty() && is_address(target)).then(|| {
        let start =
            if text.get(..open).is_some_and(|before| before.ends_with('!')) { open - 1 } else { open };
        Slip { kind: SlipKind::Plain, range: start..at + 2 + target.len() + 1 }
    })
}

/// `！[她](a.jpg)`: an intended picture is a link after an exclamation mark.
fn full_width_bang(block: &Block<'_>, line: &Line, found: &mut Vec<Slip>) {
    for (range, target) in &line.links {
        let Some(before) = block.source.get(line.range.start..range.start) else { continue };
        let Some(words) = before.strip_suffix('！') else { continue };
        let begins = words.is_empty() || words.ends_with(char::is_whitespace);
        if begins && has_ending(target, PICTURES) {
            push(found, SlipKind::LinkFullWidth, range.start - '！'.len_utf8()..range.end);
        }
    }
}

fn brackets(block: &Block<'_>, line: &Line, found: &mut Vec<Slip>) {
    let text = block.text(&line.range);
    let shown = |at: usize, c: char| {
        let start = line.range.start + at;
        Block::is_shown(line, &(start..start + c.len_utf8()))
    };
    let mut from = 0;
    for (close, c) in text.char_indices().filter(|(_, c)| matches!(c, ']' | '】' | '］' | ')' | '）')) {
        if close < from || !shown(close, c) {
            continue;
        }
        let slip = if matches!(c, ')' | '）') { reversed(text, close, c) } else { slip(text, close, c) };
        let Some((kind, range)) = slip else { continue };
        let open = text.get(range.start..).and_then(|rest| rest.chars().next()).unwrap_or('[');
        if shown(range.start, open) {
            from = range.end;
            push(found, kind, line.range.start + range.start..line.range.start + range.end);
        }
    }
}

/// The mistake at a visible closing bracket, if something else was meant.
fn slip(text: &str, close: usize, bracket: char) -> Option<(SlipKind, Range<usize>)> {
    let behind = text.get(close + bracket.len_utf8()..)?;
    let inner = behind.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
    let blanks = behind.len() - inner.len();
    let paren = inner.chars().next().filter(|c| matches!(c, '(' | '（') && blanks < 8)?;
    let before = text.get(..close)?;
    let open = before.rfind(['[', '【', '［'])?;
    let opening = before.get(open..)?.chars().next()?;
    let bang = before.get(..open)?.chars().next_back().filter(|c| matches!(c, '!' | '！'));
    let start = bang.map_or(open, |bang| open - bang.len_utf8());
    let rest = inner.get(paren.len_utf8()..)?;
    let (target, end) = target(rest);
    let len = target.len() + end.map_or(0, char::len_utf8);
    let range = start..close + bracket.len_utf8() + blanks + paren.len_utf8() + len;
    let is_address = is_address(target);
    if !(bang.is_some() && !target.trim().is_empty() || is_address) {
        return None;
    }
    let is_wide = (opening, bracket) != ('[', ']') || bang == Some('！');
    let kind = match (end, paren) {
        // `【官网】（https://…）` is ordinary Chinese.
        _ if is_wide && paren == '（' && bang.is_none() => return None,
        _ if is_wide || paren == '（' || end == Some('）') => SlipKind::LinkFullWidth,
        _ if blanks > 0 => SlipKind::LinkBlank,
        (None, _) => SlipKind::LinkOpen,
        _ if target.contains([' ', '\u{3000}', '\u{a0}', '\t']) => SlipKind::TargetBlank,
        _ => return None,
    };
    Some((kind, range))
}

/// `(words)[address]`.
fn reversed(text: &str, close: usize, bracket: char) -> Option<(SlipKind, Range<usize>)> {
    let inner = text.get(close + bracket.len_utf8()..)?.strip_prefix('[')?;
    let target = inner.get(..inner.find(']')?)?;
    let open = text.get(..close)?.rfind(['(', '（'])?;
    let is_link =
        !target.starts_with('^') && is_address(target) && !inner.get(target.len() + 1..)?.starts_with('(');
    let end = close + bracket.len_utf8() + 1 + target.len() + 1;
    is_link.then_some((SlipKind::LinkReversed, open..end))
}

/// The contents of round brackets, and the closing one, if it is on the line.
fn target(rest: &str) -> (&str, Option<char>) {
    let limit = bangyang_domain::diag::floor_char(rest, LONGEST);
    let line = rest.get(..limit).unwrap_or_default().split('\n').next().unwrap_or_default();
    let mut depth = 0_usize;
    for (at, c) in line.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => return (line.get(..at).unwrap_or_default(), Some(c)),
            ')' | '）' => depth -= 1,
            _ => {}
        }
    }
    (line, None)
}

/// Whether words are an address.
fn is_address(words: &str) -> bool {
    let words = words.trim_matches([' ', '\u{3000}', '\u{a0}', '<', '>']);
    // A title may follow it.
    let words = words.split(" \"").next().unwrap_or(words).trim_end();
    let begins = ["http://", "https://", "www.", "mailto:", "./", "../", "tel:"];
    let lower = words.to_ascii_lowercase();
    begins.iter().any(|begin| lower.starts_with(begin) && lower.len() > begin.len())
        || has_ending(words, ENDINGS)
}

/// Whether words are a file name with one of these extensions.
fn has_ending(words: &str, endings: &[&str]) -> bool {
    let path = words.split(['#', '?']).next().unwrap_or(words);
    let ending = path
        .rsplit_once('.')
        .filter(|(stem, _)| !stem.is_empty())
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
