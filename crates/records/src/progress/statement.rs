//! How a period's figure follows from that of the previous period: what was carried forward, what the period
//! itself did, what was reported late for earlier periods, what was struck off, and the result.
//!
//! The parts always add up exactly: `carried + own - ended + moved + undated + late - struck = to_date`. The
//! figures of a closing stay as reported, so later findings are not part of `carried`, but of `late` and
//! `struck` in the first open period after it. With `late: restate`, closed periods show current figures and
//! nothing is late.

use std::cmp::Reverse;

use super::compared::Compared;
use crate::domain::{
    Booked, Closing, Counted, Decimal, Frozen, FrozenCell, FrozenMetric, FrozenParts, Mark, Period, Quantity,
    RecordIx,
};

use super::area::Area;
use super::booking::{Differences, LateItem, area_of, compare};
use super::program::Progress;
use super::series::Series;
use super::tally::Tally;

/// The parts of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The running total of the previous period, as shown on its page.
    pub carried: Quantity,
    /// What the period itself did. For a distinct count: the net number of new values.
    pub own: Quantity,
    /// What ended in it.
    pub ended: Quantity,
    /// Transfers from other regions, less those to them.
    pub moved: Quantity,
    /// Net contributions dated only by year, which belong to no shorter period.
    pub undated: Quantity,
    /// What was reported late.
    pub late: Quantity,
    /// What was counted in a closed period and no longer counts.
    pub struck: Quantity,
    /// The running total at the period's end.
    pub to_date: Quantity,
}

/// A late or struck-off record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateRecord {
    /// The record; `None` if it no longer exists.
    pub record: Option<RecordIx>,
    mark: Mark,
    /// The period for which it counts or counted; `None` if it is not within a single one.
    pub period: Option<Period>,
    /// The area; `None` for an unknown region.
    pub area: Option<Area>,
    /// How much.
    pub amount: Quantity,
    /// Whether it is struck off.
    pub struck: bool,
}

/// The difference, or zero if it does not fit.
fn minus(a: Decimal, b: Decimal) -> Decimal {
    a.checked_sub(b).unwrap_or_default()
}

/// The late and struck-off amounts of a change from `before` to `after`.
fn shift(before: Quantity, after: Quantity) -> (Quantity, Quantity) {
    let none = Quantity::exact(0);
    let more = minus(after.amount, before.amount);
    match before == after {
        true => (none, none),
        false if more.is_positive() => (Quantity { amount: more, bound: after.bound }, none),
        false if more.is_negative() => {
            (none, Quantity { amount: minus(before.amount, after.amount), bound: before.bound })
        }
        // Only the bound differs.
        false => (after, before),
    }
}

fn sum(quantities: impl Iterator<Item = Quantity>) -> Quantity {
    let some = quantities.filter(|it| !it.amount.is_zero());
    some.fold(Tally::default(), |sum, it| sum.plus(Tally::of(it))).quantity()
}

impl Statement {
    /// The remainder: all of `plus` minus all of `less`.
    fn left(plus: &[Quantity], less: &[Quantity]) -> Decimal {
        let total = |of: &[Quantity]| of.iter().map(|it| it.amount.millionths()).fold(0, i128::wrapping_add);
        Decimal::from_millionths(total(plus).wrapping_sub(total(less))).unwrap_or_default()
    }

    /// Sets `own` to the remainder of the other parts.
    fn with_own_left(mut self) -> Self {
        let plus = [self.to_date, self.ended, self.struck];
        self.own.amount = Self::left(&plus, &[self.carried, self.moved, self.undated, self.late]);
        self
    }

    /// Sets `late` or `struck` to the remainder of the other parts, including what no known record accounts
    /// for.
    fn settled(mut self) -> Self {
        let plus = [self.to_date, self.ended, self.struck];
        let rest = Self::left(&plus, &[self.carried, self.own, self.moved, self.undated, self.late]);
        let (more, less) = shift(Quantity::exact(0), Quantity::exactly(rest));
        self.late.amount = self.late.amount.checked_add(more.amount).unwrap_or_default();
        self.struck.amount = self.struck.amount.checked_add(less.amount).unwrap_or_default();
        self
    }

    /// Whether anything was reported late or struck off.
    #[must_use]
    pub const fn has_late(&self) -> bool {
        !(self.late.amount.is_zero() && self.struck.amount.is_zero())
    }
}

impl LateRecord {
    /// The late and struck-off parts of an item.
    fn of(item: &LateItem, (before, after): (Quantity, Quantity), distinct: bool) -> Vec<Self> {
        let (late, struck) = match shift(before, after) {
            // It counts as often as before, but for other values.
            (late, struck) if distinct && late.amount.is_zero() && struck.amount.is_zero() => (after, struck),
            both => both,
        };
        let one = |amount: Quantity, struck: bool| {
            let LateItem { record, mark, period, area, .. } = *item;
            (!amount.amount.is_zero()).then_some(Self { record, mark, period, area, amount, struck })
        };
        [one(late, false), one(struck, true)].into_iter().flatten().collect()
    }
}

impl Progress {
    /// Compares each closing with the current records.
    pub(super) fn compared(&self) -> Vec<Compared> {
        let of_closing = |closing: &Closing| {
            let made = self.metrics().enumerate().filter_map(|(at, (metric, series))| {
                let counted = closing.frozen.metric(&metric.id)?.counted.as_ref()?;
                let known = (&self.calendar, &self.marks, &self.config.regions);
                let differences = compare(counted, series, closing.period, known);
                Some(Compared { metric: at, period: closing.period, differences })
            });
            made.collect::<Vec<Compared>>()
        };
        self.closings().flat_map(of_closing).collect()
    }

    /// How the records of a metric differ from those that a period's closing counted; `None` if the closing
    /// does not list them.
    #[must_use]
    pub fn differences(&self, metric: usize, period: Period) -> Option<&Differences> {
        let found = self.compared.iter().find(|it| it.metric == metric && it.period == period);
        found.map(|it| &it.differences)
    }

    /// The frozen figures of a period, if its pages keep showing them.
    #[must_use]
    pub fn kept(&self, period: Period) -> Option<&Frozen> {
        self.closing(period).filter(|_| !self.program.restates).map(|closing| &closing.frozen)
    }

    fn kept_metric(&self, metric: usize, period: Period) -> Option<&FrozenMetric> {
        self.kept(period)?.metric(&self.program.metrics.get(metric)?.id)
    }

    /// A metric's frozen figures; for a region, the sum over all former regions that it now comprises.
    #[must_use]
    pub fn frozen_cell(&self, of: &FrozenMetric, period: Period, area: Area) -> Option<FrozenCell> {
        match area {
            Area::Whole => Some(of.whole),
            Area::Joint => Some(of.joint.unwrap_or_else(|| of.nothing())),
            Area::NoRegion => Some(of.no_region.unwrap_or_else(|| of.nothing())),
            Area::Region(ix) => of.region(ix, &self.config.regions, period.last_day()),
        }
    }

    /// The previous period of the same length in the program.
    fn before(&self, period: Period) -> Option<Period> {
        period.before().filter(|before| self.calendar.overlaps(*before))
    }

    /// Whether a page shows the parts of its figures: a period of the same length or shorter that ended no
    /// later was closed.
    #[must_use]
    pub fn has_statement(&self, period: Period) -> bool {
        let earlier = |closing: &Closing| {
            closing.period.last_day() <= period.last_day() && closing.period.length() <= period.length()
        };
        self.closings().any(earlier)
    }

    /// The parts of a figure; `None` if no page shows them yet.
    #[must_use]
    pub fn statement(&self, metric: usize, period: Period, area: Area) -> Option<Statement> {
        let series = self.series(metric)?;
        if !self.has_statement(period) {
            return None;
        }
        match self.kept_metric(metric, period) {
            Some(of) => self.statement_then(of, series, period, area),
            None => Some(self.statement_now(metric, series, period, area)),
        }
    }

    /// The frozen parts.
    fn statement_then(
        &self,
        of: &FrozenMetric,
        series: &Series,
        period: Period,
        area: Area,
    ) -> Option<Statement> {
        let FrozenCell { done, ended, cumulative, parts } = self.frozen_cell(of, period, area)?;
        let ended = if series.is_distinct() { Quantity::exact(0) } else { ended };
        let statement = Statement { own: done, ended, to_date: cumulative, ..Statement::default() };
        if let Some(FrozenParts { carried, late, struck, moved, undated }) = parts {
            return Some(Statement { carried, late, struck, moved, undated, ..statement }.with_own_left());
        }
        // The older file format lacks it: use what the previous period showed on that day, if known.
        let closed_on = self.closing(period)?.frozen.closed_on.last_day();
        let before = self.before(period).and_then(|before| {
            let closing = self.closing(before)?;
            let mut versions = std::iter::once(&closing.frozen).chain(&closing.earlier);
            let told = versions.find(|it| it.closed_on.last_day() <= closed_on)?;
            self.frozen_cell(told.metric(&of.id)?, before, area)
        });
        Some(match before {
            Some(before) if series.is_distinct() => {
                Statement { carried: before.cumulative, ..statement }.with_own_left()
            }
            Some(before) => Statement { carried: before.cumulative, ..statement }.settled(),
            None => {
                let amount = Statement::left(&[cumulative, ended], &[done]);
                Statement { carried: Quantity { amount, ..cumulative }, ..statement }
            }
        })
    }

    /// The running total that a period's page shows for its end.
    fn told_at_end(&self, metric: usize, series: &Series, period: Period, area: Area) -> Quantity {
        let kept = self.kept_metric(metric, period).and_then(|of| self.frozen_cell(of, period, area));
        kept.map_or_else(|| series.at(period.last_day(), area), |cell| cell.cumulative)
    }

    /// The carried-forward total of a period, as the previous period's page shows it now.
    #[must_use]
    pub fn told_before(&self, metric: usize, period: Period) -> Option<Quantity> {
        Some(self.told_at_end(metric, self.series(metric)?, self.before(period)?, Area::Whole))
    }

    /// The current parts.
    fn statement_now(&self, metric: usize, series: &Series, period: Period, area: Area) -> Statement {
        let before = self.before(period);
        let first = if before.is_some() { period.first_day() } else { self.calendar.starts };
        let after = first.yesterday().unwrap_or(first);
        let cell = series.cell(period, area);
        let carried = match before {
            Some(before) => self.told_at_end(metric, series, before, area),
            None => series.at(after, area),
        };
        let statement =
            Statement { carried, own: cell.done, to_date: cell.cumulative, ..Statement::default() };
        if series.is_distinct() {
            let (late, struck) = self.late_values(metric, series, before, area, carried);
            return Statement { late, struck, ..statement }.with_own_left();
        }
        let (undated, moved) = series.undated_and_moved(after, period, area);
        let records = self.late_now(metric, period);
        let total = |struck: bool, within: bool| {
            let of_area = |it: &&LateRecord| area == Area::Whole || it.area == Some(area);
            let inside = |it: &&LateRecord| !within || it.period.is_some_and(|own| first <= own.first_day());
            let of = records.iter().filter(|it| it.struck == struck);
            sum(of.filter(of_area).filter(inside).map(|it| it.amount))
        };
        // For a longer period, `own` is the sum of its closed parts as reported; the rest is late.
        let amount = Statement::left(&[cell.done, total(true, true)], &[total(false, true)]);
        let own = Quantity { amount, ..cell.done };
        let (late, struck) = (total(false, false), total(true, false));
        Statement { own, ended: cell.ended, moved, undated, late, struck, ..statement }.settled()
    }

    /// For a distinct count: the numbers of late and struck-off values.
    fn late_values(
        &self,
        metric: usize,
        series: &Series,
        before: Option<Period>,
        area: Area,
        carried: Quantity,
    ) -> (Quantity, Quantity) {
        let Some(before) = before.filter(|before| self.kept_metric(metric, *before).is_some()) else {
            return (Quantity::exact(0), Quantity::exact(0));
        };
        let count = |of: usize| Quantity::exact(i64::try_from(of).unwrap_or(i64::MAX));
        match self.differences(metric, before).and_then(|it| it.values.as_ref()) {
            Some(values) => {
                let (came, went) = values.get(&area).copied().unwrap_or_default();
                (count(came), count(went))
            }
            None => shift(carried, series.at(before.last_day(), area)),
        }
    }

    /// The late and struck-off records of an open period: those of earlier periods since the previous
    /// closing; and, for a longer one, those of its own months since the last of them was closed.
    fn late_now(&self, metric: usize, period: Period) -> Vec<LateRecord> {
        let distinct = self.series(metric).is_some_and(Series::is_distinct);
        let before = self.before(period).filter(|before| self.kept_metric(metric, *before).is_some());
        let before = before.and_then(|before| self.differences(metric, before));
        let of_before = before.into_iter().flat_map(|it| &it.items);
        let mut late: Vec<LateRecord> =
            of_before.flat_map(|item| LateRecord::of(item, item.standing, distinct)).collect();
        let inside = self.closings().map(|closing| closing.period).filter(|part| {
            part.length() < period.length()
                && period.first_day() <= part.first_day()
                && part.last_day() <= period.last_day()
                && self.kept_metric(metric, *part).is_some()
        });
        let last = inside.max_by_key(|part| (part.last_day(), Reverse(part.length())));
        if let Some(last) = last.and_then(|last| self.differences(metric, last)).filter(|_| !distinct) {
            let own = |item: &&LateItem| item.period.is_some_and(|own| period.first_day() <= own.first_day());
            let items = last.items.iter().filter(own);
            late.extend(items.flat_map(|item| LateRecord::of(item, item.begun, false)));
        }
        late
    }

    /// The late and struck-off amounts of a period, by record.
    #[must_use]
    pub fn late_records(&self, metric: usize, period: Period) -> Vec<LateRecord> {
        let Some(of) = self.kept_metric(metric, period) else { return self.late_now(metric, period) };
        let Some(counted) = &of.counted else { return Vec::new() };
        let day = period.last_day();
        let one = |it: &Booked, struck: bool| LateRecord {
            record: self.marks.record(it.mark.identity()),
            mark: it.mark,
            period: it.period,
            area: area_of(&it.area, &self.config.regions, day),
            amount: it.begun,
            struck,
        };
        let late = counted.late.iter().map(|it| one(it, false));
        late.chain(counted.struck.iter().map(|it| one(it, true))).collect()
    }

    /// The records of a metric for a new closing.
    pub(super) fn counted(&self, metric: usize, series: &Series, period: Period) -> Counted {
        let regions = &self.config.regions;
        let late = self.late_now(metric, period);
        let list = |struck: bool| {
            let of = late.iter().filter(|it| it.struck == struck);
            of.map(|it| super::booking::booked_as(it.mark, it.period, it.area, it.amount, regions)).collect()
        };
        Counted {
            all: super::booking::booked(series, period, &self.calendar, &self.marks, regions),
            late: list(false),
            struck: list(true),
        }
    }

    /// The parts of a figure for a new closing.
    pub(super) fn parts(&self, metric: usize, series: &Series, period: Period, area: Area) -> FrozenParts {
        let Statement { carried, late, struck, moved, undated, .. } =
            self.statement_now(metric, series, period, area);
        FrozenParts { carried, late, struck, moved, undated }
    }
}
