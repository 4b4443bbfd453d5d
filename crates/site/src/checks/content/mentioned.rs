//! BY253: a record's text names a person who may not be named. BY255: a display name contains the name that
//! it should replace.

use rayon::prelude::*;

use super::super::names::{Hidden, Names};
use super::inputs::ContentInputs;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Finding, Record, RecordIx, RecordText, TextPlace, Visibility};
use crate::edition::tells_name;

pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    if inputs.names.is_empty() {
        return;
    }
    let records = inputs.model.records().par_iter().enumerate();
    let found = records.flat_map_iter(|(at, record)| {
        let mut findings = Vec::new();
        let ix = u32::try_from(at).map(RecordIx);
        if let (Ok(ix), Some(collection)) = (ix, inputs.config.collection(record.collection)) {
            MentionScan { names: inputs.names, record, ix, collection }.all(&mut findings);
        }
        findings
    });
    findings.extend(found.collect::<Vec<_>>());
}

/// The diagnostic for a mention.
pub(in crate::checks) fn diagnostic(person: &Hidden) -> Diagnostic {
    Diagnostic::new(Code::MentionOfWithheld).arg("name", &person.name).arg("reason", person.reason.clone())
}

struct MentionScan<'a> {
    names: &'a Names,
    record: &'a Record,
    ix: RecordIx,
    collection: &'a Collection,
}

impl MentionScan<'_> {
    fn all(&self, findings: &mut Vec<Finding>) {
        // In her own record her name is removed automatically. In a namesake's record, the name is the
        // namesake's.
        let own = self.names.person(self.ix).map(|(name, _)| name);
        let is_own =
            |person: &Hidden| person.record == self.ix || own.is_some_and(|own| person.is_called(own));
        self.record.texts(self.collection, &mut |found| {
            if !is_published(&found) {
                return;
            }
            for (range, person) in self.names.find(found.text, found.kind, &is_own) {
                findings.push(Finding::new(diagnostic(person), self.record.file, found.span(&range)));
            }
        });
        self.display_name(findings);
    }

    /// Reports a display name that contains the person's name; another placeholder is used instead.
    fn display_name(&self, findings: &mut Vec<Finding>) {
        let roles = &self.collection.roles;
        let Some(person) = self.names.hidden(self.ix) else { return };
        let Some((at, display)) =
            roles.display_name.and_then(|at| Some((at, self.record.get(at)?.as_text()?)))
        else {
            return;
        };
        if tells_name(display, &person.name) {
            let diagnostic = Diagnostic::new(Code::DisplayNameTellsName)
                .arg("found", display)
                .arg("name", &person.name)
                .arg("item", self.collection.item.term(&self.collection.id));
            findings.push(Finding::at_value(diagnostic, self.record, at));
        }
    }
}

/// Whether any edition shows a text to readers.
fn is_published(found: &RecordText<'_>) -> bool {
    let is_shown = match found.place {
        TextPlace::Id
        | TextPlace::Slug
        | TextPlace::Alias
        | TextPlace::Field(_)
        | TextPlace::Body
        | TextPlace::Claim
        | TextPlace::Param => true,
    };
    is_shown && found.visibility != Visibility::Private
}
