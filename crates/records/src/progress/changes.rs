//! Finds figures of closed periods that have changed, and whether a reason was given.

use crate::domain::{Closing, Correction, FrozenMetric, Period, Quantity, RecordIx, row_of};

use super::area::Area;
use super::booking::LateItem;
use super::program::Progress;

/// A frozen figure that has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// The area.
    pub area: Area,
    /// Whether it is the running total at the period's end; otherwise what was done in the period, or ended
    /// in it.
    pub cumulative: bool,
    /// The frozen value.
    pub then: Quantity,
    /// The current value.
    pub now: Quantity,
}

/// A changed figure of a closed period without a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// The metric's index.
    pub metric: usize,
    /// The period.
    pub period: Period,
    /// The first changed figure: of the whole, otherwise of the first region.
    pub change: FigureChange,
    /// The records that cause the change; empty if the closing does not list what it counted.
    pub records: Vec<RecordIx>,
    /// Number of counted records that no longer exist.
    pub gone: usize,
}

impl Progress {
    /// The whole, its regions, and what belongs to no single one.
    pub fn areas(&self) -> impl Iterator<Item = Area> {
        let regions = self.regions().map(|(ix, _)| Area::Region(ix));
        std::iter::once(Area::Whole).chain(regions).chain(Area::REST)
    }

    fn frozen_changes(&self, at: usize, of: &FrozenMetric, period: Period) -> Vec<FigureChange> {
        let Some(series) = self.series(at) else { return Vec::new() };
        // If a region is unknown, which is reported separately, its values are in no row.
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

    /// The changed figures of closed periods without a reason in `corrections.yaml`. A change that a closed
    /// period only inherits from an earlier one is reported once.
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
                // A reason for a region also covers the change that it causes in the whole.
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

    /// The records that cause changes of a period's figures, and the number of missing ones.
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

    /// Whether a period's running total differs only because that of an earlier closed period does.
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

    /// The reasons for a metric of a closed period: its own; otherwise those of the periods within or before
    /// it whose records count differently.
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

    /// The reasons that match no change, neither now nor between two closings.
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
