//! Figures of a period as they were frozen.
//!
//! Metrics and regions stand here by their ids, as texts: what was frozen stays even where the program or the list of regions
//! changes afterwards.

use std::sync::Arc;

use jiff::civil;

use super::{Date, Decimal, Label, Period, Quantity, RegionIx, Regions, Status, Tenths};
use crate::diag::Place;

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

/// Why a figure of a closed period is another now, or was frozen again: an entry of `corrections.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The program's id.
    pub program: Arc<str>,
    /// The period.
    pub period: Period,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The region, by its place; `None` for all of them.
    pub region: Option<RegionIx>,
    /// What readers are reported.
    pub reason: Label,
    /// The day on which it was put right.
    pub date: Option<Date>,
    /// The file, and where in it.
    pub place: Place,
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
    /// Which records were counted; `None` in files of a form that did not say it.
    pub counted: Option<Counted>,
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
    /// How it came from the period before; `None` in files of a form that did not say it.
    pub parts: Option<FrozenParts>,
}

/// How a figure came from that of the period before: `carried + own + moved + undated + late - struck = cumulative`, where `own` is
/// what is left of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrozenParts {
    /// How it stood at the end of the period before, as its bulletin told it.
    pub carried: Quantity,
    /// What was reported late for earlier periods.
    pub late: Quantity,
    /// What was counted for earlier periods and counts no longer.
    pub struck: Quantity,
    /// What came from other regions, without what went to them.
    pub moved: Quantity,
    /// What has a date that is only a year, and so is in no shorter period.
    pub undated: Quantity,
}

/// The records that a closing counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// All of them, from the program's first day on.
    pub all: Vec<Booked>,
    /// What was reported late in it.
    pub late: Vec<Booked>,
    /// What was struck off in it.
    pub struck: Vec<Booked>,
}

/// What a record added to a figure, in one period and for one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The period, of the closing's own length, in which it was dated; `None` if it lay in none whole.
    pub period: Option<Period>,
    /// For which part of the whole it counted.
    pub area: BookedArea,
    /// The record.
    pub mark: Mark,
    /// What it added when it was dated.
    pub begun: Quantity,
    /// What of that stood at the closing's end.
    pub standing: Quantity,
    /// Of a count of different values: checksums of the values that stood, rising.
    pub values: Vec<u32>,
}

/// For which part of the whole something counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BookedArea {
    /// The region with this id.
    Region(Arc<str>),
    /// Several regions together.
    Joint,
    /// None.
    NoRegion,
}

/// A sign for a record that tells nobody who reads it which one it is: 48 bits of a hash of its collection and id, and 16 of one of its
/// title. Whoever has the record can find its sign; a file of signs names nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(u64);

impl Mark {
    /// The sign of a record.
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

    /// Reads 16 letters from a to p.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 16 { letters::read(text).map(Self) } else { None }
    }

    /// What tells one record from the others.
    #[must_use]
    pub const fn identity(self) -> u64 {
        self.0 >> 16
    }

    /// What a record keeps when its file gets another name.
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

/// Numbers as letters, a for 0 to p for 15: of digits one would have to ask whether they are somebody's telephone number.
pub mod letters {
    /// The last `count` digits of a number, to the base of 16.
    #[must_use]
    pub fn written(number: u64, count: u32) -> String {
        let digit = |at: u32| u32::try_from((number >> (4 * at)) & 15).unwrap_or(0);
        (0..count).rev().filter_map(|at| char::from_u32(u32::from('a') + digit(at))).collect()
    }

    /// The number; `None` if there are other signs, or too many.
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

    /// The figures alone, as they are kept once the period was closed again.
    #[must_use]
    pub fn without_records(mut self) -> Self {
        self.metrics.iter_mut().for_each(|metric| metric.counted = None);
        self
    }

    /// Whether the same figures were frozen, of the same records, whatever the day.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.metrics, &self.difficulties, &self.ranking)
            == (&other.metrics, &other.difficulties, &other.ranking)
    }
}

impl FrozenMetric {
    /// The figures of the regions that have the row `row` now, together: those that became one since, and one
    /// that is called otherwise. Nothing if there was none of them; `None` if they cannot be added up
    /// exactly.
    #[must_use]
    pub fn region(&self, row: RegionIx, regions: &Regions, day: civil::Date) -> Option<FrozenCell> {
        let named = |id: &str| row_of(id, regions, day);
        let mut cells = self.regions.iter().filter(|(id, _)| named(id) == Some(row)).map(|(_, cell)| *cell);
        let Some(first) = cells.next() else { return Some(self.nothing()) };
        cells.try_fold(first, FrozenCell::plus)
    }

    /// Whether another version has the same figures, wherever they came from.
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

/// The row that a region has now which was called so on a day.
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
    /// Both together.
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
