//! BY614: records of something that is counted, on days that no program covers. One note a collection.

use std::collections::BTreeMap;

use super::Inputs;
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::domain::{
    Collection, CollectionIx, Date, Finding, MetricSource, Program, Record, Value, belongs_to,
};

pub(super) fn check(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    for (at, field) in counted(inputs.config) {
        let Some(collection) = inputs.config.collection(at) else { continue };
        let outside = inputs.model.of(at).filter_map(|(_, record)| {
            let date = record.get(field)?.as_date()?;
            let counts = !record.draft && date.first_day() <= inputs.today && has_counted(record, collection);
            (counts && is_outside(record, date, at, inputs.config)).then_some((date, record))
        });
        let outside: Vec<(Date, &Record)> = outside.collect();
        let first = outside.iter().min_by_key(|(date, _)| (date.first_day(), date.last_day()));
        let Some((date, record)) = first else { continue };
        let diagnostic = Diagnostic::new(Code::OutsidePrograms)
            .arg("collection", collection.title.term(&collection.id))
            .arg("count", outside.len())
            .arg("first", date.to_string());
        findings.push(Finding::at_value(diagnostic, record, field));
    }
}

/// The collections whose records some metric counts, each with the date by which it first does.
fn counted(config: &Config) -> BTreeMap<CollectionIx, usize> {
    let mut found = BTreeMap::new();
    for metric in config.programs.iter().flat_map(|program| &program.metrics) {
        if let MetricSource::Records(collection) = metric.from {
            found.entry(collection).or_insert(metric.dated_by.field);
        }
    }
    found
}

/// Whether it is in a state that counts: what was cancelled is missed nowhere.
fn has_counted(record: &Record, collection: &Collection) -> bool {
    collection
        .counted
        .iter()
        .all(|(field, any)| matches!(record.get(*field), Some(Value::Choice(choice)) if any.contains(choice)))
}

fn is_outside(record: &Record, date: Date, collection: CollectionIx, config: &Config) -> bool {
    let of = config.programs.iter().filter(|it| belongs_to(&record.programs, &it.id));
    !of.map(AsRef::as_ref).any(|program| covers(program, date, collection))
}

/// Whether a date lies in a program. What stands since before it counts in a stock.
fn covers(program: &Program, date: Date, collection: CollectionIx) -> bool {
    let is_stock = |metric: &&crate::domain::Metric| metric.from == MetricSource::Records(collection);
    let has_stock = program.metrics.iter().filter(is_stock).any(|metric| metric.ends_by.is_some());
    date.first_day() <= program.ends.last_day()
        && (has_stock || program.starts.first_day() <= date.last_day())
}
