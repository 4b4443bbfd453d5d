//! BY612: a claim in a record is about a figure that does not exist.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::inputs::ContentInputs;
use crate::diag::{Arg, Code, Diagnostic, Severity, listed, suggestion};
use crate::domain::{Claim, ClaimPeriod, Date, Finding, Record, Span, belongs_to};
use crate::progress::{FigureError, Progress};

pub(super) fn finding(
    inputs: &ContentInputs<'_>,
    record: &Record,
    claim: &Claim,
    progress: Option<&Progress>,
    error: &FigureError,
) -> Finding {
    let told = Diagnostic::new(Code::ClaimOfNothing).arg("says", &claim.says);
    let (mut told, at) = match error {
        FigureError::UnknownMetric if inputs.programs.is_empty() => {
            (told.arg("reason", Arg::term("the site has no program", "网站还没有建项目")), claim.metric_span)
        }
        FigureError::UnknownMetric => (unknown_metric(told, inputs, record, claim), claim.metric_span),
        FigureError::UnknownSet(sets) => unknown_set(told, claim, progress, sets),
        FigureError::SeveralSets(sets) => {
            let reason = in_both(
                title(claim, progress),
                |it| format!("“{it}” has several targets; add a line “of:” to say which one is meant"),
                |it| format!("“{it}”有几个目标，要加一行“of:”写明是哪一个"),
            );
            let known = listed(sets.iter().map(AsRef::as_ref));
            (told.arg("reason", reason).arg_opt("known", known), claim.metric_span)
        }
        FigureError::OutsideProgram(first, last) => {
            let (first, last) = (Date::from(*first), Date::from(*last));
            let reason = Arg::term(
                format!("the program has figures only from {first} to {last}"),
                format!("项目只有 {first} 至 {last} 的数字"),
            );
            (told.arg("reason", reason), claim.on_span.unwrap_or(claim.span))
        }
        FigureError::OtherYear(period, own) => {
            let reason = Arg::term(
                format!("{period} is of other years than the program's, which has {own} then"),
                format!("{period} 不是这个项目的年度，项目在那时的时段是 {own}"),
            );
            (told.arg("reason", reason), claim.on_span.unwrap_or(claim.span))
        }
        FigureError::NoOwnPeriod => {
            let reason = Arg::term(
                "“in: period” means the period that this text reports on, but it does not report on one",
                "“in: period”指本文所报的时段，而本文没有写时段",
            );
            (told.arg("reason", reason), claim.on_span.unwrap_or(claim.span))
        }
        FigureError::NoPercent | FigureError::NoShare | FigureError::UnknownRegion => {
            (told.arg("reason", Arg::term("there is no such share", "没有这样的比例")), claim.span)
        }
    };
    if is_to_come(claim, progress, error) {
        told.severity = Severity::Note;
    }
    Finding::new(told, record.file, at)
}

fn unknown_metric(
    told: Diagnostic,
    inputs: &ContentInputs<'_>,
    record: &Record,
    claim: &Claim,
) -> Diagnostic {
    let programs = inputs.programs.iter().map(|progress| progress.program());
    let own = programs.filter(|program| belongs_to(&record.programs, &program.id));
    let mut seen = BTreeSet::new();
    let metrics = own.flat_map(|program| program.metrics.iter().map(|metric| &*metric.id));
    let known: Vec<&str> = metrics.filter(|id| seen.insert(*id)).collect();
    let metric = &claim.metric;
    told.arg("reason", Arg::term(format!("there is no metric “{metric}”"), format!("没有指标“{metric}”")))
        .arg_opt("suggestion", suggestion(metric, known.iter().copied()))
        .arg_opt("known", listed(known))
}

fn unknown_set(
    told: Diagnostic,
    claim: &Claim,
    progress: Option<&Progress>,
    sets: &[Arc<str>],
) -> (Diagnostic, Span) {
    let Some(set) = claim.of.as_deref().filter(|_| !sets.is_empty()) else {
        let reason = in_both(
            title(claim, progress),
            |it| format!("“{it}” has no target"),
            |it| format!("“{it}”没有目标"),
        );
        return (told.arg("reason", reason), claim.of_span.unwrap_or(claim.span));
    };
    let reason = in_both(
        title(claim, progress),
        |it| format!("“{it}” has no target set by “{set}”"),
        |it| format!("“{it}”没有“{set}”下达的目标"),
    );
    let names = || sets.iter().map(AsRef::as_ref);
    let told = told.arg("reason", reason).arg_opt("suggestion", suggestion(set, names()));
    (told.arg_opt("known", listed(names())), claim.of_span.unwrap_or(claim.span))
}

/// Whether the claim's day is within the program but later than the figures.
fn is_to_come(claim: &Claim, progress: Option<&Progress>, error: &FigureError) -> bool {
    let within = match (claim.within, progress) {
        (Some(ClaimPeriod::Is(written)), Some(progress)) => {
            Some(written.in_years(progress.calendar().year).first_day())
        }
        _ => None,
    };
    let day = claim.on.map(Date::last_day).or(within);
    matches!(error, FigureError::OutsideProgram(..))
        && progress.zip(day).is_some_and(|(progress, day)| {
            let calendar = progress.calendar();
            calendar.as_of < day && day <= calendar.ends
        })
}

/// The metric's title.
fn title(claim: &Claim, progress: Option<&Progress>) -> Arg {
    let metrics = progress.map_or(&[][..], |progress| &progress.program().metrics);
    let metric = metrics.iter().find(|metric| metric.id == claim.metric);
    metric.map_or_else(|| Arg::from(&claim.metric), |metric| metric.title.term(&metric.id))
}

fn in_both(of: Arg, en: impl Fn(&str) -> String, zh: impl Fn(&str) -> String) -> Arg {
    use crate::diag::Lang::{En, ZhCn};
    Arg::term(en(of.in_lang(En)), zh(of.in_lang(ZhCn)))
}
