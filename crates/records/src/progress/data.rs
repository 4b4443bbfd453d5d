//! A program's figures as `data/<program>/progress.json` holds them.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::{Bound, Date, Exact, Metric, Period, Reader, RegionIx, Status, Tenths};

use super::series::{Area, Series};
use super::statement::Statement;
use super::target::TargetFigure;
use super::{Difficulties, Progress};

/// For whom figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Everybody: no difficulties; ranking, stars, and the percent and status of regions only where the program opens
    /// them.
    Public,
    /// The offices.
    Internal,
}

/// `progress.json`. What the audience may not see is not there.
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
    /// The rankings of the months that are over.
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
    /// What readers see.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// The value on the as-of date.
    pub value: Exact,
    /// How the value is meant.
    pub bound: Bound,
    /// How many contributions it adds up.
    pub source_count: u32,
    /// Its targets, in the order of declaration.
    pub targets: Vec<TargetData>,
    /// The regions' values, in administrative order.
    pub regions: Vec<RegionData>,
    /// What several regions did together, where there is something: with it and what names no region, the regions add up to the
    /// value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint: Option<RestData>,
    /// What names no region, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_region: Option<RestData>,
    /// The months up to the as-of date.
    pub months: Vec<MonthData>,
    /// How running totals came about, of the periods since the first that was closed, each whole before its regions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementData>,
}

/// How a running total came about: `carried + done - ended + moved + undated + late - struck_off = to_date`.
#[derive(Clone, Debug, Serialize)]
pub struct StatementData {
    /// The period.
    pub period: Period,
    /// The region's id; not there for the whole, for what several did together and for what names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Arc<str>>,
    /// `whole`, `region`, `joint` or `no-region`.
    pub of: &'static str,
    /// How it stood at the end of the period before.
    pub carried: Exact,
    /// What was done in the period; in a count of different values, how many more there are.
    pub done: Exact,
    /// What ended in it.
    pub ended: Exact,
    /// What came from other regions, less what went to them.
    pub moved: Exact,
    /// What has a date that is only a year.
    pub undated: Exact,
    /// What was reported late.
    pub late: Exact,
    /// What was struck off.
    pub struck_off: Exact,
    /// How it is at the period's end.
    pub to_date: Exact,
    /// How that is meant.
    pub bound: Bound,
}

/// A target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetData {
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Exact,
    /// By when, as it is written.
    pub due: String,
    /// What was planned to date.
    pub planned: Tenths,
    /// How much is done, in per cent.
    pub percent: Option<Tenths>,
    /// What that means.
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
    /// What was planned to date.
    pub planned: Tenths,
    /// How much is done, in per cent; not there where the audience may not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Option<Tenths>>,
    /// What that means; not there where the audience may not see it.
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
    /// How it is meant.
    pub bound: Bound,
}

/// What counts for no single region.
#[derive(Clone, Debug, Serialize)]
pub struct RestData {
    /// The value on the as-of date.
    pub value: Exact,
    /// How it is meant.
    pub bound: Bound,
}

/// A month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthData {
    /// The month.
    pub period: Period,
    /// What was done in it.
    pub value: Exact,
    /// How that is meant.
    pub value_bound: Bound,
    /// How it is at the month's end.
    pub cumulative: Exact,
    /// How that is meant.
    pub bound: Bound,
    /// The same as it was frozen, where the month was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedMonthData>,
}

/// A month's figures as they were frozen.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedMonthData {
    /// What was done in it.
    pub value: Exact,
    /// How that is meant.
    pub value_bound: Bound,
    /// How it stood at the month's end.
    pub cumulative: Exact,
    /// How that is meant.
    pub bound: Bound,
    /// Its unit, where the metric has another now.
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
    /// The same as it was frozen, where the month was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedRankingData>,
}

/// A month's ranking as it was frozen.
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
    /// Places up since the month before.
    pub movement: Option<i64>,
}

/// A region's stars; both null where it is not rated.
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
    pub fn data(&self, audience: Audience, lang: impl Reader) -> ProgressData {
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
        lang: impl Reader,
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

    /// The parts of all running totals since the first closing; of the areas those that have anything to do.
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

    fn closed_month(&self, metric: &Metric, period: Period, lang: impl Reader) -> Option<ClosedMonthData> {
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
