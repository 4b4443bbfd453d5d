//! Excel sheets: the contents of cells.

use std::collections::BTreeMap;

use super::adder::Adder;
use super::boxes::{self, Boxes};
use super::contents::Part;
use super::markup::{Asides, Found, attribute, attributes, number, printed, walk};
use super::parts::Parts;

const STRINGS: &str = "xl/sharedStrings.xml";

/// Whether a part is read here.
pub(super) fn is_own(name: &str) -> bool {
    name == STRINGS || is_sheet(name)
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/") && name.ends_with(".xml")
}

/// Adds the cells of all sheets, including hidden ones.
pub(super) fn look(parts: &Parts, adder: &mut Adder<'_>) {
    let (strings, asides) = parts.get(STRINGS).map(|xml| shared(xml)).unwrap_or_default();
    let titles = titles(parts);
    let mut used = vec![false; strings.len()];
    for (name, xml) in parts.iter().filter(|(name, _)| is_sheet(name)) {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let sheet = titles.get(stem).map_or_else(|| stem.trim_end_matches(".xml"), String::as_str);
        let mut boxes = Boxes::default();
        let rest = cells(xml, |(row, column), kind, value| {
            let index = value.trim().parse::<usize>().ok().filter(|_| kind == "s");
            if let Some(slot) = index.and_then(|at| used.get_mut(at)) {
                *slot = true;
            }
            let text = match index {
                // Many cells may share one long text.
                Some(at) => strings.get(at).map(String::as_str).filter(|text| adder.make(text.len())),
                None => None,
            };
            let text = match index {
                Some(_) => text.unwrap_or_default().to_owned(),
                None => number(value).unwrap_or_else(|| value.trim().to_owned()),
            };
            if text.is_empty() {
                return;
            }
            boxes.take(row, column, &text);
            adder.add(Part::Cell(format!("{sheet}!{}", boxes::name(row, column))), text);
        });
        for (cell, text, is_lone) in boxes.into_found() {
            adder.add(Part::Boxes { cell: format!("{sheet}!{cell}"), is_lone }, text);
        }
        adder.add(Part::Running, rest.running);
        adder.add(Part::Cell(format!("{sheet}!")), rest.apart);
        adder.add(Part::Rules(sheet.to_owned()), rest.asides.into_text());
    }
    // Former contents of cells may still be in the file.
    for (text, _) in strings.into_iter().zip(used).filter(|(_, used)| !used) {
        adder.add(Part::Text, text);
    }
    adder.add(Part::Text, asides.into_text());
}

/// The names of sheets by the names of their files.
fn titles(parts: &Parts) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    let mut titles = BTreeMap::new();
    let part = |name: &str| parts.get(name).map_or(&[][..], Vec::as_slice);
    walk(part("xl/_rels/workbook.xml.rels"), |found| {
        if let Found::Start("Relationship", element) = found
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            targets.insert(id, target.rsplit('/').next().unwrap_or("").to_owned());
        }
    });
    walk(part("xl/workbook.xml"), |found| {
        if let Found::Start("sheet", element) = found
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(target) = targets.get(&id)
        {
            titles.insert(target.clone(), name);
        }
    });
    titles
}

/// The shared strings and other contents. Pronunciation is not part of a string.
fn shared(xml: &[u8]) -> (Vec<String>, Asides) {
    let (mut strings, mut asides) = (Vec::new(), Asides::default());
    let (mut text, mut aloud) = (String::new(), false);
    walk(xml, |found| match found {
        Found::Start("rPh", _) => aloud = true,
        Found::End("rPh") => aloud = false,
        Found::Text(words) if aloud => asides.take(words),
        Found::Text(words) => text.push_str(words),
        Found::End("si") => strings.push(std::mem::take(&mut text).trim().to_owned()),
        Found::Beside(words) => asides.take(words),
        _ => {}
    });
    // What a damaged table leaves.
    asides.take(&text);
    (strings, asides)
}

/// The contents of a sheet apart from its cells.
#[derive(Default)]
struct Rest {
    /// Formulas, and notes on permitted input.
    apart: String,
    /// Headers and footers.
    running: String,
    /// Values of filters and of rules for cells, hints, links.
    asides: Asides,
}

/// Calls `then` with each cell's row and column, kind and value.
fn cells(xml: &[u8], mut then: impl FnMut((u32, u32), &str, &str)) -> Rest {
    let (mut kind, mut text, mut within) = (String::new(), String::new(), false);
    // If they are not given, cells are consecutive.
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut rest = Rest::default();
    let mut header: Option<String> = None;
    walk(xml, |found| match found {
        Found::Start("row", element) => {
            (row, column) = (row.saturating_add(1), 0);
            attributes(element, |name, value| match name {
                "r" => row = value.parse().ok().filter(|row| *row < u32::MAX - 1).unwrap_or(row),
                _ => rest.asides.take(value),
            });
        }
        Found::Start("c", element) => {
            column = column.saturating_add(1);
            kind.clear();
            text.clear();
            attributes(element, |name, value| match name {
                "r" => match boxes::place(value) {
                    Some(place) => (row, column) = place,
                    None => rest.asides.take(value),
                },
                "t" => value.clone_into(&mut kind),
                _ => rest.asides.take(value),
            });
        }
        Found::Start(name, element) => {
            within |= matches!(name, "v" | "is" | "t");
            if name.ends_with("Header") || name.ends_with("Footer") {
                header = Some(String::new());
            }
            rest.asides.take_all(element);
        }
        Found::End("v" | "is") => within = false,
        Found::End("c") => {
            then((row, column), &kind, &text);
            text.clear();
        }
        Found::End(name) => {
            if (name.ends_with("Header") || name.ends_with("Footer"))
                && let Some(words) = header.take()
            {
                rest.running.push_str(&printed(&words));
                rest.running.push('\n');
            }
            if !rest.apart.is_empty() && !rest.apart.ends_with('\n') {
                rest.apart.push('\n');
            }
        }
        Found::Text(words) => match &mut header {
            Some(header) => header.push_str(words),
            None if within => text.push_str(words),
            None => rest.apart.push_str(words),
        },
        Found::Beside(words) => rest.asides.take(words),
    });
    rest
}
