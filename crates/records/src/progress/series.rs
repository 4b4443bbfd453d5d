//! A metric's figures for any day and any period, for the whole and every region.

use std::collections::HashMap;
use std::iter::Peekable;

use jiff::civil;

use super::area::Area;
use crate::domain::{Date, Period, Quantity, Regions, Year};

use super::calendar::Calendar;
use super::contribution::{Contribution, Found, Place, Source};
use super::ledger::Ledger;
use super::tally::{Grain, Steps, Tally, Track};

/// A metric's figures for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What was done in the period: contributions dated entirely within it.
    pub done: Quantity,
    /// What ended in it: stock, or revoked honours.
    pub ended: Quantity,
    /// The running total at the period's end, or on the as-of date if that is earlier.
    pub cumulative: Quantity,
    /// Number of contributions in `done`.
    pub sources: u32,
}

/// A metric's figures. Built in one pass over the contributions; any day is then found by binary search.
#[derive(Clone, Debug, Default)]
pub struct Series {
    whole: Scope,
    regions: Vec<Scope>,
    joint: Scope,
    no_region: Scope,
    sources: Vec<Source>,
    ledger: Ledger,
}

#[derive(Clone, Debug, Default)]
struct Scope {
    begun: Track,
    ended: Track,
    /// Transfers from other areas, less those to them.
    moved: Steps,
    distinct: Option<Box<Distinct>>,
}

/// The number of distinct values, which cannot be computed as the difference of two totals.
#[derive(Clone, Debug, Default)]
struct Distinct {
    standing: Steps,
    /// Number of new values in each period.
    begun: HashMap<Period, u32>,
    ended: HashMap<Period, u32>,
}

/// The state of one value in one area while the days are processed.
#[derive(Default)]
struct Seen {
    /// Number of contributions that have it.
    holders: u32,
    /// The last month, quarter, half-year and year in which it was added.
    begun: [Option<Period>; 4],
    /// The same for when it was removed.
    ended: [Option<Period>; 4],
}

impl Distinct {
    /// A value is added or removed.
    fn event(&mut self, seen: &mut Seen, day: civil::Date, periods: &[Option<Period>; 4], comes: bool) {
        seen.holders = if comes { seen.holders + 1 } else { seen.holders.saturating_sub(1) };
        match (comes, seen.holders) {
            (true, 1) => self.standing.add(day, Tally::exact(1)),
            (false, 0) => self.standing.add(day, Tally::exact(-1)),
            _ => {}
        }
        let (last, counts) =
            if comes { (&mut seen.begun, &mut self.begun) } else { (&mut seen.ended, &mut self.ended) };
        for (last, period) in last.iter_mut().zip(periods) {
            if let Some(period) = period
                && *last != Some(*period)
            {
                *last = Some(*period);
                *counts.entry(*period).or_default() += 1;
            }
        }
    }
}

impl Scope {
    fn at(&self, day: civil::Date) -> Tally {
        match &self.distinct {
            Some(distinct) => distinct.standing.at(day),
            None => self.standing(day),
        }
    }

    /// The contributions in force at the end of a day.
    fn standing(&self, day: civil::Date) -> Tally {
        self.begun.at(day).minus(self.ended.at(day)).plus(self.moved.at(day))
    }

    fn cell(&self, period: Period) -> Cell {
        let (begun, all_begun) = self.begun.within_and_at_end(period);
        let (done, ended, standing) = match &self.distinct {
            None => {
                let (ended, all_ended) = self.ended.within_and_at_end(period);
                let moved = self.moved.at(period.last_day());
                (begun, ended, all_begun.minus(all_ended).plus(moved))
            }
            Some(distinct) => {
                let of = |counts: &HashMap<Period, u32>| {
                    Tally::exact(counts.get(&period).copied().unwrap_or(0).into())
                };
                (of(&distinct.begun), of(&distinct.ended), self.at(period.last_day()))
            }
        };
        Cell {
            done: done.quantity(),
            ended: ended.quantity(),
            cumulative: standing.quantity(),
            sources: begun.contributions(),
        }
    }
}

impl Series {
    /// Sums contributions, in any order.
    pub(super) fn new(found: Found, distinct: bool, regions: &Regions, calendar: &Calendar) -> Self {
        let Found { mut contributions, keys, names } = found;
        contributions.sort_by_cached_key(order);
        let mut series = Self { regions: vec![Scope::default(); regions.places()], ..Self::default() };
        for it in &contributions {
            let source = &it.source;
            let (day, grain) = (source.date.last_day(), calendar.grain(source.date));
            let tally = Tally::of(source.amount);
            series.whole.begun.add(day, grain, tally);
            for area in it.place.areas(regions, day) {
                series.scope_mut(area).begun.add(day, grain, tally);
            }
        }
        let moves = moves(&contributions);
        series.add_moves(&moves, regions);
        let mut gone: Vec<&Contribution> =
            contributions.iter().filter(|it| it.source.ended.is_some()).collect();
        gone.sort_by_key(|it| it.source.ended.map(|date| (date.last_day(), date)));
        for it in &gone {
            let source = &it.source;
            let Some(date) = source.ended else { continue };
            let (day, grain) = (date.last_day(), calendar.grain(date));
            let tally = Tally::of(source.amount);
            series.whole.ended.add(day, grain, tally);
            for area in last_place(it).areas(regions, day) {
                series.scope_mut(area).ended.add(day, grain, tally);
            }
        }
        if distinct {
            series.tell_apart((&contributions, &gone, &moves), &keys, regions, calendar);
        }
        series.ledger = Ledger::new(&contributions, keys, names);
        series.sources = contributions.into_iter().map(|it| it.source).collect();
        series
    }

    fn scope_mut(&mut self, area: Area) -> &mut Scope {
        let region = match area {
            Area::Whole => return &mut self.whole,
            Area::Joint => return &mut self.joint,
            Area::NoRegion => None,
            Area::Region(region) => Some(region.at()),
        };
        match region.and_then(|at| self.regions.get_mut(at)) {
            Some(scope) => scope,
            None => &mut self.no_region,
        }
    }

    fn scope(&self, area: Area) -> Option<&Scope> {
        match area {
            Area::Whole => Some(&self.whole),
            Area::Joint => Some(&self.joint),
            Area::NoRegion => Some(&self.no_region),
            Area::Region(region) => self.regions.get(region.at()),
        }
    }

    /// Counts distinct values in one pass over additions and removals: how many there are on each day, and
    /// how many are new or gone in each period. Days are ascending, so a value is new in a period unless it
    /// was last added in that period already.
    fn tell_apart(
        &mut self,
        (begun, gone, moves): (&[Contribution], &[&Contribution], &[Move<'_>]),
        keys: &[u32],
        regions: &Regions,
        calendar: &Calendar,
    ) {
        for scope in self.regions.iter_mut().chain([&mut self.whole, &mut self.joint, &mut self.no_region]) {
            scope.distinct = Some(Box::default());
        }
        let mut seen: HashMap<(Area, u32), Seen> = HashMap::new();
        let mut begun = begun.iter().peekable();
        let mut moves = moves.iter().peekable();
        let mut gone = gone.iter().peekable();
        loop {
            let comes = begun.peek().map(|it| it.source.date);
            let goes = gone.peek().and_then(|it| it.source.ended);
            // On the same day, additions come before removals.
            let (it, date, comes) = match (comes, goes) {
                (Some(date), goes) if goes.is_none_or(|end| date.last_day() <= end.last_day()) => {
                    (begun.next(), date, true)
                }
                (_, Some(date)) => (gone.next().copied(), date, false),
                _ => break,
            };
            let Some(it) = it else { break };
            let periods = periods_of(date, calendar);
            let day = date.last_day();
            self.tell_moves(&mut moves, |at| at <= day, keys, regions, &mut seen);
            let place = if comes { it.place } else { last_place(it) };
            for key in keys_of(it, keys) {
                for area in std::iter::once(Area::Whole).chain(place.areas(regions, day)) {
                    if let Some(distinct) = &mut self.scope_mut(area).distinct {
                        distinct.event(seen.entry((area, *key)).or_default(), day, &periods, comes);
                    }
                }
            }
        }
        self.tell_moves(&mut moves, |_| true, keys, regions, &mut seen);
    }

    /// Transfers values between areas up to the given day.
    fn tell_moves(
        &mut self,
        moves: &mut Peekable<std::slice::Iter<'_, Move<'_>>>,
        until: impl Fn(civil::Date) -> bool,
        keys: &[u32],
        regions: &Regions,
        seen: &mut HashMap<(Area, u32), Seen>,
    ) {
        while let Some(it) = moves.next_if(|it| until(it.day)) {
            for (area, comes) in it.changes(regions) {
                for key in keys_of(it.of, keys) {
                    if let Some(distinct) = &mut self.scope_mut(area).distinct {
                        distinct.event(seen.entry((area, *key)).or_default(), it.day, &[None; 4], comes);
                    }
                }
            }
        }
    }

    fn add_moves(&mut self, moves: &[Move<'_>], regions: &Regions) {
        for it in moves {
            let tally = Tally::of(it.of.source.amount);
            for (area, comes) in it.changes(regions) {
                let change = if comes { tally } else { Tally::default().minus(tally) };
                self.scope_mut(area).moved.add(it.day, change);
            }
        }
    }

    /// The running total at the end of a day; never later than the as-of date.
    #[must_use]
    pub fn at(&self, day: civil::Date, area: Area) -> Quantity {
        self.scope(area).map_or(Quantity::exact(0), |scope| scope.at(day).quantity())
    }

    /// The figures of a period.
    #[must_use]
    pub fn cell(&self, period: Period, area: Area) -> Cell {
        self.scope(area).map_or_else(|| Scope::default().cell(period), |scope| scope.cell(period))
    }

    /// The contributions between two days that belong to no period of this length, because they are dated
    /// only by year (negative if more ended), and the net transfers from other areas.
    pub(super) fn undated_and_moved(
        &self,
        after: civil::Date,
        period: Period,
        area: Area,
    ) -> (Quantity, Quantity) {
        let Some(scope) = self.scope(area) else { return Default::default() };
        let between = |track: &Track| {
            let (within, end) = track.within_and_at_end(period);
            end.minus(track.at(after)).minus(within)
        };
        let undated = between(&scope.begun).minus(between(&scope.ended));
        let moved = scope.moved.at(period.last_day()).minus(scope.moved.at(after));
        (undated.quantity(), moved.quantity())
    }

    /// Whether it counts distinct values, which cannot be added up.
    pub(super) fn is_distinct(&self) -> bool {
        self.whole.distinct.is_some()
    }

    /// What is recorded of the contributions apart from their sum.
    pub(super) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Everything done by the end of a day, whether it has ended since or not.
    #[must_use]
    pub fn begun(&self, day: civil::Date, area: Area) -> Quantity {
        self.scope(area).map_or(Quantity::exact(0), |scope| scope.begun.at(day).quantity())
    }

    /// Number of contributions in force at the end of a day.
    #[must_use]
    pub fn source_count(&self, day: civil::Date, area: Area) -> u32 {
        self.scope(area).map_or(0, |scope| scope.standing(day).contributions())
    }

    /// Whether any record has contributed by the end of a day.
    #[must_use]
    pub fn has_data(&self, day: civil::Date) -> bool {
        self.whole.begun.at(day).contributions() > 0
    }

    /// All contributions up to the as-of date, including ended ones; sorted by the last day of their date,
    /// then by date and record.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The contributions that make up a period's `done`.
    pub fn sources_in(&self, period: Period) -> impl Iterator<Item = &Source> {
        let from = self.sources.partition_point(|source| source.date.last_day() < period.first_day());
        let rest = self.sources.iter().skip(from);
        rest.take_while(move |source| source.date.last_day() <= period.last_day())
            .filter(move |source| period.contains(source.date))
    }

    /// The contributions that belong to no month because only their year is known; mentioned in a note under
    /// tables by month.
    pub fn too_coarse(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.date.month().is_none())
    }
}

/// A transfer to another area from a day on.
struct Move<'c> {
    day: civil::Date,
    of: &'c Contribution,
    from: Place,
    to: Place,
}

impl Move<'_> {
    /// The areas that it leaves, and those that it enters (`true`).
    fn changes(&self, regions: &Regions) -> Vec<(Area, bool)> {
        let before = self.day.yesterday().unwrap_or(self.day);
        let left: Vec<Area> = self.from.areas(regions, before).collect();
        let entered: Vec<Area> = self.to.areas(regions, self.day).collect();
        let only = |of: &[Area], not: &[Area], comes| {
            of.iter().filter(|area| !not.contains(area)).map(|area| (*area, comes)).collect::<Vec<_>>()
        };
        [only(&left, &entered, false), only(&entered, &left, true)].concat()
    }
}

/// All transfers, by day.
fn moves(contributions: &[Contribution]) -> Vec<Move<'_>> {
    let mut all = Vec::new();
    for of in contributions.iter().filter(|it| !it.moves.is_empty()) {
        let mut from = of.place;
        for (day, to) in &of.moves {
            all.push(Move { day: *day, of, from, to: *to });
            from = *to;
        }
    }
    all.sort_by_key(|it| it.day);
    all
}

/// Where something counts at the end.
fn last_place(it: &Contribution) -> Place {
    it.moves.last().map_or(it.place, |(_, place)| *place)
}

/// The values of a contribution to a distinct count.
fn keys_of<'k>(it: &Contribution, keys: &'k [u32]) -> &'k [u32] {
    let [from, to] = [it.keys.start, it.keys.end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
    keys.get(from..to).unwrap_or_default()
}

/// The month, quarter, half-year and year of the program that entirely contain a date.
fn periods_of(date: Date, calendar: &Calendar) -> [Option<Period>; 4] {
    match calendar.grain(date) {
        Grain::NoPeriod => [None; 4],
        Grain::Year(year) => [None, None, None, Some(Period::Year(Year::calendar(year)))],
        Grain::Month => Period::around(date.first_day(), calendar.year).map(Some),
    }
}

/// The sort key of contributions: the day from which they count; then such that the order of input does not
/// matter.
fn order(contribution: &Contribution) -> u128 {
    let source = &contribution.source;
    let day = |year: i16, month: i8, day: i8| {
        (u128::from(year.unsigned_abs()) << 16)
            | (u128::from(month.unsigned_abs()) << 8)
            | u128::from(day.unsigned_abs())
    };
    let last = source.date.last_day();
    let date = source.date;
    let group = source.group.map_or(0, |group| u128::from(group) + 1);
    (day(last.year(), last.month(), last.day()) << 96)
        | (day(date.year(), date.month().unwrap_or(0), date.day().unwrap_or(0)) << 64)
        | (u128::from(source.record.0) << 32)
        | (group & u128::from(u32::MAX))
}
