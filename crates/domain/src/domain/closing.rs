//! Frozen figures of a period.
//!
//! Metrics and regions are identified by their ids as text, so that a closing stays valid if the program or
//! the list of regions changes later.

use std::sync::Arc;

use jiff::civil;

use super::{Date, Decimal, Label, Period, Quantity, RegionIx, Regions, Status, Tenths};
use crate::diag::Place;

/// A closed period with its frozen figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The program's id.
    pub program: Arc<str>,
    /// The period.
    pub period: Period,
    /// The most recent frozen figures.
    pub frozen: Frozen,
    /// Earlier ones, most recent first.
    pub earlier: Vec<Frozen>,
}

/// The reason why a figure of a closed period changed or was frozen again: an entry of `corrections.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The program's id.
    pub program: Arc<str>,
    /// The period.
    pub period: Period,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The region, by its index; `None` for all of them.
    pub region: Option<RegionIx>,
    /// The text for readers.
    pub reason: Label,
    /// The day of the correction.
    pub date: Option<Date>,
    /// Its place in the file.
    pub place: Place,
}

/// Frozen figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The day on which they were frozen.
    pub closed_on: Date,
    /// The day up to which figures counted at that time.
    pub as_of: Date,
    /// The metrics, in their order at that time.
    pub metrics: Vec<FrozenMetric>,
    /// Difficulties, if there were any.
    pub difficulties: Option<FrozenDifficulties>,
    /// The ranking of a month, if the program had one.
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
    /// Joint contributions of several regions, if any.
    pub joint: Option<FrozenCell>,
    /// Contributions without a region, if any.
    pub no_region: Option<FrozenCell>,
    /// The counted records; `None` in files of the older format, which lacks them.
    pub counted: Option<Counted>,
}

/// Figures of a metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrozenCell {
    /// What was done in the period.
    pub done: Quantity,
    /// What ended in it.
    pub ended: Quantity,
    /// The running total at its end.
    pub cumulative: Quantity,
    /// How it follows from the previous period; `None` in files of the older format, which lacks it.
    pub parts: Option<FrozenParts>,
}

/// How a figure follows from that of the previous period: `carried + own + moved + undated + late - struck =
/// cumulative`, where `own` is the remainder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrozenParts {
    /// The running total of the previous period, as shown in its bulletin.
    pub carried: Quantity,
    /// What was reported late for earlier periods.
    pub late: Quantity,
    /// What was counted for earlier periods and counts no longer.
    pub struck: Quantity,
    /// Transfers from other regions, less those to them.
    pub moved: Quantity,
    /// Contributions dated only by year, which belong to no shorter period.
    pub undated: Quantity,
}

/// The records that a closing counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// All of them, from the program's first day.
    pub all: Vec<Booked>,
    /// Those reported late in it.
    pub late: Vec<Booked>,
    /// Those struck off in it.
    pub struck: Vec<Booked>,
}

/// A record's contribution to a figure, in one period and for one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The period of the closing's length that contains its date; `None` if none does entirely.
    pub period: Option<Period>,
    /// The area for which it counted.
    pub area: BookedArea,
    /// The record.
    pub mark: Mark,
    /// What it added when it was dated.
    pub begun: Quantity,
    /// The part of that in force at the closing's end.
    pub standing: Quantity,
    /// For a distinct count: checksums of the values in force, ascending.
    pub values: Vec<u32>,
}

/// The area for which something counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BookedArea {
    /// The region with this id.
    Region(Arc<str>),
    /// Several regions together.
    Joint,
    /// No region.
    NoRegion,
}

/// A pseudonymous mark of a record: 48 bits of a hash of its collection and id, and 16 bits of a hash of its
/// title. Its mark can be computed from a record, but a file of marks names nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(u64);

impl Mark {
    /// The mark of a record.
    #[must_use]
    pub fn of(collection: &str, id: &str, title: &str) -> Self {
        let hash = |parts: [&str; 2]| {
            let mut hasher = blake3::Hasher::new();
            for part in parts {
                hasher.update(part.as_bytes()).update(&[0]);
            }
            let mut first = [0; 8];
            hasher.finalize_xof().fill(&mut first);
            u64::from_be_bytes(first)
        };
        Self((hash([collection, id]) & !0xffff) | (hash([collection, title]) & 0xffff))
    }

    /// Parses 16 letters from a to p.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 16 { letters::read(text).map(Self) } else { None }
    }

    /// The part that identifies the record.
    #[must_use]
    pub const fn identity(self) -> u64 {
        self.0 >> 16
    }

    /// The part that stays the same when the file is renamed.
    #[must_use]
    pub const fn likeness(self) -> u64 {
        self.0 & 0xffff
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&letters::written(self.0, 16))
    }
}

/// Numbers as letters, a for 0 to p for 15: digits could be mistaken for a telephone number.
pub mod letters {
    /// The last `count` hexadecimal digits of a number.
    #[must_use]
    pub fn written(number: u64, count: u32) -> String {
        let digit = |at: u32| u32::try_from((number >> (4 * at)) & 15).unwrap_or(0);
        (0..count).rev().filter_map(|at| char::from_u32(u32::from('a') + digit(at))).collect()
    }

    /// Parses a number; `None` if there are other characters or too many.
    #[must_use]
    pub fn read(text: &str) -> Option<u64> {
        let add = |number: u64, byte: u8| {
            let digit = byte.checked_sub(b'a').filter(|digit| *digit < 16)?;
            (number >> 60 == 0).then(|| (number << 4) | u64::from(digit))
        };
        text.bytes().try_fold(0, add)
    }
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
    /// The value planned for the period's end.
    pub planned: Tenths,
    /// The completion, in per cent.
    pub percent: Option<Tenths>,
    /// The resulting status.
    pub status: Status,
}

/// Difficulties that were found and resolved in the period, and those open at its end.
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
    /// Ranks gained since the previous month.
    pub movement: Option<i64>,
    /// The parts of the score.
    pub parts: Vec<FrozenPart>,
}

/// The contribution of one metric to a score.
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
    /// Value ÷ share in per cent, capped.
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

    /// Only the figures, as they are kept once the period was closed again.
    #[must_use]
    pub fn without_records(mut self) -> Self {
        self.metrics.iter_mut().for_each(|metric| metric.counted = None);
        self
    }

    /// Whether the same figures were frozen from the same records, on whatever day.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.metrics, &self.difficulties, &self.ranking)
            == (&other.metrics, &other.difficulties, &other.ranking)
    }
}

impl FrozenMetric {
    /// The sum of the figures of all regions that now have the row `row`: regions merged since, and a renamed
    /// one. Zero if there were none; `None` if they cannot be added up exactly.
    #[must_use]
    pub fn region(&self, row: RegionIx, regions: &Regions, day: civil::Date) -> Option<FrozenCell> {
        let named = |id: &str| row_of(id, regions, day);
        let mut cells = self.regions.iter().filter(|(id, _)| named(id) == Some(row)).map(|(_, cell)| *cell);
        let Some(first) = cells.next() else { return Some(self.nothing()) };
        cells.try_fold(first, FrozenCell::plus)
    }

    /// Whether another version has the same figures, from whatever records.
    #[must_use]
    pub fn has_the_figures_of(&self, other: &Self) -> bool {
        let cells = |of: &Self| {
            let rest = [of.joint, of.no_region].map(Option::unwrap_or_default);
            let named = of.regions.iter().map(|(id, cell)| (Some(id.clone()), *cell));
            let all = named.chain(rest.map(|cell| (None, cell))).chain([(None, of.whole)]);
            all.map(|(id, cell)| (id, cell.done, cell.ended, cell.cumulative)).collect::<Vec<_>>()
        };
        cells(self) == cells(other)
    }

    /// The figures of a region that had none.
    #[must_use]
    pub fn nothing(&self) -> FrozenCell {
        FrozenCell { parts: self.whole.parts.map(|_| FrozenParts::default()), ..FrozenCell::default() }
    }
}

/// The present row of the region that had this id on a day.
#[must_use]
pub fn row_of(id: &str, regions: &Regions, day: civil::Date) -> Option<RegionIx> {
    regions.named(id, Some(day)).map(|ix| regions.row_of(regions.now(ix), day))
}

impl FrozenParts {
    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            carried: self.carried.checked_add(other.carried)?,
            late: self.late.checked_add(other.late)?,
            struck: self.struck.checked_add(other.struck)?,
            moved: self.moved.checked_add(other.moved)?,
            undated: self.undated.checked_add(other.undated)?,
        })
    }
}

impl FrozenCell {
    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            done: self.done.checked_add(other.done)?,
            ended: self.ended.checked_add(other.ended)?,
            cumulative: self.cumulative.checked_add(other.cumulative)?,
            parts: match (self.parts, other.parts) {
                (Some(one), Some(other)) => Some(one.plus(other)?),
                _ => None,
            },
        })
    }
}
