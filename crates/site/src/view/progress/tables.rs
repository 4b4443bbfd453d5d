//! Rows of tables: metrics, months, regions.

use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use super::figure::{ProgressFigure, TargetView};
use super::viewer::{PeriodView, ProgressViewer};
use super::{MetricView, NameLink};
use crate::domain::{Frozen, Period, Quantity, RegionIx};
use crate::edition::Area;
use crate::routes::Href;

/// A metric as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct MetricRow {
    /// The metric.
    pub metric: MetricView,
    /// Its current value.
    pub now: ProgressFigure,
    /// Number of contributions.
    pub source_count: u32,
    /// Its targets.
    pub targets: Vec<TargetView>,
}

/// A month or year of a metric.
#[derive(Clone, Debug, Serialize)]
pub struct MonthRow {
    /// The month.
    pub period: PeriodView,
    /// What was done in it.
    pub done: ProgressFigure,
    /// The running total at its end.
    pub cumulative: ProgressFigure,
    /// The planned value of each target.
    pub planned: Vec<String>,
}

/// The years of a decade of a metric.
#[derive(Clone, Debug, Serialize)]
pub struct DecadeRows {
    /// Its first and last year, in words.
    pub title: String,
    /// The running total at its end.
    pub cumulative: ProgressFigure,
    /// Its years.
    pub years: Vec<MonthRow>,
}

/// A region of a metric, or a metric of a region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionRow {
    /// The region; without a page for joint ones; `None` for those without a region.
    pub region: Option<NameLink>,
    /// The metric.
    pub metric: MetricView,
    /// Its current value.
    pub value: ProgressFigure,
    /// Its shares.
    pub shares: Vec<TargetView>,
}

/// A region over all metrics.
#[derive(Clone, Debug, Serialize)]
pub struct RegionValues<V> {
    /// The region; without a page for joint ones; `None` for those without a region.
    pub region: Option<NameLink>,
    /// One per metric, in their order.
    pub values: Vec<V>,
}

/// What was done in a period, and the running total at its end.
#[derive(Clone, Debug)]
pub struct Done {
    /// The metric's index.
    pub metric: usize,
    /// The unit at the time of the closing.
    pub unit: Option<Arc<str>>,
    /// What was done.
    pub done: ProgressFigure,
    /// What ended, if anything.
    pub ended: Option<ProgressFigure>,
    /// The running total at its end.
    pub cumulative: ProgressFigure,
    /// The targets at its end.
    pub targets: Vec<TargetView>,
}

impl ProgressViewer<'_> {
    pub(super) fn every_metric(&self) -> std::ops::Range<usize> {
        0..self.program.metrics().len()
    }

    fn as_of(&self) -> civil::Date {
        self.program.calendar().as_of
    }

    /// All metrics.
    #[must_use]
    pub fn metric_rows(&self) -> Vec<MetricRow> {
        let day = self.as_of();
        let rows = self.every_metric().filter_map(|metric| {
            Some(MetricRow {
                metric: self.metric(metric)?,
                now: self.standing(metric, day, Area::Whole),
                source_count: self.program.source_count(metric, day, Area::Whole),
                targets: self.targets(metric, day),
            })
        });
        rows.collect()
    }

    /// A metric's months; for a program of many years those of the latest year.
    #[must_use]
    pub fn month_rows(&self, metric: usize) -> Vec<MonthRow> {
        let mut months = self.program.calendar().months();
        if self.is_long() {
            let latest = self.program.calendar().year.year_of(self.as_of());
            months.retain(|month| self.year_of(*month) == latest);
        }
        months.into_iter().filter_map(|month| self.month_row(metric, month)).collect()
    }

    /// A metric's years by decade, for a program of many years.
    #[must_use]
    pub fn decade_rows(&self, metric: usize) -> Vec<DecadeRows> {
        let rows = self.decades().into_iter().filter_map(|(first, last)| {
            let years = first.to(last).filter_map(|year| self.month_row(metric, Period::Year(year)));
            let years: Vec<MonthRow> = years.collect();
            let cumulative = years.last()?.cumulative.clone();
            Some(DecadeRows { title: self.decade_title(first, last), cumulative, years })
        });
        rows.collect()
    }

    fn month_row(&self, metric: usize, period: Period) -> Option<MonthRow> {
        let row = self.done(metric, period, Area::Whole)?;
        let planned = row.targets.into_iter().filter_map(|target| target.planned);
        Some(MonthRow {
            period: self.period(period),
            done: row.done,
            cumulative: row.cumulative,
            planned: planned.collect(),
        })
    }

    /// A metric's figures for a period.
    #[must_use]
    pub fn done(&self, metric: usize, period: Period, area: Area) -> Option<Done> {
        let cell = self.program.cell(metric, period, area)?;
        let day = self.program.calendar().last_day(period);
        let done_url = self.done_url(metric, period, area).filter(|_| !cell.done.amount.is_zero());
        Some(Done {
            metric,
            unit: None,
            done: self.figure(metric, cell.done, done_url),
            ended: (!cell.ended.amount.is_zero()).then(|| self.figure(metric, cell.ended, None)),
            cumulative: self.standing(metric, day, area),
            targets: if area == Area::Whole { self.targets(metric, day) } else { Vec::new() },
        })
    }

    fn nothing_done(&self, metric: usize) -> Done {
        let nothing = || self.figure(metric, Quantity::default(), None);
        Done { metric, unit: None, done: nothing(), ended: None, cumulative: nothing(), targets: Vec::new() }
    }

    /// The link to the sources of what was done in a period.
    pub(super) fn done_url(&self, metric: usize, period: Period, area: Area) -> Option<Href> {
        let book = self.books.get(metric)?;
        match period {
            Period::Month(..) => book.of_month(self.urls(), period, area),
            // The first page may be decades away.
            longer if self.is_long() => book.of_longer(self.urls(), longer, area),
            _ => book.of_area(self.urls(), area),
        }
    }

    /// All metrics of a period; frozen if it was closed.
    #[must_use]
    pub fn period_rows(&self, period: Period) -> Vec<Done> {
        self.every_metric().filter_map(|metric| self.told(metric, period, Area::Whole)).collect()
    }

    /// A metric's regions in administrative order, then joint ones and those without a region, if any.
    #[must_use]
    pub fn region_rows(&self, metric: usize) -> Vec<RegionRow> {
        self.areas(|area| !self.program.at(metric, self.as_of(), area).amount.is_zero())
            .into_iter()
            .filter_map(|(area, region)| self.region_row(metric, area, region))
            .collect()
    }

    fn region_row(&self, metric: usize, area: Area, region: Option<NameLink>) -> Option<RegionRow> {
        let day = self.as_of();
        Some(RegionRow {
            region,
            metric: self.metric(metric)?,
            value: self.standing(metric, day, area),
            shares: match area {
                Area::Region(ix) => self.shares(metric, day, ix),
                _ => Vec::new(),
            },
        })
    }

    /// A region's metrics.
    #[must_use]
    pub fn rows_of_region(&self, ix: RegionIx) -> Vec<RegionRow> {
        let region = self.region_link(ix);
        let rows = self
            .every_metric()
            .filter_map(|metric| self.region_row(metric, Area::Region(ix), region.clone()));
        rows.collect()
    }

    /// The current values of all regions and metrics.
    #[must_use]
    pub fn region_values(&self) -> Vec<RegionValues<ProgressFigure>> {
        let day = self.as_of();
        let any =
            |area| self.every_metric().any(|metric| !self.program.at(metric, day, area).amount.is_zero());
        let rows = self.areas(any).into_iter().map(|(area, region)| RegionValues {
            region,
            values: self.every_metric().map(|metric| self.standing(metric, day, area)).collect(),
        });
        rows.collect()
    }

    /// Whether a period's table omits regions in which nothing was done: in a program of many years, only
    /// yearly tables list all.
    #[must_use]
    pub fn leaves_out(&self, period: Period) -> bool {
        self.is_long() && !matches!(period, Period::Year(_)) && self.program.kept(period).is_none()
    }

    /// The values of all regions and metrics in a period; frozen if it was closed.
    #[must_use]
    pub fn region_values_in(&self, period: Period) -> Vec<RegionValues<Done>> {
        if let Some(frozen) = self.program.kept(period) {
            return self.frozen_region_values(frozen, period);
        }
        let any = |area| {
            let rows = self.every_metric().filter_map(|metric| self.told(metric, period, area));
            rows.into_iter().any(|row| !row.cumulative.value.is_zero() || !row.done.value.is_zero())
        };
        let leaves_out = self.leaves_out(period);
        let has_some = |area| {
            let mut cells = self.every_metric().filter_map(|metric| self.program.cell(metric, period, area));
            cells.any(|cell| cell.sources > 0 || !cell.ended.amount.is_zero())
        };
        let areas = self.areas(any).into_iter().filter(|(area, _)| !leaves_out || has_some(*area));
        let rows = areas.map(|(area, region)| RegionValues {
            region,
            values: self.every_metric().filter_map(|metric| self.told(metric, period, area)).collect(),
        });
        rows.collect()
    }

    /// The rows of a closed period as frozen, each under the region's name at that time, even if it was
    /// merged since. Metrics that did not exist then have current values, once per present region.
    fn frozen_region_values(&self, frozen: &Frozen, period: Period) -> Vec<RegionValues<Done>> {
        let regions = self.viewer.regions;
        let day = period.last_day();
        let mut ids: Vec<&Arc<str>> = Vec::new();
        for (id, _) in frozen.metrics.iter().flat_map(|metric| &metric.regions) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let row_of = |id: &Arc<str>| Some(regions.row_of(regions.now(regions.named(id, Some(day))?), day));
        let now: Vec<Option<RegionIx>> = ids.iter().map(|id| row_of(id)).collect();
        let rows = ids.iter().zip(&now).enumerate().map(|(at, (id, row))| {
            // Of several rows that are one region now, the last one gets the metrics that the others did not
            // count.
            let is_last = !now.iter().skip(at + 1).any(|later| later == row);
            let values = self.every_metric().filter_map(|metric| match self.frozen(metric, period) {
                Some(of) => {
                    let cell = of.regions.iter().find(|(known, _)| known == *id).map(|(_, cell)| *cell);
                    let area = row.map_or(Area::NoRegion, Area::Region);
                    self.frozen_done(metric, period, area, of, cell.unwrap_or_else(|| of.nothing()))
                }
                None => match row.filter(|_| is_last) {
                    Some(row) => self.done(metric, period, Area::Region(row)),
                    None => Some(self.nothing_done(metric)),
                },
            });
            let name = || NameLink { id: (*id).clone(), title: (*id).clone(), url: Href::nowhere() };
            let region = Some(self.frozen_link(id, day).unwrap_or_else(name));
            RegionValues { region, values: values.collect() }
        });
        let mut rows: Vec<RegionValues<Done>> = rows.collect();
        let has = |row: &RegionValues<Done>| {
            row.values.iter().any(|it| !it.cumulative.value.is_zero() || !it.done.value.is_zero())
        };
        let told = |area: Area, region: Option<NameLink>| {
            let values = self.every_metric().filter_map(|metric| self.told(metric, period, area));
            Some(RegionValues { region, values: values.collect() }).filter(has)
        };
        let newer = regions.top().filter(|(ix, _)| !now.contains(&Some(*ix)));
        rows.extend(newer.filter_map(|(ix, _)| told(Area::Region(ix), self.region_link(ix))));
        rows.extend(Area::REST.into_iter().filter_map(|area| told(area, self.rest_link(area))));
        rows
    }

    /// The regions in administrative order; then, if `any` returns true for them, joint ones and those
    /// without a region.
    fn areas(&self, any: impl Fn(Area) -> bool) -> Vec<(Area, Option<NameLink>)> {
        let regions = self.viewer.regions.top().map(|(ix, _)| (Area::Region(ix), self.region_link(ix)));
        let rest = Area::REST.into_iter().filter(|area| any(*area)).map(|area| (area, self.rest_link(area)));
        regions.chain(rest).collect()
    }

    /// The entry for several regions together, which has no page.
    pub(super) fn rest_link(&self, area: Area) -> Option<NameLink> {
        let title = || Arc::from(self.rest_title(area));
        (area == Area::Joint).then(|| NameLink { id: "".into(), title: title(), url: Href::nowhere() })
    }

    /// The label of what belongs to no single region.
    #[must_use]
    pub fn rest_title(&self, area: Area) -> String {
        let key = if area == Area::Joint { "held-jointly" } else { "no-region" };
        self.viewer.words.word(key, &[])
    }

    /// A region of a frozen row under its name at that time, linked to the page of the present region.
    pub(super) fn frozen_link(&self, id: &Arc<str>, day: civil::Date) -> Option<NameLink> {
        let regions = self.viewer.regions;
        let row = regions.row_of(regions.now(regions.named(id, Some(day))?), day);
        let title = regions.title_on(id, day)?.clone();
        Some(NameLink { id: id.clone(), title, url: self.urls().region(&regions.at(row)?.id) })
    }

    /// A region's name and the page of its figures.
    #[must_use]
    pub fn region_link(&self, ix: RegionIx) -> Option<NameLink> {
        let region = self.viewer.regions.get(ix.at())?;
        let url = self.urls().region(&region.id);
        Some(NameLink { id: region.id.clone(), title: region.title.clone(), url })
    }
}
