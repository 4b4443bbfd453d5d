//! BY704: a page's headings skip a level, which disorients users of screen readers.

use super::Scanned;
use crate::diag::{Code, Diagnostic};
use crate::plan::Page;

pub(super) fn check(page: &Page, scanned: &Scanned<'_>, found: &mut Vec<Diagnostic>) {
    let before = std::iter::once(0).chain(scanned.headings.iter().copied());
    let skipped = before.zip(&scanned.headings).find(|(before, level)| **level > before + 1);
    let Some((before, level)) = skipped else { return };
    let diagnostic = Diagnostic::new(Code::HeadingOrder)
        .arg("found", format!("h{level}"))
        .arg("wanted", format!("h{}", before + 1))
        .arg("page", page.url.path());
    found.push(diagnostic);
}
