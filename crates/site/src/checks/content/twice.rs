//! BY266: a record that seems to exist twice and would count twice: a copied file, or the same title on the
//! same day in the same region.
//!
//! Two people of the same name are reported only if region and day are the same too, or a file is named like
//! a copy. Other records are distinct if they differ in a describing field, such as the venue.

use std::cmp::Ordering;

use foldhash::{HashMap, HashMapExt};

use super::inputs::ContentInputs;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Collection, CollectionIx, Date, Field, Finding, Record, Value};

/// Up to this many records with the same title and day are compared with each other.
const MAX_CANDIDATES: usize = 100;

/// Suffixes that programs add to the names of copies.
const COPY_ENDS: [&str; 9] =
    ["的副本", "副本", "的拷贝", "拷贝", "复制", "冲突", "copy", "conflicted copy", "duplicate"];
/// Prefixes of the same kind.
const COPY_BEGINS: [&str; 5] = ["copy of ", "副本 ", "副本-", "复制 ", "复件 "];

pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    let mut alike: HashMap<(CollectionIx, Option<Date>, String), Vec<&Record>> = HashMap::new();
    let mut copies = Vec::new();
    for record in inputs.model.records().iter().map(AsRef::as_ref).filter(|record| !record.draft) {
        let Some(collection) = inputs.config.collection(record.collection) else { continue };
        let Some(title) = title(collection, record) else { continue };
        if let Some(original) = copied_from(&record.id) {
            copies.push((original, record));
        }
        let date = collection.roles.date.and_then(|at| record.get(at)?.as_date());
        alike.entry((record.collection, date, folded(title))).or_default().push(record);
    }
    let mut told: Vec<(&Record, &Record, bool)> = Vec::new();
    of_files(inputs, &copies, &mut told);
    for ((collection, date, _), records) in alike.iter().filter(|(_, records)| records.len() > 1) {
        if let Some(collection) = inputs.config.collection(*collection) {
            of_facts(collection, *date, records, &mut told);
        }
    }
    told.sort_by(|a, b| by_place(a.0, b.0).then(b.2.cmp(&a.2)).then(by_place(a.1, b.1)));
    // Each is reported once.
    told.dedup_by(|a, b| by_place(a.0, b.0) == Ordering::Equal);
    let allowed =
        |title: &str| inputs.config.site.allow.iter().any(|(text, _)| folded(text) == folded(title));
    for (second, first, is_copy) in told {
        let Some(collection) = inputs.config.collection(second.collection) else { continue };
        let Some(name) = title(collection, second).filter(|name| !allowed(name)) else { continue };
        findings.push(finding(collection, name, second, first, is_copy));
    }
}

fn title<'r>(collection: &Collection, record: &'r Record) -> Option<&'r str> {
    collection.roles.title.and_then(|at| record.get(at)?.as_text()).map(AsRef::as_ref)
}

/// A title without spaces and case, which do not distinguish titles.
fn folded(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn by_place(a: &Record, b: &Record) -> Ordering {
    (a.file, a.span.start).cmp(&(b.file, b.span.start))
}

/// Adds records whose files are named like copies of others with the same title.
fn of_files<'r>(
    inputs: &ContentInputs<'r>,
    copies: &[(String, &'r Record)],
    told: &mut Vec<(&'r Record, &'r Record, bool)>,
) {
    if copies.is_empty() {
        return;
    }
    let mut known: HashMap<(CollectionIx, String), &Record> = HashMap::new();
    for record in inputs.model.records() {
        known.insert((record.collection, record.id.to_lowercase()), record);
    }
    for (original, copy) in copies {
        let Some(collection) = inputs.config.collection(copy.collection) else { continue };
        let same = |first: &&&Record| {
            let [one, other] = [*copy, **first].map(|record| title(collection, record).map(folded));
            one == other && !first.draft
        };
        if let Some(first) = known.get(&(copy.collection, original.clone())).filter(same) {
            told.push((copy, first, true));
        }
    }
}

/// Adds records of one title and day that are the same in everything that could distinguish them.
fn of_facts<'r>(
    collection: &Collection,
    date: Option<Date>,
    records: &[&'r Record],
    told: &mut Vec<(&'r Record, &'r Record, bool)>,
) {
    let mut records: Vec<&Record> = records.iter().copied().take(MAX_CANDIDATES).collect();
    // Of a file and its copy, the copy is reported.
    records.sort_by(|a, b| {
        let is_copy = |record: &Record| copied_from(&record.id).is_some();
        is_copy(a).cmp(&is_copy(b)).then_with(|| by_place(a, b))
    });
    for (at, second) in records.iter().enumerate() {
        let is_same = |first: &&&Record| {
            let regions = collection.roles.region.map(|at| (first.get(at), second.get(at)));
            let same_region = regions.is_none_or(|(one, other)| one == other);
            // Things with neither date nor region may share a name by chance.
            let is_placed = date.is_some() || regions.is_some_and(|(one, _)| one.is_some());
            is_placed && same_region && (collection.is_persons() || !differs(collection, first, second))
        };
        if let Some(first) = records.iter().take(at).find(is_same) {
            told.push((second, first, false));
        }
    }
}

/// Whether two records differ in a describing field.
fn differs(collection: &Collection, one: &Record, other: &Record) -> bool {
    let describes = |field: &Field| field.kind.item().definition().describes;
    let named = |value: &Value| match value {
        Value::Reference(reference) => Value::Text(reference.text.clone()),
        Value::List(items) if items.iter().all(|item| matches!(item, Value::Reference(_))) => {
            let names: Vec<String> = items
                .iter()
                .map(|item| match item {
                    Value::Reference(reference) => reference.text.to_string(),
                    _ => String::new(),
                })
                .collect();
            Value::Text(names.join("\n").into())
        }
        value => value.clone(),
    };
    collection
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| describes(field))
        .any(|(at, _)| one.get(at).zip(other.get(at)).is_some_and(|(one, other)| named(one) != named(other)))
}

fn finding(collection: &Collection, name: &str, second: &Record, first: &Record, is_copy: bool) -> Finding {
    let reason = if is_copy {
        Arg::term("its file is named like a copy of the other one", "这个文件的名字像是另一个的副本")
    } else if collection.roles.region.is_some_and(|at| second.get(at).is_some()) {
        match collection.roles.date.and_then(|at| second.get(at)) {
            Some(_) => Arg::term("on the same day, in the same region", "日期和地区也一样"),
            None => Arg::term("in the same region", "地区也一样"),
        }
    } else {
        Arg::term("on the same day", "日期也一样")
    };
    let (person, event) = if collection.is_persons() { (Some(name), None) } else { (None, Some(name)) };
    let diagnostic = Diagnostic::new(Code::EnteredTwice)
        .arg("title", name)
        .arg("collection", collection.title.term(&collection.id))
        .arg("reason", reason)
        .arg_opt("person", person)
        .arg_opt("event", event);
    let mut finding = match collection.roles.title {
        Some(at) => Finding::at_value(diagnostic, second, at),
        None => Finding::at_start(diagnostic, second),
    };
    let at = collection.roles.title.map_or(first.start(), |at| first.span_of(at));
    finding.related.push((first.file, at));
    finding
}

/// The lower-case id of which an id seems to be a copy: `li-fang` for `li-fang - 副本`, `li-fang (1)`, `copy of
/// li-fang`.
fn copied_from(id: &str) -> Option<String> {
    let (folder, name) = id.rsplit_once('/').map_or(("", id), |(folder, name)| (folder, name));
    // Quick check: most ids contain none of these.
    let may_be = |c: char| matches!(c, ' ' | '(' | '（' | '副' | '拷' | '复' | '冲' | '_');
    if !name.contains(may_be) && !name.to_ascii_lowercase().contains("copy") {
        return None;
    }
    let name = name.to_lowercase();
    let mut rest = name.as_str();
    if let Some(original) = COPY_BEGINS.iter().find_map(|begin| rest.strip_prefix(begin)) {
        rest = original;
    }
    loop {
        let before = rest.len();
        rest = rest.trim_end();
        rest = without_number(rest);
        let unbracketed = rest.strip_suffix([')', '）']).and_then(|inner| {
            let (original, words) = inner.rsplit_once(['(', '（'])?;
            COPY_ENDS.iter().any(|end| words.contains(end)).then_some(original)
        });
        rest = unbracketed.unwrap_or(rest);
        if let Some(original) = COPY_ENDS.iter().find_map(|end| rest.strip_suffix(end)) {
            rest = original.trim_end_matches([' ', '-', '_', '—', '–']);
        }
        if rest.len() == before {
            break;
        }
    }
    let rest = rest.trim();
    let folder = folder.to_lowercase();
    let original = if folder.is_empty() { rest.to_owned() } else { format!("{folder}/{rest}") };
    (!rest.is_empty() && rest != name).then_some(original)
}

/// Strips ` (1)`, `（2）` or ` 2` from the end.
fn without_number(name: &str) -> &str {
    let inner = name.strip_suffix([')', '）']).and_then(|inner| inner.rsplit_once(['(', '（']));
    if let Some((original, _)) = inner.filter(|(_, number)| is_number(number)) {
        return original.trim_end();
    }
    name.rsplit_once(' ').filter(|(_, number)| is_number(number)).map_or(name, |(original, _)| original)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copies_are_called() {
        for (id, original) in [
            ("li-fang - 副本", "li-fang"),
            ("li-fang - 副本 (2)", "li-fang"),
            ("李芳-副本", "李芳"),
            ("李芳副本", "李芳"),
            ("李芳的副本", "李芳"),
            ("李芳 拷贝 2", "李芳"),
            ("副本 李芳", "李芳"),
            ("li-fang (1)", "li-fang"),
            ("li-fang（1）", "li-fang"),
            ("li-fang(1)", "li-fang"),
            ("li-fang copy", "li-fang"),
            ("li-fang copy 2", "li-fang"),
            ("Li-Fang - Copy", "li-fang"),
            ("li-fang - Copy (3)", "li-fang"),
            ("Copy of li-fang", "li-fang"),
            ("li-fang_copy", "li-fang"),
            ("li-fang 2", "li-fang"),
            ("li-fang (Wang's conflicted copy 2022-06-01)", "li-fang"),
            ("2022/q1/li-fang (1)", "2022/q1/li-fang"),
        ] {
            assert_eq!(copied_from(id).as_deref(), Some(original), "{id}");
        }
        for id in ["li-fang", "li-fang-2", "李芳（青溪）", "copy", "副本", "(1)", "2022-03-08", "a b"]
        {
            assert_eq!(copied_from(id), None, "{id}");
        }
    }
}
