//! Records around figures: who was honoured, what was reported, what lies in a region.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{PeriodView, ProgressViewer, StarView};
use crate::domain::{CollectionIx, Period, RegionIx, Value};
use crate::edition::{Area, PublicIx, PublicValue};
use crate::view::card::regions_of;

impl ProgressViewer<'_> {
    /// The persons whom the metrics of a period count: the metric, they, and how many are not public.
    #[must_use]
    pub fn honoured(&self, period: Period) -> Vec<(usize, Vec<PublicIx>, usize)> {
        let mut all = Vec::new();
        for metric in 0..self.program.metrics().len() {
            let collection = self.program.collection_of(metric).and_then(|ix| self.viewer.collection(ix));
            if !collection.is_some_and(crate::domain::Collection::is_persons) {
                continue;
            }
            let within = self.program.sources(metric).iter().filter(|source| period.contains(source.date));
            let (mut people, mut seen, mut hidden) = (Vec::new(), BTreeSet::new(), 0);
            for source in within {
                match source.record {
                    Some(record) if seen.insert(record) => people.push(record),
                    Some(_) => {}
                    None => hidden += 1,
                }
            }
            if !people.is_empty() || hidden > 0 {
                all.push((metric, people, hidden));
            }
        }
        all
    }

    /// The reports of a period.
    #[must_use]
    pub fn reports(&self, period: Period) -> Vec<PublicIx> {
        let mut found = Vec::new();
        for (collection, n) in self.viewer.collections.iter().zip(0_u16..) {
            let Some(at) = collection.roles.period else { continue };
            let of = self.viewer.published.of(CollectionIx(n)).filter(|(_, record)| {
                let same =
                    matches!(record.get(at), Some(PublicValue::Plain(Value::Period(of))) if *of == period);
                // A region's own report is not the whole's.
                same && regions_of(record, collection.roles.region).is_empty()
            });
            found.extend(of.map(|(ix, _)| ix));
        }
        found
    }

    /// The bulletins of the latest periods that are over, the latest first.
    #[must_use]
    pub fn latest_bulletins(&self, count: usize) -> Vec<PeriodView> {
        let calendar = self.program.calendar();
        let ended = calendar.all().into_iter().rev().filter(|period| calendar.is_ended(*period));
        ended.take(count).map(|period| self.period(period)).collect()
    }

    /// The bulletins before and behind one of the same length.
    #[must_use]
    pub fn neighbours(&self, period: Period) -> (Option<PeriodView>, Option<PeriodView>) {
        let calendar = self.program.calendar();
        let row = match period {
            Period::Month(..) => calendar.months(),
            Period::Quarter(..) => calendar.quarters(),
            Period::Half(..) => calendar.halves(),
            Period::Year(_) => calendar.years(),
        };
        let at = row.iter().position(|known| *known == period);
        let view = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|period| self.period(*period));
        (view(at.and_then(|at| at.checked_sub(1))), view(at.map(|at| at + 1)))
    }

    /// The months of a longer period.
    #[must_use]
    pub fn parts(&self, period: Period) -> Vec<PeriodView> {
        let months = self.program.calendar().months().into_iter();
        let within = |month: &Period| {
            *month != period
                && period.first_day() <= month.first_day()
                && month.last_day() <= period.last_day()
        };
        months.filter(within).map(|month| self.period(month)).collect()
    }

    /// A region's stars, where the edition may tell them.
    #[must_use]
    pub fn stars_of(&self, region: RegionIx) -> Option<StarView> {
        self.program.stars()?.iter().find(|row| row.region == region).and_then(|row| self.star(row))
    }

    /// The records that make up a region's figures, by their collections' order.
    #[must_use]
    pub fn records_of(&self, region: RegionIx) -> Vec<(Arc<str>, Vec<PublicIx>)> {
        let mut found: BTreeMap<CollectionIx, BTreeSet<PublicIx>> = BTreeMap::new();
        for metric in 0..self.program.metrics().len() {
            let Some(collection) = self.program.collection_of(metric) else { continue };
            let of = self.program.sources(metric).iter().filter(|source| source.area == Area::Region(region));
            found.entry(collection).or_default().extend(of.filter_map(|source| source.record));
        }
        let named =
            found.into_iter().filter(|(_, records)| !records.is_empty()).filter_map(|(ix, records)| {
                Some((self.viewer.collection(ix)?.id.clone(), records.into_iter().collect()))
            });
        named.collect()
    }
}
