//! How a period's figure came from that of the period before: what was carried forward, what the period
//! itself did, what was reported late for earlier ones, what was struck off, and how it is.
//!
//! The parts always add up, exactly: `carried + own - ended + moved + undated + late - struck = to_date`.
//! What a closing told stays as it was reported, so what became known of it later is no part of `carried`,
//! but of `late` and `struck` in the first period after it that is open. Under `late: restate` closed periods
//! are reported as they are now, and nothing is late.

use std::cmp::Reverse;

use crate::domain::{
    Booked, Closing, Counted, Decimal, Frozen, FrozenCell, FrozenMetric, FrozenParts, Mark, Period, Quantity,
    RecordIx,
};

use super::Progress;
use super::booking::{Differences, LateItem, area_of, compare};
use super::series::{Area, Series};
use super::tally::Tally;

/// The parts of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// How it stood at the end of the period before, as that period's page tells it.
    pub carried: Quantity,
    /// What the period itself did. In a count of different values: how many more there are, less those that went.
    pub own: Quantity,
    /// What ended in it.
    pub ended: Quantity,
    /// What came from other regions, without what went to them.
    pub moved: Quantity,
    /// What has a date that is only a year and so is in no shorter period, come and gone.
    pub undated: Quantity,
    /// What was reported late.
    pub late: Quantity,
    /// What was counted in a closed period and counts no longer.
    pub struck: Quantity,
    /// How it is at the period's end.
    pub to_date: Quantity,
}

/// What a record reported late, or what was struck off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateRecord {
    /// The record; `None` if there is none any more.
    pub record: Option<RecordIx>,
    mark: Mark,
    /// The period for which it counts, or did; `None` if it is in none whole.
    pub period: Option<Period>,
    /// For which part of the whole; `None` for a region that is not known any more.
    pub area: Option<Area>,
    /// How much.
    pub amount: Quantity,
    /// Whether it is struck off.
    pub struck: bool,
}

/// How a metric's records differ from those that a closing counted.
#[derive(Debug)]
pub(super) struct Compared {
    metric: usize,
    period: Period,
    differences: Differences,
}

/// The difference, or nothing if it cannot be kept.
fn minus(a: Decimal, b: Decimal) -> Decimal {
    a.checked_sub(b).unwrap_or_default()
}

/// How much of what was `before` and is `after` is late, and how much struck off.
fn shift(before: Quantity, after: Quantity) -> (Quantity, Quantity) {
    let none = Quantity::exact(0);
    let more = minus(after.amount, before.amount);
    match before == after {
        true => (none, none),
        false if more.is_positive() => (Quantity { amount: more, bound: after.bound }, none),
        false if more.is_negative() => {
            (none, Quantity { amount: minus(before.amount, after.amount), bound: before.bound })
        }
        // Only how it is meant is another.
        false => (after, before),
    }
}

fn sum(quantities: impl Iterator<Item = Quantity>) -> Quantity {
    let some = quantities.filter(|it| !it.amount.is_zero());
    some.fold(Tally::default(), |sum, it| sum.plus(Tally::of(it))).quantity()
}

impl Statement {
    /// What the other parts leave for one: all of `plus` without all of `less`.
    fn left(plus: &[Quantity], less: &[Quantity]) -> Decimal {
        let total = |of: &[Quantity]| of.iter().map(|it| it.amount.millionths()).fold(0, i128::wrapping_add);
        Decimal::from_millionths(total(plus).wrapping_sub(total(less))).unwrap_or_default()
    }

    /// With what the period itself did as that which the other parts leave.
    fn with_own_left(mut self) -> Self {
        let plus = [self.to_date, self.ended, self.struck];
        self.own.amount = Self::left(&plus, &[self.carried, self.moved, self.undated, self.late]);
        self
    }

    /// With `late`, or `struck`, as large as the other parts leave: what no known record accounts for is in it.
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
    /// What of an item is late, and what struck off.
    fn of(item: &LateItem, (before, after): (Quantity, Quantity), distinct: bool) -> Vec<Self> {
        let (late, struck) = match shift(before, after) {
            // It counts as often, and counts for other values.
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
    /// Compares each closing with the records that there are now.
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

    /// How the records of a metric differ from those that a period's closing counted; `None` if it did not
    /// say which they were.
    #[must_use]
    pub fn differences(&self, metric: usize, period: Period) -> Option<&Differences> {
        let found = self.compared.iter().find(|it| it.metric == metric && it.period == period);
        found.map(|it| &it.differences)
    }

    /// What a period's pages tell, where it was closed and they stay as they were.
    #[must_use]
    pub fn kept(&self, period: Period) -> Option<&Frozen> {
        self.closing(period).filter(|_| !self.program.restates).map(|closing| &closing.frozen)
    }

    fn kept_metric(&self, metric: usize, period: Period) -> Option<&FrozenMetric> {
        self.kept(period)?.metric(&self.program.metrics.get(metric)?.id)
    }

    /// A metric's figures as they were frozen, of a region those of all that are this region now.
    #[must_use]
    pub fn frozen_cell(&self, of: &FrozenMetric, period: Period, area: Area) -> Option<FrozenCell> {
        match area {
            Area::Whole => Some(of.whole),
            Area::Joint => Some(of.joint.unwrap_or_else(|| of.nothing())),
            Area::NoRegion => Some(of.no_region.unwrap_or_else(|| of.nothing())),
            Area::Region(ix) => of.region(ix, &self.config.regions, period.last_day()),
        }
    }

    /// The period of the same length before one, in the program.
    fn before(&self, period: Period) -> Option<Period> {
        period.before().filter(|before| self.calendar.overlaps(*before))
    }

    /// Whether a page tells the parts of its figures: some period of its length or a shorter one was closed that ended no later.
    #[must_use]
    pub fn has_statement(&self, period: Period) -> bool {
        let earlier = |closing: &Closing| {
            closing.period.last_day() <= period.last_day() && closing.period.length() <= period.length()
        };
        self.closings().any(earlier)
    }

    /// The parts of a figure; `None` if no page has them yet.
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

    /// The parts as they were frozen.
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
        // The form of before said nothing of it: it is what the period before told on that day, if that is known.
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

    /// How a period's page says that it stood at its end.
    fn told_at_end(&self, metric: usize, series: &Series, period: Period, area: Area) -> Quantity {
        let kept = self.kept_metric(metric, period).and_then(|of| self.frozen_cell(of, period, area));
        kept.map_or_else(|| series.at(period.last_day(), area), |cell| cell.cumulative)
    }

    /// What a period's figures were carried forward from, as the page of the period before tells it now.
    #[must_use]
    pub fn told_before(&self, metric: usize, period: Period) -> Option<Quantity> {
        Some(self.told_at_end(metric, self.series(metric)?, self.before(period)?, Area::Whole))
    }

    /// The parts as they are now.
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
        // What a longer period did is reported as its closed parts told it; the rest of it is late.
        let amount = Statement::left(&[cell.done, total(true, true)], &[total(false, true)]);
        let own = Quantity { amount, ..cell.done };
        let (late, struck) = (total(false, false), total(true, false));
        Statement { own, ended: cell.ended, moved, undated, late, struck, ..statement }.settled()
    }

    /// Of a count of different values: how many were reported late, and how many struck off.
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

    /// What is late in a period that is open, and what is struck off: of earlier periods since the closing of the one before; and, in a
    /// longer one, of its own months since the last of them was closed.
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

    /// What was reported late in a period, and what was struck off, by record.
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

    /// What is written down of a metric's records when a period is closed.
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

    /// The parts of a figure as they are written down when a period is closed.
    pub(super) fn parts(&self, metric: usize, series: &Series, period: Period, area: Area) -> FrozenParts {
        let Statement { carried, late, struck, moved, undated, .. } =
            self.statement_now(metric, series, period, area);
        FrozenParts { carried, late, struck, moved, undated }
    }
}
