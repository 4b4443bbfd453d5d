//! BY614: countable things on days that no program covers. One note per collection, and another for what is
//! beyond every program.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inputs::ContentInputs;
use crate::config::Config;
use crate::diag::{Arg, Code, Diagnostic, Lang};
use crate::domain::{
    Collection, Date, FieldAt, Finding, Group, MetricSource, Program, Record, Span, Value, belongs_to,
};

/// A date that no program covers, with its position.
struct Outside<'r> {
    date: Date,
    record: &'r Record,
    span: Span,
}

pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    for (source, dated_by) in counted(inputs.config) {
        let Some(collection) = inputs.config.collection(source.collection()) else { continue };
        let mut outside = Vec::new();
        for (_, record) in inputs.model.of(source.collection()) {
            if !record.draft && has_counted(record, collection) {
                each_date(record, source, dated_by, &mut |date, programs, span| {
                    if is_outside(date, programs, source, inputs.config) {
                        outside.push(Outside { date, record, span });
                    }
                });
            }
        }
        let last = inputs.config.programs.iter().map(|program| program.ends.last_day()).max();
        let is_beyond = |it: &Outside<'_>| last.is_some_and(|last| it.date.first_day() > last);
        let (beyond, before): (Vec<Outside<'_>>, Vec<Outside<'_>>) = outside.into_iter().partition(is_beyond);
        for outside in [before, beyond] {
            findings.extend(note(&outside, collection, source));
        }
    }
}

fn note(outside: &[Outside<'_>], collection: &Collection, source: MetricSource) -> Option<Finding> {
    let first = outside.iter().min_by_key(|it| (it.date.first_day(), it.date.last_day()))?;
    let diagnostic = Diagnostic::new(Code::OutsidePrograms)
        .arg("collection", called(collection, source))
        .arg("count", outside.len())
        .arg("first", first.date.to_string());
    Some(Finding::new(diagnostic, first.record.file, first.span))
}

/// What is counted, in the reader's words.
fn called(collection: &Collection, source: MetricSource) -> Arg {
    let title = |lang: Lang| collection.title.or(lang, &collection.id).to_owned();
    let field = match source {
        MetricSource::Records(_) => None,
        MetricSource::Groups(_, at) => collection.fields.get(at),
    };
    let named = |lang: Lang| match field {
        Some(field) => format!("{} › {}", title(lang), field.label.or(lang, &field.name)),
        None => title(lang),
    };
    Arg::term(named(Lang::En), named(Lang::ZhCn))
}

/// What the metrics count, each with the first date field by which it is counted.
fn counted(config: &Config) -> Vec<(MetricSource, FieldAt)> {
    let mut found = BTreeMap::new();
    for metric in config.programs.iter().flat_map(|program| &program.metrics) {
        let key = match metric.from {
            MetricSource::Records(collection) => (collection, None),
            MetricSource::Groups(collection, field) => (collection, Some(field)),
        };
        found.entry(key).or_insert((metric.from, metric.dated_by));
    }
    found.into_values().collect()
}

/// Receives a date, the programs that the dated thing belongs to, and its position.
type TakeDate<'a> = dyn FnMut(Date, &[Arc<str>], Span) + 'a;

/// Passes on each date by which something of a record counts, with its programs and position.
fn each_date(record: &Record, source: MetricSource, dated_by: FieldAt, take: &mut TakeDate<'_>) {
    let of_record = || record.get(dated_by.field).and_then(Value::as_date);
    match source {
        MetricSource::Records(_) => {
            if let Some(date) = of_record() {
                take(date, &record.programs, record.span_of(dated_by.field));
            }
        }
        MetricSource::Groups(_, field) => {
            for group in groups(record.get(field)) {
                let date = match dated_by.of_record {
                    true => of_record(),
                    false => group.get(dated_by.field).and_then(Value::as_date),
                };
                let programs = if group.programs.is_empty() { &record.programs } else { &group.programs };
                if let Some(date) = date {
                    take(date, programs, group.span);
                }
            }
        }
    }
}

fn groups(value: Option<&Value>) -> Vec<&Group> {
    match value {
        Some(Value::Group(group)) => vec![group],
        Some(Value::List(items)) => items.iter().flat_map(|item| groups(Some(item))).collect(),
        _ => Vec::new(),
    }
}

/// Whether the record is in a state that counts; cancelled ones are not missing anywhere.
fn has_counted(record: &Record, collection: &Collection) -> bool {
    collection
        .counted
        .iter()
        .all(|(field, any)| matches!(record.get(*field), Some(Value::Choice(choice)) if any.contains(choice)))
}

fn is_outside(date: Date, programs: &[Arc<str>], source: MetricSource, config: &Config) -> bool {
    let of = config.programs.iter().filter(|it| belongs_to(programs, &it.id));
    // A program that ends before it starts has been reported.
    let is_unclear = |program: &Program| program.ends.last_day() < program.starts.first_day();
    !of.map(AsRef::as_ref).any(|program| is_unclear(program) || covers(program, date, source))
}

/// Whether a program covers a date. For stocks, everything that started earlier counts too.
fn covers(program: &Program, date: Date, source: MetricSource) -> bool {
    let is_stock = |metric: &&crate::domain::Metric| metric.from == source;
    let has_stock = program.metrics.iter().filter(is_stock).any(|metric| metric.ends_by.is_some());
    date.first_day() <= program.ends.last_day()
        && (has_stock || program.starts.first_day() <= date.last_day())
}
