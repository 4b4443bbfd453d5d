//! BY320 and BY321: figures of closed periods that have changed since, and corrections that explain nothing.

use std::sync::Arc;

use crate::config::closed;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Lang, Place};
use crate::domain::{Quantity, RecordIx};
use crate::model::Model;
use crate::progress::{Area, Progress, Unexplained};
use crate::source::SitePath;

/// Number of records that are named individually.
const NAMED: usize = 3;

/// Checks all closed periods of all programs. `files` are the files of the records.
pub fn check(programs: &[Arc<Progress>], model: &Model, files: &[SitePath], diagnostics: &mut Diagnostics) {
    for progress in programs {
        for found in progress.unexplained() {
            diagnostics.push(differs(progress, &found, model, files));
        }
        for idle in progress.idle_reasons() {
            let metric =
                progress.metric_named(&idle.metric).and_then(|at| progress.program().metrics.get(at));
            let title = metric.map_or_else(|| Arg::from(&idle.metric), |it| it.title.term(&it.id));
            diagnostics.push(
                Diagnostic::new(Code::CorrectionOfNothing)
                    .at(idle.place.clone())
                    .arg("period", idle.period.to_string())
                    .arg("metric", title),
            );
        }
    }
}

fn differs(progress: &Progress, found: &Unexplained, model: &Model, files: &[SitePath]) -> Diagnostic {
    let program = progress.program();
    let metric = program.metrics.get(found.metric);
    let id = metric.map_or("", |metric| &*metric.id);
    let period = found.period.to_string();
    let file = SitePath::try_from(closed::path(&program.id, found.period).as_str()).ok();
    let written = |quantity: Quantity| {
        let unit = |lang| metric.map_or("", |metric| metric.unit.or(lang, ""));
        // Chinese units follow their numbers without a space, as everywhere for readers.
        let en = format!("{quantity} {}", unit(Lang::En)).trim_end().to_owned();
        Arg::term(en, format!("{quantity}{}", unit(Lang::ZhCn)))
    };
    let what = match found.change.cumulative {
        true => Arg::term("to date", "累计"),
        false => Arg::term("in the period", "本期"),
    };
    let entry = Arg::term(
        format!("- {{period: {period}, metric: {id}, reason: Reported late}}"),
        format!("- {{period: {period}, metric: {id}, reason: 补报}}"),
    );
    let place = |record: &RecordIx| files.get(model.record(*record)?.file.at());
    let paths: Vec<&SitePath> = found.records.iter().filter_map(place).collect();
    let mut diagnostic = Diagnostic::new(Code::ClosedFigureDiffers)
        .at(file.map(Place::file))
        .arg("program", &program.id)
        .arg("period", period)
        .arg("metric", metric.map_or_else(|| Arg::from(id), |metric| metric.title.term(&metric.id)))
        .arg("what", what)
        .arg("then", written(found.change.then))
        .arg("now", written(found.change.now))
        .arg("entry", entry)
        .arg_opt("region", region(progress, found.change.area))
        .arg_opt("records", records(&paths))
        .arg_opt("gone", (found.gone > 0).then_some(found.gone));
    for path in paths.into_iter().take(NAMED) {
        diagnostic = diagnostic.and_at(Place::file(path.clone()));
    }
    diagnostic
}

/// The files of records; the first few are named.
fn records(paths: &[&SitePath]) -> Option<Arg> {
    if paths.is_empty() {
        return None;
    }
    let names: Vec<&str> = paths.iter().take(NAMED).map(|path| path.as_str()).collect();
    let (mut en, mut zh) = (names.join(", "), names.join("、"));
    let more = paths.len().saturating_sub(NAMED);
    if more > 0 {
        en.push_str(&format!(", and {more} more"));
        zh.push_str(&format!("，另有 {more} 条"));
    }
    Some(Arg::term(en, zh))
}

fn region(progress: &Progress, area: Area) -> Option<Arg> {
    match area {
        Area::Whole => None,
        Area::Region(ix) => progress.config().regions.at(ix).map(|region| Arg::from(&region.title)),
        Area::Joint => Some(Arg::term("events held jointly by several regions", "几个县区联合举办")),
        Area::NoRegion => Some(Arg::term("records without a region", "没有写县区的记录")),
    }
}
