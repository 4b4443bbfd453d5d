//! The counted values by source.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil;

use super::area::Area;
use super::contribution::{Contribution, KeyName, Place};
use crate::config::Config;
use crate::domain::{Mark, RecordIx};
use crate::model::Model;

/// What a metric records of its contributions apart from their sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// Contributions that were transferred to another area, by source index: from which day to which area.
    pub(super) moves: BTreeMap<usize, Box<[(civil::Date, Place)]>>,
    /// For a distinct count: the values of each source, as a range of `keys`.
    ranges: Vec<Range<u32>>,
    pub(super) keys: Vec<u32>,
    pub(super) names: Vec<KeyName>,
}

impl Ledger {
    pub(super) fn new(contributions: &[Contribution], keys: Vec<u32>, names: Vec<KeyName>) -> Self {
        let moved = contributions.iter().enumerate().filter(|(_, it)| !it.moves.is_empty());
        let ranges = if keys.is_empty() { &[][..] } else { contributions };
        Self {
            moves: moved.map(|(at, it)| (at, it.moves.clone())).collect(),
            ranges: ranges.iter().map(|it| it.keys.clone()).collect(),
            keys,
            names,
        }
    }

    /// Checksums of a source's values.
    pub(super) fn values<'l>(&'l self, source: usize, marks: &'l Marks) -> impl Iterator<Item = u32> + 'l {
        let range = self.ranges.get(source).cloned().unwrap_or_default();
        let [from, to] = [range.start, range.end].map(|at| usize::try_from(at).unwrap_or_default());
        let keys = self.keys.get(from..to).unwrap_or_default().iter();
        keys.filter_map(move |key| match self.names.get(usize::try_from(*key).ok()?)? {
            KeyName::Checksum(sum) => Some(*sum),
            KeyName::Record(record) => Some(super::rule::checksum(marks.of(*record).to_string().as_bytes())),
        })
    }

    /// The area for which a source counts at the end of a day.
    pub(super) fn area_on(&self, source: usize, day: civil::Date, begun: Area) -> Area {
        let moves = self.moves.get(&source).into_iter().flatten();
        moves.take_while(|(from, _)| *from <= day).last().map_or(begun, |(_, place)| place.area)
    }
}

/// The pseudonymous marks of records.
#[derive(Debug, Default)]
pub(super) struct Marks(pub(super) Vec<Mark>, pub(super) OnceLock<BTreeMap<u64, RecordIx>>);

impl Marks {
    /// The marks of all records in collections from which figures are computed.
    pub(super) fn new(model: &Model, config: &Config) -> Self {
        let mark = |record: &crate::domain::Record| {
            let collection = config.collection(record.collection)?;
            let title = collection.roles.title.and_then(|at| record.get(at)?.as_text().cloned());
            Some(Mark::of(&collection.id, &record.id, title.as_deref().unwrap_or("")))
        };
        Self(model.records().iter().map(|record| mark(record).unwrap_or_default()).collect(), OnceLock::new())
    }

    pub(super) fn of(&self, record: RecordIx) -> Mark {
        self.0.get(record.at()).copied().unwrap_or_default()
    }

    /// The record with a mark.
    pub(super) fn record(&self, identity: u64) -> Option<RecordIx> {
        let all = || self.0.iter().zip(0..).map(|(mark, at)| (mark.identity(), RecordIx(at))).collect();
        self.1.get_or_init(all).get(&identity).copied()
    }
}
