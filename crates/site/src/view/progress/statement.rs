//! How a period's figures follow from those of the previous period, and which part was reported late.

use std::sync::Arc;

use serde::Serialize;

use super::figure::ProgressFigure;
use super::viewer::{PeriodView, ProgressViewer};
use super::{MetricView, NameLink};
use crate::domain::{Decimal, Period, Quantity};
use crate::edition::{Area, PublicIx, Statement};

/// A metric's figures: `carried + own - ended + moved + undated + late - struck = to_date`.
#[derive(Clone, Debug, Serialize)]
pub struct StatementView {
    /// The running total of the previous period, with a link to its page.
    pub carried: ProgressFigure,
    /// What was done in the period itself.
    pub own: ProgressFigure,
    /// What ended in it, if anything.
    pub ended: Option<ProgressFigure>,
    /// What moved in from other regions, less what moved out, if anything.
    pub moved: Option<ProgressFigure>,
    /// What is dated only by year, if anything.
    pub undated: Option<ProgressFigure>,
    /// What was reported late, with a link to the list.
    pub late: ProgressFigure,
    /// What was struck off, with a link to the list.
    pub struck: ProgressFigure,
    /// The running total.
    pub to_date: ProgressFigure,
}

/// A metric or a region of one, with the parts of its figures.
#[derive(Clone, Debug, Serialize)]
pub struct StatementRow {
    /// The metric.
    pub metric: MetricView,
    /// The whole.
    pub whole: StatementView,
    /// The regions with late or struck-off records; without a page for joint ones; `None` for those without a
    /// region.
    pub regions: Vec<(Option<NameLink>, StatementView)>,
    /// Whether the late records account for all of it.
    pub accounted: bool,
}

/// A metric's late and struck-off records.
#[derive(Clone, Debug)]
pub struct LateView {
    /// The metric.
    pub metric: MetricView,
    /// The id of the list on the page.
    pub id: String,
    /// Those whose records are public.
    pub items: Vec<LateItemView>,
    /// Number of others that have records.
    pub hidden: usize,
    /// Number of those whose records no longer exist.
    pub gone: usize,
}

/// A record that was reported late or struck off.
#[derive(Clone, Debug)]
pub struct LateItemView {
    /// The record.
    pub record: PublicIx,
    /// The period for which it counts or counted.
    pub period: Option<PeriodView>,
    /// The region for which it counts or counted.
    pub region: Option<Arc<str>>,
    /// How much.
    pub amount: ProgressFigure,
    /// Whether it is struck off.
    pub struck: bool,
}

impl ProgressViewer<'_> {
    /// The parts of the figures of a period; empty if no period up to it was closed.
    #[must_use]
    pub fn statements(&self, period: Period) -> Vec<StatementRow> {
        let rows = self.every_metric().filter_map(|at| {
            let whole = self.program.statement(at, period, Area::Whole)?;
            let late = self.program.late(at, period);
            let areas = self.every_area().skip(1);
            let regions = areas.filter_map(|area| {
                let of = self.program.statement(at, period, area).filter(Statement::has_late)?;
                Some((self.area_link(area), self.statement_view(at, period, area, &of, !late.is_empty())))
            });
            let total = |struck: bool| {
                let of = late.iter().filter(|it| it.struck == struck).map(|it| it.amount.amount);
                of.fold(Decimal::ZERO, |sum, it| sum.checked_add(it).unwrap_or(sum))
            };
            let is_distinct = self.program.is_distinct(at);
            Some(StatementRow {
                metric: self.metric(at)?,
                whole: self.statement_view(at, period, Area::Whole, &whole, !late.is_empty()),
                regions: regions.collect(),
                accounted: match is_distinct {
                    true => !late.is_empty() || !whole.has_late(),
                    false => total(false) == whole.late.amount && total(true) == whole.struck.amount,
                },
            })
        });
        rows.collect()
    }

    fn statement_view(
        &self,
        at: usize,
        period: Period,
        area: Area,
        of: &Statement,
        listed: bool,
    ) -> StatementView {
        let parts = [of.carried, of.own, of.ended, of.moved, of.undated, of.late, of.struck, of.to_date];
        // Rounded parts that do not add up would be misleading.
        let metric = self.program.metrics().get(at).filter(|metric| {
            let rounded = parts.map(|it| metric.shown(it).amount.millionths());
            let [carried, own, ended, moved, undated, late, struck, to_date] = rounded;
            carried + own - ended + moved + undated + late - struck == to_date
        });
        let figure = |quantity: Quantity, url| {
            let of_metric = metric.map(|_| at);
            self.figure_in(of_metric, self.unit(at), quantity, url)
        };
        let some = |quantity: Quantity| (!quantity.amount.is_zero()).then(|| figure(quantity, None));
        let calendar = self.program.calendar();
        let before = period.before().filter(|before| calendar.has(*before));
        let list = |quantity: Quantity| {
            let id = self.late_id(at).filter(|_| listed && !quantity.amount.is_zero());
            id.map(|id| self.bulletin_url(period).with(&format!("#{id}")))
        };
        StatementView {
            carried: figure(of.carried, before.map(|before| self.bulletin_url(before))),
            own: figure(of.own, self.done_url(at, period, area).filter(|_| !of.own.amount.is_zero())),
            ended: some(of.ended),
            moved: some(of.moved),
            undated: some(of.undated),
            late: figure(of.late, list(of.late)),
            struck: figure(of.struck, list(of.struck)),
            to_date: figure(of.to_date, self.area_url(at, area)),
        }
    }

    fn area_link(&self, area: Area) -> Option<NameLink> {
        match area {
            Area::Region(ix) => self.region_link(ix),
            _ => self.rest_link(area),
        }
    }

    /// The id of a metric's list of late records on a bulletin.
    fn late_id(&self, metric: usize) -> Option<String> {
        self.program.metrics().get(metric).map(|metric| format!("late-{}", metric.id))
    }

    /// The records that were reported late in a period or struck off, by metric.
    #[must_use]
    pub fn late(&self, period: Period) -> Vec<LateView> {
        let views = self.every_metric().filter_map(|at| {
            let late = self.program.late(at, period);
            if late.is_empty() {
                return None;
            }
            let item = |it: &crate::edition::PublicLate| {
                Some(LateItemView {
                    record: it.record?,
                    period: it.period.map(|period| self.period(period)),
                    region: match it.area? {
                        Area::Region(ix) => self.region_link(ix).map(|region| region.title),
                        Area::Whole | Area::NoRegion => None,
                        Area::Joint => Some(self.rest_title(Area::Joint).into()),
                    },
                    amount: self.figure(at, it.amount, None),
                    struck: it.struck,
                })
            };
            Some(LateView {
                metric: self.metric(at)?,
                id: self.late_id(at)?,
                items: late.iter().filter_map(item).collect(),
                hidden: late.iter().filter(|it| it.record.is_none() && it.is_there).count(),
                gone: late.iter().filter(|it| !it.is_there).count(),
            })
        });
        views.collect()
    }
}
