//! Computes figures of programs from records: metrics, targets, status, ranking, stars, claims.
//!
//! Everything is a pure function of the records, the program and the as-of date, in exact integers and
//! ratios. One pass over the records gives each metric its running totals ([`Series`]); the figure of any
//! day, month, quarter, half-year or year, for the whole or a region, is then a look-up.
//!
//! A record counts if it is not a draft and not assigned to another program, its collection's `counted` is
//! satisfied (unless the metric's `where` names that field), and its date is entirely between the program's
//! first day and the as-of date. Whether it is published does not matter: withheld persons count.

mod area;
mod booking;
mod calendar;
mod changes;
mod closing;
mod compared;
mod contribution;
mod data;
mod figure;
mod ledger;
mod program;
mod rank;
mod ranking;
mod ratio;
mod rule;
mod series;
mod star;
mod stars;
mod statement;
mod tally;
mod target;

use std::sync::Arc;

use jiff::civil;

pub use area::Area;
pub use booking::{Differences, LateItem};
pub use calendar::{Calendar, as_of};
pub use changes::{FigureChange, Unexplained};
pub use contribution::Source;
pub use data::{Audience, ProgressData};
pub use figure::{
    ClaimFault, FalseClaim, Figure, FigureAs, FigureError, FigureQuery, FigureValue, false_claims, period_of,
};
pub use program::{Difficulties, Progress};
pub use rank::{MonthRanking, RankPart, RankRow};
pub use ratio::Ratio;
pub use series::{Cell, Series};
pub use star::{StarBasis, StarPart, StarRow};
pub use statement::{LateRecord, Statement};
pub use tally::Tally;
pub use target::{Completion, Plan, TargetFigure};

pub use crate::domain::{Status, Tenths};

use crate::config::Config;
use crate::domain::{
    CollectionIx, Decimal, Measure, Metric, Period, Program, Quantity, RecordIx, Region, RegionIx,
};
use crate::model::Model;

use contribution::Found;
use ledger::Marks;
use rule::Rule;

impl Progress {
    /// Computes a program's figures as judged on a day (see [`as_of`]). Records for which `left_out` is true
    /// do not count: those that have not passed the site's review.
    #[must_use]
    pub fn new(
        model: &Model,
        config: &Arc<Config>,
        program: &Arc<Program>,
        on: civil::Date,
        left_out: &dyn Fn(RecordIx) -> bool,
    ) -> Self {
        let calendar = Calendar::new(program, on);
        let mut rules: Vec<(Option<usize>, Rule<'_>)> = Vec::new();
        for (at, metric) in program.metrics.iter().enumerate() {
            rules.extend(
                Rule::of_metric(metric, program, calendar, config, model).map(|rule| (Some(at), rule)),
            );
        }
        for (collection, at) in config.collections.iter().zip(0_u16..) {
            let rule =
                Rule::of_difficulties(CollectionIx(at), collection, program, &config.regions, calendar);
            rules.extend(rule.map(|rule| (None, rule)));
        }
        take_all(&mut rules, model, left_out);
        let mut series: Vec<Series> = program.metrics.iter().map(|_| Series::default()).collect();
        let mut difficulties = Found::default();
        for (at, rule) in rules {
            match at.and_then(|at| Some((series.get_mut(at)?, program.metrics.get(at)?))) {
                Some((slot, metric)) => {
                    let distinct = matches!(metric.measure, Measure::Distinct(_));
                    *slot = Series::new(rule.found, distinct, &config.regions, &calendar);
                }
                None => difficulties.contributions.extend(rule.found.contributions),
            }
        }
        let assessments = stars::assessments(program, &calendar, config, model, left_out);
        let mut made = Self {
            ranking: ranking::rank(program, &series, config, &calendar),
            stars: stars::rate(program, &series, &assessments, config, &calendar),
            plans: program.targets.iter().map(|target| Plan::new(target, &calendar)).collect(),
            difficulties: Series::new(difficulties, false, &config.regions, &calendar),
            program: Arc::clone(program),
            config: Arc::clone(config),
            calendar,
            series,
            marks: Marks::new(model, config),
            compared: Vec::new(),
        };
        made.compared = made.compared();
        made
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The site's settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Its calendar.
    #[must_use]
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The metrics with their figures, in the order of declaration.
    pub fn metrics(&self) -> impl Iterator<Item = (&Metric, &Series)> {
        self.program.metrics.iter().zip(&self.series)
    }

    /// A metric's figures, by its index in the program.
    #[must_use]
    pub fn series(&self, metric: usize) -> Option<&Series> {
        self.series.get(metric)
    }

    /// The index of the metric with this id.
    #[must_use]
    pub fn metric_named(&self, id: &str) -> Option<usize> {
        self.program.metrics.iter().position(|metric| *metric.id == *id)
    }

    /// The region with this id, name or former name, for a figure of a day.
    #[must_use]
    pub fn region_named(&self, name: &str, on: civil::Date) -> Option<RegionIx> {
        self.config.regions.named(name, Some(on))
    }

    /// The regions that have rows in tables, in administrative order, with their indices: those that are not
    /// within another.
    pub fn regions(&self) -> impl Iterator<Item = (RegionIx, &Region)> {
        self.config.regions.top()
    }

    /// The plan of a target, by its index in the program.
    #[must_use]
    pub fn plan(&self, target: usize) -> Option<&Plan> {
        self.plans.get(target)
    }

    /// A target's completion at the end of a day.
    #[must_use]
    pub fn target(&self, target: usize, day: civil::Date) -> Option<TargetFigure> {
        let declared = self.program.targets.get(target)?;
        let (plan, series) = (self.plans.get(target)?, self.series.get(declared.metric)?);
        let day = day.min(self.calendar.as_of);
        let judged = self.calendar.judged(day);
        let has_data = series.has_data(day);
        let of = |area: Area, share: Option<Decimal>| {
            plan.completion(series.at(day, area), share, (day, judged), has_data, self.program.status)
        };
        let regions =
            declared.regions.iter().map(|(region, share)| (*region, of(Area::Region(*region), Some(*share))));
        Some(TargetFigure { target, whole: of(Area::Whole, None), regions: regions.collect() })
    }

    /// All targets of a metric at the end of a day, in the order of declaration.
    pub fn targets_of(
        &self,
        metric: usize,
        day: civil::Date,
    ) -> impl Iterator<Item = (&Arc<str>, TargetFigure)> {
        let of_metric =
            self.program.targets.iter().enumerate().filter(move |(_, target)| target.metric == metric);
        of_metric.filter_map(move |(at, target)| Some((&target.set, self.target(at, day)?)))
    }

    /// Numbers of difficulties at the end of a day.
    #[must_use]
    pub fn difficulties(&self, day: civil::Date, area: Area) -> Difficulties {
        let found = counted(self.difficulties.begun(day, area));
        let open = counted(self.difficulties.at(day, area));
        Difficulties { found, resolved: found - open, open }
    }

    /// Difficulties that were found and resolved in a period, and those open at its end.
    #[must_use]
    pub fn difficulties_in(&self, period: Period, area: Area) -> Difficulties {
        let cell = self.difficulties.cell(period, area);
        Difficulties {
            found: counted(cell.done),
            resolved: counted(cell.ended),
            open: counted(cell.cumulative),
        }
    }

    /// The difficulties themselves: found on `date`, resolved on `ended`.
    #[must_use]
    pub fn difficulty_sources(&self) -> &[Source] {
        self.difficulties.sources()
    }

    /// The rankings of all past months, in order.
    #[must_use]
    pub fn ranking(&self) -> &[MonthRanking] {
        &self.ranking
    }

    /// The star rating of the regions, in administrative order.
    #[must_use]
    pub fn stars(&self) -> &[StarRow] {
        &self.stars
    }
}

/// A quantity as a count.
fn counted(quantity: Quantity) -> i64 {
    quantity.amount.to_whole().unwrap_or_default()
}

/// One pass over the records of each collection that a rule uses.
fn take_all(rules: &mut [(Option<usize>, Rule<'_>)], model: &Model, left_out: &dyn Fn(RecordIx) -> bool) {
    let mut collections: Vec<CollectionIx> = rules.iter().map(|(_, rule)| rule.from.collection()).collect();
    collections.sort_unstable();
    collections.dedup();
    for collection in collections {
        let mut of_it: Vec<&mut Rule<'_>> = rules
            .iter_mut()
            .map(|(_, rule)| rule)
            .filter(|rule| rule.from.collection() == collection)
            .collect();
        let records = model.of(collection).count();
        of_it.iter_mut().for_each(|rule| rule.expect(records));
        for (ix, record) in model.of(collection) {
            if left_out(ix) {
                continue;
            }
            for rule in &mut of_it {
                rule.take(ix, record);
            }
        }
    }
}
