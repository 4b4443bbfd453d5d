//! Dates that keep their precision.

use std::fmt;

use jiff::civil;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date as it was written: a year, a month of a year, or a day. It is never made more precise.
///
/// Ordered by its first day; of dates with the same first day, the less precise comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    year: i16,
    /// 1 to 12; 0 if only the year is known.
    month: i8,
    /// 1 to 31; 0 if only the month is known.
    day: i8,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Another form; contains the date that was probably meant, in the right form.
    Form(Option<String>),
    /// The month is not between 1 and 12.
    NoSuchMonth,
    /// The month has fewer days; contains their number.
    NoSuchDay(i8),
}

impl Date {
    /// A year, from 1 to 9999.
    #[must_use]
    pub fn from_year(year: i16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self { year, month: 0, day: 0 })
    }

    /// A month of a year.
    #[must_use]
    pub fn from_month(year: i16, month: i8) -> Option<Self> {
        let date = Self::from_year(year)?;
        (1..=12).contains(&month).then_some(Self { month, ..date })
    }

    /// A day.
    #[must_use]
    pub fn from_day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Self::from_month(year, month)?;
        civil::Date::new(year, month, day).ok().map(|_| Self { day, ..date })
    }

    /// The same, reduced to the month.
    #[must_use]
    pub const fn to_month(self) -> Self {
        Self { day: 0, ..self }
    }

    /// Parses `2022`, `2022-03` or `2022-03-15`.
    ///
    /// # Errors
    /// Tells whether the form is wrong (and what was probably meant) or the day does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let numbers = (digits(parts.next(), 4), parts.next(), parts.next(), parts.next());
        let (Some(year), month, day, None) = numbers else { return Err(DateError::Form(Self::guess(text))) };
        let Some(month) = month else {
            return Self::from_year(year).ok_or(DateError::Form(None));
        };
        let Some(month) = digits(Some(month), 2) else { return Err(DateError::Form(Self::guess(text))) };
        let Some(of_month) = i8::try_from(month).ok().and_then(|month| Self::from_month(year, month)) else {
            return Err(DateError::NoSuchMonth);
        };
        let Some(day) = day else { return Ok(of_month) };
        let Some(day) = digits(Some(day), 2) else { return Err(DateError::Form(Self::guess(text))) };
        i8::try_from(day)
            .ok()
            .and_then(|day| Self::from_day(year, of_month.month, day))
            .ok_or_else(|| DateError::NoSuchDay(of_month.last_day().day()))
    }

    /// The probable meaning of a text in another form (`2022/3/8`, `2022年3月8日`, `2022.3`, `20220308`, with a
    /// time of day, full-width digits, a spreadsheet's day number).
    fn guess(text: &str) -> Option<String> {
        // The time of day does not matter.
        let text = match text.trim().split_once([' ', 'T', '\u{3000}']) {
            Some((day, time)) if time.contains([':', '：']) => day,
            _ => text,
        };
        if let Some(date) = Self::numbered(text) {
            return Some(date.to_string());
        }
        let plain: String = text
            .chars()
            .map(|c| match c {
                '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
                '/' | '.' | '年' | '月' | '－' | '—' | '–' | '／' | '．' | '・' => '-',
                _ => c,
            })
            .filter(|c| !c.is_whitespace() && *c != '日' && *c != '号')
            .collect();
        let trimmed = plain.trim_matches('-');
        let numbers: Vec<i16> = trimmed.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let date = match numbers.as_slice() {
            [y] => Self::from_year(*y).filter(|_| *y > 999),
            [y, m] if *y > 999 => Self::from_month(*y, i8::try_from(*m).ok()?),
            [y, m, d] if *y > 999 => Self::from_day(*y, i8::try_from(*m).ok()?, i8::try_from(*d).ok()?),
            _ => None,
        };
        date.map(|date| date.to_string())
    }

    /// `20220308`, and spreadsheets' day numbers from 2000 to 2099: 44628.
    fn numbered(text: &str) -> Option<Self> {
        const FIRST: i64 = 36_526;
        const LAST: i64 = 73_050;
        let number: i64 = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        match text.len() {
            8 => {
                let part = |from, to| text.get(from..to).and_then(|part| part.parse::<i8>().ok());
                Self::from_day(text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?)
            }
            5 if (FIRST..=LAST).contains(&number) => {
                let days = jiff::Span::new().try_days(number - FIRST).ok()?;
                civil::Date::new(2000, 1, 1).ok()?.checked_add(days).ok().map(Self::from)
            }
            _ => None,
        }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    #[must_use]
    pub const fn month(self) -> Option<i8> {
        if self.month == 0 { None } else { Some(self.month) }
    }

    /// The day of the month, 1 to 31, if known.
    #[must_use]
    pub const fn day(self) -> Option<i8> {
        if self.day == 0 { None } else { Some(self.day) }
    }

    /// The first day that it may mean.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        civil::Date::new(self.year, self.month.max(1), self.day.max(1)).unwrap_or(civil::Date::MIN)
    }

    /// The last day that it may mean.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        let first = self.first_day();
        match (self.month, self.day) {
            (0, _) => civil::Date::new(self.year, 12, 31).unwrap_or(first),
            (_, 0) => first.last_of_month(),
            _ => first,
        }
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

fn digits(part: Option<&str>, width: usize) -> Option<i16> {
    let part = part?;
    (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.year, self.month, self.day).cmp(&(other.year, other.month, other.day))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).map_err(|_| D::Error::custom("no date"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_precision() {
        for text in ["2022", "2022-03", "2022-03-15", "2024-02-29"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Date::parse("2022-02-30"), Err(DateError::NoSuchDay(28)));
        assert_eq!(Date::parse("2022-13"), Err(DateError::NoSuchMonth));
        for text in ["2022/3/8", "2022年3月8日", "2022.3.8", "2022-3-8", "２０２２-０３-０８"] {
            assert_eq!(Date::parse(text), Err(DateError::Form(Some("2022-03-08".into()))), "{text}");
        }
        assert_eq!(Date::parse("2022年3月"), Err(DateError::Form(Some("2022-03".into()))));
        assert_eq!(Date::parse("去年"), Err(DateError::Form(None)));
        assert_eq!(Date::parse("2022/2/30"), Err(DateError::Form(None)));
    }

    #[test]
    fn is_never_made_finer() {
        let month = Date::parse("2022-02").unwrap();
        assert_eq!(month.day(), None);
        assert_eq!(month.first_day().to_string(), "2022-02-01");
        assert_eq!(month.last_day().to_string(), "2022-02-28");
        assert!(Date::parse("2022").unwrap() < month);
    }

    #[test]
    fn days_as_tables_have_them_are_understood() {
        for (written, meant) in [
            ("44687", Some("2022-05-06")),
            ("36526", Some("2000-01-01")),
            ("73050", Some("2099-12-31")),
            ("20220506", Some("2022-05-06")),
            ("2022-05-06 14:30", Some("2022-05-06")),
            ("2022/5/6 0:00:00", Some("2022-05-06")),
            ("20221306", None),
            ("12345", None),
            ("99999", None),
        ] {
            let Err(DateError::Form(guess)) = Date::parse(written) else { panic!("{written}") };
            assert_eq!(guess.as_deref(), meant, "{written}");
        }
    }
}
