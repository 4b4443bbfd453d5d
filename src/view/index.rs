//! Ways to find a record: by what it is called, by its file, by its id.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Viewer;
use crate::domain::CollectionIx;
use crate::edition::{PublicIx, Published};

/// Looks records up. Made once an edition.
#[derive(Debug, Default)]
pub struct Index {
    hints: BTreeMap<PublicIx, String>,
    by_path: BTreeMap<Arc<str>, Vec<PublicIx>>,
    by_id: BTreeMap<(CollectionIx, Arc<str>), PublicIx>,
}

impl Index {
    /// The index of an edition; hints come with [`Index::with_hints`].
    #[must_use]
    pub fn new(published: &Published) -> Self {
        let mut index = Self::default();
        for (record, n) in published.records().iter().zip(0_u32..) {
            let ix = PublicIx(n);
            index.by_path.entry(record.path.clone()).or_default().push(ix);
            index.by_id.entry((record.collection, record.own_id.clone())).or_insert(ix);
        }
        index
    }

    /// The same, with what tells records of one title apart.
    #[must_use]
    pub fn with_hints(self, viewer: &Viewer<'_>) -> Self {
        Self { hints: viewer.make_hints(), ..self }
    }

    /// What tells a record apart, where another of its collection has the same title.
    #[must_use]
    pub fn hint(&self, ix: PublicIx) -> Option<&str> {
        self.hints.get(&ix).map(String::as_str)
    }

    /// The records of a file.
    #[must_use]
    pub fn in_file(&self, path: &str) -> &[PublicIx] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// The record of a collection with an id of its own, by which other records name it.
    #[must_use]
    pub fn with_id(&self, collection: CollectionIx, id: &str) -> Option<PublicIx> {
        self.by_id.get(&(collection, Arc::from(id))).copied()
    }
}
