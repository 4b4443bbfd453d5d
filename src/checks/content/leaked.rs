//! BY241, BY242: a text gives away a number or an address that is nobody's business.

use std::ops::Range;

use crate::checks::leaks::{Allowed, Leak, scan};
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Collection, Finding, Group, Record, Span, Value};

pub(super) fn check(
    allowed: &Allowed,
    collection: &Collection,
    record: &Record,
    findings: &mut Vec<Finding>,
) {
    let reader = Reader { allowed, record, person: collection.is_persons() };
    reader.text(&record.id, |_| record.start(), findings);
    if let Some(span) = record.slug_span {
        reader.text(&record.slug, |_| span, findings);
    }
    for (alias, span) in &record.aliases {
        reader.text(alias, |_| *span, findings);
    }
    for (at, _, value) in record.filled(collection) {
        reader.value(value, record.span_of(at), findings);
    }
    if let Some(body) = &record.body {
        let start = usize::try_from(body.start).unwrap_or(usize::MAX);
        let place = |range: Range<usize>| {
            Span::new(start.saturating_add(range.start), start.saturating_add(range.end))
        };
        reader.text(&body.text, place, findings);
    }
    for claim in &record.claims {
        reader.text(&claim.says, |_| claim.span, findings);
    }
    for (key, value) in record.params.iter().flat_map(|params| params.iter()) {
        reader.param(key, value, findings);
    }
}

struct Reader<'a> {
    allowed: &'a Allowed,
    record: &'a Record,
    /// Whether the record is a living person.
    person: bool,
}

impl Reader<'_> {
    fn value(&self, value: &Value, span: Span, findings: &mut Vec<Finding>) {
        let mut text = |text: &str| self.text(text, |_| span, findings);
        match value {
            Value::Text(found) | Value::Markdown(found) | Value::Url(found) | Value::File(found) => {
                text(found)
            }
            Value::Image(image) => {
                text(&image.file);
                [&image.alt, &image.caption, &image.credit]
                    .into_iter()
                    .flatten()
                    .for_each(|found| text(found));
            }
            Value::List(items) => items.iter().for_each(|item| self.value(item, span, findings)),
            Value::Group(group) => self.group(group, findings),
            // A telephone number that is meant for the public is meant; what has a form of its own holds no such number.
            _ => {}
        }
    }

    fn group(&self, group: &Group, findings: &mut Vec<Finding>) {
        group.values.iter().flatten().for_each(|value| self.value(value, group.span, findings));
    }

    fn param(&self, key: &str, value: &serde_json::Value, findings: &mut Vec<Finding>) {
        self.text(key, |_| self.record.start(), findings);
        self.params(value, findings);
    }

    fn params(&self, value: &serde_json::Value, findings: &mut Vec<Finding>) {
        match value {
            serde_json::Value::String(text) => self.text(text, |_| self.record.start(), findings),
            serde_json::Value::Number(number) => {
                self.text(&number.to_string(), |_| self.record.start(), findings);
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.params(item, findings)),
            serde_json::Value::Object(map) => {
                map.iter().for_each(|(key, item)| self.param(key, item, findings));
            }
            _ => {}
        }
    }

    fn text(&self, text: &str, place: impl Fn(Range<usize>) -> Span, findings: &mut Vec<Finding>) {
        for Leak { kind, range } in scan(text, self.person) {
            if self.allowed.has(text.get(range.clone()).unwrap_or(""), kind) {
                continue;
            }
            let (en, zh) = kind.words();
            let code = if kind.is_grave() { Code::LeakedNumber } else { Code::LeakedAddress };
            let diagnostic = Diagnostic::new(code).arg("kind", Arg::term(en, zh));
            findings.push(Finding::new(diagnostic, self.record.file, place(range)));
        }
    }
}
