//! A program's figures as an edition may tell them.
//!
//! Persons who are withheld count; their records are not among the sources. How regions are, the ranking, the
//! stars and the difficulties are for the offices, unless the program opens them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;

use super::{Edition, PublicIx, Published};
use crate::config::Config;
use crate::domain::{
    CollectionIx, Correction, Date, Decimal, Frozen, FrozenCell, FrozenMetric, Measure, Metric, MetricSource,
    Period, Program, Quantity, RegionIx,
};
use crate::progress::{
    Area, Calendar, Cell, Completion, Difficulties, LateRecord, MonthRanking, Plan, Progress, ProgressData,
    Source, StarRow, Statement,
};

/// A program's figures. Nothing but what the edition may tell can be had from it.
#[derive(Debug)]
pub struct PublicProgram {
    progress: Arc<Progress>,
    internal: bool,
    /// Whether its last day is over.
    pub ended: bool,
    /// Where it is among others ([`Calendar::turn`]).
    pub turn: (bool, bool, Reverse<civil::Date>),
    sources: Vec<Vec<PublicSource>>,
    documents: Vec<Option<PublicIx>>,
    found: Vec<PublicSource>,
    resolved: Vec<PublicSource>,
    /// The last day that the date of each of `resolved` means, and its place, by day.
    resolved_days: Vec<(civil::Date, usize)>,
    closed: Vec<PublicClosing>,
    /// What was reported late, and struck off, by metric and period.
    late: BTreeMap<(usize, Period), Vec<PublicLate>>,
}

/// A period that was closed: what the edition may tell of it.
#[derive(Debug)]
struct PublicClosing {
    period: Period,
    frozen: Frozen,
    /// What was frozen first, where it was closed again on a later day.
    first: Option<Frozen>,
}

/// What was reported late, or struck off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLate {
    /// The record; `None` if it may not be seen, or is there no more.
    pub record: Option<PublicIx>,
    /// Whether there is a record at all.
    pub is_there: bool,
    /// The period for which it counts, or did; `None` if it is in none whole.
    pub period: Option<Period>,
    /// For which part of the whole; `None` for a region that is not known any more.
    pub area: Option<Area>,
    /// How much.
    pub amount: Quantity,
    /// Whether it is struck off.
    pub struck: bool,
}

/// A contribution to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSource {
    /// The record; `None` if it may not be seen.
    pub record: Option<PublicIx>,
    /// For which part of the whole it counts: a region, several together, or none.
    pub area: Area,
    /// The date by which it counts.
    pub date: Date,
    /// What it adds.
    pub amount: Quantity,
}

/// A target as it is on a day.
#[derive(Clone, Debug)]
pub struct PublicTarget {
    /// Its place in the program.
    pub target: usize,
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Decimal,
    /// By when.
    pub due: Date,
    /// The document that sets it.
    pub document: Option<PublicIx>,
    /// How the whole is.
    pub whole: Completion,
    /// The regions' shares; how they stand only where the edition may tell it.
    pub regions: Vec<(RegionIx, Decimal, Option<Completion>)>,
}

/// Of contributions by the last day that their date means, those whose date is in a period whole.
fn within(sources: &[PublicSource], period: Period) -> impl Iterator<Item = &PublicSource> {
    let first = sources.partition_point(|source| source.date.last_day() < period.first_day());
    let rest = sources.iter().skip(first);
    rest.take_while(move |source| source.date.last_day() <= period.last_day())
        .filter(move |source| period.contains(source.date))
}

/// What was reported late in each period, and struck off, where there is something.
fn late(progress: &Progress, published: &Published) -> BTreeMap<(usize, Period), Vec<PublicLate>> {
    let mut late = BTreeMap::new();
    let told = progress.calendar().all().into_iter().filter(|period| progress.has_statement(*period));
    for period in told {
        for metric in 0..progress.program().metrics.len() {
            let public = |it: LateRecord| PublicLate {
                record: it.record.and_then(|record| published.of_model(record)),
                is_there: it.record.is_some(),
                period: it.period,
                area: it.area,
                amount: it.amount,
                struck: it.struck,
            };
            let of: Vec<PublicLate> = progress.late_records(metric, period).into_iter().map(public).collect();
            if !of.is_empty() {
                late.insert((metric, period), of);
            }
        }
    }
    late
}

impl PublicProgram {
    /// What an edition may tell of a program's figures on a day.
    #[must_use]
    pub fn new(progress: Arc<Progress>, published: &Published, config: &Config, today: civil::Date) -> Self {
        let public = |source: &Source| PublicSource {
            record: published.of_model(source.record),
            area: source.area,
            date: source.date,
            amount: source.amount,
        };
        let sources = progress.metrics().map(|(metric, series)| {
            // What was revoked counts no longer; of a stock, what ended still was there.
            let standing = |source: &&Source| metric.ends_by.is_some() || source.ended.is_none();
            series.sources().iter().filter(standing).map(public).collect()
        });
        let sources = sources.collect();
        let named = |text: &str| {
            let found: Vec<PublicIx> = (0..config.collections.len())
                .filter_map(|at| published.with_id(CollectionIx(u16::try_from(at).ok()?), text))
                .collect();
            if let [only] = found.as_slice() { Some(*only) } else { None }
        };
        let targets = progress.program().targets.iter();
        let documents = targets.map(|target| named(&target.document.as_ref()?.0)).collect();
        let difficulties = progress.difficulty_sources();
        let resolved = difficulties
            .iter()
            .filter_map(|source| Some(PublicSource { date: source.ended?, ..public(source) }));
        let resolved: Vec<PublicSource> = resolved.collect();
        let mut resolved_days: Vec<(civil::Date, usize)> =
            resolved.iter().map(|source| source.date.last_day()).zip(0..).collect();
        resolved_days.sort_unstable();
        let internal = published.edition == Edition::Internal;
        let ranked = internal || progress.program().ranking.as_ref().is_some_and(|ranking| ranking.public);
        let told = |frozen: &Frozen| {
            let mut frozen = frozen.clone().without_records();
            frozen.difficulties = frozen.difficulties.filter(|_| internal);
            frozen.ranking = frozen.ranking.filter(|_| ranked);
            frozen
        };
        let closed = progress.closings().map(|closing| {
            let first = closing.earlier.last().filter(|first| first.closed_on != closing.frozen.closed_on);
            PublicClosing { period: closing.period, frozen: told(&closing.frozen), first: first.map(told) }
        });
        let closed: Vec<PublicClosing> = closed.collect();
        let late = late(&progress, published);
        Self {
            internal,
            closed,
            late,
            ended: progress.calendar().ends < today,
            turn: progress.calendar().turn(today),
            sources,
            documents,
            resolved,
            resolved_days,
            found: difficulties.iter().map(public).collect(),
            progress,
        }
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Program {
        self.progress.program()
    }

    /// Its days.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.progress.calendar()
    }

    /// Its metrics, in the order of declaration.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.progress.program().metrics
    }

    /// The collection that a metric counts.
    #[must_use]
    pub fn collection_of(&self, metric: usize) -> Option<CollectionIx> {
        self.metrics().get(metric).map(|metric| match metric.from {
            MetricSource::Records(collection) | MetricSource::Groups(collection, _) => collection,
        })
    }

    /// A metric's value at the end of a day.
    #[must_use]
    pub fn at(&self, metric: usize, day: civil::Date, area: Area) -> Quantity {
        self.progress.series(metric).map_or(Quantity::exact(0), |series| series.at(day, area))
    }

    /// A metric's figures of a period.
    #[must_use]
    pub fn cell(&self, metric: usize, period: Period, area: Area) -> Option<Cell> {
        self.progress.series(metric).map(|series| series.cell(period, area))
    }

    /// Whether any record has contributed to a metric by the end of a day.
    #[must_use]
    pub fn has_data(&self, metric: usize, day: civil::Date) -> bool {
        self.progress.series(metric).is_some_and(|series| series.has_data(day))
    }

    /// How many contributions are.
    #[must_use]
    pub fn source_count(&self, metric: usize, day: civil::Date, area: Area) -> u32 {
        self.progress.series(metric).map_or(0, |series| series.source_count(day, area))
    }

    /// How many contributions are in no month, for lack of a finer date.
    #[must_use]
    pub fn coarse(&self, metric: usize) -> usize {
        self.progress.series(metric).map_or(0, |series| series.too_coarse().count())
    }

    /// A metric's contributions, by date.
    #[must_use]
    pub fn sources(&self, metric: usize) -> &[PublicSource] {
        self.sources.get(metric).map_or(&[], Vec::as_slice)
    }

    /// The contributions whose dates are in a period whole, by date.
    pub fn sources_in(&self, metric: usize, period: Period) -> impl Iterator<Item = &PublicSource> {
        within(self.sources(metric), period)
    }

    /// A target's plan; its course for the whole is no secret.
    #[must_use]
    pub fn plan(&self, target: usize) -> Option<&Plan> {
        self.progress.plan(target)
    }

    /// A metric's targets as they are at the end of a day.
    #[must_use]
    pub fn targets(&self, metric: usize, day: civil::Date) -> Vec<PublicTarget> {
        let open = self.internal || self.program().regions_public;
        let made = self.progress.targets_of(metric, day).filter_map(|(_, figure)| {
            let target = self.program().targets.get(figure.target)?;
            let region = |(region, of): &(RegionIx, Completion)| (*region, of.target, open.then_some(*of));
            Some(PublicTarget {
                target: figure.target,
                set: target.set.clone(),
                value: target.value,
                due: target.due,
                document: self.documents.get(figure.target).copied().flatten(),
                whole: figure.whole,
                regions: figure.regions.iter().map(region).collect(),
            })
        });
        made.collect()
    }

    /// The rankings of the months that are over, where the edition may tell them.
    #[must_use]
    pub fn ranking(&self) -> Option<&[MonthRanking]> {
        let ranking = self.program().ranking.as_ref()?;
        (self.internal || ranking.public).then(|| self.progress.ranking())
    }

    /// The ranking of a month, where the edition may tell it.
    #[must_use]
    pub fn ranking_of(&self, month: Period) -> Option<&MonthRanking> {
        let months = self.ranking()?;
        months.get(months.binary_search_by_key(&month, |of| of.period).ok()?)
    }

    /// The stars of the regions, where the edition may tell them.
    #[must_use]
    pub fn stars(&self) -> Option<&[StarRow]> {
        let stars = self.program().stars.as_ref()?;
        (self.internal || stars.public).then(|| self.progress.stars())
    }

    /// Difficulties at the end of a day, where the edition may tell them.
    #[must_use]
    pub fn difficulties(&self, day: civil::Date) -> Option<Difficulties> {
        (self.internal && !self.found.is_empty()).then(|| self.progress.difficulties(day, Area::Whole))
    }

    /// Difficulties of a period, where the edition may tell them.
    #[must_use]
    pub fn difficulties_in(&self, period: Period) -> Option<Difficulties> {
        (self.internal && !self.found.is_empty()).then(|| self.progress.difficulties_in(period, Area::Whole))
    }

    /// Whether any period was closed.
    #[must_use]
    pub const fn has_closings(&self) -> bool {
        !self.closed.is_empty()
    }

    fn closing(&self, period: Period) -> Option<&PublicClosing> {
        let at = self.closed.binary_search_by_key(&period, |closing| closing.period).ok()?;
        self.closed.get(at)
    }

    /// A period's figures as they were frozen, where it was closed: what the edition may tell of them.
    #[must_use]
    pub fn closed(&self, period: Period) -> Option<&Frozen> {
        self.closing(period).map(|closing| &closing.frozen)
    }

    /// The same, where the period's pages stay so (`late: next-period`).
    #[must_use]
    pub fn kept(&self, period: Period) -> Option<&Frozen> {
        self.closed(period).filter(|_| !self.program().restates)
    }

    /// What was frozen first, where a period was closed again on a later day.
    #[must_use]
    pub fn closed_first(&self, period: Period) -> Option<&Frozen> {
        self.closing(period)?.first.as_ref()
    }

    /// A metric's figures of an area as they were frozen.
    #[must_use]
    pub fn frozen_cell(&self, of: &FrozenMetric, period: Period, area: Area) -> Option<FrozenCell> {
        self.progress.frozen_cell(of, period, area)
    }

    /// Whether a metric counts different values, which cannot be added up.
    #[must_use]
    pub fn is_distinct(&self, metric: usize) -> bool {
        self.metrics().get(metric).is_some_and(|metric| matches!(metric.measure, Measure::Distinct(_)))
    }

    /// How a figure came from that of the period before, where something was closed.
    #[must_use]
    pub fn statement(&self, metric: usize, period: Period, area: Area) -> Option<Statement> {
        self.progress.statement(metric, period, area)
    }

    /// What a period's figures were carried forward from, as that page tells it now.
    #[must_use]
    pub fn told_before(&self, metric: usize, period: Period) -> Option<Quantity> {
        self.progress.told_before(metric, period)
    }

    /// What was reported late in a period, and what was struck off.
    #[must_use]
    pub fn late(&self, metric: usize, period: Period) -> &[PublicLate] {
        self.late.get(&(metric, period)).map_or(&[], Vec::as_slice)
    }

    /// Why a metric of a closed period is another now, as far as anybody said.
    #[must_use]
    pub fn reasons(&self, metric: usize, period: Period) -> Vec<&Correction> {
        self.progress.reasons(metric, period)
    }

    /// The records of the difficulties that a period found, and of those that it resolved, each by the day on which they were found.
    /// Empty where the edition may not tell them.
    #[must_use]
    pub fn found_and_resolved_in(&self, period: Period) -> (Vec<PublicIx>, Vec<PublicIx>) {
        if !self.internal {
            return (Vec::new(), Vec::new());
        }
        let found = within(&self.found, period).filter_map(|source| source.record).collect();
        let first = self.resolved_days.partition_point(|(day, _)| *day < period.first_day());
        let days = self.resolved_days.iter().skip(first).take_while(|(day, _)| *day <= period.last_day());
        let mut places: Vec<usize> = days.map(|(_, at)| *at).collect();
        places.sort_unstable();
        let resolved = places.into_iter().filter_map(|at| self.resolved.get(at));
        let resolved =
            resolved.filter(|source| period.contains(source.date)).filter_map(|source| source.record);
        (found, resolved.collect())
    }

    /// Difficulties by the day on which they were found, and those that are resolved by the day on which they were. Empty where the
    /// edition may not tell them.
    #[must_use]
    pub fn found_and_resolved(&self) -> (&[PublicSource], &[PublicSource]) {
        if self.internal { (&self.found, &self.resolved) } else { (&[], &[]) }
    }

    /// Whether any of its figures may have decimals.
    #[must_use]
    pub fn has_decimals(&self) -> bool {
        let is_fine = |number: Decimal| number.decimals() > 0;
        let mut targets = self.program().targets.iter();
        targets.any(|target| is_fine(target.value) || target.regions.values().any(|share| is_fine(*share)))
            || self.sources.iter().flatten().any(|source| is_fine(source.amount.amount))
            || self.progress.closings().any(|closing| closing.frozen.has_decimals())
    }

    /// All of it for programs to read.
    #[must_use]
    pub fn data(&self, lang: impl crate::domain::Reader) -> ProgressData {
        let audience = if self.internal {
            crate::progress::Audience::Internal
        } else {
            crate::progress::Audience::Public
        };
        self.progress.data(audience, lang)
    }
}
