//! The ids of headings.
//!
//! Ids are unique on a page. Within a text they are numbered if necessary; ids that the page itself uses are
//! avoided (`section-main` instead of `main`); other texts on the same page have another prefix.

use std::collections::{BTreeMap, BTreeSet};

/// The ids of a text's headings by the index of the heading's event, and all ids.
#[derive(Default)]
pub struct Ids {
    pub of: BTreeMap<usize, String>,
    pub all: BTreeSet<String>,
    /// Replacements of ids that the page already uses.
    pub instead: BTreeMap<String, String>,
    /// Explicit ids among these: the event, and the id as written.
    pub taken: Vec<(usize, String)>,
}
