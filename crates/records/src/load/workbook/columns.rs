//! Checks the columns of a table.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::headings::{Headings, Meaning, Target};
use super::personal;
use super::table::{Column, Table};
use super::values::is_nothing;
use crate::config::workbook::{Book, BookRow, BookSheet};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::Collection;
use crate::load::context::Context;
use crate::spreadsheets::column_name;

/// The columns of a sheet's table.
pub(super) struct Columns<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) book: &'a Book,
    pub(super) sheet: &'a BookSheet,
    pub(super) table: &'a Table,
    pub(super) collection: &'a Collection,
    /// The rows that are records.
    pub(super) rows: &'a [&'a BookRow],
}

impl Columns<'_> {
    /// Reports columns that are not read, and two that mean the same.
    pub(super) fn check(&self, headings: &Headings<'_>, diagnostics: &mut Diagnostics) {
        let mut first: BTreeMap<Target, &Column> = BTreeMap::new();
        let mut personal: Vec<String> = Vec::new();
        for column in &self.table.columns {
            match &column.meaning {
                Meaning::Known(target) => match first.get(target) {
                    None => drop(first.insert(*target, column)),
                    Some(other) => diagnostics.push(self.twice(*target, other, column)),
                },
                Meaning::Passed => {}
                Meaning::Personal => personal.push(column.heading.clone()),
                Meaning::Unknown if self.is_personal(column.column, &column.heading) => {
                    personal.push(column.heading.clone());
                }
                Meaning::Unknown if self.is_empty(column.column) => {}
                Meaning::Unknown => diagnostics.push(self.unknown(column, headings)),
            }
        }
        for column in self.without_heading() {
            if self.is_personal(column, "") {
                personal.push(column_name(column));
            } else if !self.is_serial(column) {
                let name = column_name(column);
                let it = Column { column, heading: name.clone(), written: name, meaning: Meaning::Unknown };
                diagnostics.push(self.unknown(&it, headings));
            }
        }
        if let Some(columns) = listed(personal.iter().map(String::as_str)) {
            let at = self.sheet.rows.get(self.table.heading).and_then(|row| row.cells.first());
            let place = at.map(|cell| self.book.text.place(cell.span).masked());
            diagnostics.push(Diagnostic::new(Code::PersonalColumns).at(place).arg("columns", columns));
        }
    }

    /// The values of a column.
    fn values(&self, column: u32) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.cell(column));
        cells.map(|cell| self.book.words(cell.span)).filter(|text| !is_nothing(text))
    }

    fn is_empty(&self, column: u32) -> bool {
        self.values(column).next().is_none()
    }

    /// Whether most of the values are numbers of persons.
    fn is_personal(&self, column: u32, heading: &str) -> bool {
        let (mut all, mut found) = (0, 0);
        for text in self.values(column).take(personal::MOST_LOOKED_AT) {
            all += 1;
            found += usize::from(!personal::find(self.context.numbers, heading, text).is_empty());
        }
        found > 0 && found * 2 >= all
    }

    /// Whether the values are running numbers or marks.
    fn is_serial(&self, column: u32) -> bool {
        self.values(column)
            .all(|text| text.trim().chars().all(|c| c.is_ascii_digit() || "().、-—".contains(c)))
    }

    /// Columns with values but without a heading, up to the last with one.
    fn without_heading(&self) -> Vec<u32> {
        let last = self.table.columns.last().map_or(0, |column| column.column);
        let mut found: Vec<u32> = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column <= last) {
            let is_headed = self.table.columns.iter().any(|column| column.column == cell.column);
            if !is_headed && !found.contains(&cell.column) {
                found.push(cell.column);
            }
        }
        found.sort_unstable();
        found
    }

    fn place(&self, column: u32) -> Option<crate::diag::Place> {
        let rows = self.sheet.rows.get(self.table.heading..self.table.first)?;
        let row = rows.iter().rev().find(|row| row.cell(column).is_some()).or_else(|| rows.last())?;
        Some(self.book.text.place(row.span(column)))
    }

    fn unknown(&self, column: &Column, headings: &Headings<'_>) -> Diagnostic {
        let heading = &column.heading;
        let quoted = if heading.contains([':', ',', '[', '#', '{']) {
            format!("\"{heading}\"")
        } else {
            heading.clone()
        };
        Diagnostic::new(Code::UnknownColumn)
            .at(self.place(column.column))
            .arg("found", heading.as_str())
            .arg("collection", self.collection.title.term(&self.collection.id))
            .arg_opt("suggestion", suggestion(heading, headings.words()))
            .arg("line", format!("columns: {{{quoted}: …}}"))
            .arg("ignore", format!("ignore: [{quoted}]"))
    }

    fn twice(&self, target: Target, first: &Column, second: &Column) -> Diagnostic {
        let field = match target {
            Target::Field(at) | Target::Inner(at, ..) | Target::Consent(at, _) => {
                self.collection.fields.get(at).map(|field| field.label.term(&field.name))
            }
            Target::Key(key) => Some(Arg::from(key)),
        };
        Diagnostic::new(Code::TwoColumns)
            .at(self.place(second.column))
            .and_at(self.place(first.column))
            .arg_opt("field", field)
            .arg("first", format!("{}（{}）", column_name(first.column), first.heading))
            .arg("second", format!("{}（{}）", column_name(second.column), second.heading))
    }

    /// Reports required fields without a column.
    pub(super) fn tell_missing(&self, missing: &[(Arc<str>, String)], diagnostics: &mut Diagnostics) {
        let found = self.table.columns.iter().map(|column| column.heading.as_str());
        let place = self.sheet.rows.get(self.table.heading).and_then(|row| row.cells.first());
        for (name, _) in missing {
            let label = self.collection.field(name).map(|(_, field)| field.label.term(name));
            diagnostics.push(
                Diagnostic::new(Code::MissingColumn)
                    .at(place.map(|cell| self.book.text.place(cell.span)))
                    .arg_opt("label", label)
                    .arg("field", name)
                    .arg("collection", self.collection.item.term(&self.collection.id))
                    .arg_opt("headings", listed(found.clone())),
            );
        }
    }

    /// Reports that something hidden was read.
    pub(super) fn tell_hidden(&self, rows: &[u32], diagnostics: &mut Diagnostics) {
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        if self.sheet.hidden {
            en.push("the sheet".to_owned());
            zh.push("整张工作表".to_owned());
        }
        let columns: Vec<String> = self
            .table
            .columns
            .iter()
            .filter(|column| matches!(column.meaning, Meaning::Known(_)))
            .filter(|it| self.sheet.hidden_columns.iter().any(|(a, b)| (*a..=*b).contains(&it.column)))
            .map(|column| column_name(column.column))
            .collect();
        if !columns.is_empty() {
            en.push(format!("columns {}", columns.join(", ")));
            zh.push(format!("{} 列", columns.join("、")));
        }
        let ranges = ranges(rows);
        if !ranges.is_empty() {
            en.push(format!("rows {}", ranges.join(", ")));
            zh.push(format!("第 {} 行", ranges.join("、")));
        }
        if en.is_empty() {
            return;
        }
        let at = self.sheet.rows.get(self.table.heading).and_then(|row| row.cells.first());
        let place = at.map(|cell| self.book.text.place(cell.span));
        let what = Arg::term(en.join("; "), zh.join("；"));
        diagnostics.push(Diagnostic::new(Code::HiddenRead).at(place).arg("what", what));
    }
}

/// Numbers of rows from 1, consecutive ones together.
fn ranges(rows: &[u32]) -> Vec<String> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows.iter().map(|row| row.saturating_add(1)) {
        match ranges.last_mut().filter(|(_, last)| last.saturating_add(1) == row) {
            Some((_, last)) => *last = row,
            None => ranges.push((row, row)),
        }
    }
    let text = |(first, last): (u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    ranges.into_iter().map(text).collect()
}
