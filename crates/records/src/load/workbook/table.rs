//! Finds the table of a sheet: the row with its headings, and its columns.

use std::collections::BTreeMap;

use super::headings::{Headings, Meaning, Target};
use crate::config::workbook::{Book, BookRow, BookSheet};

/// Number of rows among which the headings are searched.
const MOST_ABOVE: usize = 60;

/// A column with a heading.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// From 0.
    pub(super) column: u32,
    /// Its heading, for messages.
    pub(super) heading: String,
    /// The heading as it is in the sheet: the lower one of two.
    pub(super) written: String,
    pub(super) meaning: Meaning,
}

/// The table of a sheet.
#[derive(Debug)]
pub(super) struct Table {
    /// The index of the row with the headings (of two storeys, of the upper one).
    pub(super) heading: usize,
    /// The index of the first row after it.
    pub(super) first: usize,
    pub(super) columns: Vec<Column>,
}

impl Table {
    /// The column with a target.
    pub(super) fn column(&self, target: Target) -> Option<&Column> {
        self.columns.iter().find(|column| column.meaning == Meaning::Known(target))
    }

    fn fit(&self) -> usize {
        let mut known: Vec<Target> = self
            .columns
            .iter()
            .filter_map(|column| match column.meaning {
                Meaning::Known(target) => Some(target),
                _ => None,
            })
            .collect();
        known.sort_unstable();
        known.dedup();
        known.len()
    }
}

/// Finds the table whose headings fit best.
pub(super) fn find(book: &Book, sheet: &BookSheet, headings: &Headings<'_>) -> Option<Table> {
    let mut best: Option<(usize, Table)> = None;
    for at in 0..sheet.rows.len().min(MOST_ABOVE) {
        let one = one_storey(book, sheet, at, headings);
        let two = two_storeys(book, sheet, at, headings);
        for table in one.into_iter().chain(two) {
            let fit = table.fit();
            let is_sure = fit >= 2 || (fit == 1 && table.columns.len() == 1);
            if is_sure && best.as_ref().is_none_or(|(most, _)| fit > *most) {
                best = Some((fit, table));
            }
        }
    }
    best.map(|(_, table)| table)
}

fn one_storey(book: &Book, sheet: &BookSheet, at: usize, headings: &Headings<'_>) -> Option<Table> {
    let row = sheet.rows.get(at)?;
    let columns = row.cells.iter().map(|cell| {
        let text = book.words(cell.span);
        column(cell.column, text.to_owned(), text, headings.meaning(None, text))
    });
    Some(Table { heading: at, first: at + 1, columns: columns.collect() })
}

fn column(column: u32, heading: String, written: &str, meaning: Meaning) -> Column {
    let heading = heading.split_whitespace().collect();
    Column { column, heading, written: written.to_owned(), meaning }
}

/// Headings over headings, of which the upper ones are merged over several columns.
fn two_storeys(book: &Book, sheet: &BookSheet, at: usize, headings: &Headings<'_>) -> Option<Table> {
    let upper = sheet.rows.get(at)?;
    let here = |rows: (u32, u32)| rows.0 == upper.number && rows.1 <= upper.number.saturating_add(1);
    let areas: Vec<_> = sheet.merged.iter().filter(|area| here(area.rows)).collect();
    if !areas.iter().any(|area| area.columns.0 < area.columns.1 && area.rows.0 == area.rows.1) {
        return None;
    }
    let lower = sheet.rows.get(at + 1).filter(|row| row.number == upper.number + 1)?;
    let words = |row: &BookRow, column: u32| row.cell(column).map(|cell| book.words(cell.span).to_owned());
    // The text above each column.
    let mut above: BTreeMap<u32, String> = BTreeMap::new();
    for cell in &upper.cells {
        above.insert(cell.column, book.words(cell.span).to_owned());
    }
    for area in areas {
        if let Some(text) = words(upper, area.columns.0) {
            // Only columns with a heading of their own matter.
            let of_area = lower.cells.iter().map(|cell| cell.column);
            let of_area = of_area.filter(|column| (area.columns.0..=area.columns.1).contains(column));
            of_area.for_each(|column| drop(above.insert(column, text.clone())));
        }
    }
    let mut all: Vec<u32> = above.keys().copied().chain(lower.cells.iter().map(|cell| cell.column)).collect();
    all.sort_unstable();
    all.dedup();
    let columns = all.into_iter().map(|at| {
        let (above, own) = (above.get(&at), words(lower, at).unwrap_or_default());
        let meaning = headings.meaning(above.map(String::as_str), &own);
        let heading = above.into_iter().map(String::as_str).chain([own.as_str()]).collect();
        let written = if own.is_empty() { above.cloned().unwrap_or_default() } else { own };
        column(at, heading, &written, meaning)
    });
    Some(Table { heading: at, first: at + 2, columns: columns.collect() })
}
