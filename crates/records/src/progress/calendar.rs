//! A program's time span: when it runs, up to which day its figures go, and the periods in between.

use std::cmp::Reverse;

use jiff::civil;

use crate::domain::{Date, Period, Program, Year, YearStart};

use super::tally::Grain;

/// From a program's first day to the day of its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The program's first day.
    pub starts: civil::Date,
    /// Its last day.
    pub ends: civil::Date,
    /// The day up to which figures count, inclusive; never after the program's last day.
    pub as_of: civil::Date,
    /// The day on which the figures of `as_of` are judged: that day, or a later one once the program is over.
    /// What was due by then and is not achieved has been missed.
    pub judged_on: civil::Date,
    /// When its years begin.
    pub year: YearStart,
}

/// The day on which a program's figures are judged: as requested, otherwise as declared by the program,
/// otherwise today. A month or year means its last day. It may be after the program's end, when nothing
/// counts any more ([`Calendar::new`]) but missed targets are known; so `as_of: 2026-12-31` in a program that
/// ends on that day has no effect.
#[must_use]
pub fn as_of(program: &Program, asked: Option<Date>, today: civil::Date) -> civil::Date {
    if let Some(day) = asked {
        return day.last_day();
    }
    let ends = program.ends.last_day();
    match program.as_of.map(Date::last_day) {
        Some(day) if day < ends => day,
        Some(_) => today.max(ends),
        None => today,
    }
}

impl Calendar {
    /// The calendar of a program whose figures are judged on a day; they go up to that day or the program's
    /// last day.
    #[must_use]
    pub fn new(program: &Program, on: civil::Date) -> Self {
        let ends = program.ends.last_day();
        let (starts, year) = (program.starts.first_day(), program.year.starts);
        Self { starts, ends, as_of: on.min(ends), judged_on: on, year }
    }

    /// The sort key of programs on a day: running ones, then ended ones, then those that have not started;
    /// within each group the latest start first.
    #[must_use]
    pub fn turn(&self, today: civil::Date) -> (bool, bool, Reverse<civil::Date>) {
        (self.as_of.min(today) < self.starts, self.ends < today, Reverse(self.starts))
    }

    /// The day on which the figures of `day` are judged for missed targets.
    pub(super) fn judged(&self, day: civil::Date) -> civil::Date {
        if day >= self.as_of { self.judged_on } else { day }
    }

    /// Whether there are figures for a day.
    #[must_use]
    pub fn covers(&self, day: civil::Date) -> bool {
        self.starts <= day && day <= self.as_of
    }

    /// Whether a date is entirely between the program's first day and the as-of date.
    pub(super) fn counts(&self, date: Date) -> bool {
        self.starts <= date.first_day() && date.last_day() <= self.as_of
    }

    /// The finest period that contains a date.
    pub(super) fn grain(&self, date: Date) -> Grain {
        if date.first_day() < self.starts {
            Grain::NoPeriod
        } else if date.month().is_none() {
            // A year alone is not within any year that is not a calendar year.
            if self.year.is_calendar() { Grain::Year(date.year()) } else { Grain::NoPeriod }
        } else {
            Grain::Month
        }
    }

    /// Whether all days that a period shares with the program are over.
    #[must_use]
    pub fn is_ended(&self, period: Period) -> bool {
        period.last_day().min(self.ends) <= self.as_of
    }

    /// Whether a period has started and shares days with the program: it is one of [`Calendar::all`].
    #[must_use]
    pub fn has(&self, period: Period) -> bool {
        let has_begun = period.first_day() <= self.as_of && self.starts <= self.as_of;
        has_begun && self.starts <= period.last_day() && period.is_of(self.year)
    }

    /// The last day of a period with figures.
    #[must_use]
    pub fn last_day(&self, period: Period) -> civil::Date {
        period.last_day().min(self.as_of)
    }

    /// Whether a period shares any day with the program.
    #[must_use]
    pub fn overlaps(&self, period: Period) -> bool {
        self.starts <= period.last_day() && period.first_day() <= self.ends
    }

    /// The months from the program's start to the as-of date, inclusive.
    #[must_use]
    pub fn months(&self) -> Vec<Period> {
        self.periods(|year| Period::Year(year).months().collect())
    }

    /// The quarters that have started, in order.
    #[must_use]
    pub fn quarters(&self) -> Vec<Period> {
        self.periods(|year| (1..=4).map(|quarter| Period::Quarter(year, quarter)).collect())
    }

    /// The half-years that have started, in order.
    #[must_use]
    pub fn halves(&self) -> Vec<Period> {
        self.periods(|year| (1..=2).map(|half| Period::Half(year, half)).collect())
    }

    /// The years that have started, in order.
    #[must_use]
    pub fn years(&self) -> Vec<Period> {
        self.years_begun().map(Period::Year).collect()
    }

    /// All periods that have started, by last day; of periods with the same last day, the longer comes later.
    #[must_use]
    pub fn all(&self) -> Vec<Period> {
        let mut periods = [self.months(), self.quarters(), self.halves(), self.years()].concat();
        periods.sort_unstable();
        periods
    }

    /// The years that have started, in order.
    pub fn years_begun(&self) -> impl DoubleEndedIterator<Item = Year> + use<> {
        let begun = (self.starts <= self.as_of)
            .then(|| (self.year.year_of(self.starts), self.year.year_of(self.as_of)));
        begun.into_iter().flat_map(|(first, last)| first.to(last))
    }

    /// The periods of each year that have started.
    fn periods(&self, of: impl Fn(Year) -> Vec<Period>) -> Vec<Period> {
        self.years_begun().flat_map(of).filter(|period| self.has(*period)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(periods: &[Period]) -> String {
        periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn periods_run_from_the_start_to_the_as_of_date() {
        let calendar = Calendar {
            starts: civil::date(2021, 11, 15),
            ends: civil::date(2022, 12, 20),
            as_of: civil::date(2022, 4, 30),
            judged_on: civil::date(2022, 4, 30),
            year: YearStart::JANUARY,
        };
        assert_eq!(written(&calendar.months()), "2021-11 2021-12 2022-01 2022-02 2022-03 2022-04");
        assert_eq!(written(&calendar.quarters()), "2021-q4 2022-q1 2022-q2");
        assert_eq!(written(&calendar.halves()), "2021-h2 2022-h1");
        assert_eq!(written(&calendar.years()), "2021 2022");
        assert!(
            calendar.is_ended(Period::Month(2022, 4))
                && !calendar.is_ended(Period::parse("2022-q2").unwrap())
        );
        let done = Calendar { as_of: calendar.ends, ..calendar };
        assert!(done.is_ended(Period::Month(2022, 12)), "the program ends within its last month");
        for period in done.all().into_iter().flat_map(|of| [of.before(), of.after()]).flatten() {
            assert_eq!(calendar.has(period), calendar.all().contains(&period), "{period}");
        }
        let early = Calendar { as_of: civil::date(2021, 11, 14), ..calendar };
        assert_eq!(early.all(), []);
        assert!(!early.has(Period::Month(2021, 11)));
    }

    #[test]
    fn what_runs_comes_first_and_what_has_not_begun_last() {
        let of = |year: i16, as_of: (i16, i8, i8)| {
            let day = |(year, month, day)| civil::date(year, month, day);
            Calendar {
                starts: day((year, 1, 1)),
                ends: day((year, 12, 31)),
                as_of: day(as_of),
                judged_on: day(as_of),
                year: YearStart::JANUARY,
            }
        };
        let sorted = |today| {
            let mut all = [of(2021, (2021, 12, 31)), of(2022, (2022, 9, 30)), of(2023, (2023, 12, 31))];
            all.sort_by_key(|calendar| calendar.turn(today));
            all.iter().map(|calendar| calendar.starts.year()).collect::<Vec<_>>()
        };
        assert_eq!(sorted(civil::date(2022, 10, 1)), [2022, 2021, 2023]);
        assert_eq!(sorted(civil::date(2023, 1, 1)), [2023, 2022, 2021]);
        assert_eq!(sorted(civil::date(2026, 1, 1)), [2023, 2022, 2021]);
        // Judged as of a day long past, a program that had not started then comes last even if it has ended
        // since.
        let mut asked = [of(2022, (2022, 9, 30)), of(2023, (2022, 9, 30))];
        asked.sort_by_key(|calendar| calendar.turn(civil::date(2026, 1, 1)));
        assert_eq!(asked[0].starts.year(), 2022);
    }
}
