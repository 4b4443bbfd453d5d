//! The input for reading a file of records.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::domain::{Attachment, CollectionIx, PictureFault, Spellings};
use crate::source::{SitePath, System};

/// The context for reading a file.
pub(crate) struct Context<'a> {
    pub(super) system: &'a dyn System,
    pub(super) root: &'a Path,
    pub(super) config: &'a Config,
    pub(super) attachments: &'a BTreeMap<Arc<str>, Attachment>,
    pub(super) faults: &'a BTreeMap<Arc<str>, PictureFault>,
    pub(super) spellings: &'a Spellings,
}

/// A file with records.
pub(super) struct RecordFile {
    pub(super) path: SitePath,
    pub(super) collection: CollectionIx,
    /// Its path within the collection's folder.
    pub(super) inner: String,
    /// Its index in the result of the walk.
    pub(super) entry: usize,
}
