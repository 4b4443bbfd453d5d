//! The rows of a table: which of them are records, and their values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::headings::{Meaning, Target, normal};
use super::personal;
use super::table::{Column, Table};
use super::values::{self, Doubt, Reading};
use crate::config::workbook::{Book, BookCell, BookRow, BookSheet};
use crate::config::yaml::{Key, Node, NodeValue};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::{Collection, Field, FieldType, Span, Visibility};
use crate::load::context::PersonalNumbers;

/// Words of a row with totals.
const TOTALS: [&str; 12] =
    ["合计", "小计", "总计", "共计", "累计", "总数", "汇总", "total", "subtotal", "sum", "totales", "suma"];
/// Beginnings of remarks under a table.
const REMARKS: [&str; 20] = [
    "注:",
    "注1",
    "注：",
    "备注:",
    "说明:",
    "填表说明",
    "填表人",
    "填报人",
    "填报单位",
    "审核人",
    "审核:",
    "制表人",
    "统计人",
    "单位负责人",
    "负责人:",
    "联系人:",
    "联系电话:",
    "报送单位",
    "填表日期",
    "note:",
];
/// Longest text before the word for a total: `第一季度小计`.
const LONGEST_TOTAL: usize = 12;

/// A sheet whose table is read.
pub(super) struct SheetReader<'a> {
    pub(super) book: &'a Book,
    pub(super) sheet: &'a BookSheet,
    pub(super) table: &'a Table,
    pub(super) collection: &'a Collection,
    pub(super) reading: Reading,
    pub(super) numbers: &'a PersonalNumbers<'a>,
    /// The region that the sheet's name gives, for rows of a table without such a column.
    pub(super) region: Option<(usize, Arc<str>)>,
    /// The cells merged down, by column: first and last row, and the index of the first.
    merged: BTreeMap<u32, Vec<(u32, u32, usize)>>,
    /// Numbers cut out of each column: how many cells, and the first.
    cut: BTreeMap<u32, (usize, Span)>,
}

impl<'a> SheetReader<'a> {
    pub(super) fn new(
        (book, sheet, table): (&'a Book, &'a BookSheet, &'a Table),
        collection: &'a Collection,
        reading: Reading,
        numbers: &'a PersonalNumbers<'a>,
        region: Option<(usize, Arc<str>)>,
    ) -> Self {
        let mut merged: BTreeMap<u32, Vec<(u32, u32, usize)>> = BTreeMap::new();
        for area in sheet.merged.iter().filter(|area| area.rows.0 < area.rows.1) {
            if let Ok(at) = sheet.rows.binary_search_by_key(&area.rows.0, |row| row.number)
                && at >= table.first
            {
                merged.entry(area.columns.0).or_default().push((area.rows.0, area.rows.1, at));
            }
        }
        merged.values_mut().for_each(|areas| areas.sort_unstable());
        Self { book, sheet, table, collection, reading, numbers, region, merged, cut: BTreeMap::new() }
    }

    /// The rows below the headings.
    pub(super) fn rows(&self) -> &'a [BookRow] {
        self.sheet.rows.get(self.table.first..).unwrap_or_default()
    }

    /// Whether a row is a record: not blank, not the headings again, not a total, not a remark.
    pub(super) fn is_record(&self, row: &BookRow) -> bool {
        let known = |cell: &BookCell| {
            let column = self.table.columns.iter().find(|column| column.column == cell.column);
            column.is_some_and(|column| matches!(column.meaning, Meaning::Known(_)))
        };
        let says = |cell: &&BookCell| !values::is_nothing(self.book.words(cell.span));
        let filled = row.cells.iter().filter(|cell| known(cell)).filter(says).count();
        filled > 0 && !self.is_heading(row) && !self.is_total(row) && !self.is_remark(row, filled)
    }

    fn is_heading(&self, row: &BookRow) -> bool {
        let mut alike = 0;
        for cell in &row.cells {
            let Some(column) = self.table.columns.iter().find(|it| it.column == cell.column) else {
                return false;
            };
            let text = normal(self.book.words(cell.span));
            // The first storey of two has the text of the groups.
            if text != normal(&column.written) && !normal(&column.heading).starts_with(&text) {
                return false;
            }
            alike += 1;
        }
        alike >= 2
    }

    fn is_total(&self, row: &BookRow) -> bool {
        // Before it there can only be a running number.
        let texts = row.cells.iter().map(|cell| normal(self.book.words(cell.span)));
        let mut texts = texts.filter(|text| !text.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(first) = texts.next() else { return false };
        let first = first.trim_end_matches(|c: char| c.is_ascii_digit() || "()人次名个场:".contains(c));
        TOTALS.iter().any(|word| match first.strip_suffix(word) {
            Some("") => true,
            Some(before) => {
                !word.is_ascii()
                    && before.chars().count() <= LONGEST_TOTAL
                    && first.len() < 60
                    && self.is_alone_in_text(row)
            }
            None => false,
        })
    }

    /// Whether a row has only one text; everything else in it are numbers.
    fn is_alone_in_text(&self, row: &BookRow) -> bool {
        let is_text = |cell: &&BookCell| {
            let text = self.book.words(cell.span);
            !values::is_nothing(text) && !text.trim().starts_with(|c: char| c.is_ascii_digit())
        };
        row.cells.iter().filter(is_text).count() == 1
    }

    fn is_remark(&self, row: &BookRow, filled: usize) -> bool {
        let Some(first) = row.cells.first() else { return true };
        let is_wide = |cell: &BookCell| {
            self.sheet.merged.iter().any(|area| {
                let is_here = area.rows.0 <= row.number && row.number <= area.rows.1;
                is_here && area.columns.0 == cell.column && area.columns.1 >= cell.column + 2
            })
        };
        if row.cells.len() == 1 && is_wide(first) {
            return true;
        }
        let text = normal(self.book.words(first.span));
        filled <= 2 && REMARKS.iter().any(|begin| text.starts_with(&normal_start(begin)))
    }

    /// The value of a cell, or of the cell merged over it.
    fn cell(&self, row: &'a BookRow, column: u32) -> Option<&'a BookCell> {
        if let Some(cell) = row.cell(column) {
            return Some(cell);
        }
        let areas = self.merged.get(&column)?;
        let at = areas.partition_point(|(first, ..)| *first <= row.number).checked_sub(1)?;
        let (_, last, index) = areas.get(at)?;
        if row.number > *last {
            return None;
        }
        self.sheet.rows.get(*index)?.cell(column)
    }

    /// The entries of a record. Columns without a value are null, so that what is missing is told at the cell.
    pub(super) fn entries(
        &mut self,
        row: &'a BookRow,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<(Key, Node)>> {
        let table = self.table;
        let mut entries: Vec<(Key, Node)> = Vec::with_capacity(table.columns.len());
        let mut inner: BTreeMap<(usize, usize), Vec<(Key, Node)>> = BTreeMap::new();
        let mut sound = true;
        for column in &table.columns {
            let Meaning::Known(target) = column.meaning else { continue };
            let cell = self.cell(row, column.column).copied();
            let span = cell.map_or_else(|| row.span(column.column), |cell| cell.span);
            let node = match cell {
                None => None,
                Some(cell) => match self.value(target, column, &cell) {
                    Ok(node) => node,
                    Err(doubt) => {
                        diagnostics.push(self.told(doubt, target, &cell));
                        sound = false;
                        continue;
                    }
                },
            };
            let node = node.unwrap_or(Node { span, value: NodeValue::Null });
            let key = |name: &str| Key { text: Arc::from(name), span };
            match target {
                Target::Field(at) => {
                    let name = self.collection.fields.get(at).map(|field| Arc::clone(&field.name));
                    entries.extend(name.map(|text| (Key { text, span }, node)));
                }
                Target::Key(name) => entries.push((key(name), node)),
                Target::Consent(at, name) => {
                    inner.entry((at, 0)).or_default().push((key(name), node));
                }
                Target::Inner(at, item, field) => {
                    let field = self.collection.fields.get(at).and_then(|it| it.kind.fields().get(field));
                    let entry = field.map(|field| (Key { text: Arc::clone(&field.name), span }, node));
                    inner.entry((at, item)).or_default().extend(entry);
                }
            }
        }
        self.gather(inner, &mut entries);
        if let Some((at, name)) = &self.region
            && let Some(field) = self.collection.fields.get(*at)
        {
            let first = row.cells.first().map_or_else(Span::default, |cell| cell.span);
            entries.push((Key { text: Arc::clone(&field.name), span: first }, values::scalar(name, first)));
        }
        sound.then_some(entries)
    }

    /// Adds groups, lists of groups and the consent, if any of their cells has a value.
    fn gather(&self, inner: BTreeMap<(usize, usize), Vec<(Key, Node)>>, entries: &mut Vec<(Key, Node)>) {
        let mut lists: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
        for ((at, _), parts) in inner {
            let Some(span) = parts.iter().find(|(_, node)| !node.is_null()).map(|(key, _)| key.span) else {
                continue;
            };
            let Some(field) = self.collection.fields.get(at) else { continue };
            let node = Node { span, value: NodeValue::Mapping(parts) };
            match field.kind {
                FieldType::List(_) => lists.entry(at).or_default().push(node),
                _ => entries.push((Key { text: Arc::clone(&field.name), span }, node)),
            }
        }
        for (at, items) in lists {
            let (Some(field), Some(span)) =
                (self.collection.fields.get(at), items.first().map(|item| item.span))
            else {
                continue;
            };
            let node = Node { span, value: NodeValue::Sequence(items) };
            entries.push((Key { text: Arc::clone(&field.name), span }, node));
        }
    }

    fn field(&self, target: Target) -> Option<&'a Field> {
        match target {
            Target::Field(at) => self.collection.fields.get(at),
            Target::Inner(at, _, inner) => self.collection.fields.get(at)?.kind.fields().get(inner),
            Target::Consent(..) | Target::Key(_) => None,
        }
    }

    /// The value of a cell, without numbers of persons unless its field is private.
    fn value(&mut self, target: Target, column: &Column, cell: &BookCell) -> Result<Option<Node>, Doubt> {
        let book = self.book;
        let text = book.words(cell.span);
        let field = self.field(target);
        let is_public_number = field.is_some_and(|it| matches!(it.kind.item(), FieldType::Formatted(_)));
        let is_private = field.is_some_and(|field| field.visibility == Visibility::Private);
        let mut kept = None;
        if !is_public_number && !is_private && target != Target::Key("id") {
            let found = personal::find(self.numbers, &column.heading, text);
            if !found.is_empty() {
                let (count, _) = self.cut.entry(column.column).or_insert((0, cell.span));
                *count += 1;
                kept = Some(personal::without(text, &found));
            }
        }
        let text = kept.as_deref().unwrap_or(text);
        match (target, field) {
            (_, Some(field)) => values::value(field, cell, text, self.reading),
            (Target::Consent(_, key), _) => {
                values::sound(cell, text)?;
                if values::is_nothing(text) {
                    return Ok(None);
                }
                Ok(Some(match key {
                    "scope" => scope(cell, text),
                    _ => values::scalar(values::date(cell.kind, text, self.reading)?, cell.span),
                }))
            }
            _ => {
                values::sound(cell, text)?;
                Ok((!values::is_nothing(text)).then(|| values::scalar(text, cell.span)))
            }
        }
    }

    fn told(&self, doubt: Doubt, target: Target, cell: &BookCell) -> Diagnostic {
        let name = match target {
            Target::Consent(_, key) | Target::Key(key) => Arg::from(key),
            _ => self.field(target).map_or_else(|| Arg::from(""), |field| field.label.term(&field.name)),
        };
        let (code, private) = (
            match doubt {
                Doubt::Error => Code::CellError,
                Doubt::Long => Code::LongNumber,
                Doubt::Date(..) => Code::UncertainDate,
            },
            self.field(target).is_some_and(|field| field.visibility == Visibility::Private),
        );
        let told = Diagnostic::new(code).at(self.book.text.place(cell.span)).arg("field", name);
        let told = match doubt {
            Doubt::Long => told,
            Doubt::Error => told.arg("found", self.book.words(cell.span)),
            Doubt::Date(first, second) => {
                told.arg("found", self.book.words(cell.span)).arg("first", first).arg_opt("second", second)
            }
        };
        // A number that is too long may be somebody's.
        if private || code == Code::LongNumber { told.without_values() } else { told }
    }

    /// Reports the numbers that were cut out.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for (column, (count, span)) in &self.cut {
            let heading = self.table.columns.iter().find(|it| it.column == *column);
            let heading = heading.map_or("", |column| column.heading.as_str());
            let what = Arg::term("a number of a person", "个人的号码");
            let place = self.book.text.place(*span).masked();
            let told = Diagnostic::new(Code::PersonalNumbersCut).at(place);
            diagnostics.push(told.arg("field", heading).arg("what", what).arg("count", *count));
        }
    }
}

/// What a consent covers: the words of the scopes, or everything for “是”.
fn scope(cell: &BookCell, text: &str) -> Node {
    let plain = text.trim();
    let all = matches!(plain, "是" | "√" | "✓" | "同意" | "全部" | "全部同意" | "yes" | "all");
    let names = || crate::domain::Scope::ALL.iter().map(|(_, name)| (*name).to_owned());
    let words = || {
        let signs = ['、', ',', '，', ';', '；', '\n', ' ', '/'];
        plain.split(signs).map(str::trim).filter(|word| !word.is_empty()).map(scope_word)
    };
    let items: Vec<Node> = match all {
        true => names().map(|name| values::scalar(name, cell.span)).collect(),
        false => words().map(|word| values::scalar(word, cell.span)).collect(),
    };
    Node { span: cell.span, value: NodeValue::Sequence(items) }
}

/// What a consent covers, as people write it.
fn scope_word(word: &str) -> &str {
    match word {
        "姓名" | "名字" => "name",
        "照片" | "肖像" | "图片" => "portrait",
        "事迹" | "故事" => "story",
        "县区" | "所在县区" | "地区" => "region",
        other => other,
    }
}

fn normal_start(text: &str) -> String {
    // A colon at the end belongs to what is compared.
    let colon = if text.ends_with([':', '：']) { ":" } else { "" };
    normal(text) + colon
}
