//! Links and ids found in rendered pages.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::plan::Plan;

/// The data with which pages are compared.
pub struct Output<'a> {
    pub(super) config: &'a Config,
    pub(super) plan: &'a Plan,
    /// Every file of the site except those of the search index.
    pub(super) files: HashSet<&'a str>,
    pub(super) seen: Mutex<Seen>,
}

/// What was collected from the pages so far.
#[derive(Default)]
pub(super) struct Seen {
    /// Hashes of pages and ids.
    pub(super) ids: HashSet<u64>,
    /// Anchors to which links lead.
    pub(super) wanted: Vec<Wanted>,
    pub(super) found: Vec<Diagnostic>,
}

/// An anchor to which a link leads.
pub(super) struct Wanted {
    pub(super) hash: u64,
    pub(super) from: String,
    pub(super) to: String,
}

/// The hash of an anchor in a page.
pub(super) fn place(page: &str, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (page, id).hash(&mut hasher);
    hasher.finish()
}
