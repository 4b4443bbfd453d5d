//! All programs of a site.

use super::quiet::quiet;
use std::collections::{BTreeMap, BTreeSet};

use super::sources::SourceBook;
use crate::domain::{Collection, CollectionIx, Period, Region, Value};
use crate::edition::{PublicIx, PublicProgram, PublicValue, Published};
use crate::view::regions::regions_of;

/// The programs of a site: running ones, then ended ones, then those that have not started; within each group
/// the latest start first.
#[derive(Debug, Default)]
pub struct ProgressBook {
    /// The programs with their sources in pages.
    pub programs: Vec<BookedProgram>,
    /// The reports of each period, in the order of their collections.
    pub(super) reports: BTreeMap<Period, Vec<PublicIx>>,
    /// The programs, by index, that count a person.
    persons: BTreeMap<PublicIx, Vec<usize>>,
}

/// A program, its sources in pages, and its periods without a page of their own.
#[derive(Debug)]
pub struct BookedProgram {
    /// The program.
    pub program: PublicProgram,
    /// The sources of its metrics.
    pub books: Vec<SourceBook>,
    /// In a program of many years, periods about which there is nothing to tell beyond their year.
    pub quiet: BTreeSet<Period>,
}

impl ProgressBook {
    /// The book of these programs and of the edition's reports of their periods.
    #[must_use]
    pub fn new(
        mut programs: Vec<PublicProgram>,
        regions: &[Region],
        collections: &[Collection],
        published: &Published,
    ) -> Self {
        programs.sort_by_key(|program| program.turn);
        let reports = reports(collections, published);
        let with_sources = programs.into_iter().map(|program| {
            let count = program.metrics().len();
            let books = (0..count).map(|metric| SourceBook::new(&program, metric, regions)).collect();
            let quiet = quiet(&program, |period| reports.contains_key(&period));
            BookedProgram { program, books, quiet }
        });
        let programs: Vec<BookedProgram> = with_sources.collect();
        let persons = persons(&programs, collections);
        Self { programs, reports, persons }
    }

    /// The programs, by index, that count a person, the earliest first.
    #[must_use]
    pub fn of_person(&self, record: PublicIx) -> &[usize] {
        self.persons.get(&record).map_or(&[], Vec::as_slice)
    }
}

/// The programs that count each person.
fn persons(programs: &[BookedProgram], collections: &[Collection]) -> BTreeMap<PublicIx, Vec<usize>> {
    let mut persons: BTreeMap<PublicIx, Vec<usize>> = BTreeMap::new();
    let mut order: Vec<usize> = (0..programs.len()).collect();
    order.sort_by_key(|at| programs.get(*at).map(|booked| booked.program.calendar().starts));
    // With a single program there is nothing to distinguish.
    for at in order.into_iter().filter(|_| programs.len() > 1) {
        let Some(BookedProgram { program, .. }) = programs.get(at) else { continue };
        for metric in 0..program.metrics().len() {
            let counted = program.collection_of(metric).and_then(|ix| collections.get(usize::from(ix.0)));
            if !counted.is_some_and(Collection::is_persons) {
                continue;
            }
            for ix in program.sources(metric).iter().filter_map(|source| source.record) {
                let of = persons.entry(ix).or_default();
                if of.last() != Some(&at) {
                    of.push(at);
                }
            }
        }
    }
    persons
}

/// The reports of each period.
pub(super) fn reports(collections: &[Collection], published: &Published) -> BTreeMap<Period, Vec<PublicIx>> {
    let mut reports: BTreeMap<Period, Vec<PublicIx>> = BTreeMap::new();
    for (collection, n) in collections.iter().zip(0_u16..) {
        let Some(at) = collection.roles.period else { continue };
        for (ix, record) in published.of(CollectionIx(n)) {
            // A region's own report is not one of the whole.
            let of_whole = regions_of(record, collection.roles.region).is_empty();
            if let Some(PublicValue::Plain(Value::Period(period))) = record.get(at).filter(|_| of_whole) {
                reports.entry(*period).or_default().push(ix);
            }
        }
    }
    reports
}
