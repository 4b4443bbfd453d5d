//! BY243, BY244: a file gives away a number or an address that is nobody's business.

use std::collections::BTreeMap;

use super::super::leaks::{Allowed, Kind, scan};
use crate::diag::{Arg, Code, Diagnostic};
use crate::extract::{Contents, Stretch};

/// One diagnostic a kind: a list of hundreds of persons is one slip.
pub(super) fn check(contents: &Contents, allowed: &Allowed, found: &mut Vec<Diagnostic>) {
    let mut kinds: BTreeMap<Kind, (&Stretch, usize)> = BTreeMap::new();
    for stretch in &contents.texts {
        for leak in scan(&stretch.text, false) {
            let text = stretch.text.get(leak.range).unwrap_or("");
            if !allowed.has(text, leak.kind) {
                kinds.entry(leak.kind).or_insert((stretch, 0)).1 += 1;
            }
        }
    }
    for (kind, (first, count)) in kinds {
        let code = if kind.is_grave() { Code::LeakedInFile } else { Code::AddressInFile };
        let (en, zh) = kind.words();
        found.push(
            Diagnostic::new(code)
                .arg("kind", Arg::term(en, zh))
                .arg("where", place(first))
                .arg_opt("others", (count > 1).then(|| count - 1)),
        );
    }
}

/// Where in the file: the part, and the file within the archive.
fn place(stretch: &Stretch) -> Arg {
    let (en, zh) = stretch.part.words();
    match &stretch.inner {
        Some(inner) => Arg::term(format!("in “{inner}” within it, {en}"), format!("其中的“{inner}”，{zh}")),
        None => Arg::term(en, zh),
    }
}
