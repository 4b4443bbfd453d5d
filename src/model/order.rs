//! The order of a collection's records.

use std::cmp::Ordering;

use crate::config::Config;
use crate::domain::{Record, Value, slug};

/// Compares two values of one field; texts by their reading, so that Chinese names stand in the order of pinyin.
#[must_use]
pub fn compare_values(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Quantity(a), Value::Quantity(b)) => (a.amount, a.bound).cmp(&(b.amount, b.bound)),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Period(a), Value::Period(b)) => a.cmp(b),
        (Value::Choice(a), Value::Choice(b)) => a.cmp(b),
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Region(a), Value::Region(b)) => a.cmp(b),
        (a, b) => match (a.as_text(), b.as_text()) {
            (Some(a), Some(b)) => slug::slug(a).cmp(&slug::slug(b)).then_with(|| a.cmp(b)),
            _ => Ordering::Equal,
        },
    }
}

/// Sorts by collection, then as the collection says; records without the value come last, equal ones by id.
pub(super) fn sort(records: &mut [Record], config: &Config) {
    records.sort_by(|a, b| {
        a.collection.cmp(&b.collection).then_with(|| {
            let sort = config.collection(a.collection).map(|collection| collection.sort);
            let by_field = sort.and_then(|sort| Some((sort.by?, sort.descending))).map_or(
                Ordering::Equal,
                |(field, descending)| match (a.get(field), b.get(field)) {
                    (Some(a), Some(b)) if descending => compare_values(b, a),
                    (Some(a), Some(b)) => compare_values(a, b),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => Ordering::Equal,
                },
            );
            by_field.then_with(|| a.id.cmp(&b.id))
        })
    });
}
