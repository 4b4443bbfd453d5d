//! Tables of Excel: what stands in which cell.

use std::collections::BTreeMap;

use super::archive::Parts;
use super::markup::{Found, attribute, walk};
use super::{Adder, Part};

const STRINGS: &str = "xl/sharedStrings.xml";

/// Whether a part is read here.
pub(super) fn is_own(name: &str) -> bool {
    name == STRINGS || (name.starts_with("xl/worksheets/") && name.ends_with(".xml"))
}

/// Adds the cells of all sheets, hidden ones too.
pub(super) fn look(parts: &Parts, adder: &mut Adder<'_>) {
    let strings = parts.get(STRINGS).map(|xml| shared(xml)).unwrap_or_default();
    let titles = titles(parts);
    let mut used = vec![false; strings.len()];
    for (name, xml) in
        parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/") && name.ends_with(".xml"))
    {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let sheet = titles.get(stem).map_or_else(|| stem.trim_end_matches(".xml"), String::as_str);
        cells(xml, |cell, kind, value| {
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
                None => number(value),
            };
            adder.add(Part::Cell(format!("{sheet}!{cell}")), text);
        });
    }
    // What was in a cell once may still lie in the file.
    for (text, _) in strings.into_iter().zip(used).filter(|(_, used)| !used) {
        adder.add(Part::Text, text);
    }
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

/// The texts that cells share. How a text is read aloud is no part of it.
fn shared(xml: &[u8]) -> Vec<String> {
    let mut strings = Vec::new();
    let (mut text, mut aloud) = (String::new(), false);
    walk(xml, |found| match found {
        Found::Start("rPh", _) => aloud = true,
        Found::End("rPh") => aloud = false,
        Found::Text(words) if !aloud => text.push_str(words),
        Found::End("si") => strings.push(std::mem::take(&mut text).trim().to_owned()),
        _ => {}
    });
    strings
}

/// Calls with each cell's place, kind and value.
fn cells(xml: &[u8], mut then: impl FnMut(&str, &str, &str)) {
    let (mut cell, mut kind, mut text, mut within) = (String::new(), String::new(), String::new(), false);
    let mut apart = String::new();
    walk(xml, |found| match found {
        Found::Start("c", element) => {
            cell = attribute(element, "r").unwrap_or_default();
            kind = attribute(element, "t").unwrap_or_default();
            text.clear();
        }
        Found::Start("v" | "is" | "t", _) => within = true,
        Found::End("v" | "is") => within = false,
        Found::End("c") => {
            then(&cell, &kind, &text);
            cell.clear();
        }
        Found::Text(words) if within => text.push_str(words),
        // Headers, footers, notes on what may be entered, formulas.
        Found::Text(words) => apart.push_str(words),
        Found::End(_) if !apart.is_empty() && !apart.ends_with('\n') => apart.push('\n'),
        _ => {}
    });
    then("", "", &apart);
}

/// A number as it is shown: Excel keeps 13 digits as `1.38E+10` or so.
fn number(text: &str) -> String {
    let text = text.trim();
    let whole = |value: &f64| value.fract() == 0.0 && value.abs() < 1e15;
    let looks = text.contains(['E', 'e', '.'])
        && text.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
    match text.parse::<f64>().ok().filter(|value| looks && whole(value)) {
        Some(value) => format!("{value:.0}"),
        None => text.to_owned(),
    }
}
