//! Diagnostics of a whole build.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::images;
use crate::source::SitePath;

/// Reports each template error once, since it usually affects many pages alike; names the first page by URL.
pub(super) fn once(diagnostics: Diagnostics) -> Diagnostics {
    let mut seen = BTreeSet::new();
    let mut kept = Diagnostics::default();
    for diagnostic in diagnostics.sorted() {
        let place =
            diagnostic.place.as_ref().map(|place| (place.file.to_string(), place.line(), place.column()));
        let args = diagnostic.args.iter().filter(|(name, _)| *name != "page");
        let args: Vec<String> = args.map(|(name, value)| format!("{name} {value:?}")).collect();
        if seen.insert((diagnostic.code, place, args)) {
            kept.push(diagnostic);
        }
    }
    kept
}

/// Whether the error may be due to a file that could not be read.
pub(super) fn for_want_of_a_file(diagnostic: &Diagnostic) -> bool {
    use Code::{DanglingLink, DanglingReference, MenuLeadsNowhere, MissingFile};
    matches!(diagnostic.code, DanglingLink | DanglingReference | MenuLeadsNowhere | MissingFile)
}

pub(super) fn image_error(source: &str, error: &images::ImageError) -> Diagnostic {
    let file = SitePath::try_from(source).ok().map(crate::diag::Place::file);
    error.diagnostic(source).at(file)
}
