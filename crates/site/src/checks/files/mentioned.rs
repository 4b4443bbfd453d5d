//! BY253: a file names a person who may not be named.

use std::collections::BTreeSet;

use super::super::content::mention;
use super::super::names::Names;
use crate::diag::Diagnostic;
use crate::domain::TextKind;
use crate::extract::Contents;

/// Reports each person once.
pub(super) fn check(contents: &Contents, names: &Names, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for stretch in &contents.texts {
        for (_, person) in names.find(&stretch.text, TextKind::Plain, &|_| false) {
            if seen.insert(person.record) {
                found.push(mention(person));
            }
        }
    }
}
