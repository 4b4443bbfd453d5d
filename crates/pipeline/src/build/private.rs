//! Masks values of private fields in the lines that diagnostics quote.
//!
//! Diagnostics about a private value do not contain it. This is for other values on the same line, and for
//! files that are not valid YAML, where it is not known where a value ends: keys are searched for in the raw
//! lines, and everything after a private key is masked, except the value that the diagnostic marks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::config::text::read_text;
use crate::diag::{Diagnostics, Place, Spot, TextSpot, suggestion};
use crate::domain::{Collection, Field, FieldType, Visibility};
use crate::source::{SitePath, System};

/// Private in every record.
const ALWAYS: &str = "evidence";

/// The diagnostics with their quoted lines masked.
pub(super) fn hide(system: &dyn System, root: &Path, config: &Config, found: Diagnostics) -> Diagnostics {
    let mut hider = Hider { system, root, config, texts: BTreeMap::new() };
    let mut masked = Diagnostics::default();
    for mut diagnostic in found.sorted() {
        diagnostic.place = diagnostic.place.map(|place| hider.place(place));
        diagnostic.related = diagnostic.related.into_iter().map(|place| hider.place(place)).collect();
        masked.push(diagnostic);
    }
    masked
}

struct Hider<'a> {
    system: &'a dyn System,
    root: &'a Path,
    config: &'a Config,
    texts: BTreeMap<SitePath, Option<Arc<str>>>,
}

impl Hider<'_> {
    fn place(&mut self, place: Place) -> Place {
        let folder = place.file.as_str().strip_prefix("content/").and_then(|path| path.split('/').next());
        let collection = folder.and_then(|folder| self.config.collection_named(folder));
        let (Some((_, collection)), Some(spot)) = (collection, place.text()) else { return place };
        if spot.excerpt.ends_with("•••") {
            return place;
        }
        let keys = private_keys(collection);
        let (system, root) = (self.system, self.root);
        let text = self.texts.entry(place.file.clone()).or_insert_with(|| {
            read_text(system, root, &place.file, &mut Diagnostics::default()).map(|text| text.content)
        });
        let Some(text) = text else { return place };
        let at = usize::try_from(spot.line).unwrap_or(1).saturating_sub(1);
        let Some(line) = text.split('\n').nth(at) else { return place };
        let start = usize::try_from(spot.column).unwrap_or(1).saturating_sub(1);
        let marked = start..start + spot.marked.len();
        let misspelt =
            keys_of(line).into_iter().filter(|key| !keys.contains(key) && is_near(key, collection, &keys));
        let keys: Vec<&str> = keys.iter().copied().chain(misspelt).collect();
        let masked =
            if within_private(text, at, &|key| keys.contains(&key) || is_near(key, collection, &keys)) {
                mask(line, 0, None)
            } else {
                mask_line(line, &marked, &keys)
            };
        if masked == line {
            return place;
        }
        let offset = |n: usize| masked.char_indices().nth(n).map_or(masked.len(), |(at, _)| at);
        let shown = Place::of(place.file.clone(), &masked, offset(marked.start)..offset(marked.end));
        let Spot::Text(shown) = shown.spot else { return place };
        let spot = TextSpot { bytes: spot.bytes.clone(), line: spot.line, ..*shown };
        Place { spot: Spot::Text(Box::new(spot)), ..place }
    }
}

/// The keys of private fields, at any depth.
fn private_keys(collection: &Collection) -> Vec<&str> {
    fn add<'f>(fields: &'f [Field], keys: &mut Vec<&'f str>) {
        for field in fields {
            if field.visibility == Visibility::Private {
                keys.push(&field.name);
            } else if let FieldType::Group(fields) = field.kind.item() {
                add(fields, keys);
            }
        }
    }
    let mut keys = vec![ALWAYS];
    add(&collection.fields, &mut keys);
    keys
}

/// The keys in a line: what is before its colons.
fn keys_of(line: &str) -> Vec<&str> {
    let parts = line.split([':', '：']);
    let count = line.matches([':', '：']).count();
    let key = |part: &'_ str| part.rsplit(['{', ',', '，', '｛']).next().map(str::len);
    parts
        .take(count)
        .filter_map(|part| part.get(part.len() - key(part)?..))
        .map(|key| key.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '"' | '\'' | '?')))
        .filter(|key| !key.is_empty())
        .collect()
}

/// Whether an unknown key may be a misspelt private one.
fn is_near(key: &str, collection: &Collection, private: &[&str]) -> bool {
    let is_field = collection.fields.iter().any(|field| *field.name == *key);
    !is_field && suggestion(key, private.iter().copied()).is_some()
}

/// Whether a line belongs to a value whose private key is on an earlier, less indented line.
fn within_private(text: &str, line: usize, is_private: &dyn Fn(&str) -> bool) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = text.split('\n').take(line + 1).collect();
    let mut depth = lines.last().map_or(0, |line| indent(line));
    for above in lines.iter().rev().skip(1).filter(|line| !line.trim().is_empty()) {
        if depth == 0 {
            return false;
        }
        if indent(above) < depth {
            depth = indent(above);
            let key = above.trim_start().trim_start_matches("- ").split([':', '：']).next().unwrap_or("");
            if is_private(key.trim_end()) {
                return true;
            }
        }
    }
    false
}

/// The line with everything after private keys masked, except the marked value if another key comes before
/// it.
fn mask_line(line: &str, marked: &Range<usize>, keys: &[&str]) -> String {
    let mut masked = line.to_owned();
    for key in keys {
        let mut from = 0;
        while let Some(at) = line.get(from..).and_then(|rest| rest.find(key)).map(|at| from + at) {
            from = at + key.len();
            let before = line.get(..at).unwrap_or("").trim_end_matches(['"', '\'']).chars().next_back();
            let begins =
                before.is_none_or(|c| c.is_whitespace() || "{,-，｛—–·•*\u{FEFF}\u{200B}".contains(c));
            let behind = line.get(from..).unwrap_or("").trim_start_matches(['"', '\'', ' ']);
            // At the beginning of a line, a word is a key even if its colon was forgotten.
            let is_first = !line.get(..at).unwrap_or("").contains(|c: char| c.is_alphanumeric());
            let ends = !behind.is_empty()
                && !line.get(from..).unwrap_or("").starts_with(['_', '-'])
                && !line.get(from..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if begins && (behind.starts_with([':', '：']) || (is_first && ends)) {
                let start = line.get(..from).map_or(0, |text| text.chars().count());
                let between: String =
                    line.chars().skip(start + 1).take(marked.start.saturating_sub(start + 1)).collect();
                let another =
                    between.rsplit([',', '，']).next().is_some_and(|last| last.contains([':', '：']));
                let keep = another && between.contains([',', '，']);
                masked = mask(&masked, start + 1, keep.then_some(marked));
            }
        }
    }
    masked
}

/// Masks everything from a character on, except for a range.
fn mask(line: &str, from: usize, keep: Option<&Range<usize>>) -> String {
    let hides =
        |n: usize, c: char| n >= from && !c.is_whitespace() && keep.is_none_or(|keep| !keep.contains(&n));
    line.chars().enumerate().map(|(n, c)| if hides(n, c) { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(line: &str, meant: &str) -> String {
        let start = line.get(..line.find(meant).unwrap()).unwrap().chars().count();
        mask_line(line, &(start..start + meant.chars().count()), &["evidence", "phone"])
    }

    #[test]
    fn what_stands_behind_a_private_key_is_masked() {
        assert_eq!(masked("- {title: 甲, evidence: 柜三}", "甲"), "- {title: 甲, evidence: •••");
        assert_eq!(masked("- {evidence: 柜, title: 甲, a: b}", "甲"), "- {evidence: •• •••••• 甲• •• ••");
        assert_eq!(masked("phone：柜三", "柜"), "phone：••");
        assert_eq!(masked("- {phone: 一, 二, a: x}", "二"), "- {phone: •• •• •• ••");
        assert_eq!(masked("telephone: 甲", "甲"), "telephone: 甲");
        assert_eq!(masked("phone 柜三", "柜"), "phone ••");
        assert_eq!(masked("phone= 柜三", "柜"), "phone= ••");
        assert_eq!(masked("  — phone: 柜三", "—"), "  — phone: ••");
        assert_eq!(masked("phones 甲", "甲"), "phones 甲");
        assert_eq!(masked("name: evidence of 甲", "甲"), "name: evidence of 甲");
    }

    #[test]
    fn lines_below_a_private_key_belong_to_it() {
        let text = "a: b\nevidence: |\n  一\n\n  二\nc:\n  - evidence:\n      三\n  - d: 四";
        let found: Vec<usize> =
            (0..9).filter(|line| within_private(text, *line, &|key| key == "evidence")).collect();
        assert_eq!(found, [2, 4, 7]);
    }
}
