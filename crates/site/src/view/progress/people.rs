//! Records related to figures: persons honoured, reports, records of a region.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::StarView;
use super::viewer::{PeriodView, ProgressViewer};
use crate::domain::{CollectionIx, Period, RegionIx};
use crate::edition::{Area, PublicIx};

impl ProgressViewer<'_> {
    /// The persons counted by the metrics of a period: the metric, the persons, and the number of those who
    /// are not public.
    #[must_use]
    pub fn honoured(&self, period: Period) -> Vec<(usize, Vec<PublicIx>, usize)> {
        let mut all = Vec::new();
        for metric in 0..self.program.metrics().len() {
            let collection = self.program.collection_of(metric).and_then(|ix| self.viewer.collection(ix));
            if !collection.is_some_and(crate::domain::Collection::is_persons) {
                continue;
            }
            let (mut people, mut seen, mut hidden) = (Vec::new(), BTreeSet::new(), 0);
            for source in self.program.sources_in(metric, period) {
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
    pub fn reports(&self, period: Period) -> &[PublicIx] {
        self.viewer.progress.reports.get(&period).map_or(&[], Vec::as_slice)
    }

    /// The bulletins of the latest periods that are over, most recent first.
    #[must_use]
    pub fn latest_bulletins(&self, count: usize) -> Vec<PeriodView> {
        let calendar = self.program.calendar();
        let ended = calendar.all().into_iter().rev().filter(|period| calendar.is_ended(*period));
        let ended = ended.filter(|period| !self.quiet.contains(period));
        ended.take(count).map(|period| self.period(period)).collect()
    }

    /// The bulletins of the previous and the next period of the same length.
    #[must_use]
    pub fn neighbours(&self, period: Period) -> (Option<PeriodView>, Option<PeriodView>) {
        let view = |step: fn(Period) -> Option<Period>| {
            let mut periods = std::iter::successors(step(period), |period| step(*period));
            let there = periods.find(|period| !self.quiet.contains(period))?;
            self.program.calendar().has(there).then(|| self.period(there))
        };
        (view(Period::before), view(Period::after))
    }

    /// The months of a longer period.
    #[must_use]
    pub fn parts(&self, period: Period) -> Vec<PeriodView> {
        let months = period.months().filter(|_| !matches!(period, Period::Month(..)));
        months.filter(|month| self.program.calendar().has(*month)).map(|month| self.period(month)).collect()
    }

    /// A region's stars, if the edition may show them.
    #[must_use]
    pub fn stars_of(&self, region: RegionIx) -> Option<StarView> {
        self.program.stars()?.iter().find(|row| row.region == region).and_then(|row| self.star(row))
    }

    /// The records that contribute to a region's figures, in the order of their collections.
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
