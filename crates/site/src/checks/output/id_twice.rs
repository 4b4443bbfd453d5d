//! BY705: two elements of a page have the same id, so links only reach the first.

use std::collections::BTreeSet;

use super::Scanned;
use crate::diag::{Code, Diagnostic};
use crate::plan::Page;

pub(super) fn check(page: &Page, scanned: &Scanned<'_>, found: &mut Vec<Diagnostic>) {
    let mut ids = scanned.ids.clone();
    ids.sort_unstable();
    let twice = ids.iter().zip(ids.iter().skip(1)).filter(|(a, b)| a == b).map(|(id, _)| *id);
    for id in twice.collect::<BTreeSet<&str>>() {
        found.push(Diagnostic::new(Code::IdTwice).arg("id", id).arg("page", page.url.path()));
    }
}
