//! BY245: a file could not be examined.

use crate::diag::{Arg, Code, Diagnostic};
use crate::extract::Contents;

pub(super) fn check(contents: &Contents, found: &mut Vec<Diagnostic>) {
    for gap in &contents.gaps {
        let (en, zh) = gap.words();
        found.push(Diagnostic::new(Code::FileNotReadable).arg("reason", Arg::term(en, zh)));
    }
}
