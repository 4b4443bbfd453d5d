//! A metric's figures: for any day, any period, the whole and every region.

use std::collections::HashMap;

use jiff::civil;

use crate::domain::{Period, Quantity, RegionIx};

use super::calendar::Calendar;
use super::rule::{Contribution, Source};
use super::tally::{Grain, Steps, Tally, Track};

/// Of what a figure is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// The whole program.
    Whole,
    /// A region.
    Region(RegionIx),
    /// What names no region.
    NoRegion,
}

/// A metric's figures for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What was done in the period: what is dated in it whole.
    pub done: Quantity,
    /// What ended in it: of a stock, or honours that were revoked.
    pub ended: Quantity,
    /// How it stands at the period's end, or on the as-of date where that is earlier.
    pub cumulative: Quantity,
    /// How many contributions `done` adds up.
    pub sources: u32,
}

/// A metric's figures. Built in one pass over the contributions; any day is then found by halving.
#[derive(Clone, Debug, Default)]
pub struct Series {
    whole: Scope,
    regions: Vec<Scope>,
    no_region: Scope,
    sources: Vec<Source>,
}

#[derive(Clone, Debug, Default)]
struct Scope {
    begun: Track,
    ended: Track,
    distinct: Option<Box<Distinct>>,
}

/// What cannot be had by taking one total from another: how many different values there are.
#[derive(Clone, Debug, Default)]
struct Distinct {
    standing: Steps,
    /// How many in each period, by period.
    begun: HashMap<Period, u32>,
    ended: HashMap<Period, u32>,
}

impl Scope {
    fn at(&self, day: civil::Date) -> Tally {
        match &self.distinct {
            Some(distinct) => distinct.standing.at(day),
            None => self.begun.at(day).minus(self.ended.at(day)),
        }
    }

    fn cell(&self, period: Period) -> Cell {
        let begun = self.begun.within(period);
        let (done, ended) = match &self.distinct {
            None => (begun, self.ended.within(period)),
            Some(distinct) => {
                let of = |counts: &HashMap<Period, u32>| {
                    Tally::exact(counts.get(&period).copied().unwrap_or(0).into())
                };
                (of(&distinct.begun), of(&distinct.ended))
            }
        };
        Cell {
            done: done.quantity(),
            ended: ended.quantity(),
            cumulative: self.at(period.last_day()).quantity(),
            sources: begun.contributions(),
        }
    }
}

impl Series {
    /// Adds up contributions, in whatever order they come.
    pub(super) fn new(
        mut contributions: Vec<Contribution>,
        distinct: bool,
        regions: usize,
        calendar: &Calendar,
    ) -> Self {
        // By the day from which on they count; then so that equal input in any order gives equal output.
        let key = |it: &Contribution| {
            (it.source.date.last_day(), it.source.date, it.source.record, it.source.group)
        };
        contributions.sort_by_cached_key(key);
        let mut series = Self { regions: vec![Scope::default(); regions], ..Self::default() };
        for Contribution { source, .. } in &contributions {
            let (day, grain) = (source.date.last_day(), calendar.grain(source.date));
            let tally = Tally::of(source.amount);
            series.whole.begun.add(day, grain, tally);
            series.scope_mut(source.region).begun.add(day, grain, tally);
        }
        let mut gone: Vec<&Contribution> =
            contributions.iter().filter(|it| it.source.ended.is_some()).collect();
        gone.sort_by_key(|it| it.source.ended.map(|date| (date.last_day(), date)));
        for Contribution { source, .. } in &gone {
            let Some(date) = source.ended else { continue };
            let (day, grain) = (date.last_day(), calendar.grain(date));
            let tally = Tally::of(source.amount);
            series.whole.ended.add(day, grain, tally);
            series.scope_mut(source.region).ended.add(day, grain, tally);
        }
        if distinct {
            series.tell_apart(&contributions, &gone, calendar);
        }
        series.sources = contributions.into_iter().map(|it| it.source).collect();
        series
    }

    fn scope_mut(&mut self, region: Option<RegionIx>) -> &mut Scope {
        let at = region.and_then(|region| usize::try_from(region.0).ok());
        match at.and_then(|at| self.regions.get_mut(at)) {
            Some(scope) => scope,
            None => &mut self.no_region,
        }
    }

    fn scope(&self, area: Area) -> Option<&Scope> {
        match area {
            Area::Whole => Some(&self.whole),
            Area::NoRegion => Some(&self.no_region),
            Area::Region(region) => self.regions.get(usize::try_from(region.0).ok()?),
        }
    }

    /// Counts different values: how many stand on each day, and how many came and went in each period.
    fn tell_apart(&mut self, begun: &[Contribution], gone: &[&Contribution], calendar: &Calendar) {
        for scope in self.regions.iter_mut().chain([&mut self.whole, &mut self.no_region]) {
            scope.distinct = Some(Box::default());
        }
        self.standing(begun, gone);
        let in_periods = |date: crate::domain::Date| -> Vec<Period> {
            match calendar.grain(date) {
                Grain::Before => Vec::new(),
                Grain::Year(year) => vec![Period::Year(year)],
                Grain::Month => periods_of(date.first_day()).to_vec(),
            }
        };
        let mut came = Vec::new();
        for it in begun {
            for period in in_periods(it.source.date) {
                came.extend(it.keys.iter().map(|key| (it.source.region, period, *key)));
            }
        }
        let mut went = Vec::new();
        for it in gone {
            for period in it.source.ended.map(in_periods).unwrap_or_default() {
                went.extend(it.keys.iter().map(|key| (it.source.region, period, *key)));
            }
        }
        self.count_periods(came, |distinct| &mut distinct.begun);
        self.count_periods(went, |distinct| &mut distinct.ended);
    }

    fn count_periods(
        &mut self,
        mut entries: Vec<(Option<RegionIx>, Period, u32)>,
        slot: fn(&mut Distinct) -> &mut HashMap<Period, u32>,
    ) {
        let add = |scope: &mut Scope, period: Period| {
            if let Some(distinct) = &mut scope.distinct {
                *slot(distinct).entry(period).or_default() += 1;
            }
        };
        let packed = |period: Period| (period.year(), period.months());
        entries.sort_unstable_by_key(|(region, period, key)| (*region, packed(*period), *key));
        entries.dedup();
        for (region, period, _) in &entries {
            add(self.scope_mut(*region), *period);
        }
        entries.sort_unstable_by_key(|(_, period, key)| (packed(*period), *key));
        entries.dedup_by_key(|(_, period, key)| (*period, *key));
        for (_, period, _) in &entries {
            add(&mut self.whole, *period);
        }
    }

    fn standing(&mut self, begun: &[Contribution], gone: &[&Contribution]) {
        let mut holders: HashMap<(Area, u32), u32> = HashMap::new();
        let mut begun = begun.iter().peekable();
        let mut gone = gone.iter().peekable();
        loop {
            let comes = begun.peek().map(|it| it.source.date.last_day());
            let goes = gone.peek().and_then(|it| it.source.ended).map(crate::domain::Date::last_day);
            // What comes and goes on one day comes first.
            let (it, day, comes) = match (comes, goes) {
                (Some(day), goes) if goes.is_none_or(|end| day <= end) => (begun.next(), day, true),
                (_, Some(day)) => (gone.next().copied(), day, false),
                _ => return,
            };
            let Some(it) = it else { return };
            let own = it.source.region.map_or(Area::NoRegion, Area::Region);
            for key in &it.keys {
                for area in [Area::Whole, own] {
                    let holder = holders.entry((area, *key)).or_default();
                    *holder = if comes { *holder + 1 } else { holder.saturating_sub(1) };
                    let change = match (comes, *holder) {
                        (true, 1) => 1,
                        (false, 0) => -1,
                        _ => continue,
                    };
                    let scope =
                        if area == Area::Whole { &mut self.whole } else { self.scope_mut(it.source.region) };
                    if let Some(distinct) = &mut scope.distinct {
                        distinct.standing.add(day, Tally::exact(change));
                    }
                }
            }
        }
    }

    /// How it stands at the end of a day; never later than the as-of date.
    #[must_use]
    pub fn at(&self, day: civil::Date, area: Area) -> Quantity {
        self.scope(area).map_or(Quantity::exact(0), |scope| scope.at(day).quantity())
    }

    /// The figures of a period.
    #[must_use]
    pub fn cell(&self, period: Period, area: Area) -> Cell {
        self.scope(area).map_or_else(|| Scope::default().cell(period), |scope| scope.cell(period))
    }

    /// All that was done up to a day's end, whether it ended since or not.
    #[must_use]
    pub fn begun(&self, day: civil::Date, area: Area) -> Quantity {
        self.scope(area).map_or(Quantity::exact(0), |scope| scope.begun.at(day).quantity())
    }

    /// How many contributions stand at the end of a day.
    #[must_use]
    pub fn source_count(&self, day: civil::Date, area: Area) -> u32 {
        self.scope(area).map_or(0, |scope| scope.begun.at(day).minus(scope.ended.at(day)).contributions())
    }

    /// Whether any record has contributed by a day's end.
    #[must_use]
    pub fn has_data(&self, day: civil::Date) -> bool {
        self.whole.begun.at(day).contributions() > 0
    }

    /// All contributions up to the as-of date, by the last day that their date means, then as their dates and records
    /// are ordered. Those that have ended are among them.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The contributions that a period's `done` adds up.
    pub fn sources_in(&self, period: Period) -> impl Iterator<Item = &Source> {
        let from = self.sources.partition_point(|source| source.date.last_day() < period.first_day());
        let rest = self.sources.iter().skip(from);
        rest.take_while(move |source| source.date.last_day() <= period.last_day())
            .filter(move |source| period.contains(source.date))
    }

    /// The contributions that are in no month because only their year is known: what the note under a table of months
    /// names.
    pub fn too_coarse(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.date.month().is_none())
    }
}

/// The month, quarter, half and year that a day lies in.
fn periods_of(day: civil::Date) -> [Period; 4] {
    let (year, month) = (day.year(), day.month());
    [
        Period::Month(year, month),
        Period::Quarter(year, (month + 2) / 3),
        Period::Half(year, if month <= 6 { 1 } else { 2 }),
        Period::Year(year),
    ]
}
