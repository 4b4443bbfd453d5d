//! Ways to find a record: by what it is called, by its file, by its id.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Viewer;
use crate::domain::CollectionIx;
use crate::edition::{PublicIx, Published};

/// Looks records up. Made once an edition.
#[derive(Debug, Default)]
pub struct Index {
    hints: BTreeMap<PublicIx, String>,
    /// By the path of the file, then in the records' order.
    by_path: Vec<(Arc<str>, PublicIx)>,
    /// The same places alone, so that the records of a file are one slice.
    in_files: Vec<PublicIx>,
    /// By collection and id.
    by_id: Vec<(CollectionIx, Arc<str>, PublicIx)>,
}

impl Index {
    /// The index of an edition; hints come with [`Index::with_hints`].
    #[must_use]
    pub fn new(published: &Published) -> Self {
        let records = || published.records().iter().zip((0_u32..).map(PublicIx));
        let mut by_path: Vec<_> = records().map(|(record, ix)| (record.path.clone(), ix)).collect();
        let mut by_id: Vec<_> =
            records().map(|(record, ix)| (record.collection, record.own_id.clone(), ix)).collect();
        rayon::join(|| by_path.par_sort_unstable(), || by_id.par_sort_unstable());
        let in_files = by_path.iter().map(|(_, ix)| *ix).collect();
        Self { hints: BTreeMap::new(), by_path, in_files, by_id }
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
        let first = self.by_path.partition_point(|(known, _)| **known < *path);
        let count = self.by_path.iter().skip(first).take_while(|(known, _)| **known == *path).count();
        self.in_files.get(first..first.saturating_add(count)).unwrap_or_default()
    }

    /// The record of a collection with an id of its own, by which other records name it.
    #[must_use]
    pub fn with_id(&self, collection: CollectionIx, id: &str) -> Option<PublicIx> {
        let first = self.by_id.partition_point(|(of, known, _)| (*of, &**known) < (collection, id));
        let (of, known, ix) = self.by_id.get(first)?;
        (*of == collection && **known == *id).then_some(*ix)
    }
}
