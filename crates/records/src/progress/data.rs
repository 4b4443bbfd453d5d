//! A program's figures in the form of `data/<program>/progress.json`.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::{Bound, Date, Exact, LabelAudience, Metric, Period, RegionIx, Status, Tenths};

use super::area::Area;
use super::program::{Difficulties, Progress};
use super::series::Series;
use super::statement::Statement;
use super::target::TargetFigure;

/// The audience of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The public: no difficulties; ranking, stars, and the completion and status of regions only if the
    /// program makes them public.
    Public,
    /// The organisers.
    Internal,
}

/// `progress.json`. Data that the audience may not see are omitted.
#[derive(Clone, Debug, Serialize)]
pub struct ProgressData {
    /// The day up to which the figures count.
    pub as_of: Date,
    /// The audience.
    pub edition: Audience,
    /// The metrics, in the order of declaration.
    pub metrics: Vec<MetricData>,
    /// Difficulties on the as-of date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulties: Option<Difficulties>,
    /// The rankings of past months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Vec<RankingData>>,
    /// The star rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<Vec<StarData>>,
}

/// A metric.
#[derive(Clone, Debug, Serialize)]
pub struct MetricData {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// The value on the as-of date.
    pub value: Exact,
    /// The value's bound.
    pub bound: Bound,
    /// Number of contributions.
    pub source_count: u32,
    /// Its targets, in the order of declaration.
    pub targets: Vec<TargetData>,
    /// The regions' values, in administrative order.
    pub regions: Vec<RegionData>,
    /// Joint contributions of several regions, if any: regions, joint and unassigned contributions add up to
    /// the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint: Option<RestData>,
    /// Contributions without a region, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_region: Option<RestData>,
    /// The months up to the as-of date.
    pub months: Vec<MonthData>,
    /// How the running totals came about, for the periods since the first closing; in each, the whole before
    /// its regions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementData>,
}

/// How a running total came about: `carried + done - ended + moved + undated + late - struck_off = to_date`.
#[derive(Clone, Debug, Serialize)]
pub struct StatementData {
    /// The period.
    pub period: Period,
    /// The region's id; omitted for the whole, for joint contributions and for those without a region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Arc<str>>,
    /// `whole`, `region`, `joint` or `no-region`.
    pub of: &'static str,
    /// The running total at the end of the previous period.
    pub carried: Exact,
    /// What was done in the period; for a distinct count, the net number of new values.
    pub done: Exact,
    /// What ended in it.
    pub ended: Exact,
    /// Transfers from other regions, less those to them.
    pub moved: Exact,
    /// Contributions dated only by year.
    pub undated: Exact,
    /// What was reported late.
    pub late: Exact,
    /// What was struck off.
    pub struck_off: Exact,
    /// The running total at the period's end.
    pub to_date: Exact,
    /// Its bound.
    pub bound: Bound,
}

/// A target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetData {
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Exact,
    /// The due date as written.
    pub due: String,
    /// The planned value to date.
    pub planned: Tenths,
    /// The completion, in per cent.
    pub percent: Option<Tenths>,
    /// The resulting status.
    pub status: Status,
    /// The regions that have a share; `value` is the share.
    pub regions: Vec<ShareData>,
}

/// A region's share of a target.
#[derive(Clone, Debug, Serialize)]
pub struct ShareData {
    /// The region's id.
    pub id: Arc<str>,
    /// The share.
    pub value: Exact,
    /// The planned value to date.
    pub planned: Tenths,
    /// The completion, in per cent; omitted if the audience may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Option<Tenths>>,
    /// The resulting status; omitted if the audience may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// A region's value.
#[derive(Clone, Debug, Serialize)]
pub struct RegionData {
    /// The region's id.
    pub id: Arc<str>,
    /// The value on the as-of date.
    pub value: Exact,
    /// Its bound.
    pub bound: Bound,
}

/// Contributions that belong to no single region.
#[derive(Clone, Debug, Serialize)]
pub struct RestData {
    /// The value on the as-of date.
    pub value: Exact,
    /// Its bound.
    pub bound: Bound,
}

/// A month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthData {
    /// The month.
    pub period: Period,
    /// What was done in it.
    pub value: Exact,
    /// Its bound.
    pub value_bound: Bound,
    /// The running total at the month's end.
    pub cumulative: Exact,
    /// Its bound.
    pub bound: Bound,
    /// The frozen figures, if the month was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedMonthData>,
}

/// A month's frozen figures.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedMonthData {
    /// What was done in it.
    pub value: Exact,
    /// Its bound.
    pub value_bound: Bound,
    /// The running total at the month's end.
    pub cumulative: Exact,
    /// Its bound.
    pub bound: Bound,
    /// Its unit, if the metric's unit has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Arc<str>>,
    /// The day on which it was frozen.
    pub closed_on: Date,
}

/// A month's ranking.
#[derive(Clone, Debug, Serialize)]
pub struct RankingData {
    /// The month.
    pub period: Period,
    /// The regions by rank.
    pub rows: Vec<RankData>,
    /// The frozen ranking, if the month was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedRankingData>,
}

/// A month's frozen ranking.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedRankingData {
    /// The regions by rank.
    pub rows: Vec<RankData>,
    /// The day on which it was frozen.
    pub closed_on: Date,
}

/// A region in a ranking.
#[derive(Clone, Debug, Serialize)]
pub struct RankData {
    /// The region's id.
    pub region: Arc<str>,
    /// Its score.
    pub score: Tenths,
    /// Its rank.
    pub rank: u32,
    /// Ranks gained since the previous month.
    pub movement: Option<i64>,
}

/// A region's stars; both null if it is not rated.
#[derive(Clone, Debug, Serialize)]
pub struct StarData {
    /// The region's id.
    pub region: Arc<str>,
    /// Its score.
    pub score: Option<Tenths>,
    /// Its stars.
    pub stars: Option<u32>,
}

impl Progress {
    /// The figures for an audience, with titles and units in the site's language.
    #[must_use]
    pub fn data(&self, audience: Audience, lang: impl LabelAudience) -> ProgressData {
        let program = self.program();
        let internal = audience == Audience::Internal;
        let open = |public: bool| internal || public;
        let ranking = program.ranking.as_ref().filter(|ranking| open(ranking.public));
        let stars = program.stars.as_ref().filter(|stars| open(stars.public));
        let as_of = self.calendar().as_of;
        let metrics = self.metrics().enumerate();
        ProgressData {
            as_of: Date::from(as_of),
            edition: audience,
            metrics: metrics
                .map(|(at, (metric, series))| {
                    self.metric_data(at, metric, series, open(program.regions_public), lang)
                })
                .collect(),
            difficulties: internal.then(|| self.difficulties(as_of, Area::Whole)),
            ranking: ranking.map(|_| self.ranking_data()),
            stars: stars.map(|_| {
                let row = |row: &super::StarRow| StarData {
                    region: self.region_id(row.region),
                    score: row.rating.map(|(score, _)| score),
                    stars: row.rating.map(|(_, stars)| stars),
                };
                self.stars().iter().map(row).collect()
            }),
        }
    }

    fn metric_data(
        &self,
        at: usize,
        metric: &Metric,
        series: &Series,
        open: bool,
        lang: impl LabelAudience,
    ) -> MetricData {
        let calendar = self.calendar();
        let value = series.at(calendar.as_of, Area::Whole);
        let region = |(ix, region): (RegionIx, &crate::domain::Region)| {
            let value = series.at(calendar.as_of, Area::Region(ix));
            RegionData { id: region.id.clone(), value: Exact(value.amount), bound: value.bound }
        };
        let rest = |area| {
            let value = series.at(calendar.as_of, area);
            (!value.amount.is_zero()).then_some(RestData { value: Exact(value.amount), bound: value.bound })
        };
        let month = |period: Period| {
            let cell = series.cell(period, Area::Whole);
            MonthData {
                period,
                value: Exact(cell.done.amount),
                value_bound: cell.done.bound,
                cumulative: Exact(cell.cumulative.amount),
                bound: cell.cumulative.bound,
                closed: self.closed_month(metric, period, lang),
            }
        };
        MetricData {
            id: metric.id.clone(),
            title: metric.title.or(lang, &metric.id).to_owned(),
            unit: metric.unit.or(lang, "").to_owned(),
            value: Exact(value.amount),
            bound: value.bound,
            source_count: series.source_count(calendar.as_of, Area::Whole),
            targets: self
                .targets_of(at, calendar.as_of)
                .filter_map(|(_, of)| self.target_data(&of, open))
                .collect(),
            regions: self.regions().map(region).collect(),
            joint: rest(Area::Joint),
            no_region: rest(Area::NoRegion),
            months: calendar.months().into_iter().map(month).collect(),
            statements: self.statement_data(at),
        }
    }

    /// The parts of all running totals since the first closing; of the areas, those with contributions.
    fn statement_data(&self, metric: usize) -> Vec<StatementData> {
        let told = self.calendar().all().into_iter().filter(|period| self.has_statement(*period));
        let of_period = |period: Period| {
            let of = move |area: Area| {
                let it = self.statement(metric, period, area)?;
                let is_there = area == Area::Whole || it != Statement::default();
                let (of, region) = match area {
                    Area::Whole => ("whole", None),
                    Area::Region(ix) => ("region", Some(self.region_id(ix))),
                    Area::Joint => ("joint", None),
                    Area::NoRegion => ("no-region", None),
                };
                is_there.then_some(StatementData {
                    period,
                    region,
                    of,
                    carried: Exact(it.carried.amount),
                    done: Exact(it.own.amount),
                    ended: Exact(it.ended.amount),
                    moved: Exact(it.moved.amount),
                    undated: Exact(it.undated.amount),
                    late: Exact(it.late.amount),
                    struck_off: Exact(it.struck.amount),
                    to_date: Exact(it.to_date.amount),
                    bound: it.to_date.bound,
                })
            };
            self.areas().filter_map(of).collect::<Vec<_>>()
        };
        told.flat_map(of_period).collect()
    }

    fn closed_month(
        &self,
        metric: &Metric,
        period: Period,
        lang: impl LabelAudience,
    ) -> Option<ClosedMonthData> {
        let frozen = &self.closing(period)?.frozen;
        let of = frozen.metric(&metric.id)?;
        Some(ClosedMonthData {
            value: Exact(of.whole.done.amount),
            value_bound: of.whole.done.bound,
            cumulative: Exact(of.whole.cumulative.amount),
            bound: of.whole.cumulative.bound,
            unit: Some(of.unit.clone()).filter(|unit| **unit != *metric.unit.or(lang, "")),
            closed_on: frozen.closed_on,
        })
    }

    fn target_data(&self, figure: &TargetFigure, open: bool) -> Option<TargetData> {
        let target = self.program().targets.get(figure.target)?;
        let share = |(region, completion): &(RegionIx, super::Completion)| ShareData {
            id: self.region_id(*region),
            value: Exact(completion.target),
            planned: completion.planned,
            percent: open.then_some(completion.percent),
            status: open.then_some(completion.status),
        };
        Some(TargetData {
            set: target.set.clone(),
            value: Exact(target.value),
            due: target.due.to_string(),
            planned: figure.whole.planned,
            percent: figure.whole.percent,
            status: figure.whole.status,
            regions: figure.regions.iter().map(share).collect(),
        })
    }

    fn ranking_data(&self) -> Vec<RankingData> {
        let row = |row: &super::RankRow| RankData {
            region: self.region_id(row.region),
            score: row.score,
            rank: row.rank,
            movement: row.movement,
        };
        let closed = |period: Period| {
            let frozen = &self.closing(period)?.frozen;
            let rows = frozen.ranking.as_ref()?.iter().map(|row| RankData {
                region: row.region.clone(),
                score: row.score,
                rank: row.rank,
                movement: row.movement,
            });
            Some(ClosedRankingData { rows: rows.collect(), closed_on: frozen.closed_on })
        };
        let month = |month: &super::MonthRanking| RankingData {
            period: month.period,
            rows: month.rows.iter().map(row).collect(),
            closed: closed(month.period),
        };
        self.ranking().iter().map(month).collect()
    }
}
