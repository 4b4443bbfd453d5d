//! BY241, BY242, BY253 in settings: what is in `site.yaml`, regions and programs is on every page; so are
//! reasons for corrections on some.

use super::content::mention;
use super::leaks::{Allowed, scan};
use super::names::Names;
use crate::config::yaml::{Node, NodeValue, Text, parse};
use std::ops::Range;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place};
use crate::domain::{Span, TextKind};

/// Whether a file of `content/` holds settings whose words readers see.
#[must_use]
pub fn is_shown(inner: &str) -> bool {
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| inner.to_lowercase().ends_with(ending));
    matches!(inner, "site.yaml" | "regions.yaml" | "terms.yaml")
        || (is_yaml && FOLDERS.iter().any(|folder| inner.starts_with(folder)))
}

/// Folders of `content/` that hold settings whose words readers see: titles, labels of fields and choices, notes.
const FOLDERS: [&str; 3] = ["programs/", "collections/", "closed/"];

/// What a file of settings gives away. Comments are published nowhere.
#[must_use]
pub fn check(text: &Text, allowed: &Allowed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut look = |words: &str, span: Span| {
        for leak in scan(words, false) {
            if allowed.has(words.get(leak.range.clone()).unwrap_or(""), leak.kind) {
                continue;
            }
            let (en, zh) = leak.kind.words();
            let code = if leak.kind.is_grave() { Code::LeakedNumber } else { Code::LeakedAddress };
            let (told, place) = (
                Diagnostic::new(code).arg("kind", Arg::term(en, zh)),
                place_of(text, words, span, &leak.range),
            );
            found.push((told, place));
        }
    };
    match parse(text, 0..text.content.len(), &mut Diagnostics::default()) {
        Some(node) => in_words(&node, &mut look),
        // Of what is no YAML nobody knows what would be published.
        None => look(&text.content, Span::new(0, text.content.len())),
    }
    let (told, mut places): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    Place::hide_marked(places.iter_mut());
    told.into_iter().zip(places).map(|(told, place): (Diagnostic, Place)| told.at(place)).collect()
}

/// Where in a file a stretch of a value is: the stretch, where the value is written as it is read; else all
/// of the value.
fn place_of(text: &Text, words: &str, span: Span, range: &Range<usize>) -> Place {
    let usize_of = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let start = usize_of(span.start);
    let as_written = text.content.get(start..usize_of(span.end)) == Some(words);
    let secret = words.get(range.clone()).unwrap_or("");
    match as_written && !secret.contains('\n') {
        true => text.place(Span::new(start + range.start, start + range.end)),
        false => text.place(span).masked(),
    }
}

/// Hands on every word of a file: keys, too, which are labels here and there.
fn in_words(node: &Node, look: &mut dyn FnMut(&str, Span)) {
    match &node.value {
        NodeValue::Null => {}
        NodeValue::Scalar { text, .. } => look(text, node.span),
        NodeValue::Sequence(items) => items.iter().for_each(|item| in_words(item, look)),
        NodeValue::Mapping(entries) => {
            for (key, value) in entries {
                look(&key.text, key.span);
                in_words(value, look);
            }
        }
    }
}

/// Who of those who may not be named is named in a file of settings. Comments are nobody's business, nor what is not shown.
#[must_use]
pub fn mentions(text: &Text, names: &Names) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // What is no YAML was reported already.
    if let Some(node) = parse(text, 0..text.content.len(), &mut Diagnostics::default()) {
        in_node(&node, text, names, &mut found);
    }
    found
}

/// Settings that readers do not see.
const NOT_SHOWN: [&str; 2] = ["allow", "review"];

fn in_node(node: &Node, text: &Text, names: &Names, found: &mut Vec<Diagnostic>) {
    match &node.value {
        NodeValue::Null => {}
        NodeValue::Scalar { text: words, .. } => {
            for (_, person) in names.find(words, TextKind::Plain, &|_| false) {
                found.push(mention(person).at(text.place(node.span)));
            }
        }
        NodeValue::Sequence(items) => items.iter().for_each(|item| in_node(item, text, names, found)),
        NodeValue::Mapping(entries) => {
            let shown = entries.iter().filter(|(key, _)| !NOT_SHOWN.contains(&&*key.text));
            shown.for_each(|(_, value)| in_node(value, text, names, found));
        }
    }
}
