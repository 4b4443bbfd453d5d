//! BY241, BY242: a text contains a private number or address.

use std::ops::Range;

use crate::checks::leaks::{Allowed, Kind as LeakKind, Leak};
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Collection, Finding, Meant, Record, RecordText, TextKind, TextPlace};
use crate::markdown::comments;

pub(super) fn check(
    allowed: &Allowed,
    collection: &Collection,
    record: &Record,
    findings: &mut Vec<Finding>,
) {
    record.texts(collection, &mut |found| {
        let meant = match found.kind {
            TextKind::Formatted(format) => format.definition().meant,
            TextKind::Plain | TextKind::Markdown | TextKind::File | TextKind::Picture => Meant::Nothing,
        };
        if meant != Meant::Numbers {
            text(&found, meant, allowed, (collection, record), findings);
        }
    });
}

fn text(
    found: &RecordText<'_>,
    meant: Meant,
    allowed: &Allowed,
    (collection, record): (&Collection, &Record),
    findings: &mut Vec<Finding>,
) {
    let field = match found.place {
        TextPlace::Field(at) => collection.fields.get(at),
        _ => None,
    };
    // The field's name tells what it contains.
    let said = field.map_or("", |field| &*field.name);
    let leaks = allowed.scan(found.text, said, collection.is_persons());
    // Comments are not on any page.
    let is_markdown = found.kind == TextKind::Markdown && !leaks.is_empty();
    let comments = if is_markdown { comments(found.text) } else { Vec::new() };
    let unseen = |leak: &Range<usize>| {
        comments.iter().any(|comment| comment.start <= leak.start && leak.end <= comment.end)
    };
    for Leak { kind, range } in leaks {
        let is_meant = meant == Meant::EmailAddress && kind == LeakKind::Email;
        if is_meant || unseen(&range) || allowed.has(found.text.get(range.clone()).unwrap_or(""), kind) {
            continue;
        }
        let (en, zh) = kind.words();
        let code = if kind.is_grave() { Code::LeakedNumber } else { Code::LeakedAddress };
        let diagnostic = Diagnostic::new(code).arg("kind", Arg::term(en, zh));
        findings.push(Finding::new(diagnostic, record.file, found.span(&range)));
    }
}
