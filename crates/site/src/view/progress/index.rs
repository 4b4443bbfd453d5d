//! The list of bulletins on a page, limited so that pages of long programs do not grow: all bulletins if
//! there are few years; otherwise those of one year, the years of its decade, and the names of the other
//! decades.

use serde::Serialize;

use super::quiet::{decade, is_long};
use super::viewer::{PeriodView, ProgressViewer};
use crate::domain::{Period, Year};
use crate::routes::Href;

/// The bulletins that a page lists.
#[derive(Clone, Debug, Serialize)]
pub struct BulletinIndex {
    /// Years whose bulletins are listed individually.
    pub years: Vec<YearView>,
    /// All decades of a program of many years; otherwise empty.
    pub decades: Vec<DecadeView>,
}

/// A year and its bulletins.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// Four digits; for a year that spans two calendar years, the first of them.
    pub year: String,
    /// In words.
    pub title: String,
    /// Its months.
    pub months: Vec<PeriodView>,
    /// Its quarters.
    pub quarters: Vec<PeriodView>,
    /// Its half-years and the year itself.
    pub longer: Vec<PeriodView>,
}

/// A decade, beginning with a year that ends in 0.
#[derive(Clone, Debug, Serialize)]
pub struct DecadeView {
    /// The year that ends in 0, even if the program begins later.
    pub id: String,
    /// Its first and last year, in words.
    pub title: String,
    /// The bulletins of its years, if the page lists them.
    pub years: Vec<PeriodView>,
}

impl ProgressViewer<'_> {
    /// The page of a period or, if it has none, of its year.
    #[must_use]
    pub fn bulletin_url(&self, period: Period) -> Href {
        let told = if self.quiet.contains(&period) { Period::Year(self.year_of(period)) } else { period };
        self.urls().bulletin(told)
    }

    /// The program's year that contains a period.
    #[must_use]
    pub fn year_of(&self, period: Period) -> Year {
        period.year_in(self.program.calendar().year)
    }

    /// Whether the program has too many years to list by month.
    #[must_use]
    pub fn is_long(&self) -> bool {
        is_long(self.program.calendar())
    }

    /// The years whose bulletins a page lists individually: all if there are few, otherwise the year of the
    /// page's period, or the latest.
    fn years_told(&self, of: Option<Period>) -> Vec<Year> {
        let years = || self.program.calendar().years_begun();
        match self.is_long() {
            true => {
                of.map(|period| self.year_of(period)).or_else(|| years().next_back()).into_iter().collect()
            }
            false => years().collect(),
        }
    }

    /// The bulletins that a page lists: that of a period, or a page without one. With `whole`, all years of
    /// all decades.
    #[must_use]
    pub fn bulletin_index(&self, of: Option<Period>, whole: bool) -> BulletinIndex {
        let told = self.years_told(of);
        let own = told.first().map_or(0, |year| decade(year.first()));
        let years = told.iter().map(|year| self.year(*year));
        let decades = self.decades().into_iter().map(|(first, last)| DecadeView {
            id: format!("{:04}", decade(first.first())),
            title: self.decade_title(first, last),
            years: match whole || decade(first.first()) == own {
                true => first.to(last).map(|year| self.period(Period::Year(year))).collect(),
                false => Vec::new(),
            },
        });
        BulletinIndex { years: years.collect(), decades: decades.collect() }
    }

    fn year(&self, year: Year) -> YearView {
        let calendar = self.program.calendar();
        let begun = |periods: Vec<Period>| {
            periods
                .into_iter()
                .filter(|period| calendar.has(*period))
                .map(|period| self.period(period))
                .collect()
        };
        YearView {
            year: format!("{:04}", year.first()),
            title: self.year_title(year),
            months: begun(Period::Year(year).months().collect()),
            quarters: begun((1..=4).map(|quarter| Period::Quarter(year, quarter)).collect()),
            longer: begun(vec![Period::Half(year, 1), Period::Half(year, 2), Period::Year(year)]),
        }
    }

    /// A year as a heading.
    pub(super) fn year_title(&self, year: Year) -> String {
        match self.called().is_none() && year.is_calendar() {
            true => self.viewer.words.word("date.year", &[("year", &format!("{:04}", year.first()))]),
            false => self.period_title(Period::Year(year)),
        }
    }

    /// The first and last year of each decade of a program of many years.
    pub(super) fn decades(&self) -> Vec<(Year, Year)> {
        let mut decades: Vec<(Year, Year)> = Vec::new();
        for year in self.program.calendar().years_begun().filter(|_| self.is_long()) {
            match decades.last_mut().filter(|(first, _)| decade(first.first()) == decade(year.first())) {
                Some((_, last)) => *last = year,
                None => decades.push((year, year)),
            }
        }
        decades
    }

    /// A decade's first and last year, in words.
    pub(super) fn decade_title(&self, first: Year, last: Year) -> String {
        let words = self.viewer.words;
        let [from, to] = [first.first(), last.last()].map(|year| format!("{year:04}"));
        match first == last {
            true => self.year_title(first),
            // A theme without words for it still gets numbers.
            false if words.get("date.years").is_none() => format!("{from}–{to}"),
            false => words.word("date.years", &[("from", &from), ("to", &to)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_begins_with_a_nought() {
        assert_eq!([1900, 1901, 1909, 1910, -1].map(decade), [1900, 1900, 1900, 1910, -10]);
    }
}
