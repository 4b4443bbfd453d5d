//! BY613: a claim in a record does not match the figure.

use crate::diag::{Arg, Code, Diagnostic, Lang};
use crate::domain::{Bound, Claim, ClaimPeriod, ClaimValue, Date, Finding, Label, Quantity, Record};
use crate::progress::{Area, Figure, FigureValue, Progress, Tenths};

pub(super) fn finding(record: &Record, claim: &Claim, progress: &Progress, right: Figure) -> Finding {
    let program = progress.program();
    let unit = program.metrics.get(right.metric).map(|metric| metric.unit.clone()).unwrap_or_default();
    let said = claim.unit.as_deref().map_or_else(|| unit.clone(), Label::plain);
    let found = match claim.value {
        ClaimValue::Value(quantity) => written(quantity, &said),
        ClaimValue::Percent(tenths) => percent(Tenths(tenths)),
    };
    let mut diagnostic = Diagnostic::new(Code::ClaimDiffers).arg("says", &claim.says).arg("found", found);
    diagnostic = match right.value {
        FigureValue::Quantity(quantity) => diagnostic.arg("right", written(quantity, &unit)),
        FigureValue::Percent(tenths) => {
            let done = progress.series(right.metric).map(|series| series.at(right.on, Area::Whole));
            let target = right.target.and_then(|at| program.targets.get(at));
            diagnostic
                .arg("right", percent(tenths))
                .arg_opt("done", done.map(|done| written(done, &unit)))
                .arg_opt("target", target.map(|target| written(Quantity::exactly(target.value), &unit)))
        }
    };
    let on = Date::from(right.on).to_string();
    let on = match claim.within {
        None => Arg::from(on),
        Some(ClaimPeriod::Own) => Arg::term(format!("{on}, this period only"), format!("{on}，只算本期")),
        Some(ClaimPeriod::Is(written)) => {
            let period = written.in_years(program.year.starts);
            Arg::term(format!("{on}, {period} only"), format!("{on}，只算 {period}"))
        }
    };
    diagnostic = diagnostic.arg("on", on);
    Finding::new(diagnostic, record.file, claim.span)
}

/// A quantity as people write it.
fn written(quantity: Quantity, unit: &Label) -> Arg {
    let amount = quantity.amount;
    let (en, zh) = match quantity.bound {
        Bound::Exact => (format!("{amount}"), format!("{amount}")),
        Bound::AtLeast => (format!("{amount}+"), format!("{amount}余")),
        Bound::Under => (format!("nearly {amount}"), format!("近{amount}")),
        Bound::About => (format!("about {amount}"), format!("约{amount}")),
    };
    Arg::term(format!("{en} {}", unit.or(Lang::En, "")).trim_end(), zh + unit.or(Lang::ZhCn, ""))
}

fn percent(tenths: Tenths) -> Arg {
    let text = tenths.to_string();
    let text = text.strip_suffix(".0").unwrap_or(&text);
    Arg::term(format!("{text} %"), format!("{text}%"))
}
