//! Checks over the model.

mod claim_differs;
mod claim_of_nothing;
mod dates_out_of_order;
mod held_in_future;
mod inputs;
mod leaked;
mod mentioned;
mod near_name;
mod outside_programs;
mod pictures;
mod planned_in_past;
mod slips;
mod twice;
mod wording;

pub use inputs::ContentInputs;
pub(super) use mentioned::diagnostic as mention;
use rayon::prelude::*;

use crate::checks::leaks::Allowed;
use crate::domain::{FileIx, Finding};
use crate::progress::{ClaimFault, false_claims};

/// Runs all checks. Returns the files with suspects that other records explain.
pub fn run(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) -> Vec<FileIx> {
    let allowed = Allowed::new(&inputs.config.site);
    let found = inputs.model.records().par_chunks(256).map(|records| {
        let mut findings = Vec::new();
        for record in records.iter().filter(|record| !(inputs.known)(record.file)) {
            let Some(collection) = inputs.config.collection(record.collection) else { continue };
            held_in_future::check(inputs, collection, record, &mut findings);
            planned_in_past::check(inputs, collection, record, &mut findings);
            dates_out_of_order::check(inputs, collection, record, &mut findings);
            leaked::check(&allowed, collection, record, &mut findings);
            pictures::check(collection, record, &mut findings);
        }
        findings
    });
    findings.extend(found.collect::<Vec<_>>().into_iter().flatten());
    mentioned::check(inputs, findings);
    let doubts = near_name::check(inputs, findings);
    wording::check(inputs, findings);
    slips::check(inputs, findings);
    outside_programs::check(inputs, findings);
    twice::check(inputs, findings);
    claims(inputs, findings);
    doubts
}

/// Compares claims in records with the figures.
fn claims(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    for found in false_claims(inputs.programs, inputs.model, inputs.config) {
        let record = inputs.model.record(found.record);
        let Some((record, claim)) = record.and_then(|it| Some((it, it.claims.get(found.claim)?))) else {
            continue;
        };
        let progress = found.program.and_then(|at| inputs.programs.get(at)).map(AsRef::as_ref);
        findings.extend(match (&found.fault, progress) {
            (ClaimFault::Nothing(error), _) => {
                Some(claim_of_nothing::finding(inputs, record, claim, progress, error))
            }
            (ClaimFault::Differs { right, .. }, Some(progress)) => {
                Some(claim_differs::finding(record, claim, progress, *right))
            }
            (ClaimFault::Differs { .. }, None) => None,
        });
    }
}
