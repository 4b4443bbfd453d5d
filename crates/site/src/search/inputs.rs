//! The input for building the index.

use std::sync::Arc;

use crate::plan::Plan;
use crate::view::{RecordCard, Viewer};

/// Receives finished files, from all threads: path and bytes.
pub type Put<'p> = &'p (dyn Fn(&str, &[u8]) + Sync);

/// The input of the index: what an edition shows, and nothing else.
#[derive(Clone, Copy)]
pub struct SearchInputs<'a> {
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The card of every record, by `PublicIx`.
    pub cards: &'a [Arc<RecordCard>],
    /// The plan: everything with a page can be found.
    pub plan: &'a Plan,
}
