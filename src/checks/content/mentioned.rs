//! BY253: somebody's text names a person who may not be named.

use rayon::prelude::*;

use super::super::names::{Hidden, Names};
use super::Inputs;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Finding, Record, RecordIx, Span, Value, Visibility};

pub(super) fn check(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    if inputs.names.is_empty() {
        return;
    }
    let records = inputs.model.records().par_iter().enumerate();
    let found = records.flat_map_iter(|(at, record)| {
        let mut findings = Vec::new();
        let ix = u32::try_from(at).map(RecordIx);
        if let (Ok(ix), Some(collection)) = (ix, inputs.config.collection(record.collection)) {
            Reader { names: inputs.names, record, ix }.all(collection, &mut findings);
        }
        findings
    });
    findings.extend(found.collect::<Vec<_>>());
}

/// The diagnostic about a mention.
pub(in crate::checks) fn diagnostic(person: &Hidden) -> Diagnostic {
    Diagnostic::new(Code::MentionOfWithheld).arg("name", &person.name).arg("reason", person.reason.clone())
}

struct Reader<'a> {
    names: &'a Names,
    record: &'a Record,
    ix: RecordIx,
}

impl Reader<'_> {
    fn all(&self, collection: &Collection, findings: &mut Vec<Finding>) {
        let is_person = collection.is_persons();
        for (at, field) in collection.fields.iter().enumerate() {
            // A namesake is no mention.
            let is_own_name = is_person && collection.roles.title == Some(at);
            if field.visibility != Visibility::Private
                && !is_own_name
                && let Some(value) = self.record.get(at)
            {
                self.value(value, self.record.span_of(at), findings);
            }
        }
        if let Some(body) = &self.record.body {
            let start = usize::try_from(body.start).unwrap_or(usize::MAX);
            for (range, person) in self.names.find(&body.text) {
                let span = Span::new(start.saturating_add(range.start), start.saturating_add(range.end));
                self.tell(person, span, findings);
            }
        }
    }

    fn value(&self, value: &Value, span: Span, findings: &mut Vec<Finding>) {
        let mut text = |text: &str| {
            for (_, person) in self.names.find(text) {
                self.tell(person, span, findings);
            }
        };
        match value {
            Value::Text(found) | Value::Markdown(found) => text(found),
            Value::Image(image) => {
                [&image.alt, &image.caption, &image.credit]
                    .into_iter()
                    .flatten()
                    .for_each(|found| text(found));
            }
            Value::List(items) => items.iter().for_each(|item| self.value(item, span, findings)),
            Value::Group(group) => {
                group.values.iter().flatten().for_each(|item| self.value(item, group.span, findings));
            }
            _ => {}
        }
    }

    /// In her own record her name is taken out by itself.
    fn tell(&self, person: &Hidden, span: Span, findings: &mut Vec<Finding>) {
        if person.record != self.ix {
            findings.push(Finding::new(diagnostic(person), self.record.file, span));
        }
    }
}
