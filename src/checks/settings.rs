//! BY241, BY242 in settings: what stands in `site.yaml`, regions and programs is on every page.

use super::leaks::{Allowed, scan};
use crate::config::yaml::Text;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::Span;

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
