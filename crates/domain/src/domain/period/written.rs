//! Periods as editors write them, without saying when their year begins, which the program knows.

use std::fmt;

use super::{Period, Year, YearStart};
use crate::domain::Date;

/// A period as written. `2022-q1` is the first quarter of the year that begins in 2022, whenever the
/// program's years begin; `2022-09-2023-08-q1` is explicit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenPeriod {
    /// As of a calendar year, if it is not explicit.
    period: Period,
    /// Whether it is explicit, or a month, which needs no year.
    whole: bool,
}

impl WrittenPeriod {
    /// An explicit period.
    #[must_use]
    pub const fn whole(period: Period) -> Self {
        Self { period, whole: true }
    }

    /// Parses `2022`, `2022-h1`, `2022-q3`, `2022-09`, and with a year's first and last month in place of the
    /// year `2022-09-2023-08-q3`; upper-case H and Q are accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest, whole) = match text.get(..15).and_then(of_months) {
            Some(year) => (year, text.get(15..)?, true),
            None => {
                let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
                let date = Date::parse(year).ok().filter(|date| date.month().is_none())?;
                (Year::calendar(date.year()), rest, false)
            }
        };
        let period = match rest.strip_prefix('-') {
            None if rest.is_empty() => Period::Year(year),
            None => return None,
            Some(part) => match part.as_bytes() {
                [b'h' | b'H', n @ b'1'..=b'2'] => Period::Half(year, digit(*n)),
                [b'q' | b'Q', n @ b'1'..=b'4'] => Period::Quarter(year, digit(*n)),
                _ if whole => return None,
                _ => {
                    let date = Date::parse(text).ok().filter(|date| date.day().is_none())?;
                    return Some(Self::whole(Period::Month(date.year(), date.month()?)));
                }
            },
        };
        Some(Self { period, whole })
    }

    /// Whether it means the same period whenever years begin.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.whole
    }

    /// The period, for years that begin with a given month unless it is explicit.
    #[must_use]
    pub fn in_years(self, starts: YearStart) -> Period {
        let year = |year: Year| starts.year(year.first());
        match self.period {
            period if self.whole => period,
            Period::Quarter(of, quarter) => Period::Quarter(year(of), quarter),
            Period::Half(of, half) => Period::Half(year(of), half),
            Period::Year(of) => Period::Year(year(of)),
            month @ Period::Month(..) => month,
        }
    }
}

/// As written, except for case.
impl Period {
    /// Parses a period in its full form; upper-case H and Q are accepted. Without an explicit start, its year
    /// is a calendar year; what editors write is parsed by [`WrittenPeriod`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        WrittenPeriod::parse(text).map(|written| written.in_years(YearStart::JANUARY))
    }
}

impl fmt::Display for WrittenPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.period.fmt(f)
    }
}

/// The twelve-month year of a text such as `2022-09-2023-08`.
fn of_months(text: &str) -> Option<Year> {
    let month = |text: &str| Date::parse(text).ok().filter(|date| date.day().is_none());
    let (first, last) = (month(text.get(..7)?)?, month(text.get(8..)?)?);
    let year = YearStart::new(first.month()?)?.year(first.year());
    let ends = Period::Year(year).last_day();
    let is_last = (last.year(), last.month()) == (ends.year(), Some(ends.month()));
    (text.as_bytes().get(7) == Some(&b'-') && is_last).then_some(year)
}

const fn digit(byte: u8) -> i8 {
    byte.wrapping_sub(b'0').cast_signed()
}
