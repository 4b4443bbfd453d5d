//! Periods of reporting: a year, a half, a quarter, a month.

use std::fmt;

use jiff::civil;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Date;

/// A period, written 2022, 2022-h1, 2022-q3 or 2022-09.
///
/// Ordered by its last day, then the longer after the shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A calendar month: year, 1 to 12.
    Month(i16, i8),
    /// A quarter: year, 1 to 4.
    Quarter(i16, i8),
    /// A half: year, 1 or 2.
    Half(i16, i8),
    /// A year.
    Year(i16),
}

impl Period {
    /// Reads a period; upper-case H and Q are accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((year, rest)) = text.split_once('-') else {
            return Date::parse(text).ok().map(|date| Self::Year(date.year()));
        };
        let year = Date::parse(year).ok().filter(|date| date.month().is_none())?.year();
        let rest = rest.to_ascii_lowercase();
        let number = |prefix: char, most: i8| {
            rest.strip_prefix(prefix).and_then(|n| n.parse::<i8>().ok()).filter(|n| (1..=most).contains(n))
        };
        if let Some(half) = number('h', 2) {
            return Some(Self::Half(year, half));
        }
        if let Some(quarter) = number('q', 4) {
            return Some(Self::Quarter(year, quarter));
        }
        let date = Date::parse(text).ok()?;
        match (date.month(), date.day()) {
            (Some(month), None) => Some(Self::Month(year, month)),
            _ => None,
        }
    }

    /// The period that somebody meant who wrote it as no file may hold it: `2022-9`, `2022Q3`, `２０２２－０９`, `2022年第三季度`.
    #[must_use]
    pub fn meant(text: &str) -> Option<Self> {
        let half = |c: char| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
            }
            '－' | '—' | '–' | '／' | '/' | '.' | '．' | '_' => '-',
            _ => c,
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half).collect();
        let mut text = text.to_ascii_lowercase();
        for (zh, wanted) in [
            ("月份", "月"),
            ("十二月", "12"),
            ("十一月", "11"),
            ("十月", "10"),
            ("一月", "1"),
            ("二月", "2"),
            ("三月", "3"),
            ("四月", "4"),
            ("五月", "5"),
            ("六月", "6"),
            ("七月", "7"),
            ("八月", "8"),
            ("九月", "9"),
            ("1季度", "q1"),
            ("2季度", "q2"),
            ("3季度", "q3"),
            ("4季度", "q4"),
            ("上半年", "h1"),
            ("下半年", "h2"),
            ("一季度", "q1"),
            ("二季度", "q2"),
            ("三季度", "q3"),
            ("四季度", "q4"),
            ("季度", "q"),
            ("第", ""),
            ("全年", ""),
            ("月", ""),
            ("年", "-"),
        ] {
            text = text.replace(zh, wanted);
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (year, rest) = text.split_at(digits);
        let (year, rest) = match (digits, rest.trim_matches('-')) {
            (4, rest) => (year, rest.to_owned()),
            // `202209`.
            (6, "") => (year.get(..4)?, year.get(4..)?.to_owned()),
            _ => return None,
        };
        // `3q` is how `第3季度` is read.
        let rest = match rest.strip_suffix('q') {
            Some(number) if !number.is_empty() => format!("q{number}"),
            _ => rest,
        };
        let rest = if rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("0{rest}")
        } else {
            rest.replace('-', "")
        };
        Self::parse(&if rest.is_empty() { year.to_owned() } else { format!("{year}-{rest}") })
    }

    /// The same where the year may be left out, and is this one: `一季度`, `9月`, `Q3`, `上半年`.
    #[must_use]
    pub fn meant_in(text: &str, year: Option<i16>) -> Option<Self> {
        Self::meant(text).or_else(|| Self::meant(&format!("{:04}年{text}", year?)))
    }

    /// The calendar year that the period lies in.
    #[must_use]
    pub const fn year(self) -> i16 {
        match self {
            Self::Month(year, _) | Self::Quarter(year, _) | Self::Half(year, _) | Self::Year(year) => year,
        }
    }

    /// First and last month, 1 to 12.
    #[must_use]
    pub const fn months(self) -> (i8, i8) {
        match self {
            Self::Month(_, month) => (month, month),
            Self::Quarter(_, quarter) => (quarter * 3 - 2, quarter * 3),
            Self::Half(_, half) => (half * 6 - 5, half * 6),
            Self::Year(_) => (1, 12),
        }
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        civil::Date::new(self.year(), self.months().0, 1).unwrap_or(civil::Date::MIN)
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        civil::Date::new(self.year(), self.months().1, 1).map_or(civil::Date::MAX, civil::Date::last_of_month)
    }

    /// The period of the same length that ends before this one begins; `None` before the first year that can be written.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        self.first_day().yesterday().ok().map(|day| self.alike(day))
    }

    /// The period of the same length that begins after this one ends; `None` after the last year.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        self.last_day().tomorrow().ok().map(|day| self.alike(day))
    }

    /// The month, quarter, half and year in which a day lies.
    #[must_use]
    pub fn around(day: civil::Date) -> [Self; 4] {
        let year = day.year();
        [Self::Month(year, 1), Self::Quarter(year, 1), Self::Half(year, 1), Self::Year(year)]
            .map(|period| period.alike(day))
    }

    /// The period of this one's length in which a day lies.
    #[must_use]
    pub fn alike(self, day: civil::Date) -> Self {
        let (year, month) = (day.year(), day.month());
        match self {
            Self::Month(..) => Self::Month(year, month),
            Self::Quarter(..) => Self::Quarter(year, (month + 2) / 3),
            Self::Half(..) => Self::Half(year, (month + 5) / 6),
            Self::Year(_) => Self::Year(year),
        }
    }

    /// Whether the date lies in the period whole, whatever day it means.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first_day() <= date.first_day() && date.last_day() <= self.last_day()
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |period: &Self| (period.last_day(), std::cmp::Reverse(period.first_day()));
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
            Self::Quarter(year, quarter) => write!(f, "{year:04}-q{quarter}"),
            Self::Half(year, half) => write!(f, "{year:04}-h{half}"),
            Self::Year(year) => write!(f, "{year:04}"),
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
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for text in ["2022", "2022-h1", "2022-q3", "2022-09"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Period::parse("2022-Q3"), Some(Period::Quarter(2022, 3)));
        for text in ["2022-q5", "2022-h0", "2022-13", "2022-09-01", "九月", "22-q1"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_meant_is_understood() {
        for (written, meant) in [
            ("2022-9", "2022-09"),
            ("2022Q3", "2022-q3"),
            ("2022-Q3", "2022-q3"),
            ("2022/09", "2022-09"),
            ("2022.9", "2022-09"),
            ("202209", "2022-09"),
            ("２０２２－０９", "2022-09"),
            ("２０２２", "2022"),
            ("2022年9月", "2022-09"),
            ("2022年9月份", "2022-09"),
            ("2022年第三季度", "2022-q3"),
            ("2022年3季度", "2022-q3"),
            ("2022年上半年", "2022-h1"),
            ("2022h2", "2022-h2"),
            ("2022年", "2022"),
            ("2022年九月", "2022-09"),
            ("2022年十二月份", "2022-12"),
            ("2022-1季度", "2022-q1"),
        ] {
            assert_eq!(Period::meant(written).map(|it| it.to_string()).as_deref(), Some(meant), "{written}");
        }
        for text in ["九月", "9", "2022-13", "2022-q5", "22-09", "2022-09-01", "今年", "", "20220901"] {
            assert_eq!(Period::meant(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_may_be_left_out_where_it_is_known() {
        for (written, meant) in [
            ("一季度", Some("2022-q1")),
            ("第三季度", Some("2022-q3")),
            ("Q3", Some("2022-q3")),
            ("9月", Some("2022-09")),
            ("九月份", Some("2022-09")),
            ("上半年", Some("2022-h1")),
            ("2021-9", Some("2021-09")),
            ("开春", None),
        ] {
            assert_eq!(
                Period::meant_in(written, Some(2022)).map(|it| it.to_string()).as_deref(),
                meant,
                "{written}"
            );
        }
        assert_eq!(Period::meant_in("一季度", None), None);
    }

    #[test]
    fn neighbours_are_of_one_length() {
        for text in [
            "2021-12 2022-01 2022-02",
            "2021-q4 2022-q1 2022-q2",
            "2021-h2 2022-h1 2022-h2",
            "2021 2022 2023",
        ] {
            let row: Vec<Period> = text.split(' ').map(|text| Period::parse(text).unwrap()).collect();
            assert_eq!([row[1].before(), row[1].after()], [Some(row[0]), Some(row[2])], "{text}");
            assert_eq!([row[0].after(), row[2].before()], [Some(row[1]); 2], "{text}");
        }
        assert_eq!(Period::Year(9999).after(), None);
    }

    #[test]
    fn holds_only_what_lies_in_it_whole() {
        let quarter = Period::parse("2022-q3").unwrap();
        assert!(quarter.contains(Date::parse("2022-07").unwrap()));
        assert!(quarter.contains(Date::parse("2022-09-30").unwrap()));
        assert!(!quarter.contains(Date::parse("2022").unwrap()));
        assert!(!Period::parse("2022-07").unwrap().contains(Date::parse("2022-08-01").unwrap()));
    }

    #[test]
    fn sorts_by_end_then_length() {
        let mut periods: Vec<Period> = ["2022", "2022-h2", "2022-q4", "2022-12", "2022-09"]
            .iter()
            .map(|t| Period::parse(t).unwrap())
            .collect();
        periods.sort();
        let texts: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["2022-09", "2022-12", "2022-q4", "2022-h2", "2022"]);
    }
}
