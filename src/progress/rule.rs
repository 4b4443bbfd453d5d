//! Which records, or groups of records, contribute to a figure, and what.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::config::Config;
use crate::domain::{
    Collection, CollectionIx, Condition, Date, FieldAt, FieldType, Group, Measure, Metric, MetricSource,
    Program, Quantity, Record, RecordIx, Value,
};
use crate::model::Model;

use super::calendar::Calendar;
use super::series::Area;

/// A contribution to a figure: where the figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The record.
    pub record: RecordIx,
    /// In a metric over groups, the group's place in the record's list.
    pub group: Option<u32>,
    /// For which part of the whole it counts: a region, several together, or none.
    pub area: Area,
    /// The date by which it counts.
    pub date: Date,
    /// What it adds: 1 where things are counted.
    pub amount: Quantity,
    /// The date from which on it no longer counts, where that has come by the as-of date.
    pub ended: Option<Date>,
}

/// A contribution with the values that a distinct count tells apart.
#[derive(Clone, Debug)]
pub(super) struct Contribution {
    pub(super) source: Source,
    /// Of a distinct count: its values, by number, as a range of [`Found::keys`].
    pub(super) keys: Range<u32>,
}

/// What a rule found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order in which it came.
    pub(super) contributions: Vec<Contribution>,
    /// Of a distinct count: the values of all contributions, by number.
    pub(super) keys: Vec<u32>,
}

/// How one metric picks from a record.
pub(super) struct Rule<'a> {
    pub(super) from: MetricSource,
    program: &'a str,
    calendar: Calendar,
    counted: Vec<(usize, &'a [u16])>,
    tests: Vec<(FieldAt, Test<'a>)>,
    measure: Measure,
    dated_by: FieldAt,
    ends: Vec<FieldAt>,
    is_stock: bool,
    by: Option<usize>,
    keys: HashMap<Key, u32>,
    pub(super) found: Found,
}

/// A condition made ready.
enum Test<'a> {
    /// The reference leads to one of these.
    Records(BTreeSet<RecordIx>),
    /// The value is one of these.
    Values(&'a [Value]),
}

/// What a distinct count tells values apart by.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(&'static str, i64),
    Text(Arc<str>),
    Quantity(Quantity),
}

impl<'a> Rule<'a> {
    /// How a metric picks.
    pub(super) fn of_metric(
        metric: &'a Metric,
        program: &'a Program,
        calendar: Calendar,
        config: &'a Config,
        model: &Model,
    ) -> Option<Self> {
        let collection = config.collection(metric.from.collection())?;
        let over_groups = matches!(metric.from, MetricSource::Groups(..));
        // A metric that names the field itself decides about it.
        let named = |field: usize| {
            metric.conditions.iter().any(|on| on.field.field == field && (on.field.of_record || !over_groups))
        };
        let revoked = metric.revoked_by.map(|field| FieldAt { of_record: false, field });
        let record_revoked = collection.roles.revoked.map(|field| FieldAt { of_record: over_groups, field });
        Some(Self {
            from: metric.from,
            program: &program.id,
            calendar,
            counted: counted(collection).filter(|(field, _)| !named(*field)).collect(),
            tests: metric
                .conditions
                .iter()
                .map(|on| (on.field, Test::new(on, metric.from, config, model)))
                .collect(),
            measure: metric.measure,
            dated_by: metric.dated_by,
            ends: metric.ends_by.into_iter().chain(revoked).chain(record_revoked).collect(),
            is_stock: metric.ends_by.is_some(),
            by: metric.by,
            keys: HashMap::new(),
            found: Found::default(),
        })
    }

    /// What is found on one date and resolved on another: a collection of difficulties. `None` where it is none.
    pub(super) fn of_difficulties(
        ix: CollectionIx,
        collection: &'a Collection,
        program: &'a Program,
        calendar: Calendar,
    ) -> Option<Self> {
        let of_record = |field| FieldAt { of_record: false, field };
        Some(Self {
            from: MetricSource::Records(ix),
            program: &program.id,
            calendar,
            counted: counted(collection).collect(),
            tests: Vec::new(),
            measure: Measure::Count,
            dated_by: of_record(collection.roles.found?),
            ends: collection.roles.resolved.map(of_record).into_iter().collect(),
            is_stock: false,
            by: collection.roles.region,
            keys: HashMap::new(),
            found: Found::default(),
        })
    }

    /// Makes room for a contribution of each of so many records, so that it need not be made again and again.
    pub(super) fn expect(&mut self, records: usize) {
        self.found.contributions.reserve(records);
    }

    /// Takes what a record contributes.
    pub(super) fn take(&mut self, ix: RecordIx, record: &Record) {
        if !belongs(record, self.program)
            || !self.counted.iter().all(|(field, any)| is_counted(record, *field, any))
        {
            return;
        }
        match self.from {
            MetricSource::Records(_) => self.take_one(ix, record, None),
            MetricSource::Groups(_, list) => {
                let Some(Value::List(items)) = record.get(list) else { return };
                for (n, item) in items.iter().enumerate() {
                    if let (Value::Group(group), Ok(n)) = (item, u32::try_from(n)) {
                        self.take_one(ix, record, Some((n, group)));
                    }
                }
            }
        }
    }

    fn take_one(&mut self, ix: RecordIx, record: &Record, group: Option<(u32, &Group)>) {
        let value = |at: FieldAt| match group {
            Some((_, group)) if !at.of_record => group.get(at.field),
            _ => record.get(at.field),
        };
        let Some(date) = value(self.dated_by).and_then(Value::as_date) else { return };
        let late = date.last_day() > self.calendar.as_of;
        if late || (!self.is_stock && !self.calendar.counts(date)) {
            return;
        }
        if !self.tests.iter().all(|(at, test)| value(*at).is_some_and(|value| test.holds(value))) {
            return;
        }
        let first_key = self.found.keys.len();
        let amount = match self.measure {
            Measure::Count => Quantity::exact(1),
            Measure::Sum(at) => match value(at).and_then(Value::as_quantity) {
                Some(quantity) => quantity,
                None => return,
            },
            Measure::Distinct(at) => {
                let Some(value) = value(at) else { return };
                self.keys_of(value, first_key);
                if self.found.keys.len() == first_key {
                    return;
                }
                Quantity::exact(1)
            }
        };
        let ends = self.ends.iter().filter_map(|at| value(*at)?.as_date());
        let ended =
            ends.min_by_key(|date| date.last_day()).filter(|date| date.last_day() <= self.calendar.as_of);
        // What ended before it began stood for no day.
        let ended = ended.map(|end| if end.last_day() < date.last_day() { date } else { end });
        let area = self.by.and_then(|field| record.get(field)).map_or(Area::NoRegion, Area::of);
        let source = Source { record: ix, group: group.map(|(n, _)| n), area, date, amount, ended };
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let keys = place(first_key)..place(self.found.keys.len());
        self.found.contributions.push(Contribution { source, keys });
    }

    /// Adds the numbers of a value, or of each of a list's items, to the keys, of which this contribution's begin at `first`.
    fn keys_of(&mut self, value: &Value, first: usize) {
        if let Value::List(items) = value {
            for item in items {
                self.keys_of(item, first);
            }
            return;
        }
        let Some(key) = Key::of(value) else { return };
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let number = *self.keys.entry(key).or_insert(next);
        if !self.found.keys.iter().skip(first).any(|known| *known == number) {
            self.found.keys.push(number);
        }
    }
}

impl<'a> Test<'a> {
    fn new(condition: &'a Condition, from: MetricSource, config: &Config, model: &Model) -> Self {
        let to = reference_target(condition.field, from, config);
        let Some((to, collection)) = to.and_then(|to| config.collection_named(to)) else {
            return Self::Values(&condition.any_of);
        };
        let is_named = |record: &Record, text: &str| {
            let id = text.strip_suffix(".md").or_else(|| text.strip_suffix(".yaml")).unwrap_or(text);
            let id = id.strip_prefix(&*collection.id).and_then(|id| id.strip_prefix('/')).unwrap_or(id);
            let title = collection.roles.title.and_then(|at| record.get(at)?.as_text());
            *record.id == *text || *record.id == *id || title.is_some_and(|title| **title == *text)
        };
        let wanted = |record: &Record| {
            condition
                .any_of
                .iter()
                .any(|value| matches!(value, Value::Reference(at) if is_named(record, &at.text)))
        };
        Self::Records(model.of(to).filter(|(_, record)| wanted(record)).map(|(ix, _)| ix).collect())
    }

    fn holds(&self, value: &Value) -> bool {
        match (value, self) {
            (Value::List(items), _) => items.iter().any(|item| self.holds(item)),
            (Value::Reference(reference), Self::Records(records)) => {
                reference.target.is_some_and(|target| records.contains(&target))
            }
            (_, Self::Records(_)) => false,
            (Value::Date(date), Self::Values(wanted)) => wanted.iter().any(|wanted| {
                let Value::Date(wanted) = wanted else { return false };
                wanted.first_day() <= date.first_day() && date.last_day() <= wanted.last_day()
            }),
            (value, Self::Values(wanted)) => wanted.contains(value),
        }
    }
}

impl Key {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Text(text)
            | Value::Markdown(text)
            | Value::File(text)
            | Value::Url(text)
            | Value::PublicPhone(text) => Self::Text(text.clone()),
            Value::Image(image) => Self::Text(image.file.clone()),
            Value::Integer(number) => Self::Number("integer", *number),
            Value::Quantity(quantity) => Self::Quantity(*quantity),
            Value::Date(date) => Self::Text(Arc::from(date.to_string())),
            Value::Period(period) => Self::Text(Arc::from(period.to_string())),
            Value::Choice(choice) => Self::Number("choice", i64::from(*choice)),
            Value::Boolean(yes) => Self::Number("boolean", i64::from(*yes)),
            Value::Region(region) => Self::Number("region", i64::from(region.0)),
            Value::Reference(reference) => match reference.target {
                Some(target) => Self::Number("record", i64::from(target.0)),
                None => Self::Text(reference.text.clone()),
            },
            Value::List(_) | Value::Group(_) | Value::Consent(_) => return None,
        })
    }
}

/// The collection to which a condition's field refers, where it is a reference.
fn reference_target(at: FieldAt, from: MetricSource, config: &Config) -> Option<&str> {
    let collection = config.collection(from.collection())?;
    let field = match from {
        MetricSource::Groups(_, list) if !at.of_record => match collection.fields.get(list)?.kind.item() {
            FieldType::Group(fields) => fields.get(at.field)?,
            _ => return None,
        },
        _ => collection.fields.get(at.field)?,
    };
    match field.kind.item() {
        FieldType::Reference(to) => Some(to),
        _ => None,
    }
}

fn counted(collection: &Collection) -> impl Iterator<Item = (usize, &[u16])> {
    collection.counted.iter().map(|(field, any)| (*field, any.as_slice()))
}

/// Whether a record may count in a program: it is no draft and not assigned to another one. Whether and when it is
/// published does not matter, for what happened has happened.
pub(super) fn belongs(record: &Record, program: &str) -> bool {
    !record.draft && record.program.as_deref().is_none_or(|assigned| assigned == program)
}

/// Whether the field has one of the choices that count.
pub(super) fn is_counted(record: &Record, field: usize, any: &[u16]) -> bool {
    match record.get(field) {
        Some(Value::Choice(choice)) => any.contains(choice),
        Some(Value::List(items)) => {
            items.iter().any(|item| matches!(item, Value::Choice(choice) if any.contains(choice)))
        }
        _ => false,
    }
}
