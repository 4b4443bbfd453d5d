//! A file's text and its positions.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::node::Node;
use crate::diag::{Code, Diagnostic, Fix, Lines, Place, floor_char};
use crate::domain::{Decimal, Notation, Span};
use crate::source::SitePath;
use crate::spreadsheets::address;

/// A decoded text with its path.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its path.
    pub path: SitePath,
    /// Its content: UTF-8, line ends as `\n`, no byte order mark.
    pub content: Arc<str>,
    /// The number notation in it: as in English and Chinese, unless the site's language differs.
    pub notation: Notation,
    /// Where the cells of a spreadsheet are in the content, if it is one.
    pub grid: Option<Arc<Grid>>,
    /// Its line index, built when the first place in it is needed.
    pub(super) lines: OnceLock<Lines>,
}

impl Text {
    /// A decoded text: UTF-8, line ends as `\n`, no byte order mark.
    #[must_use]
    pub const fn new(path: SitePath, content: Arc<str>) -> Self {
        Self { path, content, notation: Notation::POINT, grid: None, lines: OnceLock::new() }
    }

    /// The same text with a language's number notation.
    #[must_use]
    pub fn with_numbers(self, notation: Notation) -> Self {
        Self { notation, ..self }
    }

    /// The number in a node, possibly with decimals; `None` if it is not a number or is ambiguous.
    #[must_use]
    pub fn decimal(&self, node: &Node) -> Option<Decimal> {
        self.notation.number(node.as_text()?).ok()
    }

    /// The diagnostic that asks which of two numbers is meant.
    #[must_use]
    pub fn doubtful(&self, node: &Node, whole: Decimal, part: Decimal) -> Diagnostic {
        let written = |number| self.notation.in_full(number);
        Diagnostic::new(Code::DoubtfulNumber)
            .at(self.place(node.span))
            .arg("found", node.shown())
            .arg("whole", written(whole))
            .arg("part", written(part))
    }

    /// The place of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let offset = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        if let Some(grid) = &self.grid {
            return grid.place(self, offset(span.start)..offset(span.end));
        }
        let lines = self.lines.get_or_init(|| Lines::of(&self.content));
        Place::within(self.path.clone(), &self.content, lines, offset(span.start)..offset(span.end))
    }

    /// A fix that replaces a span.
    #[must_use]
    pub fn fix(&self, span: Span, words: impl Into<String>) -> Fix {
        let Range { start, end } = span.range();
        Fix { file: self.path.clone(), range: start..end, text: words.into() }
    }

    /// A fix that replaces a key or value, keeping its quotes; `None` if more is written there than the word,
    /// or the new one would need quotes.
    #[must_use]
    pub fn fix_word(&self, span: Span, old: &str, new: &str) -> Option<Fix> {
        if self.grid.is_some() {
            return None;
        }
        let Range { start, end } = span.range();
        let written = self.content.get(start..end)?;
        let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_word = new.starts_with(char::is_alphanumeric) && new.chars().all(is_sound);
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quotes = usize::from(quote.is_some());
        let inner = written.get(quotes..written.len().checked_sub(quotes)?)?;
        let span = Span::new(start + quotes, end - quotes);
        (is_word && inner == old && quote.is_none_or(|quote| written.ends_with(quote)))
            .then(|| self.fix(span, new))
    }
}

/// The sign after each cell.
pub const BETWEEN_CELLS: char = '\u{1F}';
/// The sign after each row.
pub const BETWEEN_ROWS: char = '\u{1E}';

/// The cells of a spreadsheet, in the order of the text.
///
/// The rows of a spreadsheet are laid out as one text, so that a value of a cell has a span like any other value and
/// everything that works on spans (records, checks, messages) works for spreadsheets too. Only a place tells the
/// difference: it is a cell.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The names of its sheets; none for a CSV file.
    pub sheets: Vec<Arc<str>>,
    /// Its rows.
    pub rows: Vec<GridRow>,
    /// The text of the file beside it, and where that begins.
    pub beside: Option<(usize, Text)>,
}

/// A row of a sheet: its cells follow one another from the first column, each with a sign after it.
#[derive(Clone, Copy, Debug)]
pub struct GridRow {
    /// Where it begins in the text.
    pub start: u32,
    /// The index of its sheet.
    pub sheet: u32,
    /// From 0.
    pub row: u32,
}

impl Grid {
    /// The place of a range of the text.
    fn place(&self, text: &Text, range: Range<usize>) -> Place {
        if let Some((start, beside)) = self.beside.as_ref().filter(|(start, _)| range.start >= *start) {
            return beside.place(Span::new(range.start - start, range.end.max(range.start) - start));
        }
        let at = u32::try_from(range.start).unwrap_or(u32::MAX);
        let above = self.rows.partition_point(|row| row.start <= at);
        let Some(row) = above.checked_sub(1).and_then(|above| self.rows.get(above)) else {
            return Place::file(text.path.clone());
        };
        let start = usize::try_from(row.start).unwrap_or(usize::MAX);
        let before = text.content.get(start..floor_char(&text.content, range.start)).unwrap_or("");
        let column = before.matches(BETWEEN_CELLS).count();
        let begin = before.rfind(BETWEEN_CELLS).map_or(start, |at| start + at + BETWEEN_CELLS.len_utf8());
        let cell = text.content.get(begin..).unwrap_or("");
        let cell = cell.split([BETWEEN_CELLS, BETWEEN_ROWS]).next().unwrap_or("");
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let index = usize::try_from(row.sheet).unwrap_or(usize::MAX);
        let sheet = self.sheets.get(index).map(|name| (row.sheet, Arc::clone(name)));
        let name = address(row.row, column);
        Place::in_sheet(text.path.clone(), sheet, ((row.row, column), name), cell)
    }
}
