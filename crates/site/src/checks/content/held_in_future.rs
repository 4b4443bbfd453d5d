//! BY231: an event is marked as held, but its day is in the future.

use super::inputs::{ContentInputs, in_state};
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Finding, Record};

pub(super) fn check(
    inputs: &ContentInputs<'_>,
    collection: &Collection,
    record: &Record,
    findings: &mut Vec<Finding>,
) {
    let Some((title, date)) = in_state(collection, record, "held") else { return };
    let (Some(at), true) = (collection.roles.date, date.first_day() > inputs.today) else { return };
    let diagnostic = Diagnostic::new(Code::HeldInFuture).arg("title", title).arg("date", date.to_string());
    findings.push(Finding::at_value(diagnostic, record, at));
}
