//! The bulletins as a page lists them, so that a page of a long program is no larger than one of a short one: all where there are few
//! years; else those of one year, the years of its decade, and the other decades by their names.

use serde::Serialize;

use super::{PeriodView, ProgressViewer};
use crate::domain::Period;

/// Most years of a program that are told month by month; of more, years and decades are told.
pub const FEW_YEARS: usize = 5;

/// The bulletins that a page lists.
#[derive(Clone, Debug, Serialize)]
pub struct BulletinIndex {
    /// Years whose bulletins are listed one by one.
    pub years: Vec<YearView>,
    /// All decades of a program of many years, else none.
    pub decades: Vec<DecadeView>,
}

/// A year and its bulletins.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// Four digits.
    pub year: String,
    /// Its months.
    pub months: Vec<PeriodView>,
    /// Its quarters.
    pub quarters: Vec<PeriodView>,
    /// Its halves, and the year itself.
    pub longer: Vec<PeriodView>,
}

/// Ten years, those from the one that ends in 0 on.
#[derive(Clone, Debug, Serialize)]
pub struct DecadeView {
    /// The year that ends in 0, also where the program begins after it.
    pub id: String,
    /// Its first and last year, in words.
    pub title: String,
    /// The bulletins of its years, where the page lists them.
    pub years: Vec<PeriodView>,
}

/// The year, ending in 0, with which a decade begins.
pub(super) const fn decade(year: i16) -> i16 {
    year.div_euclid(10) * 10
}

impl ProgressViewer<'_> {
    /// The first and the last year that have begun.
    fn span(&self) -> Option<(i16, i16)> {
        let calendar = self.program.calendar();
        (calendar.starts <= calendar.as_of).then(|| (calendar.starts.year(), calendar.as_of.year()))
    }

    /// Whether the program has more years than can be told month by month.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.span().is_some_and(|(first, last)| {
            usize::try_from(i32::from(last) - i32::from(first) + 1).is_ok_and(|years| years > FEW_YEARS)
        })
    }

    /// The years whose bulletins a page lists one by one: all of them where there are few, else the year of the page's period, or the
    /// latest.
    fn years_told(&self, of: Option<Period>) -> Vec<i16> {
        let Some((first, last)) = self.span() else { return Vec::new() };
        match self.is_long() {
            true => vec![of.map_or(last, Period::year)],
            false => (first..=last).collect(),
        }
    }

    /// The bulletins that a page lists: the page of a period, or one of no period. `whole`: with all years of all decades.
    #[must_use]
    pub fn bulletin_index(&self, of: Option<Period>, whole: bool) -> BulletinIndex {
        let told = self.years_told(of);
        let own = told.first().copied().map_or(0, decade);
        let years = told.iter().map(|year| self.year(*year));
        let decades = self.decades().into_iter().map(|(first, last)| DecadeView {
            id: format!("{:04}", decade(first)),
            title: self.decade_title(first, last),
            years: match whole || decade(first) == own {
                true => (first..=last).map(|year| self.period(Period::Year(year))).collect(),
                false => Vec::new(),
            },
        });
        BulletinIndex { years: years.collect(), decades: decades.collect() }
    }

    fn year(&self, year: i16) -> YearView {
        let calendar = self.program.calendar();
        let begun = |periods: Vec<Period>| {
            periods
                .into_iter()
                .filter(|period| calendar.has(*period))
                .map(|period| self.period(period))
                .collect()
        };
        YearView {
            year: format!("{year:04}"),
            months: begun((1..=12).map(|month| Period::Month(year, month)).collect()),
            quarters: begun((1..=4).map(|quarter| Period::Quarter(year, quarter)).collect()),
            longer: begun(vec![Period::Half(year, 1), Period::Half(year, 2), Period::Year(year)]),
        }
    }

    /// The first and last year of each decade, of a program of many years.
    pub(super) fn decades(&self) -> Vec<(i16, i16)> {
        let Some((first, last)) = self.span().filter(|_| self.is_long()) else { return Vec::new() };
        let mut decades: Vec<(i16, i16)> = Vec::new();
        for year in first..=last {
            match decades.last_mut().filter(|(first, _)| decade(*first) == decade(year)) {
                Some((_, last)) => *last = year,
                None => decades.push((year, year)),
            }
        }
        decades
    }

    /// A decade's first and last year, in words.
    pub(super) fn decade_title(&self, first: i16, last: i16) -> String {
        let words = self.viewer.words;
        let [from, to] = [first, last].map(|year| format!("{year:04}"));
        match first == last {
            true => words.word("date.year", &[("year", &from)]),
            // A theme that has no words for it still has numbers.
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
