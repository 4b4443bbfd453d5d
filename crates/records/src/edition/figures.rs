//! A program's figures as far as an edition may show them.
//!
//! Withheld persons are counted, but their records are not among the sources. Regions' status, the ranking,
//! the stars and the difficulties are internal, unless the program makes them public.

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

/// A program's figures; gives access only to what the edition may show.
#[derive(Debug)]
pub struct PublicProgram {
    progress: Arc<Progress>,
    internal: bool,
    /// Whether its last day is over.
    pub ended: bool,
    /// Its sort key among programs ([`Calendar::turn`]).
    pub turn: (bool, bool, Reverse<civil::Date>),
    sources: Vec<Vec<PublicSource>>,
    documents: Vec<Option<PublicIx>>,
    found: Vec<PublicSource>,
    resolved: Vec<PublicSource>,
    /// The last day of each resolved difficulty's date, and its index, sorted by day.
    resolved_days: Vec<(civil::Date, usize)>,
    closed: Vec<PublicClosing>,
    /// Late and struck-off records, by metric and period.
    late: BTreeMap<(usize, Period), Vec<PublicLate>>,
}

/// A closed period, as far as the edition may show it.
#[derive(Debug)]
struct PublicClosing {
    period: Period,
    frozen: Frozen,
    /// The first frozen figures, if it was closed again later.
    first: Option<Frozen>,
}

/// A late or struck-off record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLate {
    /// The record; `None` if it may not be shown or no longer exists.
    pub record: Option<PublicIx>,
    /// Whether the record exists.
    pub is_there: bool,
    /// The period for which it counts or counted; `None` if it is not within a single one.
    pub period: Option<Period>,
    /// The area for which it counts; `None` for an unknown region.
    pub area: Option<Area>,
    /// How much.
    pub amount: Quantity,
    /// Whether it is struck off.
    pub struck: bool,
}

/// A contribution to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSource {
    /// The record; `None` if it may not be shown.
    pub record: Option<PublicIx>,
    /// The area for which it counts: a region, several together, or none.
    pub area: Area,
    /// The date by which it counts.
    pub date: Date,
    /// What it adds.
    pub amount: Quantity,
}

/// A target and its completion on a day.
#[derive(Clone, Debug)]
pub struct PublicTarget {
    /// Its index in the program.
    pub target: usize,
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Decimal,
    /// By when.
    pub due: Date,
    /// The document that sets it.
    pub document: Option<PublicIx>,
    /// The completion as a whole.
    pub whole: Completion,
    /// The regions' shares, with their completion if the edition may show it.
    pub regions: Vec<(RegionIx, Decimal, Option<Completion>)>,
}

/// The contributions whose dates are entirely within a period; they must be sorted by last day.
fn within(sources: &[PublicSource], period: Period) -> impl Iterator<Item = &PublicSource> {
    let first = sources.partition_point(|source| source.date.last_day() < period.first_day());
    let rest = sources.iter().skip(first);
    rest.take_while(move |source| source.date.last_day() <= period.last_day())
        .filter(move |source| period.contains(source.date))
}

/// The late and struck-off records of each period that has any.
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
    /// A program's figures on a day, as far as an edition may show them.
    #[must_use]
    pub fn new(progress: Arc<Progress>, published: &Published, config: &Config, today: civil::Date) -> Self {
        let public = |source: &Source| PublicSource {
            record: published.of_model(source.record),
            area: source.area,
            date: source.date,
            amount: source.amount,
        };
        let sources = progress.metrics().map(|(metric, series)| {
            // Revoked contributions no longer count; for a stock, those that ended did count before.
            let standing = |source: &&Source| metric.ends_by.is_some() || source.ended.is_none();
            series.sources().iter().filter(standing).map(public).collect()
        });
        let sources = sources.collect();
        let named = |text: &str| {
            let found: Vec<PublicIx> = (0..config.collections.len())
                .filter_map(|at| published.with_id(CollectionIx::of(at)?, text))
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

    /// A metric's running total at the end of a day.
    #[must_use]
    pub fn at(&self, metric: usize, day: civil::Date, area: Area) -> Quantity {
        self.progress.series(metric).map_or(Quantity::exact(0), |series| series.at(day, area))
    }

    /// A metric's figures for a period.
    #[must_use]
    pub fn cell(&self, metric: usize, period: Period, area: Area) -> Option<Cell> {
        self.progress.series(metric).map(|series| series.cell(period, area))
    }

    /// Whether any record has contributed to a metric by the end of a day.
    #[must_use]
    pub fn has_data(&self, metric: usize, day: civil::Date) -> bool {
        self.progress.series(metric).is_some_and(|series| series.has_data(day))
    }

    /// Number of contributions.
    #[must_use]
    pub fn source_count(&self, metric: usize, day: civil::Date, area: Area) -> u32 {
        self.progress.series(metric).map_or(0, |series| series.source_count(day, area))
    }

    /// Number of contributions that belong to no month, because their dates are too imprecise.
    #[must_use]
    pub fn coarse(&self, metric: usize) -> usize {
        self.progress.series(metric).map_or(0, |series| series.too_coarse().count())
    }

    /// A metric's contributions, by date.
    #[must_use]
    pub fn sources(&self, metric: usize) -> &[PublicSource] {
        self.sources.get(metric).map_or(&[], Vec::as_slice)
    }

    /// The contributions whose dates are entirely within a period, by date.
    pub fn sources_in(&self, metric: usize, period: Period) -> impl Iterator<Item = &PublicSource> {
        within(self.sources(metric), period)
    }

    /// A target's plan; the plan for the whole is public.
    #[must_use]
    pub fn plan(&self, target: usize) -> Option<&Plan> {
        self.progress.plan(target)
    }

    /// A metric's targets at the end of a day.
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

    /// The rankings of past months, if the edition may show them.
    #[must_use]
    pub fn ranking(&self) -> Option<&[MonthRanking]> {
        let ranking = self.program().ranking.as_ref()?;
        (self.internal || ranking.public).then(|| self.progress.ranking())
    }

    /// The ranking of a month, if the edition may show it.
    #[must_use]
    pub fn ranking_of(&self, month: Period) -> Option<&MonthRanking> {
        let months = self.ranking()?;
        months.get(months.binary_search_by_key(&month, |of| of.period).ok()?)
    }

    /// The stars of the regions, if the edition may show them.
    #[must_use]
    pub fn stars(&self) -> Option<&[StarRow]> {
        let stars = self.program().stars.as_ref()?;
        (self.internal || stars.public).then(|| self.progress.stars())
    }

    /// Difficulties at the end of a day, if the edition may show them.
    #[must_use]
    pub fn difficulties(&self, day: civil::Date) -> Option<Difficulties> {
        (self.internal && !self.found.is_empty()).then(|| self.progress.difficulties(day, Area::Whole))
    }

    /// Difficulties of a period, if the edition may show them.
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

    /// A closed period's frozen figures, as far as the edition may show them.
    #[must_use]
    pub fn closed(&self, period: Period) -> Option<&Frozen> {
        self.closing(period).map(|closing| &closing.frozen)
    }

    /// The same, if the period's pages keep showing them (`late: next-period`).
    #[must_use]
    pub fn kept(&self, period: Period) -> Option<&Frozen> {
        self.closed(period).filter(|_| !self.program().restates)
    }

    /// The first frozen figures, if a period was closed again later.
    #[must_use]
    pub fn closed_first(&self, period: Period) -> Option<&Frozen> {
        self.closing(period)?.first.as_ref()
    }

    /// A metric's frozen figures for an area.
    #[must_use]
    pub fn frozen_cell(&self, of: &FrozenMetric, period: Period, area: Area) -> Option<FrozenCell> {
        self.progress.frozen_cell(of, period, area)
    }

    /// Whether a metric counts distinct values, which cannot be added up.
    #[must_use]
    pub fn is_distinct(&self, metric: usize) -> bool {
        self.metrics().get(metric).is_some_and(|metric| matches!(metric.measure, Measure::Distinct(_)))
    }

    /// How a figure follows from that of the previous period, if anything was closed.
    #[must_use]
    pub fn statement(&self, metric: usize, period: Period, area: Area) -> Option<Statement> {
        self.progress.statement(metric, period, area)
    }

    /// The carried-forward total of a period, as the previous period's page shows it now.
    #[must_use]
    pub fn told_before(&self, metric: usize, period: Period) -> Option<Quantity> {
        self.progress.told_before(metric, period)
    }

    /// The late and struck-off records of a period.
    #[must_use]
    pub fn late(&self, metric: usize, period: Period) -> &[PublicLate] {
        self.late.get(&(metric, period)).map_or(&[], Vec::as_slice)
    }

    /// The reasons given for changes of a metric in a closed period.
    #[must_use]
    pub fn reasons(&self, metric: usize, period: Period) -> Vec<&Correction> {
        self.progress.reasons(metric, period)
    }

    /// The records of difficulties that were found in a period and of those that were resolved in it, each
    /// sorted by the day of finding. Empty if the edition may not show them.
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

    /// Difficulties sorted by the day of finding, and resolved ones sorted by the day of resolution. Empty if
    /// the edition may not show them.
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

    /// All figures in machine-readable form.
    #[must_use]
    pub fn data(&self, lang: impl crate::domain::LabelAudience) -> ProgressData {
        let audience = if self.internal {
            crate::progress::Audience::Internal
        } else {
            crate::progress::Audience::Public
        };
        self.progress.data(audience, lang)
    }
}
