//! Excel workbooks.

use std::collections::BTreeMap;

use bangyang_budget::Budget;
use quick_xml::events::BytesStart;

use super::cell::{Cell, CellKind, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Workbook, parse_address, parse_area};
use super::dates::{Shown, date, time};
use super::kind::Refusal;
use super::numbers::plain;
use super::parts::Parts;
use super::styles;
use super::xml::{Found, attribute, attributes, is_set, walk};

/// Reads a workbook.
pub(super) fn read(parts: &mut Parts<'_>, budget: &mut Budget) -> Result<Workbook, Refusal> {
    let main = main_part(parts, budget)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let name = main.rsplit('/').next().unwrap_or("");
    let links = links(parts, &format!("{folder}/_rels/{name}.rels"), budget)?;
    let xml = parts.text(&main, budget)?.ok_or(Refusal::NotASheet)?;
    let (listed, from_1904) = listed_sheets(&xml, budget)?;
    let path = |target: &str| within(&folder, target);
    let by_kind =
        |kind: &str| links.values().find(|link| link.kind.ends_with(kind)).map(|it| path(&it.target));
    let strings = match by_kind("/sharedStrings") {
        Some(part) => parts.text(&part, budget)?.map(|xml| strings(&xml, budget)).transpose()?,
        None => None,
    };
    let formats = match by_kind("/styles") {
        Some(part) => parts.text(&part, budget)?.map(|xml| styles::read(&xml, budget)).transpose()?,
        None => None,
    };
    let book = Book { strings: strings.unwrap_or_default(), formats: formats.unwrap_or_default(), from_1904 };
    let mut sheets = Vec::new();
    for (name, id, hidden) in listed {
        // Sheets of charts and of macros have no cells.
        let Some(link) = links.get(&id).filter(|link| link.kind.ends_with("/worksheet")) else { continue };
        let xml = parts.text(&path(&link.target), budget)?.ok_or(Refusal::Damaged)?;
        sheets.push(book.sheet(name, hidden, &xml, budget)?);
    }
    Ok(Workbook { sheets, encoding: None, from_1904 })
}

/// A relationship: its type and target.
struct Link {
    kind: String,
    target: String,
}

/// The part with the workbook itself.
fn main_part(parts: &mut Parts<'_>, budget: &mut Budget) -> Result<String, Refusal> {
    let links = links(parts, "_rels/.rels", budget)?;
    let main = links.into_values().find(|link| link.kind.ends_with("/officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |link| within("", &link.target));
    if parts.has(&main) { Ok(main) } else { Err(Refusal::NotASheet) }
}

/// The relationships of a part, by id.
fn links(parts: &mut Parts<'_>, part: &str, budget: &mut Budget) -> Result<BTreeMap<String, Link>, Refusal> {
    let mut links = BTreeMap::new();
    let Some(xml) = parts.text(part, budget)? else { return Ok(links) };
    walk(&xml, budget, |found, _| {
        if let Found::Start("Relationship", element) = found
            && let Some(id) = attribute(element, "Id")
        {
            let (kind, target) = (attribute(element, "Type"), attribute(element, "Target"));
            links.insert(id, Link { kind: kind.unwrap_or_default(), target: target.unwrap_or_default() });
        }
        Ok(())
    })?;
    Ok(links)
}

/// The path of a target, which is relative to the folder unless it begins with a slash.
fn within(folder: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// A sheet's name, the id of its relationship, and whether it is hidden.
type Listed = (String, String, bool);

/// The names of the sheets, the ids of their relationships and whether they are hidden; and whether days are counted
/// from 1904.
fn listed_sheets(xml: &str, budget: &mut Budget) -> Result<(Vec<Listed>, bool), Refusal> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    walk(xml, budget, |found, _| {
        match found {
            Found::Start("workbookPr", element) => {
                from_1904 = attribute(element, "date1904").is_some_and(|value| is_set(&value));
            }
            Found::Start("sheet", element) => {
                let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                if let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id")) {
                    sheets.push((name, id, hidden));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, from_1904))
}

/// The shared texts. Pronunciation is not part of a text.
fn strings(xml: &str, budget: &mut Budget) -> Result<Vec<String>, Refusal> {
    let (mut strings, mut text, mut within, mut aloud) = (Vec::new(), String::new(), false, false);
    walk(xml, budget, |found, budget| {
        match found {
            Found::Start("rPh", _) => aloud = true,
            Found::End("rPh") => aloud = false,
            Found::Start("t", _) => within = true,
            Found::End("t") => within = false,
            Found::Text(words) if within && !aloud => text.push_str(words),
            Found::End("si") => {
                budget.make(std::mem::size_of::<String>()).map_err(|_| Refusal::TooLarge)?;
                strings.push(unescaped(std::mem::take(&mut text)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

/// Excel writes characters that XML cannot contain as `_x000D_`.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..5).filter(|code| code.ends_with('_')).and_then(|code| code.get(..4));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = after.get(5..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What the cells of all sheets refer to.
struct Book {
    strings: Vec<String>,
    formats: Vec<Shown>,
    from_1904: bool,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    place: (u32, u32),
    kind: String,
    style: usize,
    value: String,
    within: bool,
    aloud: bool,
}

impl Book {
    fn sheet(&self, name: String, hidden: bool, xml: &str, budget: &mut Budget) -> Result<Sheet, Refusal> {
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        let (mut open, mut row, mut next) = (Open::default(), Row::default(), (0_u32, 0_u32));
        walk(xml, budget, |found, budget| {
            match found {
                Found::Start("col", element) => sheet.hidden_columns.extend(hidden_columns(element)),
                Found::Start("mergeCell", element) => {
                    sheet.merged.extend(attribute(element, "ref").as_deref().and_then(parse_area));
                }
                Found::Start("row", element) => {
                    row = Row { number: next.0, ..Row::default() };
                    attributes(element, |name, value| match name {
                        "r" => {
                            let number = value.parse::<u32>().ok().and_then(|row| row.checked_sub(1));
                            row.number = number.filter(|row| *row < MAX_ROWS).unwrap_or(row.number);
                        }
                        "hidden" => row.hidden = is_set(value),
                        _ => {}
                    });
                    next = (row.number, 0);
                }
                Found::End("row") => {
                    next.0 = next.0.saturating_add(1);
                    if !row.cells.is_empty() {
                        sheet.rows.push(std::mem::take(&mut row));
                    }
                }
                Found::Start("c", element) => open = opened(element, next),
                Found::Start("v" | "t", _) => open.within = true,
                Found::End("v" | "t") => open.within = false,
                Found::Start("rPh", _) => open.aloud = true,
                Found::End("rPh") => open.aloud = false,
                Found::Text(words) if open.within && !open.aloud => open.value.push_str(words),
                Found::End("c") => {
                    next.1 = open.place.1.saturating_add(1);
                    if let Some((text, kind)) = self.value(&open) {
                        // Many cells may share one long text.
                        budget
                            .make(text.len() + std::mem::size_of::<Cell>())
                            .map_err(|_| Refusal::TooLarge)?;
                        row.cells.push(Cell { column: open.place.1, text, kind });
                    }
                    open.value.clear();
                }
                _ => {}
            }
            Ok(())
        })?;
        sheet.tidy();
        Ok(sheet)
    }

    /// The text and kind of a cell; `None` if it is empty.
    fn value(&self, open: &Open) -> Option<(String, CellKind)> {
        let value = open.value.as_str();
        let found = match open.kind.as_str() {
            "s" => (self.strings.get(value.trim().parse::<usize>().ok()?)?.clone(), CellKind::Text),
            "str" | "inlineStr" => (unescaped(value.to_owned()), CellKind::Text),
            "b" => ((if is_set(value.trim()) { "TRUE" } else { "FALSE" }).to_owned(), CellKind::Boolean),
            "e" => (value.trim().to_owned(), CellKind::Error),
            "d" => (value.split('T').next().unwrap_or(value).trim().to_owned(), CellKind::Date),
            _ => self.number(value.trim(), open.style)?,
        };
        (!found.0.trim().is_empty()).then_some(found)
    }

    fn number(&self, value: &str, style: usize) -> Option<(String, CellKind)> {
        if value.is_empty() {
            return None;
        }
        let Ok(number) = value.parse::<f64>() else { return Some((value.to_owned(), CellKind::Text)) };
        let dated = match self.formats.get(style).copied().unwrap_or_default() {
            Shown::Number => None,
            Shown::Time if number < 1.0 => time(number).map(|text| (text, CellKind::Time)),
            Shown::Time => None,
            shown => date(number, shown, self.from_1904).map(|text| (text, CellKind::Date)),
        };
        dated.or_else(|| Some((plain(number)?, CellKind::Number)))
    }
}

/// A cell whose element begins; where it is if it does not say so itself.
fn opened(element: &BytesStart<'_>, next: (u32, u32)) -> Open {
    let mut open = Open { place: next, ..Open::default() };
    attributes(element, |name, value| match name {
        "r" => open.place = parse_address(value).unwrap_or(open.place),
        "t" => value.clone_into(&mut open.kind),
        "s" => open.style = value.parse().unwrap_or(0),
        _ => {}
    });
    open
}

fn hidden_columns(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    let (mut first, mut last, mut hidden) = (None, None, false);
    attributes(element, |name, value| match name {
        "min" => first = value.parse::<u32>().ok(),
        "max" => last = value.parse::<u32>().ok(),
        "hidden" => hidden = is_set(value),
        _ => {}
    });
    let (first, last) = (first?.checked_sub(1)?, last?.checked_sub(1)?);
    (hidden && first <= last && first < MAX_COLUMNS).then_some((first, last))
}

impl Sheet {
    /// Puts rows and cells that are not in order into order, and rows that are written in parts together.
    pub(super) fn tidy(&mut self) {
        self.rows.sort_by_key(|row| row.number);
        self.rows.dedup_by(|next, row| {
            let same = next.number == row.number;
            if same {
                row.cells.append(&mut next.cells);
                row.hidden |= next.hidden;
            }
            same
        });
        for row in &mut self.rows {
            row.cells.retain(|cell| cell.column < MAX_COLUMNS);
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
    }
}
