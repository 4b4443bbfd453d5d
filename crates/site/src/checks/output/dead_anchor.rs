//! BY702: a link leads to an anchor that its page does not have.

use std::collections::HashSet;

use super::seen::Wanted;
use crate::diag::{Code, Diagnostic, Diagnostics};

pub(super) fn check(ids: &HashSet<u64>, wanted: Vec<Wanted>, diagnostics: &mut Diagnostics) {
    for Wanted { from, to, .. } in wanted.into_iter().filter(|wanted| !ids.contains(&wanted.hash)) {
        diagnostics.push(Diagnostic::new(Code::DeadAnchor).arg("found", to).arg("page", from));
    }
}
