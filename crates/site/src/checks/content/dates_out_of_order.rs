//! BY233: an end date is before the start date.

use super::inputs::ContentInputs;
use crate::diag::{Arg, Code, Diagnostic, Lang};
use crate::domain::{Collection, Date, Field, FieldType, Finding, Group, Record, Span, Value};

pub(super) fn check(
    _: &ContentInputs<'_>,
    collection: &Collection,
    record: &Record,
    findings: &mut Vec<Finding>,
) {
    let value = |at: usize| record.get(at);
    for (later, at) in collection.fields.iter().zip(0..) {
        let Some(earlier) = before(later, &collection.fields) else { continue };
        if is_wrong(value(at), value(earlier.0)) {
            findings.push(finding(later, earlier.1, record, record.span_of(at)));
        }
    }
    for (_, field, value) in record.filled(collection) {
        let FieldType::Group(fields) = field.kind.item() else { continue };
        for group in groups(Some(value)) {
            in_group(fields, group, record, findings);
        }
    }
}

fn in_group(fields: &[Field], group: &Group, record: &Record, findings: &mut Vec<Finding>) {
    for (later, at) in fields.iter().zip(0..) {
        let Some(earlier) = before(later, fields) else { continue };
        if is_wrong(group.get(at), group.get(earlier.0)) {
            findings.push(finding(later, earlier.1, record, group.span));
        }
    }
}

/// The index and name of the date that must not be after a field.
fn before<'f>(later: &Field, fields: &'f [Field]) -> Option<(usize, &'f Field)> {
    let name = later.not_before.as_ref()?;
    fields.iter().enumerate().find(|(_, field)| field.name == *name)
}

fn groups(value: Option<&Value>) -> Vec<&Group> {
    match value {
        Some(Value::Group(group)) => vec![group],
        Some(Value::List(items)) => items.iter().flat_map(|item| groups(Some(item))).collect(),
        _ => Vec::new(),
    }
}

/// Whether the later date is before the earlier one, whichever days imprecise dates mean.
fn is_wrong(later: Option<&Value>, earlier: Option<&Value>) -> bool {
    let date = |value: Option<&Value>| value.and_then(Value::as_date);
    let before = |(later, earlier): (Date, Date)| later.last_day() < earlier.first_day();
    date(later).zip(date(earlier)).is_some_and(before)
}

fn finding(later: &Field, earlier: &Field, record: &Record, span: Span) -> Finding {
    let label = |field: &Field| {
        let of = |lang: Lang| field.label.or(lang, &field.name).to_owned();
        Arg::Term { en: of(Lang::En), zh: of(Lang::ZhCn) }
    };
    let diagnostic =
        Diagnostic::new(Code::DatesOutOfOrder).arg("later", label(later)).arg("earlier", label(earlier));
    Finding::new(diagnostic, record.file, span)
}
