//! Periods that have no page of their own.

use std::collections::BTreeSet;

use jiff::civil;

use crate::domain::Period;
use crate::edition::{Area, Calendar, PublicProgram};

/// Maximum number of years of a program for listing by month; longer programs are listed by year and decade.
pub const FEW_YEARS: usize = 5;

/// The first year of a decade; it ends in 0.
pub(super) const fn decade(year: i16) -> i16 {
    year.div_euclid(10) * 10
}

/// The periods of a program of many years that need no page of their own: past months, quarters and
/// half-years in which nothing was done, ended or due, and which nobody reported on or closed. Their year's
/// page tells everything.
pub(super) fn quiet(program: &PublicProgram, is_reported: impl Fn(Period) -> bool) -> BTreeSet<Period> {
    let calendar = program.calendar();
    if !is_long(calendar) || program.has_closings() {
        return BTreeSet::new();
    }
    let mut told: BTreeSet<Period> = BTreeSet::new();
    let mut tell = |day: civil::Date| told.extend(Period::around(day, calendar.year));
    tell(calendar.as_of);
    program.program().targets.iter().for_each(|target| {
        tell(target.due.last_day());
        target.plan.keys().for_each(|period| tell(period.last_day()));
    });
    let periods = calendar.all().into_iter().filter(|period| !matches!(period, Period::Year(_)));
    let is_quiet = |period: &Period| {
        let nothing = |metric| {
            let cell = program.cell(metric, *period, Area::Whole);
            cell.is_none_or(|cell| cell.sources == 0 && cell.ended.amount.is_zero())
        };
        let difficulties = program.difficulties_in(*period).unwrap_or_default();
        !told.contains(period)
            && !is_reported(*period)
            && difficulties.found == 0
            && difficulties.resolved == 0
            && (0..program.metrics().len()).all(nothing)
    };
    periods.filter(is_quiet).collect()
}

/// Whether there are too many years to list by month.
pub(super) fn is_long(calendar: Calendar) -> bool {
    calendar.years_begun().count() > FEW_YEARS
}
