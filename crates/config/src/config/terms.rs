//! `content/terms.yaml`: words to avoid, and their replacements.

use std::sync::Arc;

use super::yaml::{Map, Node, Text};
use crate::diag::Diagnostics;

/// Serious mistakes on official pages; disabled with `starter: false`.
const STARTER: [(&str, &str); 6] = [
    ("中华人民共合国", "中华人民共和国"),
    ("中华人民共和囯", "中华人民共和国"),
    ("残废人", "残疾人"),
    ("建国以来", "新中国成立以来"),
    ("解放以来", "新中国成立以来"),
    ("妇女联合协会", "妇女联合会"),
];

/// A word to avoid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub wrong: Arc<str>,
    /// Its replacement.
    pub right: Option<Arc<str>>,
    /// The reason.
    pub reason: Option<Arc<str>>,
}

/// Only the starter list.
#[must_use]
pub(super) fn starter() -> Vec<Term> {
    let term = |(wrong, right): (&str, &str)| Term {
        wrong: Arc::from(wrong),
        right: Some(Arc::from(right)),
        reason: None,
    };
    STARTER.into_iter().map(term).collect()
}

/// `replace: {wrong: right}` and `forbidden: [{text, reason}]`.
pub(super) fn read(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let Some(mut map) = Map::new(text, node, diagnostics) else { return starter() };
    let mut terms = if map.bool_of("starter", diagnostics).unwrap_or(true) { starter() } else { Vec::new() };
    if let Some(node) = map.take("replace") {
        if let Some(entries) = node.as_map() {
            for (key, value) in entries {
                let right = if value.is_null() { None } else { map.expect_text(value, diagnostics) };
                if right.is_some() || value.is_null() {
                    terms.push(Term { wrong: key.text.clone(), right, reason: None });
                }
            }
        } else {
            super::yaml::not_lines(text, node, diagnostics);
        }
    }
    let forbidden =
        map.take("forbidden").map_or(&[][..], |node| node.as_list().unwrap_or(std::slice::from_ref(node)));
    for node in forbidden {
        if let Some(wrong) = node.as_text() {
            terms.push(Term { wrong: wrong.clone(), right: None, reason: None });
            continue;
        }
        let Some(mut inner) = Map::new(text, node, diagnostics) else { continue };
        let wrong = inner.require_text("text", diagnostics);
        let reason = inner.text_of("reason", diagnostics);
        inner.finish(diagnostics);
        terms.extend(wrong.map(|wrong| Term { wrong, right: None, reason }));
    }
    map.finish(diagnostics);
    terms.retain(|term| !term.wrong.is_empty());
    terms
}
