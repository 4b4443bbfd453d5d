//! Reporting periods: a year, half-year, quarter or month.

mod meant;
mod written;
mod year;

use std::cmp::Reverse;
use std::fmt;

use jiff::civil;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Date;
pub use written::WrittenPeriod;
pub use year::{ProgramYear, Year, YearStart};

/// A reporting period: 2022, 2022-h1, 2022-q3 or 2022-09.
///
/// Quarters and half-years count from the start of their year. A year that does not begin in January is
/// written with its first and last month, so that what is written, including addresses, always means the same
/// months: 2022-09-2023-08, 2022-09-2023-08-q1.
///
/// Ordered by its last day; of periods with the same last day, the longer comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A calendar month: year, 1 to 12.
    Month(i16, i8),
    /// A quarter of a year, 1 to 4.
    Quarter(Year, i8),
    /// A half of a year, 1 or 2.
    Half(Year, i8),
    /// A year.
    Year(Year),
}

impl Period {
    /// The year that contains the period, for years that begin with a given month.
    #[must_use]
    pub fn year_in(self, starts: YearStart) -> Year {
        match self {
            Self::Quarter(year, _) | Self::Half(year, _) | Self::Year(year) if year.starts() == starts => {
                year
            }
            other => starts.year_of(other.first_day()),
        }
    }

    /// When its year begins; `None` for a month, which is independent of years.
    #[must_use]
    pub const fn starts(self) -> Option<YearStart> {
        match self {
            Self::Month(..) => None,
            Self::Quarter(year, _) | Self::Half(year, _) | Self::Year(year) => Some(year.starts()),
        }
    }

    /// Whether it fits years that begin with a given month; months always do.
    #[must_use]
    pub fn is_of(self, starts: YearStart) -> bool {
        self.starts().is_none_or(|own| own == starts)
    }

    /// Number of months.
    #[must_use]
    pub const fn length(self) -> i8 {
        match self {
            Self::Month(..) => 1,
            Self::Quarter(..) => 3,
            Self::Half(..) => 6,
            Self::Year(_) => 12,
        }
    }

    /// Its first month: year, 1 to 12.
    const fn first_month(self) -> (i16, i8) {
        match self {
            Self::Month(year, month) => (year, month),
            Self::Quarter(year, quarter) => year.month(quarter * 3 - 2),
            Self::Half(year, half) => year.month(half * 6 - 5),
            Self::Year(year) => year.month(1),
        }
    }

    /// Its months, in order.
    pub fn months(self) -> impl Iterator<Item = Self> {
        let (year, first) = self.first_month();
        (first..first + self.length()).map(move |month| match month {
            ..=12 => Self::Month(year, month),
            _ => Self::Month(year.saturating_add(1), month - 12),
        })
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        let (year, month) = self.first_month();
        civil::Date::new(year, month, 1).unwrap_or(civil::Date::MIN)
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        let (year, month) = match (self.first_month(), self.length() - 1) {
            ((year, month), more) if month + more <= 12 => (year, month + more),
            ((year, month), more) => (year.saturating_add(1), month + more - 12),
        };
        civil::Date::new(year, month, 1).map_or(civil::Date::MAX, civil::Date::last_of_month)
    }

    /// The period of the same length directly before; `None` before the first possible year.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        self.first_day().yesterday().ok().map(|day| self.alike(day))
    }

    /// The period of the same length directly after; `None` after the last possible year.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        self.last_day().tomorrow().ok().map(|day| self.alike(day))
    }

    /// The month, quarter, half-year and year that contain a day, for years that begin with a given month.
    #[must_use]
    pub fn around(day: civil::Date, starts: YearStart) -> [Self; 4] {
        let year = starts.year_of(day);
        [Self::Month(day.year(), day.month()), Self::Quarter(year, 1), Self::Half(year, 1), Self::Year(year)]
            .map(|period| period.alike(day))
    }

    /// The period of the same length and kind of year that contains a day.
    #[must_use]
    pub fn alike(self, day: civil::Date) -> Self {
        let part = |starts: YearStart, months: i8| starts.months_before(day) / months + 1;
        match self {
            Self::Month(..) => Self::Month(day.year(), day.month()),
            Self::Quarter(year, _) => Self::Quarter(year.starts().year_of(day), part(year.starts(), 3)),
            Self::Half(year, _) => Self::Half(year.starts().year_of(day), part(year.starts(), 6)),
            Self::Year(year) => Self::Year(year.starts().year_of(day)),
        }
    }

    /// Whether the date is entirely in the period.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first_day() <= date.first_day() && date.last_day() <= self.last_day()
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Finally by first day: quarters of different years may end on the same day.
        let key = |period: &Self| (period.last_day(), Reverse(period.first_day()), period.starts());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-q{quarter}"),
            Self::Half(year, half) => write!(f, "{year}-h{half}"),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).ok_or_else(|| D::Error::custom("no period"))
    }
}

#[cfg(test)]
mod tests;
