//! URL patterns of records.

use std::sync::Arc;

use super::super::yaml::{Node, Text};
use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::domain::{UrlPart, UrlPattern};

/// Reads a pattern; `false` means that records have no pages.
pub(super) fn read_url(
    text: &Text,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<(UrlPattern, Option<Place>)> {
    let word = node.as_text()?;
    if &**word == "false" {
        return None;
    }
    let place = text.place(node.span);
    let pattern = parse_pattern(word);
    if pattern.is_none() {
        diagnostics.push(Diagnostic::new(Code::BadUrlPattern).at(place.clone()).arg("found", word));
    }
    pattern.map(|pattern| (pattern, Some(place)))
}

/// Parses a pattern such as `/volunteers/{slug}.html`; it must begin with `/`, end in `.html` or `/`, and
/// have a variable that distinguishes records.
fn parse_pattern(pattern: &str) -> Option<UrlPattern> {
    let mut rest = pattern.strip_prefix('/')?;
    if !(rest.ends_with(".html") || rest.ends_with('/'))
        || rest.split('/').any(|part| part == ".." || part == ".")
    {
        return None;
    }
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if !before.is_empty() {
            parts.push(UrlPart::Literal(Arc::from(before)));
        }
        parts.push(match name {
            "slug" => UrlPart::Slug,
            "id" => UrlPart::Id,
            "region" => UrlPart::Region,
            "year" => UrlPart::Year,
            "path" => UrlPart::Path,
            _ => return None,
        });
        rest = behind;
    }
    parts.push(UrlPart::Literal(Arc::from(rest)));
    let literal_ok = parts.iter().all(|part| match part {
        UrlPart::Literal(text) => text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'_' | b'.')),
        _ => true,
    });
    let tells_apart = parts.iter().any(|part| matches!(part, UrlPart::Slug | UrlPart::Id | UrlPart::Path));
    (literal_ok && tells_apart).then_some(UrlPattern(parts))
}
