//! The rows of a ranking.

use crate::domain::{Decimal, Period, Quantity, RegionIx, Tenths};

/// A ranking at the end of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRanking {
    /// The month.
    pub period: Period,
    /// The regions by rank; equal ranks in administrative order.
    pub rows: Vec<RankRow>,
}

/// A region in a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankRow {
    /// The region.
    pub region: RegionIx,
    /// The score, 0 to 100 (more if the cap allows).
    pub score: Tenths,
    /// The rank, from 1; equal scores share a rank, and the next rank is skipped accordingly.
    pub rank: u32,
    /// Ranks gained since the previous month, negative if lost; `None` if there was no previous month.
    pub movement: Option<i64>,
    /// The parts of the score.
    pub parts: Vec<RankPart>,
}

/// The contribution of one metric to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankPart {
    /// The metric's index in the program.
    pub metric: usize,
    /// Its weight.
    pub weight: Decimal,
    /// The region's value.
    pub value: Quantity,
    /// The region's share.
    pub share: Decimal,
    /// Value ÷ share in per cent, capped.
    pub completion: Tenths,
}
