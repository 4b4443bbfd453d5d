//! The weeks of a year, from Monday. As in ISO 8601, a week belongs to the year that contains most of its
//! days.

use jiff::civil::{Date, Weekday};

use crate::domain::{Period, Year};

/// The weeks of a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weeks {
    pub(super) year: Year,
    /// The first Monday.
    first: Date,
    /// Number of weeks.
    pub(super) count: usize,
}

impl Weeks {
    pub(super) fn of(year: Year) -> Self {
        let period = Period::Year(year);
        let first = first_monday(period.first_day());
        let next = period.last_day().tomorrow().map_or(Date::MAX, first_monday);
        Self { year, first, count: weeks(first, next).unwrap_or(0) }
    }

    /// The number, from 1, of the week that contains a day; `None` if it is in another year.
    pub(super) fn number(self, day: Date) -> Option<usize> {
        weeks(self.first, day).map(|before| before + 1).filter(|week| *week <= self.count)
    }

    /// Number of weeks that have started by a day.
    pub(super) fn begun(self, day: Date) -> usize {
        weeks(self.first, day).map_or(0, |before| before + 1).min(self.count)
    }

    /// The first day of a week, from 1.
    pub(super) fn monday(self, week: usize) -> Option<Date> {
        let days = i64::try_from(week.checked_sub(1)?).ok()?.checked_mul(7)?;
        self.first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    }
}

/// The Monday of the week that contains the fourth day of the year: most of that week's days are not before
/// it.
fn first_monday(first: Date) -> Date {
    let days = i64::from(first.weekday().since(Weekday::Monday));
    // Up to Thursday, most of the week is still to come.
    let days = if days <= 3 { -days } else { 7 - days };
    first.checked_add(jiff::Span::new().days(days)).unwrap_or(first)
}

/// Number of whole weeks between two days; `None` if the second is earlier.
fn weeks(from: Date, to: Date) -> Option<usize> {
    let days = to.duration_since(from).as_hours().div_euclid(24);
    usize::try_from(days).ok().map(|days| days / 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::YearStart;

    #[test]
    fn weeks_of_calendar_years_are_those_of_iso_8601() {
        for year in 1990..2040 {
            let weeks = Weeks::of(Year::calendar(year));
            let mut day = Date::new(year - 1, 12, 20).unwrap();
            while day.year() <= year || day.month() < 2 && day.year() == year + 1 {
                let iso = day.iso_week_date();
                let number = (iso.year() == year).then(|| usize::try_from(iso.week()).unwrap());
                assert_eq!(weeks.number(day), number, "{day}");
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn each_day_is_of_one_week_of_one_year() {
        for month in 1..=12 {
            let starts = YearStart::new(month).unwrap();
            let years: Vec<Weeks> = (2000..2012).map(|year| Weeks::of(starts.year(year))).collect();
            let mut day = Date::constant(2002, 1, 1);
            while day.year() < 2010 {
                let of: Vec<&Weeks> = years.iter().filter(|weeks| weeks.number(day).is_some()).collect();
                assert_eq!(of.len(), 1, "{day}");
                let monday = of[0].monday(of[0].number(day).unwrap()).unwrap();
                assert!((0..7).contains(&(day.duration_since(monday).as_hours() / 24)), "{day} {monday}");
                day = day.tomorrow().unwrap();
            }
        }
    }
}
