//! BY232: an event is still marked as planned, but its day is over.

use super::inputs::{ContentInputs, in_state};
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Finding, Record};

pub(super) fn check(
    inputs: &ContentInputs<'_>,
    collection: &Collection,
    record: &Record,
    findings: &mut Vec<Finding>,
) {
    let Some((title, date)) = in_state(collection, record, "planned") else { return };
    let (Some(at), true) = (collection.roles.date, date.last_day() < inputs.today) else { return };
    let diagnostic = Diagnostic::new(Code::PlannedInPast).arg("title", title).arg("date", date.to_string());
    findings.push(Finding::at_value(diagnostic, record, at));
}
