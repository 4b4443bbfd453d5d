//! Where the cells of a spreadsheet are in a text.
//!
//! The rows of a spreadsheet are laid out as one text, so that a value of a cell has a span like any other value and
//! everything that works on spans (records, checks, messages) works for spreadsheets too. Only a place tells the
//! difference: it is a cell.

use std::ops::Range;
use std::sync::Arc;

use super::text::Text;
use crate::diag::{Place, floor_char};

/// The sign after each cell.
pub const BETWEEN_CELLS: char = '\u{1F}';
/// The sign after each row.
pub const BETWEEN_ROWS: char = '\u{1E}';

/// The cells of a spreadsheet, in the order of the text.
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
    pub(super) fn place(&self, text: &Text, range: Range<usize>) -> Place {
        if let Some((start, beside)) = self.beside.as_ref().filter(|(start, _)| range.start >= *start) {
            return beside.place(crate::domain::Span::new(range.start - start, range.end.max(range.start) - start));
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
        let address = bangyang_spreadsheets::address(row.row, column);
        Place::in_sheet(text.path.clone(), sheet, ((row.row, column), address), cell)
    }
}
