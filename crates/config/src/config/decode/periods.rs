//! Periods of records and programs as editors write them: `2022-q1` is a quarter of the program's year.

use std::sync::Arc;

use crate::config::yaml::{Node, Text};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed};
use crate::domain::{Period, Program, WrittenPeriod, YearStart, belongs_to};

/// The period that a text means in a record that belongs to the named programs (to all if none is named);
/// `None` if it is not a period, or ambiguous because programs running then begin their years in different
/// months.
#[must_use]
pub fn period_in(programs: &[Arc<Program>], named: &[Arc<str>], text: &str) -> Option<Period> {
    let written = WrittenPeriod::parse(text)?;
    meanings(programs, named, written).ok()
}

fn meanings(
    programs: &[Arc<Program>],
    named: &[Arc<str>],
    written: WrittenPeriod,
) -> Result<Period, Vec<Period>> {
    if written.is_whole() {
        return Ok(written.in_years(YearStart::JANUARY));
    }
    let own = || programs.iter().filter(|program| belongs_to(named, &program.id));
    let meant = |program: &Arc<Program>| written.in_years(program.year.starts);
    // Programs that do not run then are considered only if no other does.
    let mut all: Vec<Period> = own().filter(|program| program.overlaps(meant(program))).map(meant).collect();
    if all.is_empty() {
        all = own().map(meant).collect();
    }
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => Ok(written.in_years(YearStart::JANUARY)),
        [only] => Ok(*only),
        _ => Err(all),
    }
}

/// Reads the period of a record; reports an invalid one. `year` is the default year.
pub(super) fn read(
    (programs, named): (&[Arc<Program>], &[Arc<str>]),
    (text, node): (&Text, &Node),
    found: &str,
    year: Option<i16>,
    diagnostics: &mut Diagnostics,
) -> Option<Period> {
    let at = |code| Diagnostic::new(code).at(text.place(node.span)).arg("found", found);
    let Some(written) = WrittenPeriod::parse(found) else {
        let meant = Period::meant_in(found, year).map(|period| period.to_string());
        // Without a year in the text it is a guess.
        let certain = Period::meant(found).map(|period| period.to_string());
        let fix = certain.filter(|it| meant.as_ref() == Some(it));
        let fix = fix.and_then(|meant| text.fix_word(node.span, found, &meant));
        diagnostics.push(at(Code::BadPeriod).arg_opt("suggestion", meant).mended_by(fix));
        return None;
    };
    let period = match meanings(programs, named, written) {
        Ok(period) => period,
        Err(several) => {
            let known: Vec<String> = several.iter().map(|period| in_full(*period)).collect();
            let known = listed(known.iter().map(String::as_str));
            diagnostics.push(at(Code::PeriodOfSeveralYears).arg_opt("known", known));
            return None;
        }
    };
    let mut own = programs.iter().filter(|program| belongs_to(named, &program.id));
    match own.next() {
        Some(first) if !period.is_of(first.year.starts) && own.all(|it| !period.is_of(it.year.starts)) => {
            diagnostics
                .push(of_other_year(found, period, &first.id, first.year.starts).at(text.place(node.span)));
            None
        }
        _ => Some(period),
    }
}

/// A period of a calendar year in the long form too, so that it cannot be confused with that of another year:
/// `2022-01-2022-12-q1`.
fn in_full(period: Period) -> String {
    let written = period.to_string();
    let year = period.year_in(YearStart::JANUARY);
    match period {
        Period::Month(..) => written,
        _ if !period.is_of(YearStart::JANUARY) => written,
        _ => written.replacen(&year.to_string(), &format!("{year}-01-{year}-12"), 1),
    }
}

/// Reports that a period is of years that begin in another month than the program's, with the program's
/// period at that time.
pub(in crate::config) fn of_other_year(
    found: &str,
    period: Period,
    program: &str,
    starts: YearStart,
) -> Diagnostic {
    let near =
        Period::around(period.first_day(), starts).into_iter().find(|near| near.length() == period.length());
    let first = jiff::civil::Date::constant(2000, starts.month(), 1);
    Diagnostic::new(Code::PeriodOfOtherYear)
        .arg("found", found)
        .arg("program", program)
        .arg("month", Arg::term(first.strftime("%B").to_string(), format!("{} 月", starts.month())))
        .arg_opt("near", near.map(|near| near.to_string()))
}
