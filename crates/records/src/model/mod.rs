//! The immutable, sorted site: records with references resolved in both directions.

mod order;
mod resolve;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::domain::{CollectionIx, Finding, Record, RecordIx};

/// All sound records of a site.
#[derive(Debug)]
pub struct Model {
    /// Sorted by collection, then in the collection's order.
    records: Vec<Arc<Record>>,
    /// The records of each collection.
    ranges: Vec<Range<usize>>,
}

impl Model {
    /// Sorts the records, finds duplicate ids, and resolves references. `failed` names records with errors: a
    /// reference to one of them is not wrong, it just leads nowhere in this run.
    pub fn new(
        records: Vec<Arc<Record>>,
        failed: &BTreeSet<(CollectionIx, Arc<str>)>,
        config: &Config,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut records = drop_equal_ids(records, config, findings);
        order::sort(&mut records, config);
        let mut ranges = Vec::with_capacity(config.collections.len());
        let mut start = 0;
        for n in 0..config.collections.len() {
            let end = start
                + records
                    .iter()
                    .skip(start)
                    .take_while(|record| usize::from(record.collection.0) == n)
                    .count();
            ranges.push(start..end);
            start = end;
        }
        resolve::resolve(&mut records, &ranges, failed, config, findings);
        Self { records, ranges }
    }

    /// Reports errors in the references of records that are not part of the site because they have other
    /// errors.
    pub fn check(
        &self,
        mut records: Vec<Record>,
        failed: &BTreeSet<(CollectionIx, Arc<str>)>,
        config: &Config,
        findings: &mut Vec<Finding>,
    ) {
        if !records.is_empty() {
            resolve::check(&mut records, (&self.records, &self.ranges), failed, config, findings);
        }
    }

    /// All records, by collection and in its order.
    #[must_use]
    pub fn records(&self) -> &[Arc<Record>] {
        &self.records
    }

    /// The record with this index.
    #[must_use]
    pub fn record(&self, ix: RecordIx) -> Option<&Record> {
        self.records.get(ix.at()).map(AsRef::as_ref)
    }

    /// The records of a collection, in its order, with their indices.
    pub fn of(&self, collection: CollectionIx) -> impl Iterator<Item = (RecordIx, &Record)> {
        let range = self.ranges.get(usize::from(collection.0)).cloned().unwrap_or(0..0);
        range.filter_map(|at| Some((RecordIx::of(at)?, &**self.records.get(at)?)))
    }
}

/// Keeps the first record of each id, in the order of files; reports the others.
fn drop_equal_ids(
    records: Vec<Arc<Record>>,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Vec<Arc<Record>> {
    let mut first: HashMap<(CollectionIx, Arc<str>), usize> = HashMap::with_capacity(records.len());
    let mut kept: Vec<Arc<Record>> = Vec::with_capacity(records.len());
    for record in records {
        let key = (record.collection, record.id.clone());
        let Some(known) = first.get(&key).and_then(|at| kept.get(*at)) else {
            first.insert(key, kept.len());
            kept.push(record);
            continue;
        };
        let title = config.collection(record.collection).map(|it| it.title.term(&it.id));
        let diagnostic =
            Diagnostic::new(Code::DuplicateId).arg("id", &record.id).arg_opt("collection", title);
        let mut finding = Finding::at_start(diagnostic, &record);
        finding.related.push((known.file, known.start()));
        findings.push(finding);
    }
    kept
}
