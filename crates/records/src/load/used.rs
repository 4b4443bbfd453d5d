//! Spreadsheets that records offer to readers.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::context::RecordFile;
use super::memory::Read;
use crate::domain::near::file_name;
use crate::domain::{Record, Value};

/// The paths of spreadsheets that are named by a field or a text of a record.
pub(super) fn spreadsheets(read: &[Read], sheets: &[RecordFile]) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let names: Vec<(String, String)> = sheets
        .iter()
        .map(|file| {
            let name = file_name(&file.inner).to_owned();
            let encoded = encoded(&name);
            (name, encoded)
        })
        .collect();
    for (found, _) in read.iter().map(AsRef::as_ref) {
        for record in found.records.iter().map(AsRef::as_ref).chain(&found.broken) {
            for (file, (name, encoded)) in sheets.iter().zip(&names) {
                let path = file.path.as_str();
                if !used.contains(path) && uses(record, path, name, encoded) {
                    used.insert(path.to_owned());
                }
            }
        }
    }
    used
}

fn uses(record: &Record, path: &str, name: &str, encoded: &str) -> bool {
    let links = |text: &str| text.contains(name) || text.contains(encoded);
    record.body.as_ref().is_some_and(|body| links(&body.text))
        || record.values.values().any(|value| names(value, path, &links))
}

/// Whether a value is the file, or a text with a link to it.
fn names(value: &Value, path: &str, links: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::File(file) => &**file == path,
        Value::Markdown(text) => links(text),
        Value::List(items) => items.iter().any(|item| names(item, path, links)),
        Value::Group(group) => group.values.iter().flatten().any(|value| names(value, path, links)),
        _ => false,
    }
}

/// A name as links write it.
fn encoded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
