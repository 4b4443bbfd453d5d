//! The monthly ranking of regions.

use jiff::civil;

use super::rank::{MonthRanking, RankPart, RankRow};
use crate::config::Config;
use crate::domain::{Decimal, FrozenRank, Period, Program, Ranking, RegionIx, Regions};

use super::area::Area;
use super::calendar::Calendar;
use super::ratio::Ratio;
use super::series::Series;

/// The rankings of all past months, in order. Empty if the program has none.
pub(super) fn rank(
    program: &Program,
    series: &[Series],
    config: &Config,
    calendar: &Calendar,
) -> Vec<MonthRanking> {
    let Some(ranking) = &program.ranking else { return Vec::new() };
    let mut months: Vec<MonthRanking> = Vec::new();
    for period in calendar.months().into_iter().filter(|month| calendar.is_ended(*month)) {
        let live = months.last();
        let frozen = live.and_then(|month| frozen(config, program, month.period));
        let before = Before { live, frozen, regions: &config.regions };
        let rows = rows(program, ranking, series, &before, calendar.last_day(period));
        months.push(MonthRanking { period, rows });
    }
    months
}

/// The previous month: if it was closed, the published ranks count, not what they would be now.
struct Before<'a> {
    live: Option<&'a MonthRanking>,
    frozen: Option<&'a [FrozenRank]>,
    regions: &'a Regions,
}

impl Before<'_> {
    fn rank(&self, region: RegionIx) -> Option<u32> {
        match self.frozen {
            Some(rows) => {
                let day = self.live?.period.last_day();
                let of_it = |row: &&FrozenRank| {
                    self.regions.named(&row.region, Some(day)).map(|ix| self.regions.now(ix)) == Some(region)
                };
                // Of merged regions, the rank is that of the one that still exists; if that is none of them,
                // there was none.
                let own = self.regions.at(region).map(|region| &region.id);
                let mut then = rows.iter().filter(of_it);
                let first = then.next();
                let only = first.filter(|_| then.next().is_none());
                rows.iter().find(|row| Some(&row.region) == own).or(only).map(|row| row.rank)
            }
            None => self.live?.rows.iter().find(|row| row.region == region).map(|row| row.rank),
        }
    }
}

/// The frozen ranking of a month.
fn frozen<'c>(config: &'c Config, program: &Program, month: Period) -> Option<&'c [FrozenRank]> {
    super::closing::kept(config, program, month)?.frozen.ranking.as_deref()
}

fn rows(
    program: &Program,
    ranking: &Ranking,
    series: &[Series],
    before: &Before<'_>,
    day: civil::Date,
) -> Vec<RankRow> {
    let ranked = before.regions.top().filter(|(_, region)| region.ranked).map(|(ix, _)| ix);
    let mut scored: Vec<(RegionIx, Ratio, Vec<RankPart>)> = ranked
        .filter_map(|region| {
            score(program, ranking, series, region, day).map(|(score, parts)| (region, score, parts))
        })
        .collect();
    scored.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut rows: Vec<RankRow> = Vec::with_capacity(scored.len());
    let mut last: Option<(Ratio, u32)> = None;
    for ((region, score, parts), place) in scored.into_iter().zip(1_u32..) {
        let rank = match &last {
            Some((same, rank)) if *same == score => *rank,
            _ => place,
        };
        let movement = before.rank(region).map(|was| i64::from(was) - i64::from(rank));
        rows.push(RankRow { region, score: score.scaled(100, 1).tenths(), rank, movement, parts });
        last = Some((score, rank));
    }
    rows
}

/// A region's score from 0 to 1; `None` if it has no share in any weighted metric.
fn score(
    program: &Program,
    ranking: &Ranking,
    series: &[Series],
    region: RegionIx,
    day: civil::Date,
) -> Option<(Ratio, Vec<RankPart>)> {
    let cap = Ratio::new(i128::from(ranking.cap), 1000)?;
    let mut parts = Vec::new();
    let mut sum = Ratio::zero();
    let mut weights = Ratio::zero();
    for (metric, weight) in ranking.weights.iter().copied() {
        if !weight.is_positive() {
            continue;
        }
        let Some(share) = share(program, metric, &ranking.set, region) else { continue };
        let value = series.get(metric)?.at(day, Area::Region(region));
        let completion = Ratio::of(value.amount, share)?.at_most(cap.clone());
        let times = Ratio::from(weight);
        sum = sum.plus(&completion.times(&times));
        weights = weights.plus(&times);
        let completion = completion.scaled(100, 1).tenths();
        parts.push(RankPart { metric, weight, value, share, completion });
    }
    Some((sum.over(&weights)?, parts))
}

/// A region's share of a setter's target for a metric; a share of 0 counts as none.
pub(super) fn share(program: &Program, metric: usize, set: &str, region: RegionIx) -> Option<Decimal> {
    let target = program.targets.iter().find(|target| target.metric == metric && *target.set == *set)?;
    target.regions.get(&region).copied().filter(|share| share.is_positive())
}
