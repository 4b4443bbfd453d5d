//! Reporting years: calendar years, or school and fiscal years, which begin with another month.

use std::fmt;

use jiff::civil;

use crate::domain::Label;

/// The month with which years begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearStart(i8);

impl YearStart {
    /// Calendar years.
    pub const JANUARY: Self = Self(1);

    /// A month, 1 to 12.
    #[must_use]
    pub fn new(month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self(month))
    }

    /// Whether years are calendar years.
    #[must_use]
    pub const fn is_calendar(self) -> bool {
        self.0 == 1
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.0
    }

    /// The year that contains a day.
    #[must_use]
    pub fn year_of(self, day: civil::Date) -> Year {
        let first = if day.month() < self.0 { day.year() - 1 } else { day.year() };
        Year { first, starts: self }
    }

    /// Number of months of its year before a day's month.
    pub(super) fn months_before(self, day: civil::Date) -> i8 {
        (day.month() - self.0).rem_euclid(12)
    }

    /// The year that begins in a calendar year.
    #[must_use]
    pub const fn year(self, first: i16) -> Year {
        Year { first, starts: self }
    }
}

impl Default for YearStart {
    fn default() -> Self {
        Self::JANUARY
    }
}

/// A reporting year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Year {
    /// The calendar year in which it begins.
    first: i16,
    starts: YearStart,
}

impl Year {
    /// A calendar year.
    #[must_use]
    pub const fn calendar(year: i16) -> Self {
        Self { first: year, starts: YearStart::JANUARY }
    }

    /// The calendar year in which it begins.
    #[must_use]
    pub const fn first(self) -> i16 {
        self.first
    }

    /// The calendar year in which it ends.
    #[must_use]
    pub const fn last(self) -> i16 {
        if self.starts.is_calendar() { self.first } else { self.first.saturating_add(1) }
    }

    /// The month with which it begins.
    #[must_use]
    pub const fn starts(self) -> YearStart {
        self.starts
    }

    /// Whether it is a calendar year.
    #[must_use]
    pub const fn is_calendar(self) -> bool {
        self.starts.is_calendar()
    }

    /// All years from this to another, inclusive.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.first..=last.first).map(move |first| self.starts.year(first))
    }

    /// Its nth month, from 1, as year and month.
    pub(super) const fn month(self, nth: i8) -> (i16, i8) {
        let month = self.starts.0 + nth - 1;
        if month <= 12 { (self.first, month) } else { (self.first.saturating_add(1), month - 12) }
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_calendar() {
            return write!(f, "{:04}", self.first);
        }
        let ((from, first), (to, last)) = (self.month(1), self.month(12));
        write!(f, "{from:04}-{first:02}-{to:04}-{last:02}")
    }
}

/// A program's years and what they are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramYear {
    /// The month with which they begin.
    pub starts: YearStart,
    /// Their name (学年, fiscal year), if declared.
    pub called: Option<Label>,
}
