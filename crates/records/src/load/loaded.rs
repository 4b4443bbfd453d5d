//! The result of loading.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stored;
use crate::domain::{Attachment, CollectionIx, FileIx, PictureFault, Record, Spellings};
use crate::source::SitePath;

/// The result of loading.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Records in the order of their files and, within a register, of its items.
    pub records: Vec<Arc<Record>>,
    /// What could be read of records with errors: their references are checked too, so that all errors are
    /// reported at once.
    pub broken: Vec<Record>,
    /// The files that were read, by `FileIx`.
    pub files: Vec<SitePath>,
    /// Records with errors, by collection and id; references to them are not reported.
    pub failed: BTreeSet<(CollectionIx, Arc<str>)>,
    /// Their files, by path within the site.
    pub failed_files: BTreeMap<Arc<str>, CollectionIx>,
    /// The files of `content/` that are neither records nor settings, by path within the site.
    pub attachments: BTreeMap<Arc<str>, Attachment>,
    /// Those of them that are named like pictures but cannot be shown. Uses in fields have been reported;
    /// uses in texts are reported when they are found.
    pub faults: BTreeMap<Arc<str>, PictureFault>,
    /// The spelling on disk of names that have another Unicode form.
    pub spellings: Spellings,
    /// Folders of `content/` that contain records but are not collections; reported with the records.
    pub unknown_folders: BTreeSet<Box<str>>,
    /// A hash of everything on which reading a record depends, if there is a store and it can be determined.
    pub(super) ground: Option<blake3::Hash>,
    /// The state of each file, by `FileIx`; empty without a store.
    pub(super) states: Vec<stored::FileState>,
    /// The lengths and times of pictures, if there is a store; only of those that cannot change without
    /// looking different.
    pub(super) looks: BTreeMap<Arc<str>, stored::Look>,
}

impl Loaded {
    /// Whether a file was restored from the store: it is unchanged since it had no diagnostics, on the same
    /// day with the same settings.
    #[must_use]
    pub fn is_known(&self, file: FileIx) -> bool {
        self.states.get(file.at()).is_some_and(|state| state.known)
    }
}
