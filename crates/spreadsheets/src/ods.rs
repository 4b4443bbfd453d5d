//! OpenDocument spreadsheets.

use bangyang_budget::Budget;
use quick_xml::events::BytesStart;

use super::cell::{Area, Cell, CellKind, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Workbook};
use super::kind::Refusal;
use super::numbers::plain;
use super::parts::Parts;
use super::xml::{Found, attributes, walk};

/// Reads a spreadsheet.
pub(super) fn read(parts: &mut Parts<'_>, budget: &mut Budget) -> Result<Workbook, Refusal> {
    if let Some(manifest) = parts.text("META-INF/manifest.xml", budget)?
        && manifest.contains("encryption-data")
    {
        return Err(Refusal::Password);
    }
    let xml = parts.text("content.xml", budget)?.ok_or(Refusal::NotASheet)?;
    let mut reader = OdsReader::default();
    walk(&xml, budget, |found, budget| reader.take(&found, budget))?;
    if !reader.is_sheet {
        return Err(Refusal::NotASheet);
    }
    Ok(Workbook { sheets: reader.sheets, encoding: None, from_1904: false })
}

#[derive(Default)]
struct OdsReader {
    is_sheet: bool,
    sheets: Vec<Sheet>,
    row: Row,
    /// Where the next row and cell are.
    next: (u32, u32),
    column: u32,
    row_repeats: u32,
    cell: OpenCell,
    /// Depth of remarks on a cell, which are not its text.
    notes: usize,
    within: bool,
}

/// A cell that is being read.
#[derive(Default)]
struct OpenCell {
    text: String,
    paragraphs: usize,
    kind: String,
    value: String,
    repeats: u32,
    spans: (u32, u32),
    is_open: bool,
}

impl OdsReader {
    fn take(&mut self, found: &Found<'_>, budget: &mut Budget) -> Result<(), Refusal> {
        match found {
            Found::Start("spreadsheet", _) => self.is_sheet = true,
            Found::Start("table", element) => self.begin_sheet(element),
            Found::Start("table-column", element) => self.columns(element),
            Found::Start("table-row", element) => self.begin_row(element),
            Found::End("table-row") => return self.end_row(budget),
            Found::Start("table-cell" | "covered-table-cell", element) => self.begin_cell(element),
            Found::End("table-cell" | "covered-table-cell") => return self.end_cell(budget),
            Found::Start("annotation", _) => self.notes += 1,
            Found::End("annotation") => self.notes = self.notes.saturating_sub(1),
            Found::Start("p", _) if self.cell.is_open && self.notes == 0 => {
                if self.cell.paragraphs > 0 {
                    self.cell.text.push('\n');
                }
                self.cell.paragraphs += 1;
                self.within = true;
            }
            Found::End("p") => self.within = false,
            Found::Start("line-break", _) if self.within => self.cell.text.push('\n'),
            Found::Start("s" | "tab", _) if self.within => self.cell.text.push(' '),
            Found::Text(words) if self.within && self.notes == 0 => self.cell.text.push_str(words),
            _ => {}
        }
        Ok(())
    }

    fn begin_sheet(&mut self, element: &BytesStart<'_>) {
        let mut sheet = Sheet::default();
        attributes(element, |name, value| match name {
            "name" => value.clone_into(&mut sheet.name),
            "display" => sheet.hidden = value == "false",
            _ => {}
        });
        self.sheets.push(sheet);
        (self.next, self.column) = ((0, 0), 0);
    }

    fn columns(&mut self, element: &BytesStart<'_>) {
        let (mut repeats, mut hidden) = (1, false);
        attributes(element, |name, value| match name {
            "number-columns-repeated" => repeats = value.parse().unwrap_or(1),
            "visibility" => hidden = value != "visible",
            _ => {}
        });
        let last = self.column.saturating_add(repeats.max(1)) - 1;
        if let Some(sheet) = self.sheets.last_mut().filter(|_| hidden) {
            sheet.hidden_columns.push((self.column, last));
        }
        self.column = last.saturating_add(1);
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) {
        self.row = Row { number: self.next.0, ..Row::default() };
        self.row_repeats = 1;
        self.next.1 = 0;
        attributes(element, |name, value| match name {
            "number-rows-repeated" => self.row_repeats = value.parse().unwrap_or(1),
            "visibility" => self.row.hidden = value != "visible",
            _ => {}
        });
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let repeats = self.row_repeats.max(1);
        let row = std::mem::take(&mut self.row);
        let first = self.next.0;
        self.next.0 = first.saturating_add(repeats).min(MAX_ROWS);
        let Some(sheet) = self.sheets.last_mut().filter(|_| !row.cells.is_empty()) else { return Ok(()) };
        for number in first..self.next.0 {
            let length: usize =
                row.cells.iter().map(|cell| cell.text.len() + std::mem::size_of::<Cell>()).sum();
            budget.make(length).map_err(|_| Refusal::TooLarge)?;
            sheet.rows.push(Row { number, ..row.clone() });
        }
        Ok(())
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) {
        let mut cell = OpenCell { repeats: 1, spans: (1, 1), is_open: true, ..OpenCell::default() };
        attributes(element, |name, value| match name {
            "number-columns-repeated" => cell.repeats = value.parse().unwrap_or(1),
            "number-columns-spanned" => cell.spans.1 = value.parse().unwrap_or(1),
            "number-rows-spanned" => cell.spans.0 = value.parse().unwrap_or(1),
            "value-type" if !value.is_empty() => value.clone_into(&mut cell.kind),
            "value" | "date-value" | "boolean-value" | "time-value" => value.clone_into(&mut cell.value),
            _ => {}
        });
        self.cell = cell;
    }

    fn end_cell(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let cell = std::mem::take(&mut self.cell);
        let column = self.next.1;
        self.next.1 = column.saturating_add(cell.repeats.max(1)).min(MAX_COLUMNS);
        let (rows, columns) = cell.spans;
        if rows > 1 || columns > 1 {
            let rows = (self.next.0, self.next.0.saturating_add(rows.max(1)) - 1);
            let columns = (column, column.saturating_add(columns.max(1)) - 1);
            self.sheets.iter_mut().last().into_iter().for_each(|it| it.merged.push(Area { rows, columns }));
        }
        let Some((text, kind)) = cell.value() else { return Ok(()) };
        for column in column..self.next.1 {
            budget.make(text.len() + std::mem::size_of::<Cell>()).map_err(|_| Refusal::TooLarge)?;
            self.row.cells.push(Cell { column, text: text.clone(), kind });
        }
        Ok(())
    }
}

impl OpenCell {
    fn value(&self) -> Option<(String, CellKind)> {
        let shown = self.text.trim();
        let found = match self.kind.as_str() {
            "date" => {
                let day = self.value.split('T').next().unwrap_or("");
                (as_shown(day, shown), CellKind::Date)
            }
            "boolean" => (self.value.to_ascii_uppercase(), CellKind::Boolean),
            "time" => (shown.to_owned(), CellKind::Time),
            "float" | "currency" | "percentage" => {
                (self.value.parse().ok().and_then(plain)?, CellKind::Number)
            }
            _ if shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) => {
                (shown.to_owned(), CellKind::Error)
            }
            _ if shown.starts_with("Err:") => (shown.to_owned(), CellKind::Error),
            _ => (self.text.clone(), CellKind::Text),
        };
        (!found.0.trim().is_empty()).then_some(found)
    }
}

/// A day as fine as the cell shows it: one that shows only a year and a month is a month.
fn as_shown(day: &str, shown: &str) -> String {
    let parts = shown.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let has_letters = shown.chars().any(|c| c.is_ascii_alphabetic());
    let kept = match parts {
        1 if !has_letters && shown.trim_end_matches('年').len() == 4 => 4,
        2 if !has_letters && shown.contains("年") || (parts == 2 && has_year(shown) && !has_letters) => 7,
        _ => day.len(),
    };
    day.get(..kept).unwrap_or(day).to_owned()
}

fn has_year(shown: &str) -> bool {
    shown.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4)
}
