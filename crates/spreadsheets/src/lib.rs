//! Reads workbooks (Excel, OpenDocument) and CSV files as sheets of cells.
//!
//! A cell is what its sheet shows of it: its text, what kind of value that is, and where it is. The reader knows
//! nothing of collections. Files come from anywhere: whatever expands is charged to one budget, and a file that
//! cannot be read gives a [`Refusal`] that says why.
//!
//! Excel's XML is read here rather than with calamine, which tells neither the format of a date (a cell that shows
//! a month contains its first day) nor what is hidden, fills used ranges with empty cells, and unpacks without a
//! limit.
#![deny(clippy::disallowed_types)]

mod cell;
mod code;
mod dates;
mod delimited;
mod kind;
mod numbers;
mod ods;
mod parts;
mod styles;
#[cfg(test)]
mod tests;
mod xlsx;
mod xml;

use bangyang_budget::Budget;

pub use cell::{Area, Cell, CellKind, MAX_COLUMNS, Row, Sheet, Workbook, address, column_name};
pub use code::Encoding;
pub use dates::serial;
pub use kind::{Refusal, is_spreadsheet};

use kind::Kind;

/// Reads a spreadsheet. `name` is used only for its extension.
///
/// # Errors
/// If the file is not a spreadsheet, is protected by a password, damaged or too large.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook, Refusal> {
    read_within(name, bytes, &mut Budget::of(bytes.len()))
}

/// The same, charging output and work to the budget.
///
/// # Errors
/// As [`read`], and if the budget is used up.
pub fn read_within(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refusal> {
    match kind::of(name, bytes)? {
        Kind::Archive => {
            let mut parts = parts::Parts::open(bytes)?;
            if parts.has("xl/workbook.xml") || parts.has("_rels/.rels") {
                xlsx::read(&mut parts, budget)
            } else if parts.has("content.xml") {
                ods::read(&mut parts, budget)
            } else {
                Err(Refusal::NotASheet)
            }
        }
        Kind::Delimited => delimited::read(bytes, budget),
    }
}
