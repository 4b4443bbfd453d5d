//! Tests what changes and what stays.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods
)]

mod batch;
mod blocks;
mod bytes;
mod change;
mod mend;
mod properties;
mod second_opinion;
mod transaction;

use crate::{Document, Refusal, ValuePath};
use bangyang_domain::source::SitePath;

/// A file of YAML.
fn yaml(text: &str) -> Document {
    try_yaml(text).unwrap()
}

fn try_yaml(text: &str) -> Result<Document, Refusal> {
    Document::read(SitePath::try_from("content/site.yaml").unwrap(), text.as_bytes().to_vec())
}

/// A Markdown file.
fn markdown(text: &str) -> Document {
    Document::read(SitePath::try_from("content/news/a.md").unwrap(), text.as_bytes().to_vec()).unwrap()
}

/// A path written as messages show it: `a.b[1].c`.
fn path(written: &str) -> ValuePath {
    let mut path = ValuePath::default();
    for part in written.split('.').filter(|part| !part.is_empty()) {
        let (key, items) = part.split_once('[').map_or((part, ""), |(key, rest)| (key, rest));
        if !key.is_empty() {
            path = path.then(key);
        }
        for item in items.split(['[', ']']).filter(|item| !item.is_empty()) {
            path = path.then(item.parse::<usize>().unwrap());
        }
    }
    path
}

fn text(document: &Document) -> String {
    String::from_utf8(document.bytes().to_vec()).unwrap()
}
