//! Bulletins of closed periods: the frozen figures, and what has changed since.

use std::sync::Arc;

use serde::Serialize;

use super::MetricView;
use super::figure::{ProgressFigure, TargetView};
use super::tables::Done;
use super::viewer::ProgressViewer;
use crate::domain::{
    Correction, Decimal, Frozen, FrozenCell, FrozenDifficulties, FrozenMetric, FrozenTarget, Period,
    Quantity, Tenths,
};
use crate::edition::{Area, Difficulties, PublicTarget};
use crate::routes::Href;
use crate::view::DateView;

/// A closed period and what has changed since.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedView {
    /// The day on which its figures were frozen.
    pub on: DateView,
    /// The figures that have changed, by metric, the whole before its regions.
    pub changes: Vec<ChangeView>,
    /// The current difficulties, if they are different and the edition may show them.
    pub difficulties: Option<Difficulties>,
    /// Whether the page shows current figures (`late: restate`).
    pub restated: bool,
    /// The day on which the figures were first frozen, if they were frozen again later.
    pub first_on: Option<DateView>,
    /// The figures that differ from the first freezing.
    pub revised: Vec<ChangeView>,
    /// The reasons, by metric, and by region where applicable.
    pub reasons: Vec<ReasonView>,
    /// Whether the previous period's running total now differs from the one that was carried forward.
    pub carried_otherwise: bool,
}

/// Why a figure has changed.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonView {
    /// The metric.
    pub metric: MetricView,
    /// The region, if the reason is for one.
    pub region: Option<ChangedRegion>,
    /// The reason; `None` if none is given.
    pub reason: Option<String>,
    /// The day of the correction.
    pub date: Option<DateView>,
}

/// A figure that has changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// The metric.
    pub metric: MetricView,
    /// The region; `None` for the whole.
    pub region: Option<ChangedRegion>,
    /// `done` in the period, `cumulative` at its end, or `target`.
    pub of: &'static str,
    /// The setter of the changed target, in words.
    pub set: Option<String>,
    /// The frozen value; `None` for a target that did not exist then.
    pub closed: Option<ProgressFigure>,
    /// The current value; `None` for a target that no longer exists.
    pub live: Option<ProgressFigure>,
    /// The frozen and the current due date, if they differ.
    pub due: Option<(DateView, DateView)>,
}

/// The region of a change.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedRegion {
    /// Its id; empty for several regions together and for none.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// Its page.
    pub url: Option<Href>,
}

impl ProgressViewer<'_> {
    /// The view of a closed period; `None` if it is not closed.
    #[must_use]
    pub fn closed(&self, period: Period) -> Option<ClosedView> {
        let frozen = self.program.closed(period)?;
        let mut changes = Vec::new();
        for (at, metric) in self.program.metrics().iter().enumerate() {
            let Some(then) = frozen.metric(&metric.id) else { continue };
            for area in self.every_area() {
                changes.extend(self.changes(at, then, period, area));
            }
            changes.extend(self.target_changes(at, then, period));
        }
        let told = frozen.difficulties.map_or_else(Difficulties::default, tell);
        let difficulties = self.program.difficulties_in(period).filter(|now| *now != told);
        let first = self.program.closed_first(period);
        let revised = first.map_or_else(Vec::new, |first| self.revised(first, frozen, period));
        Some(ClosedView {
            on: self.viewer.date(frozen.closed_on),
            restated: self.program.program().restates,
            first_on: first.map(|first| self.viewer.date(first.closed_on)),
            reasons: self.reasons(period, &changes, &revised),
            carried_otherwise: self.carried_otherwise(frozen, period),
            changes,
            revised,
            difficulties,
        })
    }

    /// The reasons for these changes.
    fn reasons(&self, period: Period, changes: &[ChangeView], revised: &[ChangeView]) -> Vec<ReasonView> {
        let mut reasons = Vec::new();
        for at in self.every_metric() {
            let Some(metric) = self.metric(at) else { continue };
            let of_figures = |change: &ChangeView| change.metric.id == metric.id && change.of != "target";
            if !changes.iter().chain(revised).any(of_figures) {
                continue;
            }
            let given = self.program.reasons(at, period);
            if given.is_empty() {
                reasons.push(ReasonView { metric, region: None, reason: None, date: None });
                continue;
            }
            let view = |it: &Correction| ReasonView {
                metric: metric.clone(),
                region: it.region.and_then(|ix| self.changed_region(Area::Region(ix))),
                reason: Some(it.reason.or(self.viewer.lang(), "").to_owned()),
                date: it.date.map(|date| self.viewer.date(date)),
            };
            reasons.extend(given.into_iter().map(view));
        }
        reasons
    }

    /// The figures that were frozen differently at first.
    fn revised(&self, first: &Frozen, now: &Frozen, period: Period) -> Vec<ChangeView> {
        let mut revised = Vec::new();
        for at in self.every_metric() {
            let metrics = self.program.metrics().get(at);
            let both = metrics.and_then(|it| Some((first.metric(&it.id)?, now.metric(&it.id)?)));
            let Some((first, now)) = both else { continue };
            for area in self.every_area() {
                let cells = self.program.frozen_cell(first, period, area);
                let cells = cells.zip(self.program.frozen_cell(now, period, area));
                let (Some((then, cell)), Some(metric)) = (cells, self.metric(at)) else { continue };
                let parts =
                    [("done", then.done, cell.done), ("cumulative", then.cumulative, cell.cumulative)];
                revised.extend(parts.into_iter().filter(|(_, then, now)| then != now).map(
                    |(of, before, after)| ChangeView {
                        metric: metric.clone(),
                        region: self.changed_region(area),
                        of,
                        set: None,
                        closed: Some(self.figure_in(Some(at), &first.unit, before, None)),
                        live: Some(self.figure_in(Some(at), &now.unit, after, None)),
                        due: None,
                    },
                ));
            }
        }
        revised
    }

    fn carried_otherwise(&self, frozen: &Frozen, period: Period) -> bool {
        let differs = |(at, metric): (usize, &crate::domain::Metric)| {
            let then = frozen.metric(&metric.id).and_then(|of| of.whole.parts);
            let now = self.program.told_before(at, period);
            then.zip(now).is_some_and(|(then, now)| then.carried.amount != now.amount)
        };
        !self.program.program().restates && self.program.metrics().iter().enumerate().any(differs)
    }

    /// The day on which a period was closed.
    #[must_use]
    pub fn closed_on(&self, period: Period) -> Option<DateView> {
        self.program.closed(period).map(|frozen| self.viewer.date(frozen.closed_on))
    }

    /// A metric's figures of a period for its bulletin: the frozen ones if it was closed; metrics that did
    /// not exist then have their current figures.
    #[must_use]
    pub fn told(&self, metric: usize, period: Period, area: Area) -> Option<Done> {
        let frozen = self
            .frozen(metric, period)
            .and_then(|of| Some((of, self.program.frozen_cell(of, period, area)?)));
        match frozen {
            Some((of, cell)) => self.frozen_done(metric, period, area, of, cell),
            None => self.done(metric, period, area),
        }
    }

    /// Difficulties of a period for its bulletin.
    #[must_use]
    pub fn difficulties_told(&self, period: Period) -> Option<Difficulties> {
        let now = self.program.difficulties_in(period)?;
        let told = |frozen: &Frozen| frozen.difficulties.map_or_else(Difficulties::default, tell);
        Some(self.program.kept(period).map_or(now, told))
    }

    pub(super) fn frozen(&self, metric: usize, period: Period) -> Option<&FrozenMetric> {
        let frozen: &Frozen = self.program.kept(period)?;
        frozen.metric(&self.program.metrics().get(metric)?.id)
    }

    pub(super) fn frozen_done(
        &self,
        metric: usize,
        period: Period,
        area: Area,
        of: &FrozenMetric,
        cell: FrozenCell,
    ) -> Option<Done> {
        let url = self.done_url(metric, period, area).filter(|_| !cell.done.amount.is_zero());
        let targets = of.targets.iter().filter(|_| area == Area::Whole);
        Some(Done {
            metric,
            unit: Some(Arc::clone(&of.unit)),
            done: self.figure_in(Some(metric), &of.unit, cell.done, url),
            ended: (!cell.ended.amount.is_zero())
                .then(|| self.figure_in(Some(metric), &of.unit, cell.ended, None)),
            cumulative: self.frozen_standing(metric, of, cell, area),
            targets: targets.map(|target| self.frozen_target(metric, &of.unit, target)).collect(),
        })
    }

    fn frozen_standing(
        &self,
        metric: usize,
        of: &FrozenMetric,
        cell: FrozenCell,
        area: Area,
    ) -> ProgressFigure {
        let figure = self.figure_in(Some(metric), &of.unit, cell.cumulative, self.area_url(metric, area));
        if of.has_data { figure } else { self.without_data(figure) }
    }

    fn frozen_target(&self, metric: usize, unit: &str, target: &FrozenTarget) -> TargetView {
        let day = self.program.calendar().as_of;
        let now = self.program.targets(metric, day).into_iter().find(|now| now.set == target.set);
        TargetView {
            set: target.set.clone(),
            set_title: self.set_title(&target.set),
            value: self.figure_in(Some(metric), unit, Quantity::exactly(target.value), None),
            due: self.viewer.date(target.due),
            planned: Some(self.planned(metric, target.value, target.planned)),
            percent: target.percent.map(|percent| self.viewer.words.percent(percent)),
            reached: target.percent.map(Decimal::from),
            done: target.percent.map(|Tenths(tenths)| (tenths / 10).clamp(0, 100)),
            passed: target.percent.is_some_and(|Tenths(tenths)| tenths > 1000),
            status: Some(self.status(target.status)),
            document: now.and_then(|now| now.document),
        }
    }

    /// The changed figures of a metric in an area.
    fn changes(&self, at: usize, of: &FrozenMetric, period: Period, area: Area) -> Vec<ChangeView> {
        let (Some(then), Some(now)) =
            (self.program.frozen_cell(of, period, area), self.program.cell(at, period, area))
        else {
            return Vec::new();
        };
        let Some(metric) = self.metric(at) else { return Vec::new() };
        let other_unit = metric.unit != *of.unit;
        let day = self.program.calendar().last_day(period);
        let parts = [
            (
                "done",
                then.done != now.done,
                self.figure_in(Some(at), &of.unit, then.done, None),
                self.figure(
                    at,
                    now.done,
                    self.done_url(at, period, area).filter(|_| !now.done.amount.is_zero()),
                ),
            ),
            (
                "cumulative",
                then.cumulative != now.cumulative,
                self.frozen_standing(at, of, then, area),
                self.standing(at, day, area),
            ),
        ];
        let changed =
            parts.into_iter().filter(|(_, differs, ..)| *differs || (other_unit && area == Area::Whole));
        changed
            .map(|(part, _, closed, live)| ChangeView {
                metric: metric.clone(),
                region: self.changed_region(area),
                of: part,
                set: None,
                closed: Some(ProgressFigure { url: None, ..closed }),
                live: Some(live),
                due: None,
            })
            .collect()
    }

    /// The changed targets of a metric.
    fn target_changes(&self, at: usize, of: &FrozenMetric, period: Period) -> Vec<ChangeView> {
        let Some(metric) = self.metric(at) else { return Vec::new() };
        let now = self.program.targets(at, self.program.calendar().last_day(period));
        let change = |set: &str, then: Option<&FrozenTarget>, live: Option<&PublicTarget>| ChangeView {
            metric: metric.clone(),
            region: None,
            of: "target",
            set: Some(self.set_title(set)),
            closed: then.map(|then| self.figure_in(Some(at), &of.unit, Quantity::exactly(then.value), None)),
            live: live.map(|live| self.figure(at, Quantity::exactly(live.value), None)),
            due: then
                .zip(live)
                .filter(|(then, live)| then.due != live.due)
                .map(|(then, live)| (self.viewer.date(then.due), self.viewer.date(live.due))),
        };
        let known = of.targets.iter().filter_map(|then| {
            let live = now.iter().find(|live| live.set == then.set);
            let same = live.is_some_and(|live| live.value == then.value && live.due == then.due);
            (!same).then(|| change(&then.set, Some(then), live))
        });
        let added = now.iter().filter(|live| of.targets.iter().all(|then| then.set != live.set));
        known.chain(added.map(|live| change(&live.set, None, Some(live)))).collect()
    }

    fn changed_region(&self, area: Area) -> Option<ChangedRegion> {
        match area {
            Area::Whole => None,
            Area::Joint | Area::NoRegion => {
                Some(ChangedRegion { id: "".into(), title: self.rest_title(area).into(), url: None })
            }
            Area::Region(ix) => self.region_link(ix).map(|region| ChangedRegion {
                id: region.id,
                title: region.title,
                url: Some(region.url),
            }),
        }
    }

    pub(super) fn every_area(&self) -> impl Iterator<Item = Area> {
        let regions = self.viewer.regions.top().map(|(ix, _)| Area::Region(ix));
        std::iter::once(Area::Whole).chain(regions).chain(Area::REST)
    }
}

fn tell(frozen: FrozenDifficulties) -> Difficulties {
    Difficulties { found: frozen.found, resolved: frozen.resolved, open: frozen.open }
}
