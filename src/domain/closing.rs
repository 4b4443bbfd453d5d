//! Figures of a period as they were frozen.
//!
//! Metrics and regions stand here by their ids, as texts: what was frozen stays even where the program or the list of regions
//! changes afterwards.

use std::sync::Arc;

use jiff::civil;

use super::{Date, Decimal, Period, Quantity, RegionIx, Regions, Status, Tenths};

/// A period whose figures were frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The program's id.
    pub program: Arc<str>,
    /// The period.
    pub period: Period,
    /// What was frozen last.
    pub frozen: Frozen,
    /// What was frozen before, the latest first.
    pub earlier: Vec<Frozen>,
}

/// The figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The day on which they were frozen.
    pub closed_on: Date,
    /// The day up to which figures counted then.
    pub as_of: Date,
    /// The metrics, in the order that they had.
    pub metrics: Vec<FrozenMetric>,
    /// Difficulties, where there were any.
    pub difficulties: Option<FrozenDifficulties>,
    /// The ranking of a month, where the program had one.
    pub ranking: Option<Vec<FrozenRank>>,
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenMetric {
    /// Its id.
    pub id: Arc<str>,
    /// Its unit, in the site's language.
    pub unit: Arc<str>,
    /// Whether any record contributed to it.
    pub has_data: bool,
    /// The whole.
    pub whole: FrozenCell,
    /// Its targets as they stood.
    pub targets: Vec<FrozenTarget>,
    /// The regions by their ids, in administrative order.
    pub regions: Vec<(Arc<str>, FrozenCell)>,
    /// What several regions did together, where there was something.
    pub joint: Option<FrozenCell>,
    /// What named no region, where there was something.
    pub no_region: Option<FrozenCell>,
}

/// Figures of a metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrozenCell {
    /// What was done in the period.
    pub done: Quantity,
    /// What ended in it.
    pub ended: Quantity,
    /// How it stood at its end.
    pub cumulative: Quantity,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenTarget {
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Decimal,
    /// By when.
    pub due: Date,
    /// What was planned for the period's end.
    pub planned: Tenths,
    /// How much was done, in per cent.
    pub percent: Option<Tenths>,
    /// What that meant.
    pub status: Status,
}

/// Difficulties that the period found and resolved, and those open at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrozenDifficulties {
    /// How many were found.
    pub found: i64,
    /// How many were resolved.
    pub resolved: i64,
    /// How many were open.
    pub open: i64,
}

/// A region in the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenRank {
    /// The region's id.
    pub region: Arc<str>,
    /// Its rank.
    pub rank: u32,
    /// Its score.
    pub score: Tenths,
    /// Places up since the month before.
    pub movement: Option<i64>,
    /// How the score came about.
    pub parts: Vec<FrozenPart>,
}

/// What one metric added to a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenPart {
    /// The metric's id.
    pub metric: Arc<str>,
    /// Its weight.
    pub weight: Decimal,
    /// The region's value.
    pub value: Quantity,
    /// The region's share.
    pub share: Decimal,
    /// Value ÷ share in per cent, as it was weighed.
    pub completion: Tenths,
}

impl Frozen {
    /// The metric with an id.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<&FrozenMetric> {
        self.metrics.iter().find(|metric| *metric.id == *id)
    }

    /// Whether any figure of a metric has decimals.
    #[must_use]
    pub fn has_decimals(&self) -> bool {
        let in_cell = |cell: &FrozenCell| {
            [cell.done, cell.ended, cell.cumulative].iter().any(|it| it.amount.decimals() > 0)
        };
        self.metrics.iter().any(|metric| in_cell(&metric.whole))
    }

    /// Whether the same figures were frozen, whatever the day.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.metrics, &self.difficulties, &self.ranking)
            == (&other.metrics, &other.difficulties, &other.ranking)
    }
}

impl FrozenMetric {
    /// The figures of the regions that have the row `row` now, together: those that became one since, and one that is called
    /// otherwise. `None` where there was none of them, or where they cannot be added up exactly.
    #[must_use]
    pub fn region(&self, row: RegionIx, regions: &Regions, day: civil::Date) -> Option<FrozenCell> {
        let named = |id: &str| regions.named(id, Some(day)).map(|ix| regions.row_of(regions.now(ix), day));
        let mut cells = self.regions.iter().filter(|(id, _)| named(id) == Some(row)).map(|(_, cell)| *cell);
        let first = cells.next()?;
        cells.try_fold(first, FrozenCell::plus)
    }
}

impl FrozenCell {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            done: self.done.checked_add(other.done)?,
            ended: self.ended.checked_add(other.ended)?,
            cumulative: self.cumulative.checked_add(other.cumulative)?,
        })
    }
}
