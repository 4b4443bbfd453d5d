//! BY241, BY242, BY253 in settings: the texts of `site.yaml`, regions and programs are on every page, reasons
//! for corrections on some.

use super::content::mention;
use super::leaks::Allowed;
use super::names::Names;
use crate::config::yaml::{Node, NodeValue, Text, parse};
use std::ops::Range;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place};
use crate::domain::{Span, TextKind};

/// Whether a file of `content/` contains settings that readers see.
#[must_use]
pub fn is_shown(inner: &str) -> bool {
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| inner.to_lowercase().ends_with(ending));
    matches!(inner, "site.yaml" | "regions.yaml" | "terms.yaml")
        || (is_yaml && FOLDERS.iter().any(|folder| inner.starts_with(folder)))
}

/// Folders of `content/` with settings that readers see: titles, labels of fields and choices, notes.
const FOLDERS: [&str; 3] = ["programs/", "collections/", "closed/"];

/// The leaks in a settings file. Comments are not published.
#[must_use]
pub fn check(text: &Text, allowed: &Allowed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut look = |words: &str, span: Span| {
        for leak in allowed.scan(words, "", false) {
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
        // If it is not valid YAML, it is not known what would be published.
        None => look(&text.content, Span::new(0, text.content.len())),
    }
    let (told, mut places): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    Place::hide_marked(places.iter_mut());
    told.into_iter().zip(places).map(|(told, place): (Diagnostic, Place)| told.at(place)).collect()
}

/// The span of a range of a value if the value is written literally; otherwise the whole value.
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

/// Passes on every text of a file, including keys, some of which are labels.
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

/// The mentions in a settings file of persons who may not be named. Comments and hidden settings do not
/// matter.
#[must_use]
pub fn mentions(text: &Text, names: &Names) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Invalid YAML was reported already.
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
