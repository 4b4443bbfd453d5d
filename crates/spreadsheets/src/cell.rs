//! Sheets and their cells.

use super::code::Encoding;

/// Number of columns of the widest sheets.
pub const MAX_COLUMNS: u32 = 16_384;

/// A workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet>,
    /// The encoding of a CSV file.
    pub encoding: Option<Encoding>,
    /// Whether its days are counted from 1904.
    pub from_1904: bool,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a CSV file.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its rows that have any cell with a value, in order.
    pub rows: Vec<Row>,
    /// Its merged areas.
    pub merged: Vec<Area>,
    /// Its hidden columns, first and last, from 0.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From 0.
    pub number: u32,
    /// Whether it is hidden, by hand or by a filter.
    pub hidden: bool,
    /// Its cells with a value, by column.
    pub cells: Vec<Cell>,
}

/// A cell with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    /// The value as text: a number in plain digits, a date as `2022-03-08`, no finer than the cell shows.
    pub text: String,
    /// The kind of value.
    pub kind: CellKind,
}

/// The kind of a cell's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A time of day or a duration.
    Time,
    /// Yes or no: `TRUE` or `FALSE`.
    Boolean,
    /// What a formula gave instead of a value: `#REF!`.
    Error,
}

/// Cells that were merged: rows and columns, from 0, the last ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// The name of a column, from 0: `A`, `XFD`.
#[must_use]
pub fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = Some(column);
    while let Some(at) = rest {
        name.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        rest = (at / 26).checked_sub(1);
    }
    name.iter().rev().collect()
}

/// The address of a cell, from 0: `F17`.
#[must_use]
pub fn address(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// The row and column of an address.
pub(super) fn parse_address(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, number) = text.split_at_checked(letters)?;
    if name.is_empty() || name.len() > 3 {
        return None;
    }
    let column = name.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = number.parse().ok()?;
    let place = (row.checked_sub(1)?, column - 1);
    (place.1 < MAX_COLUMNS && place.0 < MAX_ROWS).then_some(place)
}

/// The cells of a range such as `A1:C2`.
pub(super) fn parse_area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (parse_address(first)?, parse_address(last)?);
    (top <= bottom && left <= right).then_some(Area { rows: (top, bottom), columns: (left, right) })
}

/// Number of rows of the longest sheets.
pub(super) const MAX_ROWS: u32 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_sheet() {
        for (text, place) in
            [("A1", (0, 0)), ("Z1", (0, 25)), ("AA2", (1, 26)), ("XFD1048576", (1_048_575, 16_383))]
        {
            assert_eq!(parse_address(text), Some(place));
            assert_eq!(address(place.0, place.1), text);
        }
        for bad in ["", "A", "1", "A0", "XFE1", "AAAA1", "A1048577", "A99999999999", "甲1"] {
            assert_eq!(parse_address(bad), None, "{bad}");
        }
    }
}
