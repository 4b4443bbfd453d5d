//! Contributions of records to a metric.

use std::ops::Range;

use jiff::civil;

use super::area::Area;
use crate::domain::{Date, Quantity, RecordIx, RegionIx, Regions};

/// A contribution to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The record.
    pub record: RecordIx,
    /// In a metric over groups, the group's index in the record's list.
    pub group: Option<u32>,
    /// The area for which it counts: a region, several together, or none.
    pub area: Area,
    /// The date by which it counts.
    pub date: Date,
    /// What it adds: 1 for counts.
    pub amount: Quantity,
    /// The date from which it no longer counts, if that is not after the as-of date.
    pub ended: Option<Date>,
}

/// A contribution with its values for a distinct count.
#[derive(Clone, Debug)]
pub(super) struct Contribution {
    pub(super) source: Source,
    /// For a distinct count: its values, by number, as a range of [`Found::keys`].
    pub(super) keys: Range<u32>,
    /// Where it counts on its day.
    pub(super) place: Place,
    /// For a stock: where it counts later, by the first day of each. Usually empty.
    pub(super) moves: Box<[(civil::Date, Place)]>,
}

/// Where something counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The area.
    pub(super) area: Area,
    /// The region that the record names, if it is within the area's region.
    pub(super) inner: Option<RegionIx>,
}

impl Place {
    /// All areas that contain it on a day, except the whole.
    pub(super) fn areas(self, regions: &Regions, day: civil::Date) -> impl Iterator<Item = Area> {
        let inner = self.inner.into_iter().flat_map(move |ix| regions.around(ix, day)).map(Area::Region);
        std::iter::once(self.area).chain(inner.filter(move |area| *area != self.area))
    }
}

/// The contributions that a rule found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order in which they were found.
    pub(super) contributions: Vec<Contribution>,
    /// For a distinct count: the values of all contributions, by number.
    pub(super) keys: Vec<u32>,
    /// The identity of each number across runs.
    pub(super) names: Vec<KeyName>,
}

/// The identity of a distinct value across runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeyName {
    /// The record to which it refers.
    Record(RecordIx),
    /// A checksum of its text.
    Checksum(u32),
}
