//! BY241, BY242, BY253 in settings: what stands in `site.yaml`, regions and programs is on every page.

use super::content::mention;
use super::leaks::{Allowed, scan};
use super::names::Names;
use crate::config::yaml::{Node, NodeValue, Text, parse};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::{Span, TextKind};

/// Whether a file of `content/` holds settings whose words readers see.
#[must_use]
pub fn is_shown(inner: &str) -> bool {
    matches!(inner, "site.yaml" | "regions.yaml")
        || (inner.starts_with("programs/") && inner.ends_with(".yaml"))
}

/// What a file of settings gives away.
#[must_use]
pub fn check(text: &Text, allowed: &Allowed) -> Vec<Diagnostic> {
    let content = &text.content;
    let meant =
        |leak: &super::leaks::Leak| allowed.has(content.get(leak.range.clone()).unwrap_or(""), leak.kind);
    let leaks = scan(content, false).into_iter().filter(|leak| !meant(leak));
    let told = leaks.map(|leak| {
        let (en, zh) = leak.kind.words();
        let code = if leak.kind.is_grave() { Code::LeakedNumber } else { Code::LeakedAddress };
        let place = text.place(Span::new(leak.range.start, leak.range.end)).masked();
        Diagnostic::new(code).at(place).arg("kind", Arg::term(en, zh))
    });
    told.collect()
}

/// Who of those who may not be named is named in a file of settings. Comments are nobody's business, nor what is not shown.
#[must_use]
pub fn mentions(text: &Text, names: &Names) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // What is no YAML was told already.
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
