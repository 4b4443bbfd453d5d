//! Single figures as requested by texts, and the claims that texts make.

use std::borrow::Borrow;
use std::sync::Arc;

use jiff::civil;

use crate::config::Config;
use crate::domain::{
    Claim, ClaimPeriod, ClaimValue, Date, Period, Quantity, Record, RecordIx, RegionIx, Span, Target, Tenths,
    Value, WrittenPeriod, belongs_to,
};
use crate::model::Model;

use super::area::Area;
use super::program::Progress;

/// The form in which a figure is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureAs {
    /// The value, with its bound.
    #[default]
    Value,
    /// The share of the target, in per cent.
    Percent,
    /// The target itself.
    Target,
}

impl FigureAs {
    /// Reads `value`, `percent` or `target`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "value" => Some(Self::Value),
            "percent" => Some(Self::Percent),
            "target" => Some(Self::Target),
            _ => None,
        }
    }
}

/// A request for a figure.
#[derive(Clone, Copy, Debug, Default)]
pub struct FigureQuery<'q> {
    /// The metric's id.
    pub metric: &'q str,
    /// The setter of the target; may be omitted if the metric has only one.
    pub of: Option<&'q str>,
    /// The day, or the last day of a month or year; by default the as-of date.
    pub on: Option<Date>,
    /// Requests what was done in this period instead of the running total; then `on` and `of` are ignored and
    /// it is shown as a value.
    pub within: Option<WrittenPeriod>,
    /// The region's id or title; by default the whole.
    pub region: Option<&'q str>,
    /// The form.
    pub shown: FigureAs,
}

/// The number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureValue {
    /// A value, in the metric's unit.
    Quantity(Quantity),
    /// Per cent.
    Percent(Tenths),
}

/// A requested figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The metric's index in the program.
    pub metric: usize,
    /// The target's index in the program, if one was used.
    pub target: Option<usize>,
    /// The region, if one was named.
    pub region: Option<RegionIx>,
    /// The day of the figure.
    pub on: civil::Date,
    /// The number.
    pub value: FigureValue,
}

/// Why a figure is not available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureError {
    /// No metric has this id.
    UnknownMetric,
    /// Nobody of this name has set a target for the metric; lists those who have.
    UnknownSet(Vec<Arc<str>>),
    /// Several have set a target and none is named; lists them.
    SeveralSets(Vec<Arc<str>>),
    /// No region has this id or name.
    UnknownRegion,
    /// The target has no share for the region.
    NoShare,
    /// The target is 0, so there is no percentage.
    NoPercent,
    /// The day is before the program or after the as-of date; contains the first and the last day with
    /// figures.
    OutsideProgram(civil::Date, civil::Date),
    /// The record's own period was requested, but it reports none.
    NoOwnPeriod,
    /// The period is of years that begin in another month than the program's; contains it, and the program's
    /// period in which it begins.
    OtherYear(Period, Period),
}

/// What is wrong with a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimFault {
    /// The records say otherwise: the correct figure, and which parts of the claim differ.
    Differs {
        /// The correct figure.
        right: Figure,
        /// The number or its bound differs.
        number: bool,
        /// The unit differs.
        unit: bool,
    },
    /// The figure does not exist.
    Nothing(FigureError),
}

/// A claim that is not true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FalseClaim {
    /// The record that contains it.
    pub record: RecordIx,
    /// The claim's index in the record.
    pub claim: usize,
    /// The span of the number in the record's file.
    pub span: Span,
    /// The index of the program in the given list; `None` if no program has the metric.
    pub program: Option<usize>,
    /// What is wrong.
    pub fault: ClaimFault,
}

impl Progress {
    /// A figure on a day. A day after the as-of date gives the figure of the as-of date, as the result's `on`
    /// says; before the program's start, the figure is zero.
    ///
    /// # Errors
    /// If the metric, target, region, share or day does not exist.
    pub fn figure(&self, query: &FigureQuery<'_>) -> Result<Figure, FigureError> {
        let metric = self.metric_named(query.metric).ok_or(FigureError::UnknownMetric)?;
        let calendar = self.calendar();
        let within = query.within.map(|written| written.in_years(calendar.year));
        let asked = within.map(Period::last_day).or_else(|| query.on.map(Date::last_day));
        let on = asked.unwrap_or(calendar.as_of).min(calendar.as_of);
        let region = match query.region {
            None => None,
            Some(name) => Some(self.region_named(name, on).ok_or(FigureError::UnknownRegion)?),
        };
        if let Some(period) = within {
            return self.done_in(metric, period, region);
        }
        if query.on.is_some() && on < calendar.starts {
            return Err(FigureError::OutsideProgram(calendar.starts, calendar.as_of));
        }
        let area = region.map_or(Area::Whole, Area::Region);
        let amount = self.series(metric).map_or(Quantity::exact(0), |series| series.at(on, area));
        // A value needs no target, but one that is named must exist.
        let target = match (query.shown, query.of) {
            (FigureAs::Value, None) => None,
            (_, of) => Some(self.target_of(metric, of)?),
        };
        let aim = match (target, region) {
            (Some((_, target)), Some(region)) if query.shown != FigureAs::Value => {
                Some(*target.regions.get(&region).ok_or(FigureError::NoShare)?)
            }
            (Some((_, target)), _) => Some(target.value),
            (None, _) => None,
        };
        let value = match (query.shown, aim) {
            (FigureAs::Percent, Some(aim)) => {
                FigureValue::Percent(amount.amount.percent_of(aim).ok_or(FigureError::NoPercent)?)
            }
            (FigureAs::Target, Some(aim)) => FigureValue::Quantity(Quantity::exactly(aim)),
            _ => FigureValue::Quantity(amount),
        };
        Ok(Figure { metric, target: target.map(|(at, _)| at), region, on, value })
    }

    /// What was done in a period. For a period that has not started by the as-of date, this is zero.
    fn done_in(
        &self,
        metric: usize,
        period: Period,
        region: Option<RegionIx>,
    ) -> Result<Figure, FigureError> {
        let calendar = self.calendar();
        if !period.is_of(calendar.year) {
            let [_, quarter, half, year] = Period::around(period.first_day(), calendar.year);
            let own = [quarter, half, year].into_iter().find(|own| own.length() == period.length());
            return Err(FigureError::OtherYear(period, own.unwrap_or(year)));
        }
        if !calendar.overlaps(period) {
            return Err(FigureError::OutsideProgram(calendar.starts, calendar.ends));
        }
        let area = region.map_or(Area::Whole, Area::Region);
        let done = self.series(metric).map_or(Quantity::exact(0), |series| series.cell(period, area).done);
        let (on, value) = (calendar.last_day(period), FigureValue::Quantity(done));
        Ok(Figure { metric, target: None, region, on, value })
    }

    fn target_of(&self, metric: usize, set: Option<&str>) -> Result<(usize, &Target), FigureError> {
        let of_metric =
            || self.program().targets.iter().enumerate().filter(move |(_, target)| target.metric == metric);
        let sets = || of_metric().map(|(_, target)| target.set.clone()).collect::<Vec<_>>();
        match set {
            Some(set) => of_metric()
                .find(|(_, target)| *target.set == *set)
                .ok_or_else(|| FigureError::UnknownSet(sets())),
            None => {
                let mut targets = of_metric();
                match (targets.next(), targets.next()) {
                    (Some(only), None) => Ok(only),
                    (None, _) => Err(FigureError::UnknownSet(Vec::new())),
                    _ => Err(FigureError::SeveralSets(sets())),
                }
            }
        }
    }

    /// The figure with which a claim is compared.
    fn claimed(&self, claim: &Claim, own: Option<Period>) -> Result<Figure, FigureError> {
        let calendar = self.calendar();
        let written = within(claim, own)?;
        let within = written.map(|written| written.in_years(calendar.year));
        // What will be done in a period that has not started is unknown, not zero.
        if within.is_some_and(|period| calendar.overlaps(period) && period.first_day() > calendar.as_of) {
            return Err(FigureError::OutsideProgram(calendar.starts, calendar.as_of));
        }
        if claim.on.is_some_and(|on| !calendar.covers(on.last_day())) {
            return Err(FigureError::OutsideProgram(calendar.starts, calendar.as_of));
        }
        let shown = match claim.value {
            ClaimValue::Value(_) => FigureAs::Value,
            ClaimValue::Percent(_) => FigureAs::Percent,
        };
        let on = claim.on.or_else(|| own.map(|period| Date::from(period.last_day())));
        self.figure(&FigureQuery {
            metric: &claim.metric,
            of: claim.of.as_deref(),
            on,
            within: written,
            region: None,
            shown,
        })
    }

    fn fault(&self, claim: &Claim, own: Option<Period>) -> Option<ClaimFault> {
        let right = match self.claimed(claim, own) {
            Ok(right) => right,
            Err(error) => return Some(ClaimFault::Nothing(error)),
        };
        let number = match (claim.value, right.value) {
            (ClaimValue::Value(said), FigureValue::Quantity(is)) => {
                // Texts may round as pages do: to the decimals that the metric shows.
                let metric = self.program().metrics.get(right.metric);
                said != is && metric.is_none_or(|metric| said != metric.shown(is))
            }
            (ClaimValue::Percent(said), FigureValue::Percent(is)) => Tenths(said) != is,
            _ => true,
        };
        let declared = self.program().metrics.get(right.metric).map(|metric| &metric.unit);
        let is_unit = |unit: &str| declared.is_some_and(|label| label.texts().any(|of| of == unit));
        let unit = claim.unit.as_deref().is_some_and(|unit| !is_unit(unit));
        (number || unit).then_some(ClaimFault::Differs { right, number, unit })
    }
}

/// All false claims, in the order of the records. A claim is compared with the program to which its record
/// belongs, otherwise with the first one that has the metric and runs on the claim's day.
#[must_use]
pub fn false_claims<P: Borrow<Progress>>(programs: &[P], model: &Model, config: &Config) -> Vec<FalseClaim> {
    let mut found = Vec::new();
    for (record, at) in model.records().iter().zip(0_u32..) {
        if record.claims.is_empty() {
            continue;
        }
        let period = period_of(record, config);
        for (n, claim) in record.claims.iter().enumerate() {
            let program = program_of(claim, period, record, programs);
            let fault = match program.and_then(|at| programs.get(at)) {
                Some(progress) => progress.borrow().fault(claim, period),
                None => Some(ClaimFault::Nothing(FigureError::UnknownMetric)),
            };
            if let Some(fault) = fault {
                found.push(FalseClaim { record: RecordIx(at), claim: n, span: claim.span, program, fault });
            }
        }
    }
    found
}

/// The period of a claim, if it has one.
fn within(claim: &Claim, own: Option<Period>) -> Result<Option<WrittenPeriod>, FigureError> {
    match claim.within {
        None => Ok(None),
        Some(ClaimPeriod::Is(period)) => Ok(Some(period)),
        Some(ClaimPeriod::Own) => {
            own.map(|own| Some(WrittenPeriod::whole(own))).ok_or(FigureError::NoOwnPeriod)
        }
    }
}

/// The period that a record reports, if its collection has such a field.
#[must_use]
pub fn period_of(record: &Record, config: &Config) -> Option<Period> {
    let field = config.collection(record.collection)?.roles.period?;
    match record.get(field)? {
        Value::Period(period) => Some(*period),
        _ => None,
    }
}

fn program_of<P: Borrow<Progress>>(
    claim: &Claim,
    own: Option<Period>,
    record: &Record,
    programs: &[P],
) -> Option<usize> {
    let fits = |progress: &Progress| {
        let own = belongs_to(&record.programs, &progress.program().id);
        own && progress.metric_named(&claim.metric).is_some()
    };
    let within = within(claim, own).ok().flatten();
    let day = claim.on.map(Date::last_day).or_else(|| own.map(Period::last_day)).filter(|_| within.is_none());
    let runs = |progress: &Progress| {
        let calendar = progress.calendar();
        day.is_none_or(|day| calendar.starts <= day && day <= calendar.ends)
            && within.is_none_or(|written| progress.program().has(written.in_years(calendar.year)))
    };
    let programs = || programs.iter().map(Borrow::borrow);
    let running = programs().position(|progress| fits(progress) && runs(progress));
    running.or_else(|| programs().position(fits))
}
