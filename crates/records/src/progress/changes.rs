//! What of a closed period is another figure now, and whether anybody said why.

use crate::domain::{Closing, Correction, FrozenMetric, Period, Quantity, RecordIx, row_of};

use super::Progress;
use super::booking::LateItem;
use super::series::Area;

/// A figure that was frozen and is another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// For which part of the whole.
    pub area: Area,
    /// Whether it is how things stood at the period's end; else what was done in the period, or ended in it.
    pub cumulative: bool,
    /// As it was frozen.
    pub then: Quantity,
    /// As it is now.
    pub now: Quantity,
}

/// A figure of a closed period that is another now, and nobody said why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// The metric, by its place.
    pub metric: usize,
    /// The period.
    pub period: Period,
    /// The first figure that is another: of the whole, else of the first region.
    pub change: FigureChange,
    /// The records because of which it is; empty where the closing did not say which it counted.
    pub records: Vec<RecordIx>,
    /// How many records that it counted are there no more.
    pub gone: usize,
}

impl Progress {
    /// The whole, its regions, and what counts for no single one.
    pub fn areas(&self) -> impl Iterator<Item = Area> {
        let regions = self.regions().map(|(ix, _)| Area::Region(ix));
        std::iter::once(Area::Whole).chain(regions).chain(Area::REST)
    }

    fn frozen_changes(&self, at: usize, of: &FrozenMetric, period: Period) -> Vec<FigureChange> {
        let Some(series) = self.series(at) else { return Vec::new() };
        // Where a region is not known any more, which is told by itself, what it did is in no row.
        let (regions, day) = (&self.config.regions, period.last_day());
        let all_known = of.regions.iter().all(|(id, _)| row_of(id, regions, day).is_some());
        let areas = self.areas().take(if all_known { usize::MAX } else { 1 });
        let changes = areas.filter_map(|area| {
            let (then, now) = (self.frozen_cell(of, period, area)?, series.cell(period, area));
            let all = [
                (false, then.done, now.done),
                (false, then.ended, now.ended),
                (true, then.cumulative, now.cumulative),
            ];
            let changed = all.into_iter().filter(|(_, then, now)| then != now);
            Some(changed.map(move |(cumulative, then, now)| FigureChange { area, cumulative, then, now }))
        });
        changes.flatten().collect()
    }

    /// The figures of closed periods that are others now without a reason in `corrections.yaml`. What a
    /// closed period only took over from an earlier one, of which it is reported, is reported once.
    #[must_use]
    pub fn unexplained(&self) -> Vec<Unexplained> {
        let mut found = Vec::new();
        for closing in self.closings() {
            for (at, metric) in self.program.metrics.iter().enumerate() {
                let Some(of) = closing.frozen.metric(&metric.id) else { continue };
                let changes = self.frozen_changes(at, of, closing.period);
                let own = changes.iter().any(|change| !change.cumulative);
                if changes.is_empty() || (!own && self.is_taken_over(at, closing)) {
                    continue;
                }
                let told = |change: &&FigureChange| !(own && change.cumulative);
                let reasons: Vec<&Correction> = self.reasons(at, closing.period);
                let explained = |change: &FigureChange| {
                    reasons
                        .iter()
                        .any(|it| it.region.is_none_or(|region| change.area == Area::Region(region)))
                };
                let some_region = reasons.iter().any(|it| it.region.is_some());
                // A reason for a region is one for what the whole changed by it.
                let open = |change: &&FigureChange| match change.area {
                    Area::Whole if some_region => false,
                    _ => !explained(change),
                };
                let Some(change) = changes.iter().filter(told).find(open) else { continue };
                let (records, gone) = self.responsible(at, closing.period, own);
                let (metric, period) = (at, closing.period);
                found.push(Unexplained { metric, period, change: *change, records, gone });
            }
        }
        found
    }

    /// The records because of which a period's figures are others, and how many are gone.
    fn responsible(&self, metric: usize, period: Period, own: bool) -> (Vec<RecordIx>, usize) {
        let all = self.differences(metric, period).into_iter().flat_map(|it| &it.items);
        let items: Vec<&LateItem> = all.collect();
        let inside: Vec<&LateItem> = items.iter().filter(|it| it.period == Some(period)).copied().collect();
        let items = if own && !inside.is_empty() { inside } else { items };
        let mut records: Vec<RecordIx> = items.iter().filter_map(|it| it.record).collect();
        records.sort_unstable();
        records.dedup();
        (records, items.iter().filter(|it| it.record.is_none()).count())
    }

    /// Whether a period's running total is another only because that of an earlier closed period is.
    fn is_taken_over(&self, metric: usize, closing: &Closing) -> bool {
        let alike = |other: &&Closing| {
            other.period < closing.period && other.period.alike(closing.period.last_day()) == closing.period
        };
        let earlier = self.closings().filter(alike);
        if let Some(differences) = self.differences(metric, closing.period) {
            let closed: Vec<Period> = earlier.map(|it| it.period).collect();
            return differences.items.iter().all(|it| it.period.is_some_and(|own| closed.contains(&own)));
        }
        let Some(id) = self.program.metrics.get(metric).map(|metric| &metric.id) else { return false };
        let shift = |closing: &Closing| {
            let of = closing.frozen.metric(id)?;
            let now = self.series(metric)?.cell(closing.period, Area::Whole).cumulative;
            now.amount.checked_sub(of.whole.cumulative.amount)
        };
        earlier.last().is_some_and(|before| shift(before).is_some() && shift(before) == shift(closing))
    }

    /// The reasons for a metric of a closed period: its own; else those of the periods within it, or before it, whose records are
    /// counted otherwise.
    #[must_use]
    pub fn reasons(&self, metric: usize, period: Period) -> Vec<&Correction> {
        let id = self.program.metrics.get(metric).map(|metric| &metric.id);
        let of_metric: Vec<&Correction> = self.corrections().filter(|it| Some(&it.metric) == id).collect();
        let own: Vec<&Correction> = of_metric.iter().filter(|it| it.period == period).copied().collect();
        let Some(differences) = self.differences(metric, period).filter(|_| own.is_empty()) else {
            return own;
        };
        let touches = |it: &Correction, item: &LateItem| {
            item.period.is_some_and(|slot| {
                let (from, to) = (it.period.first_day(), it.period.last_day());
                (from <= slot.first_day() && slot.last_day() <= to)
                    || (slot.first_day() <= from && to <= slot.last_day())
            })
        };
        let every = differences.items.iter().all(|item| of_metric.iter().any(|it| touches(it, item)));
        let any = |it: &&&Correction| differences.items.iter().any(|item| touches(it, item));
        if every { of_metric.iter().filter(any).copied().collect() } else { own }
    }

    /// The reasons for which nothing is another: neither now nor by closing again.
    pub fn idle_reasons(&self) -> impl Iterator<Item = &Correction> {
        self.corrections().filter(|it| {
            let (Some(closing), Some(at)) = (self.closing(it.period), self.metric_named(&it.metric)) else {
                return false;
            };
            let then = closing.frozen.metric(&it.metric);
            let same = |before: Option<&FrozenMetric>| match (before, then) {
                (Some(before), Some(then)) => before.has_the_figures_of(then),
                (before, then) => before.is_none() && then.is_none(),
            };
            let again = !closing.earlier.iter().all(|frozen| same(frozen.metric(&it.metric)));
            let changed = then.is_some_and(|of| !self.frozen_changes(at, of, it.period).is_empty());
            !again && !changed
        })
    }
}
