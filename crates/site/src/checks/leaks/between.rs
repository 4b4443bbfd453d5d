//! Decides whether two digits belong to one number by what is between them.

use super::sign;
use crate::domain::text::is_invisible;

/// What is between two digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Between {
    /// Nothing visible: they belong together.
    #[default]
    Nothing,
    /// Spaces, hyphens or brackets: they may be groups of one number.
    Parted,
    /// The end of a line: a number may continue on the next.
    Wrapped,
    /// The border of a cell or item: they are of one number only if each cell has one digit.
    Cell,
    /// They are of two numbers.
    End,
}

/// Maximum number of spaces and hyphens between groups: ` - `.
const MOST_PARTS: usize = 3;
/// Maximum number of line ends between two cells of a table, and of borders.
const MOST_BORDERS: usize = 4;
/// Longest gap, in bytes: text that is indented further is unrelated to what comes before it.
const LONGEST: usize = 160;
/// Longest tag that is skipped, in bytes.
const LONGEST_TAG: usize = 120;
/// Tags that occur within words, as authors or office programs write them.
const INLINE: [&str; 18] = [
    "b", "strong", "i", "em", "u", "s", "span", "font", "a", "code", "mark", "small", "big", "sub", "sup",
    "wbr", "del", "ins",
];
/// Tags that end a line.
const LINES: [&str; 4] = ["br", "p", "div", "li"];
/// Tags that end a cell.
const CELLS: [&str; 3] = ["td", "th", "tr"];
/// Entities for spaces and hyphens, and URL escapes of them, in lower case.
const PARTING: [&str; 12] = [
    "&nbsp;",
    "&ensp;",
    "&emsp;",
    "&thinsp;",
    "&hyphen;",
    "&dash;",
    "&ndash;",
    "&mdash;",
    "%20",
    "%2d",
    "%c2%a0",
    "%e3%80%80",
];
/// Entities for invisible characters.
const HIDDEN: [&str; 5] = ["&zwj;", "&zwnj;", "&shy;", "&zerowidthspace;", "%e2%80%8b"];

/// Characters that a reader does not see between digits: emphasis, code and escape marks, characters without
/// a glyph, and marks drawn around or through the digit before them.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '`' | '\\' | '~' | '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
        || is_invisible(c)
}

const fn is_parting(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{2002}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{2800}' | '\t' | '_'
    ) || matches!(c, '-' | '‐'..='―' | '−' | '－' | '﹣' | '➖')
        || matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '〔' | '〕' | '［' | '］')
}

const fn is_border(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | ',' | '，' | '、' | ';' | '；' | '/')
}

/// Scans what comes after a digit.
pub(super) struct Gap<'t> {
    text: &'t str,
    start: usize,
    at: usize,
    parts: usize,
    stars: usize,
    lines: usize,
    bars: usize,
    others: usize,
    /// A tag has just ended the line.
    broken: bool,
}

impl<'t> Gap<'t> {
    /// The gap after a byte position.
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        Self { text, start: at, at, parts: 0, stars: 0, lines: 0, bars: 0, others: 0, broken: false }
    }

    /// The position after the gap.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Reads to the end of the gap.
    pub(super) fn read(&mut self) -> Between {
        while let Some(length) = self.step() {
            self.at += length;
            if self.at - self.start > LONGEST {
                return Between::End;
            }
        }
        // Three or more asterisks stand for digits: the number is masked.
        if self.stars > 2 {
            return Between::End;
        }
        match (self.lines, self.bars, self.others) {
            (0, 0, 0) if self.parts > MOST_PARTS => Between::End,
            (0, 0, 0) if self.parts > 0 => Between::Parted,
            (0, 0, 0) => Between::Nothing,
            (1, bars, 0) if bars <= MOST_BORDERS => Between::Wrapped,
            (0, bars, others) if bars + others <= MOST_BORDERS => Between::Cell,
            (lines, bars, 0) if lines + bars <= MOST_BORDERS => Between::Cell,
            _ => Between::End,
        }
    }

    /// Consumes one part of the gap; returns its length, `None` at the end.
    fn step(&mut self) -> Option<usize> {
        let c = self.rest().chars().next()?;
        match c {
            '<' => self.tag(),
            '&' | '%' => self.escape(),
            // The start of a quoted line.
            '>' if self.lines > 0 => Some(1),
            _ => self.sign(c).then(|| c.len_utf8()),
        }
    }

    /// Consumes a character; `false` if it is not part of a gap.
    fn sign(&mut self, c: char) -> bool {
        match c {
            '\n' => self.lines += usize::from(!std::mem::take(&mut self.broken)),
            '\r' => {}
            '|' | '｜' | '│' => self.bars += 1,
            c if is_border(c) => self.others += 1,
            c if is_parting(c) => self.parts += 1,
            c if is_mark(c) => self.stars += usize::from(c == '*'),
            _ => return false,
        }
        true
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The length of an HTML tag or comment.
    fn tag(&mut self) -> Option<usize> {
        let end = self.rest().bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
        let inner = self.rest().get(1..end - 1)?;
        let name = inner.trim_start_matches('/').split([' ', '/']).next()?;
        let is_one = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is_one(&LINES) {
            // When one closes, the next opens.
            self.lines += usize::from(!inner.starts_with('/'));
            self.broken = true;
        } else if is_one(&CELLS) {
            self.bars += usize::from(!inner.starts_with('/'));
        } else if !is_one(&INLINE) && !inner.starts_with("!--") {
            return None;
        }
        Some(end)
    }

    /// The length of an entity or a URL escape.
    fn escape(&mut self) -> Option<usize> {
        if let Some((c, length)) = sign::referred(self.rest()) {
            return self.sign(c).then_some(length);
        }
        let starts = |known: &&&str| {
            self.rest().get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
        };
        if let Some(found) = PARTING.iter().find(starts) {
            self.parts += 1;
            return Some(found.len());
        }
        HIDDEN.iter().find(starts).map(|found| found.len())
    }
}
