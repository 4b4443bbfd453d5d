//! Running totals that can be looked up for any day, and subtracted without losing bounds.

use jiff::civil;

use crate::domain::{Bound, Decimal, Period, Quantity};

/// The sum of some contributions. Unlike a quantity, it keeps the number of contributions with each bound, so
/// that one running total can be subtracted from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In millionths.
    amount: i128,
    contributions: u32,
    at_least: u32,
    under: u32,
    about: u32,
}

impl Tally {
    /// A single contribution.
    #[must_use]
    pub fn of(quantity: Quantity) -> Self {
        let mut tally = Self { amount: quantity.amount.millionths(), contributions: 1, ..Self::default() };
        match quantity.bound {
            Bound::Exact => {}
            Bound::AtLeast => tally.at_least = 1,
            Bound::Under => tally.under = 1,
            Bound::About => tally.about = 1,
        }
        tally
    }

    /// An exact amount.
    #[must_use]
    pub fn exact(amount: i64) -> Self {
        Self { amount: Decimal::whole(amount).millionths(), ..Self::default() }
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            amount: self.amount.wrapping_add(other.amount),
            contributions: self.contributions.wrapping_add(other.contributions),
            at_least: self.at_least.wrapping_add(other.at_least),
            under: self.under.wrapping_add(other.under),
            about: self.about.wrapping_add(other.about),
        }
    }

    /// The difference; `other` must be a part of this.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self {
            amount: self.amount.wrapping_sub(other.amount),
            contributions: self.contributions.wrapping_sub(other.contributions),
            at_least: self.at_least.wrapping_sub(other.at_least),
            under: self.under.wrapping_sub(other.under),
            about: self.about.wrapping_sub(other.about),
        }
    }

    /// Number of contributions.
    #[must_use]
    pub const fn contributions(self) -> u32 {
        self.contributions
    }

    /// The sum with its bound: exact amounts keep the bound of the others, two different inexact bounds give
    /// “about”. A sum that does not fit becomes the largest number with “at least” (or the smallest with
    /// “about”).
    #[must_use]
    pub fn quantity(self) -> Quantity {
        let bound = match (self.at_least > 0, self.under > 0, self.about > 0) {
            (false, false, false) => Bound::Exact,
            (true, false, false) => Bound::AtLeast,
            (false, true, false) => Bound::Under,
            _ => Bound::About,
        };
        match Decimal::from_millionths(self.amount) {
            Some(amount) => Quantity { amount, bound },
            None => self.too_long(bound),
        }
    }

    /// An amount with too many digits: rounded to an integer, “about”.
    fn too_long(self, bound: Bound) -> Quantity {
        let whole = i64::try_from(self.amount / Decimal::ONE);
        match whole {
            Ok(whole) => Quantity { amount: whole.into(), bound: bound.plus(Bound::About) },
            Err(_) if self.amount > 0 => Quantity { amount: i64::MAX.into(), bound: Bound::AtLeast },
            Err(_) => Quantity { amount: i64::MIN.into(), bound: Bound::About },
        }
    }
}

/// A running total as ascending days with their totals.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps(Vec<(civil::Date, Tally)>);

impl Steps {
    /// Adds to the total from a day on; days must be ascending.
    pub(super) fn add(&mut self, day: civil::Date, tally: Tally) {
        let before = self.0.last().copied();
        match (before, self.0.last_mut()) {
            (Some((last, total)), Some(slot)) if last == day => slot.1 = total.plus(tally),
            (Some((_, total)), _) => self.0.push((day, total.plus(tally))),
            _ => self.0.push((day, tally)),
        }
    }

    /// The total at the end of a day.
    pub(super) fn at(&self, day: civil::Date) -> Tally {
        let behind = self.0.partition_point(|(changed, _)| *changed <= day);
        behind.checked_sub(1).and_then(|at| self.0.get(at)).map_or_else(Tally::default, |(_, total)| *total)
    }

    /// What was added within a period, and the total at its end.
    fn within_and_at_end(&self, period: Period) -> (Tally, Tally) {
        if self.0.is_empty() {
            return (Tally::default(), Tally::default());
        }
        let before = period.first_day().yesterday().map_or_else(|_| Tally::default(), |day| self.at(day));
        let end = self.at(period.last_day());
        (end.minus(before), end)
    }
}

/// A running total, with the part that belongs to no month kept separately.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    /// Contributions that are entirely within a month of the program.
    fine: Steps,
    /// The others: dated only by year, or before the program.
    coarse: Steps,
    /// Of these, the ones entirely within a year of the program; years are ascending.
    years: Vec<(i16, Tally)>,
}

/// The granularity of a contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// Within a month.
    Month,
    /// Only within this year.
    Year(i16),
    /// Within no period of the program.
    NoPeriod,
}

impl Track {
    /// Adds something from a day on; days must be ascending.
    pub(super) fn add(&mut self, day: civil::Date, grain: Grain, tally: Tally) {
        match grain {
            Grain::Month => self.fine.add(day, tally),
            Grain::NoPeriod => self.coarse.add(day, tally),
            Grain::Year(year) => {
                self.coarse.add(day, tally);
                match self.years.last_mut() {
                    Some((last, total)) if *last == year => *total = total.plus(tally),
                    _ => self.years.push((year, tally)),
                }
            }
        }
    }

    /// The total at the end of a day.
    pub(super) fn at(&self, day: civil::Date) -> Tally {
        self.fine.at(day).plus(self.coarse.at(day))
    }

    /// What is entirely within a period, and the total at its end.
    pub(super) fn within_and_at_end(&self, period: Period) -> (Tally, Tally) {
        let (fine, end) = self.fine.within_and_at_end(period);
        let end = end.plus(self.coarse.at(period.last_day()));
        // What is dated only by year belongs to calendar years.
        let year = match period {
            Period::Year(year) if year.is_calendar() => year.first(),
            _ => return (fine, end),
        };
        let of_year = self.years.binary_search_by_key(&year, |(year, _)| *year).ok();
        let of_year =
            of_year.and_then(|at| self.years.get(at)).map_or_else(Tally::default, |(_, tally)| *tally);
        (fine.plus(of_year), end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_adds_as_quantities_do() {
        let bounds = [Bound::Exact, Bound::AtLeast, Bound::Under, Bound::About];
        for a in bounds {
            for b in bounds {
                for c in bounds {
                    let parts = ["7", "0.5", "1.25"]
                        .iter()
                        .zip([a, b, c])
                        .map(|(text, bound)| Quantity { amount: Decimal::parse(text).unwrap(), bound });
                    let parts: Vec<Quantity> = parts.collect();
                    let expected =
                        parts.iter().fold(Quantity::exact(0), |sum, part| sum.checked_add(*part).unwrap());
                    let tally = parts.iter().fold(Tally::default(), |sum, part| sum.plus(Tally::of(*part)));
                    assert_eq!(tally.quantity(), expected);
                    let first = Tally::of(parts[0]);
                    assert_eq!(tally.minus(first).plus(first), tally);
                }
            }
        }
    }

    #[test]
    fn a_sum_that_does_not_fit_is_at_least_the_greatest() {
        let much = Tally::of(Quantity::exact(i64::MAX));
        assert_eq!(much.plus(much).quantity(), Quantity { amount: i64::MAX.into(), bound: Bound::AtLeast });
        let fine = Tally::of(Quantity::exactly(Decimal::parse("0.5").unwrap()));
        let sum = much.plus(fine).quantity();
        assert_eq!(
            sum,
            Quantity { amount: i64::MAX.into(), bound: Bound::About },
            "never silently another number"
        );
    }

    #[test]
    fn steps_are_looked_up_between_their_days() {
        let day = |d| civil::date(2022, 3, d);
        let mut steps = Steps::default();
        for (on, amount) in [(2, 1), (2, 2), (9, 4)] {
            steps.add(day(on), Tally::exact(amount));
        }
        let at = [1, 2, 8, 9, 31].map(|d| steps.at(day(d)).quantity());
        assert_eq!(at, [0, 3, 3, 7, 7].map(Quantity::exact));
        let of = |month| {
            let (within, end) = steps.within_and_at_end(Period::Month(2022, month));
            [within, end].map(Tally::quantity)
        };
        assert_eq!([2, 3, 4].map(of), [[0, 0], [7, 7], [0, 7]].map(|pair| pair.map(Quantity::exact)));
    }
}
