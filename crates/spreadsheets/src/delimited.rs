//! CSV files, and text in columns with other signs.

use bangyang_budget::Budget;

use super::cell::{Cell, CellKind, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Workbook};
use super::code;
use super::kind::Refusal;

/// Signs between columns.
const SIGNS: [u8; 3] = [b',', b'\t', b';'];
/// What formulas leave in the text that a sheet is saved as.
const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"];
/// Number of lines by which the sign is chosen.
const LINES: usize = 20;

/// Reads a text in columns. It has one sheet without a name.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refusal> {
    budget.make(bytes.len()).map_err(|_| Refusal::TooLarge)?;
    let (text, encoding) = code::decode(bytes).ok_or(Refusal::Encoding)?;
    if text.contains('\0') {
        return Err(Refusal::Encoding);
    }
    let (sign, text, skipped) = match declared(&text) {
        Some((sign, rest)) => (sign, rest, 1),
        None => (likely(&text), &*text, 0),
    };
    let mut sheet = Sheet::default();
    let mut rest = Some(text);
    let mut number = skipped;
    while let Some(text) = rest.filter(|text| !text.is_empty()) {
        if number >= MAX_ROWS {
            return Err(Refusal::TooLarge);
        }
        let mut row = Row { number, ..Row::default() };
        rest = fields(text, sign, |column, text| {
            budget.step(1).map_err(|_| Refusal::TooLarge)?;
            if column < MAX_COLUMNS && !text.trim().is_empty() {
                let is_error = ERRORS.contains(&text.trim());
                let kind = if is_error { CellKind::Error } else { CellKind::Text };
                row.cells.push(Cell { column, text, kind });
            }
            Ok(())
        })?;
        if !row.cells.is_empty() {
            sheet.rows.push(row);
        }
        number += 1;
    }
    Ok(Workbook { sheets: vec![sheet], encoding: Some(encoding), from_1904: false })
}

/// Calls `then` with the column and text of each field of the first row, and returns the text after the row. A row is
/// read as Excel reads it: fields in quotes may contain signs and line ends, blank lines are rows.
fn fields(
    text: &str,
    sign: u8,
    mut then: impl FnMut(u32, String) -> Result<(), Refusal>,
) -> Result<Option<&str>, Refusal> {
    let sign = char::from(sign);
    let (mut rest, mut column) = (text, 0_u32);
    loop {
        let mut field = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = quoted;
            loop {
                let Some((part, after)) = rest.split_once('"') else {
                    // The quote is not closed: the rest of the file belongs to it.
                    field.push_str(rest);
                    rest = "";
                    break;
                };
                field.push_str(part);
                rest = after;
                let Some(after) = rest.strip_prefix('"') else { break };
                field.push('"');
                rest = after;
            }
        }
        let end = rest.find([sign, '\n', '\r']).unwrap_or(rest.len());
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        field.push_str(part);
        then(column, field)?;
        column = column.saturating_add(1);
        match after.strip_prefix(sign) {
            Some(after) => rest = after,
            None => {
                let after = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
                return Ok(after);
            }
        }
    }
}

/// The sign that Excel's own first line declares, and the rest of the text.
fn declared(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let sign = rest.bytes().next().filter(|sign| SIGNS.contains(sign))?;
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    Some((sign, rest.get(end..)?))
}

/// The sign that occurs in most of the first lines, outside quotes; a comma if none does.
fn likely(text: &str) -> u8 {
    let count = |sign: u8| -> usize {
        let line = |line: &str| {
            let mut quoted = false;
            let found = line.bytes().filter(|byte| {
                quoted ^= *byte == b'"';
                !quoted && *byte == sign
            });
            found.count()
        };
        text.lines().take(LINES).map(line).sum()
    };
    SIGNS.into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}
