//! Spreadsheets as registers: each row of a table is a record.
//!
//! The cells become the same tree of texts with spans that YAML becomes, so that fields, references and checks work as
//! they do for every record; only places are cells. Nothing is ever written into a spreadsheet.

mod beside;
mod columns;
mod headings;
mod personal;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod values;

use std::sync::Arc;

use super::context::{Context, RecordFile};
use super::file::{FileRecords, RecordFileReader};
use crate::config::workbook::{Book, BookRow, BookSheet, read_book};
use crate::config::yaml::{Node, NodeValue};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, listed};
use crate::domain::{Collection, FileIx, Span};
use beside::Beside;
use columns::Columns;
use headings::{Headings, Target};
use rows::SheetReader;
use table::Table;
use values::Reading;

/// Reads the records of a spreadsheet.
pub(super) fn read(
    context: &Context<'_>,
    file: &RecordFile,
    ix: FileIx,
    diagnostics: &mut Diagnostics,
) -> FileRecords {
    let mut found = FileRecords::default();
    let mut told = Diagnostics::default();
    let read = read_sheets(context, file, ix, &mut found, &mut told);
    if read.is_none() || (found.records.is_empty() && found.failed.is_empty() && told.has_errors()) {
        found.failed.push((file.collection, Arc::from(file.inner.as_str())));
    }
    for mut diagnostic in told.sorted() {
        // Nothing is written into somebody's workbook.
        diagnostic.fix.clear();
        if let Some(collection) = context.config.collection(file.collection) {
            call_by_label(collection, &mut diagnostic);
        }
        diagnostics.push(diagnostic);
    }
    found
}

/// A spreadsheet that a record offers to readers: tells if it looks like a register.
pub(super) fn attached(context: &Context<'_>, file: &RecordFile) -> (FileRecords, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    // What cannot be read is a matter of the checks of attached files.
    let book = read_book(context.system, context.root, &file.path, &mut Diagnostics::default());
    if let Some((book, collection)) = book.zip(context.config.collection(file.collection)) {
        let headings = Headings::new(collection);
        let sheets = Sheets { context, file, book: &book, collection, headings: &headings };
        let is_register = |sheet: &BookSheet| {
            let table = table::find(&book, sheet, &headings);
            table.is_some_and(|table| sheets.missing(sheet, &table).is_empty())
        };
        if book.sheets.iter().any(is_register) {
            let told = Diagnostic::new(Code::WorkbookAttached).at(Place::file(file.path.clone()));
            diagnostics.push(told.arg("collection", collection.title.term(&collection.id)));
        }
    }
    (FileRecords { attached: true, ..FileRecords::default() }, diagnostics)
}

/// Whoever fills in a sheet knows a field by its label.
fn call_by_label(collection: &Collection, diagnostic: &mut Diagnostic) {
    for (_, value) in diagnostic.args.iter_mut().filter(|(name, _)| matches!(*name, "field" | "empty")) {
        if let Arg::Plain(name) = value
            && let Some((_, field)) = collection.field(name)
        {
            *value = field.label.term(&field.name);
        }
    }
}

fn read_sheets(
    context: &Context<'_>,
    file: &RecordFile,
    ix: FileIx,
    found: &mut FileRecords,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut book = read_book(context.system, context.root, &file.path, diagnostics)?;
    book.text = book.text.clone().with_numbers(context.config.site.lang.notation());
    let collection = context.config.collection(file.collection)?;
    let headings = Headings::new(collection);
    let mut beside = Beside::read(&book, diagnostics);
    let mut reader = RecordFileReader { context, file, ix, text: &book.text, found };
    let sheets = Sheets { context, file, book: &book, collection, headings: &headings };
    for (sheet, table) in sheets.tables(diagnostics) {
        sheets.read(sheet, &table, &mut beside, &mut reader, diagnostics);
    }
    reader.find_equal_ids(diagnostics);
    beside.finish(&book, &file.path, diagnostics);
    Some(())
}

/// The sheets of a spreadsheet.
struct Sheets<'a> {
    context: &'a Context<'a>,
    file: &'a RecordFile,
    book: &'a Book,
    collection: &'a Collection,
    headings: &'a Headings<'a>,
}

impl<'a> Sheets<'a> {
    /// The sheets that are read, with their tables. Others are told.
    fn tables(&self, diagnostics: &mut Diagnostics) -> Vec<(&'a BookSheet, Table)> {
        let filled: Vec<&BookSheet> =
            self.book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()).collect();
        let mut tables = Vec::new();
        let mut others = Vec::new();
        for sheet in &filled {
            let table = table::find(self.book, sheet, self.headings);
            match table.map(|table| (self.missing(sheet, &table).is_empty(), table)) {
                Some((is_whole, table)) if is_whole || filled.len() == 1 || self.is_meant(sheet) => {
                    tables.push((*sheet, table));
                }
                Some((_, table)) => others.push((*sheet, Some(table))),
                None => others.push((*sheet, None)),
            }
        }
        let title = self.collection.title.term(&self.collection.id);
        if tables.is_empty() {
            let known =
                self.collection.fields.iter().take(12).map(|field| self.label(&field.label, &field.name));
            let told = Diagnostic::new(Code::NoHeadings).at(Place::file(self.file.path.clone()));
            let known: Vec<String> = known.collect();
            diagnostics.push(
                told.arg("collection", title).arg_opt("known", listed(known.iter().map(String::as_str))),
            );
            return tables;
        }
        for (sheet, table) in others {
            let missing = table.as_ref().map(|table| self.missing(sheet, table)).unwrap_or_default();
            let missing: Vec<String> = if missing.is_empty() {
                let required = self.collection.fields.iter().filter(|field| field.required);
                required.map(|field| self.label(&field.label, &field.name)).collect()
            } else {
                missing.into_iter().map(|(_, label)| label).collect()
            };
            let place = sheet.rows.first().and_then(|row| row.cells.first());
            let place = place.map(|cell| self.book.text.place(cell.span));
            diagnostics.push(
                Diagnostic::new(Code::SheetNotRead)
                    .at(place)
                    .arg("sheet", &sheet.name)
                    .arg("collection", title.clone())
                    .arg_opt("missing", listed(missing.iter().map(String::as_str))),
            );
        }
        tables
    }

    fn label(&self, label: &crate::domain::Label, name: &str) -> String {
        label.or(&self.context.config.site.lang, name).to_owned()
    }

    /// Whether a sheet is named as the collection, or as a region.
    fn is_meant(&self, sheet: &BookSheet) -> bool {
        let name = headings::normal(&sheet.name);
        let titles = self.collection.title.texts().chain([&*self.collection.id]);
        let mut titles = titles.map(headings::normal);
        titles.any(|title| title == name) || self.region_of(sheet).is_some()
    }

    /// The region that a sheet is named after: `青溪县`, `青溪县9月`.
    fn region_of(&self, sheet: &BookSheet) -> Option<Arc<str>> {
        let regions = &self.context.config.regions;
        if regions.named(&sheet.name, None).is_some() {
            return Some(Arc::clone(&sheet.name));
        }
        let mut within = regions.iter().filter(|region| sheet.name.contains(&*region.title));
        within.next().filter(|_| within.next().is_none()).map(|region| Arc::clone(&region.title))
    }

    /// Required fields without a column: their names and labels.
    fn missing(&self, sheet: &BookSheet, table: &Table) -> Vec<(Arc<str>, String)> {
        let region = self.collection.roles.region.filter(|_| self.region_of(sheet).is_some());
        let has = |at: usize| {
            table.column(Target::Field(at)).is_some()
                || region == Some(at)
                || table.columns.iter().any(|column| match column.meaning {
                    headings::Meaning::Known(Target::Inner(of, ..) | Target::Consent(of, _)) => of == at,
                    _ => false,
                })
        };
        let fields = self.collection.fields.iter().enumerate();
        fields
            .filter(|(at, field)| field.required && !has(*at))
            .map(|(_, field)| (Arc::clone(&field.name), self.label(&field.label, &field.name)))
            .collect()
    }

    fn read(
        &self,
        sheet: &'a BookSheet,
        table: &Table,
        beside: &mut Beside,
        reader: &mut RecordFileReader<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        let missing = self.missing(sheet, table);
        let below: Vec<&str> = missing.iter().map(|(name, _)| &**name).collect();
        let role = self.collection.roles.region;
        let region = role.filter(|at| table.column(Target::Field(*at)).is_none());
        let region = region.and_then(|at| Some((at, self.region_of(sheet)?)));
        let reading = self.reading(sheet, table);
        let numbers = self.context.numbers;
        let of = (self.book, sheet, table);
        let mut rows = SheetReader::new(of, self.collection, reading, numbers, region);
        let mut hidden: Vec<u32> = Vec::new();
        let records: Vec<&BookRow> = rows.rows().iter().filter(|row| rows.is_record(row)).collect();
        let (book, collection) = (self.book, self.collection);
        let columns = Columns { context: self.context, book, sheet, table, collection, rows: &records };
        columns.check(self.headings, diagnostics);
        columns.tell_missing(&missing, diagnostics);
        for row in records.iter().copied() {
            hidden.extend(row.hidden.then_some(row.number));
            let Some(entries) = rows.entries(row, diagnostics) else {
                reader
                    .found
                    .failed
                    .push((self.file.collection, Arc::from(format!("{}:{}", self.file.inner, row.number))));
                continue;
            };
            let start = entries.iter().find(|(_, node)| !node.is_null()).map(|(key, _)| key.span);
            let start = start.unwrap_or_else(|| row.span(0));
            let end = row.cells.last().map_or(start.end, |cell| cell.span.end);
            let span = Span { start: start.start, end: end.max(start.end) };
            let node = Node { span, value: NodeValue::Mapping(entries) };
            beside.add(reader, node, &below, diagnostics);
        }
        rows.finish(diagnostics);
        columns.tell_hidden(&hidden, diagnostics);
    }

    /// The year of days without one: the only year that the sheet's name, the titles above the headings or the file's
    /// name have, or the only program's.
    fn reading(&self, sheet: &BookSheet, table: &Table) -> Reading {
        let above = sheet.rows.iter().take(table.heading).flat_map(|row| &row.cells);
        let titles: Vec<&str> = above.map(|cell| self.book.words(cell.span)).collect();
        let programs = &self.context.config.programs;
        let of_program = match programs.as_slice() {
            [program] if program.starts.year() == program.ends.year() => Some(program.starts.year()),
            _ => None,
        };
        let year = only_year(&sheet.name).or_else(|| only_year(&titles.join(" ")));
        let year = year.or_else(|| only_year(&self.file.inner)).or(of_program);
        let likely = programs.last().map_or(2022, |program| program.starts.year());
        Reading { from_1904: self.book.from_1904, year, likely }
    }
}

/// The only year in a name.
fn only_year(name: &str) -> Option<i16> {
    let parts = name.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let years = parts.filter_map(|part| part.parse::<i16>().ok()).filter(|year| (1990..2100).contains(year));
    let years: std::collections::BTreeSet<i16> = years.collect();
    years.first().copied().filter(|_| years.len() == 1)
}
