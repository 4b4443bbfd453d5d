//! Closes a period: freezes its current figures.

use crate::config::Config;
use crate::domain::{
    Closing, Correction, Date, Frozen, FrozenCell, FrozenDifficulties, FrozenMetric, FrozenPart, FrozenParts,
    FrozenRank, FrozenTarget, LabelAudience, Metric, Period, Program, Quantity, RegionIx,
};

use super::area::Area;
use super::program::Progress;
use super::series::{Cell, Series};
use super::{RankPart, RankRow};

/// The frozen figures of a program's period, if its pages keep showing them.
pub(super) fn kept<'c>(config: &'c Config, program: &Program, period: Period) -> Option<&'c Closing> {
    of(config, program, period).filter(|_| !program.restates)
}

/// The frozen figures of a program's period.
fn of<'c>(config: &'c Config, program: &Program, period: Period) -> Option<&'c Closing> {
    // They are sorted.
    let of = |closing: &Closing| (&*closing.program, closing.period).cmp(&(&*program.id, period));
    config.closings.binary_search_by(of).ok().and_then(|at| config.closings.get(at))
}

impl Progress {
    /// The frozen figures of a period. If the as-of date is before the period's end, nothing was frozen yet.
    #[must_use]
    pub fn closing(&self, period: Period) -> Option<&Closing> {
        of(&self.config, &self.program, period).filter(|_| self.calendar.is_ended(period))
    }

    /// All closings, by period.
    pub fn closings(&self) -> impl Iterator<Item = &Closing> {
        let own = self.config.closings.iter().filter(|closing| closing.program == self.program.id);
        own.filter(|closing| self.calendar.is_ended(closing.period))
    }

    /// The reasons for corrections to its closed periods, in the order of their file.
    pub fn corrections(&self) -> impl Iterator<Item = &Correction> {
        self.config.corrections.iter().filter(|it| it.program == self.program.id)
    }

    /// A period's current figures, with units in the site's language.
    #[must_use]
    pub fn freeze(&self, period: Period, closed_on: Date, lang: impl LabelAudience) -> Frozen {
        let metrics = self.metrics().enumerate();
        let difficulties = (!self.difficulties.sources().is_empty()).then(|| {
            let of = self.difficulties_in(period, Area::Whole);
            FrozenDifficulties { found: of.found, resolved: of.resolved, open: of.open }
        });
        let ranking = self.ranking.iter().find(|month| month.period == period);
        Frozen {
            closed_on,
            as_of: Date::from(self.calendar.as_of),
            metrics: metrics
                .map(|(at, (metric, series))| self.freeze_metric(at, metric, series, period, lang))
                .collect(),
            difficulties,
            ranking: ranking.map(|month| month.rows.iter().map(|row| self.freeze_rank(row)).collect()),
        }
    }

    fn freeze_metric(
        &self,
        at: usize,
        metric: &Metric,
        series: &Series,
        period: Period,
        lang: impl LabelAudience,
    ) -> FrozenMetric {
        let day = self.calendar.last_day(period);
        let cell = |area| {
            let parts = self.parts(at, series, period, area);
            FrozenCell { parts: Some(parts), ..frozen_cell(&series.cell(period, area)) }
        };
        let targets = self.targets_of(at, day).filter_map(|(set, figure)| {
            let target = self.program.targets.get(figure.target)?;
            Some(FrozenTarget {
                set: set.clone(),
                value: target.value,
                due: target.due,
                planned: figure.whole.planned,
                percent: figure.whole.percent,
                status: figure.whole.status,
            })
        });
        let zero = Quantity::exact(0);
        let rest = |area| {
            let parts = |it: &FrozenCell| it.parts.is_some_and(|parts| parts != FrozenParts::default());
            let some = |it: &FrozenCell| [it.done, it.ended, it.cumulative].iter().any(|it| *it != zero);
            Some(cell(area)).filter(|it| some(it) || parts(it))
        };
        FrozenMetric {
            id: metric.id.clone(),
            unit: metric.unit.or(lang, "").into(),
            has_data: series.has_data(day),
            whole: cell(Area::Whole),
            targets: targets.collect(),
            regions: self.regions().map(|(ix, region)| (region.id.clone(), cell(Area::Region(ix)))).collect(),
            joint: rest(Area::Joint),
            no_region: rest(Area::NoRegion),
            counted: Some(self.counted(at, series, period)),
        }
    }

    fn freeze_rank(&self, row: &RankRow) -> FrozenRank {
        let part = |part: &RankPart| FrozenPart {
            metric: self.program.metrics.get(part.metric).map_or_else(|| "".into(), |it| it.id.clone()),
            weight: part.weight,
            value: part.value,
            share: part.share,
            completion: part.completion,
        };
        FrozenRank {
            region: self.region_id(row.region),
            rank: row.rank,
            score: row.score,
            movement: row.movement,
            parts: row.parts.iter().map(part).collect(),
        }
    }

    /// A region's id by its index.
    pub(super) fn region_id(&self, region: RegionIx) -> std::sync::Arc<str> {
        self.config.regions.at(region).map_or_else(|| "".into(), |region| region.id.clone())
    }
}

const fn frozen_cell(cell: &Cell) -> FrozenCell {
    FrozenCell { done: cell.done, ended: cell.ended, cumulative: cell.cumulative, parts: None }
}
