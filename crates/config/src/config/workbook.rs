//! Reads spreadsheets: lays their cells out as one text.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::text::{LARGEST_TEXT, forbidden_characters, read_plain, unreadable_within};
use super::yaml::{BETWEEN_CELLS, BETWEEN_ROWS, Grid, GridRow, Text};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place};
use crate::domain::{Span, text};
use crate::source::{EntryKind, SitePath, System};
use crate::spreadsheets::{self, Area, CellKind, Refusal, Sheet};

/// What the name of the file beside a spreadsheet adds to the spreadsheet's: `台账.xlsx.rows.yaml`.
pub const ROWS_FILE: &str = ".rows.yaml";
/// Number of columns up to which an empty cell has a place of its own.
const MOST_PLACES: u32 = 128;

/// A spreadsheet as a text, with its cells.
#[derive(Debug)]
pub struct Book {
    /// The text of all cells, followed by that of the file beside it.
    pub text: Text,
    /// The sheets.
    pub sheets: Vec<BookSheet>,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
    /// Where the file beside it begins in the text, if there is one.
    pub beside: Option<usize>,
}

/// A sheet.
#[derive(Debug, Default)]
pub struct BookSheet {
    /// Its name; empty for a CSV file.
    pub name: Arc<str>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its rows with values.
    pub rows: Vec<BookRow>,
    /// Its merged areas.
    pub merged: Vec<Area>,
    /// Its hidden columns, first and last.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A row with values.
#[derive(Debug, Default)]
pub struct BookRow {
    /// From 0.
    pub number: u32,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its cells with values, by column.
    pub cells: Vec<BookCell>,
    /// The positions of its cells in the text, by column.
    starts: Vec<u32>,
}

/// A cell with a value.
#[derive(Clone, Copy, Debug)]
pub struct BookCell {
    /// From 0.
    pub column: u32,
    /// Its text.
    pub span: Span,
    /// The kind of value.
    pub kind: CellKind,
}

impl BookRow {
    /// Where a cell is in the text; if it is empty, where it would be.
    #[must_use]
    pub fn span(&self, column: u32) -> Span {
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        let empty = || self.starts.get(at).or(self.starts.last()).map(|at| Span { start: *at, end: *at });
        self.cell(column).map(|cell| cell.span).or_else(empty).unwrap_or_default()
    }

    /// The cell in a column, if it has a value.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&BookCell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().and_then(|at| self.cells.get(at))
    }
}

impl Book {
    /// The text of a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        self.text.content.get(span.range()).unwrap_or("")
    }
}

/// Whether a path is that of a spreadsheet.
#[must_use]
pub fn is_spreadsheet(path: &str) -> bool {
    spreadsheets::is_spreadsheet(path)
}

/// Reads a spreadsheet, and the file beside it if there is one; reports failures.
pub fn read_book(
    system: &dyn System,
    root: &Path,
    path: &SitePath,
    diagnostics: &mut Diagnostics,
) -> Option<Book> {
    let bytes = match system.read_limited(&root.join(path.as_str()), LARGEST_TEXT) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(unreadable_within(path, &error, LARGEST_TEXT));
            return None;
        }
    };
    let book = match spreadsheets::read(path.as_str(), &bytes) {
        Ok(book) => book,
        Err(refusal) => {
            diagnostics.push(refused(path, refusal));
            return None;
        }
    };
    let Some(mut laid) = lay_out(path, &book.sheets) else {
        diagnostics.push(refused(path, Refusal::TooLarge));
        return None;
    };
    laid.from_1904 = book.from_1904;
    if let Some((first, place)) = laid.forbidden(&book.sheets) {
        diagnostics.push(forbidden_characters("", first).at(place));
    }
    let beside = SitePath::try_from(format!("{path}{ROWS_FILE}").as_str()).ok();
    // A link is not followed.
    let is_there = |path: &SitePath| {
        let meta = system.link_metadata(&root.join(path.as_str()));
        meta.is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == EntryKind::File))
    };
    if let Some(beside) = beside.filter(is_there)
        && let Some(text) = read_plain(system, root, &beside, diagnostics)
    {
        laid.put_beside(text);
    }
    Some(laid)
}

impl Book {
    /// Appends the text of the file beside the spreadsheet.
    fn put_beside(&mut self, text: Text) {
        let start = self.text.content.len();
        let mut grid = self.text.grid.as_deref().cloned().unwrap_or_default();
        self.text.content = Arc::from([&*self.text.content, &*text.content].concat());
        grid.beside = Some((start, text));
        self.text.grid = Some(Arc::new(grid));
        self.beside = Some(start);
    }

    /// The first character that no page can contain, and its cell. It was left out.
    fn forbidden(&self, sheets: &[Sheet]) -> Option<(char, Place)> {
        let rows =
            sheets.iter().zip(&self.sheets).flat_map(|(sheet, laid)| sheet.rows.iter().zip(&laid.rows));
        for (row, laid) in rows {
            for cell in &row.cells {
                // Line ends and tabs of Excel are no mistakes.
                if let Some((_, first)) =
                    text::forbidden(&cell.text).find(|(_, c)| !matches!(c, '\r' | '\u{B}'))
                {
                    return Some((first, self.text.place(laid.span(cell.column))));
                }
            }
        }
        None
    }
}

/// Lays the cells of all sheets out as one text; `None` if it is larger than a text may be.
fn lay_out(path: &SitePath, sheets: &[Sheet]) -> Option<Book> {
    let named = sheets.iter().any(|sheet| !sheet.name.is_empty());
    let mut grid = Grid::default();
    let (mut content, mut laid) = (String::new(), Vec::new());
    for (sheet, at) in sheets.iter().zip(0_u32..) {
        let name: Arc<str> = Arc::from(text::value(&sheet.name).as_ref());
        grid.sheets.extend(named.then(|| Arc::clone(&name)));
        let width = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column + 1).max();
        let width = width.unwrap_or(0).min(MOST_PLACES);
        let mut rows = Vec::with_capacity(sheet.rows.len());
        for row in &sheet.rows {
            let start = u32::try_from(content.len()).ok()?;
            grid.rows.push(GridRow { start, sheet: at, row: row.number });
            rows.push(lay_row(row, width, &mut content)?);
        }
        laid.push(BookSheet {
            name,
            hidden: sheet.hidden,
            rows,
            merged: sheet.merged.clone(),
            hidden_columns: sheet.hidden_columns.clone(),
        });
    }
    u32::try_from(content.len()).ok()?;
    let mut text = Text::new(path.clone(), Arc::from(content));
    text.grid = Some(Arc::new(grid));
    Some(Book { text, sheets: laid, from_1904: false, beside: None })
}

fn lay_row(row: &spreadsheets::Row, width: u32, content: &mut String) -> Option<BookRow> {
    let mut laid = BookRow { number: row.number, hidden: row.hidden, ..BookRow::default() };
    let mut cells = row.cells.iter().peekable();
    let last = row.cells.last().map_or(0, |cell| cell.column + 1).max(width);
    for column in 0..last {
        let start = u32::try_from(content.len()).ok()?;
        laid.starts.push(start);
        if let Some(cell) = cells.next_if(|cell| cell.column == column) {
            clean(&cell.text, content);
            let end = u32::try_from(content.len()).ok()?;
            laid.cells.push(BookCell { column, span: Span { start, end }, kind: cell.kind });
        }
        content.push(BETWEEN_CELLS);
    }
    content.push(BETWEEN_ROWS);
    Some(laid)
}

/// Appends a cell's text in the form of all texts: composed letters, one kind of line end, nothing invisible around it.
fn clean(written: &str, content: &mut String) {
    let plain = written
        .replace("\r\n", "\n")
        .replace(['\r', '\u{B}'], "\n")
        .replace(['\t', BETWEEN_CELLS, BETWEEN_ROWS], " ");
    let plain =
        if text::is_clean(&plain) { plain } else { text::sound(&text::composed(&plain)).into_owned() };
    let _ = content.write_str(text::trimmed(&plain));
}

/// The diagnostic for a spreadsheet that cannot be read.
fn refused(path: &SitePath, refusal: Refusal) -> Diagnostic {
    let (reason, wanted) = match refusal {
        Refusal::Empty => (("the file is empty", "文件是空的"), None),
        Refusal::Password => (
            ("it is protected by a password", "它设了打开密码"),
            Some((
                "Open it with the password, remove the password and save.",
                "请用密码打开，取消密码后再保存。",
            )),
        ),
        Refusal::Damaged => (
            ("it is damaged, or not saved to its end", "文件损坏了，或者没有保存完整"),
            Some((
                "If it is just being saved or copied, wait until that is done.",
                "如果正在保存或复制，等它完成就好。",
            )),
        ),
        Refusal::TooLarge => (
            ("unpacked, it is too large", "展开以后太大"),
            Some((
                "Delete the empty rows and columns below and beside the table: often whole sheets are formatted.",
                "请删掉表格下面和右边的空行、空列：常常是整张表都设了格式。",
            )),
        ),
        Refusal::OldExcel => (("it is in Excel's old format (.xls)", "它是 Excel 的旧格式（.xls）"), None),
        Refusal::WebPage => {
            (("it is a web page with the name of a workbook", "它其实是一个网页，只是名字像表格"), None)
        }
        Refusal::OldXml => (("it is in the XML format of Excel 2003", "它是 Excel 2003 的 XML 格式"), None),
        Refusal::NotASheet => (("it is no spreadsheet", "它不是表格"), None),
        Refusal::Encoding => (
            ("its text is in an unknown encoding", "它的文字编码程序不认识"),
            Some(("Save it as “CSV UTF-8”.", "请另存为“CSV UTF-8”。")),
        ),
    };
    Diagnostic::new(Code::UnreadableWorkbook)
        .at(Place::file(path.clone()))
        .arg("reason", Arg::term(reason.0, reason.1))
        .arg_opt("wanted", wanted.map(|(en, zh)| Arg::term(en, zh)))
}
