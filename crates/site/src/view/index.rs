//! Look-up of records by title, file and id.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use crate::domain::CollectionIx;
use crate::edition::{PublicIx, Published};

/// An index of records, built once per edition.
#[derive(Debug, Default)]
pub struct Index {
    hints: BTreeMap<PublicIx, String>,
    /// All records by file; within a file in their order.
    in_files: Vec<PublicIx>,
    /// The range in `in_files` of each file, by path. Every link of every text is looked up here.
    by_path: HashMap<Arc<str>, Range<u32>>,
    ids: Arc<Ids>,
}

/// All records by collection and id.
#[derive(Debug, Default)]
pub struct Ids(Vec<(CollectionIx, Arc<str>, PublicIx)>);

impl Ids {
    /// The record of a collection with its own id, by which other records refer to it.
    #[must_use]
    pub fn find(&self, collection: CollectionIx, id: &str) -> Option<PublicIx> {
        let first = self.0.partition_point(|(of, known, _)| (*of, &**known) < (collection, id));
        let (of, known, ix) = self.0.get(first)?;
        (*of == collection && **known == *id).then_some(*ix)
    }
}

impl Index {
    /// Builds the index of an edition; hints are added by [`Index::with_hints`].
    #[must_use]
    pub fn new(published: &Published) -> Self {
        let records = || published.records().iter().zip((0_u32..).map(PublicIx));
        let mut by_path: Vec<_> = records().map(|(record, ix)| (record.path.clone(), ix)).collect();
        let mut by_id: Vec<_> =
            records().map(|(record, ix)| (record.collection, record.own_id.clone(), ix)).collect();
        rayon::join(|| by_path.par_sort_unstable(), || by_id.par_sort_unstable());
        let in_files = by_path.iter().map(|(_, ix)| *ix).collect();
        let mut places: HashMap<Arc<str>, Range<u32>> = HashMap::with_capacity(by_path.len());
        for ((path, _), at) in by_path.into_iter().zip(0_u32..) {
            places.entry(path).or_insert(at..at).end = at + 1;
        }
        Self { hints: BTreeMap::new(), by_path: places, in_files, ids: Arc::new(Ids(by_id)) }
    }

    /// Adds the hints that distinguish records of the same title.
    #[must_use]
    pub fn with_hints(self, hints: BTreeMap<PublicIx, String>) -> Self {
        Self { hints, ..self }
    }

    /// A record's hint, if another of its collection has the same title.
    #[must_use]
    pub fn hint(&self, ix: PublicIx) -> Option<&str> {
        self.hints.get(&ix).map(String::as_str)
    }

    /// The records of a file.
    #[must_use]
    pub fn in_file(&self, path: &str) -> &[PublicIx] {
        let place = self
            .by_path
            .get(path)
            .and_then(|place| Some(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?));
        place.and_then(|place| self.in_files.get(place)).unwrap_or_default()
    }

    /// All records by collection and id.
    #[must_use]
    pub fn ids(&self) -> &Arc<Ids> {
        &self.ids
    }
}
