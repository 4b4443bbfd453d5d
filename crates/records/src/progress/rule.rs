//! Determines which records or groups contribute to a figure, and what.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil;

use super::contribution::{Contribution, Found, KeyName, Place, Source};
use crate::config::Config;
use crate::domain::{
    Collection, CollectionIx, Condition, Date, FieldAt, FieldType, Group, Measure, Metric, MetricSource,
    Program, Quantity, Record, RecordIx, RegionIx, Regions, Stay, Value, belongs_to,
};
use crate::model::Model;

use super::area::Area;
use super::calendar::Calendar;

/// How one metric selects from a record.
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
    regions: &'a Regions,
    keys: HashMap<Key, u32>,
    pub(super) found: Found,
}

/// A compiled condition.
enum Test<'a> {
    /// The region is one of these or within one.
    Regions(&'a Regions, &'a [Value]),
    /// The reference is to one of these.
    Records(BTreeSet<RecordIx>),
    /// The value is one of these.
    Values(&'a [Value]),
}

/// How a distinct count compares values.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(&'static str, i64),
    Text(Arc<str>),
    Quantity(Quantity),
}

impl<'a> Rule<'a> {
    /// The rule of a metric.
    pub(super) fn of_metric(
        metric: &'a Metric,
        program: &'a Program,
        calendar: Calendar,
        config: &'a Config,
        model: &Model,
    ) -> Option<Self> {
        let collection = config.collection(metric.from.collection())?;
        let over_groups = matches!(metric.from, MetricSource::Groups(..));
        // A metric whose `where` names the field decides by itself.
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
            regions: &config.regions,
            keys: HashMap::new(),
            found: Found::default(),
        })
    }

    /// The rule of a collection of difficulties, which are found on one date and resolved on another. `None`
    /// if it is not one.
    pub(super) fn of_difficulties(
        ix: CollectionIx,
        collection: &'a Collection,
        program: &'a Program,
        regions: &'a Regions,
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
            regions,
            keys: HashMap::new(),
            found: Found::default(),
        })
    }

    /// Reserves memory for a contribution from each of this many records.
    pub(super) fn expect(&mut self, records: usize) {
        self.found.contributions.reserve(records);
    }

    /// Adds the contributions of a record.
    pub(super) fn take(&mut self, ix: RecordIx, record: &Record) {
        if record.draft || !self.counted.iter().all(|(field, any)| is_counted(record, *field, any)) {
            return;
        }
        let here = |programs: &[Arc<str>]| belongs_to(programs, self.program);
        match self.from {
            MetricSource::Records(_) => {
                if here(&record.programs) {
                    self.take_one(ix, record, None);
                }
            }
            MetricSource::Groups(_, list) => {
                let Some(Value::List(items)) = record.get(list) else { return };
                let of_record = here(&record.programs);
                for (n, item) in items.iter().enumerate() {
                    let (Value::Group(group), Ok(n)) = (item, u32::try_from(n)) else { continue };
                    // A group that names programs belongs to these, wherever its record belongs.
                    if if group.programs.is_empty() {
                        of_record
                    } else {
                        belongs_to(&group.programs, self.program)
                    } {
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
        if !self
            .tests
            .iter()
            .all(|(at, test)| value(*at).is_some_and(|value| test.holds(value, date.last_day())))
        {
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
                self.keys_of(value, date.last_day(), first_key);
                if self.found.keys.len() == first_key {
                    return;
                }
                Quantity::exact(1)
            }
        };
        let ends = self.ends.iter().filter_map(|at| value(*at)?.as_date());
        let ended =
            ends.min_by_key(|date| date.last_day()).filter(|date| date.last_day() <= self.calendar.as_of);
        // What ended before it started counts on no day.
        let ended = ended.map(|end| if end.last_day() < date.last_day() { date } else { end });
        let place = self.by.and_then(|field| record.get(field));
        let nowhere = Place { area: Area::NoRegion, inner: None };
        let here = place.map_or(nowhere, |place| self.place(place, date.last_day()));
        let moves = match place {
            Some(place) if self.is_stock => self.moves(place, here, date.last_day(), ended),
            _ => Box::default(),
        };
        let area = here.area;
        let source = Source { record: ix, group: group.map(|(n, _)| n), area, date, amount, ended };
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let keys = number(first_key)..number(self.found.keys.len());
        self.found.contributions.push(Contribution { source, keys, place: here, moves });
    }

    /// Where something counts on a day if it names these regions.
    fn place(&self, place: &Value, day: civil::Date) -> Place {
        let named = place.regions_on(day);
        let mut rows: Vec<RegionIx> = named.iter().map(|ix| self.regions.row_of(*ix, day)).collect();
        rows.sort_unstable();
        rows.dedup();
        match (rows.as_slice(), named.as_slice()) {
            ([], _) => Place { area: Area::NoRegion, inner: None },
            ([row], [only]) => Place { area: Area::Region(*row), inner: Some(*only).filter(|ix| ix != row) },
            ([row], _) => Place { area: Area::Region(*row), inner: None },
            _ => Place { area: Area::Joint, inner: None },
        }
    }

    /// Where a stock counts later, by the first day of each.
    fn moves(
        &self,
        place: &Value,
        begun: Place,
        from: civil::Date,
        ended: Option<Date>,
    ) -> Box<[(civil::Date, Place)]> {
        let own: &[Stay] = match place {
            Value::Stays(stays) => stays,
            _ => &[],
        };
        let named = place.regions_on(from).into_iter().chain(own.iter().map(|stay| stay.region));
        let turns = named.flat_map(|ix| self.regions.turns(ix)).chain(own.iter().filter_map(Stay::next));
        let last = ended.map_or(self.calendar.as_of, Date::last_day).min(self.calendar.as_of);
        let mut days: Vec<civil::Date> = turns.filter(|day| from < *day && *day <= last).collect();
        days.sort_unstable();
        days.dedup();
        let mut before = begun;
        let mut moves = Vec::new();
        for day in days {
            let here = self.place(place, day);
            if here != before {
                moves.push((day, here));
                before = here;
            }
        }
        moves.into()
    }

    /// Adds the numbers of a value, or of each item of a list, to the keys; this contribution's keys begin at
    /// `first`.
    fn keys_of(&mut self, value: &Value, day: civil::Date, first: usize) {
        if let Value::List(items) = value {
            for item in items {
                self.keys_of(item, day, first);
            }
            return;
        }
        let Some(key) = Key::of(value, day) else { return };
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let number = *self.keys.entry(key).or_insert_with_key(|key| {
            self.found.names.push(key.name(self.regions));
            next
        });
        if !self.found.keys.iter().skip(first).any(|known| *known == number) {
            self.found.keys.push(number);
        }
    }
}

impl<'a> Test<'a> {
    fn new(condition: &'a Condition, from: MetricSource, config: &'a Config, model: &Model) -> Self {
        if condition.any_of.iter().all(|value| matches!(value, Value::Region(_))) {
            return Self::Regions(&config.regions, &condition.any_of);
        }
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

    fn holds(&self, value: &Value, day: civil::Date) -> bool {
        match (value, self) {
            (Value::List(items), _) => items.iter().any(|item| self.holds(item, day)),
            (value, Self::Regions(regions, wanted)) => {
                let mut around = value.regions_on(day).into_iter().flat_map(|ix| regions.around(ix, day));
                around.any(|ix| wanted.contains(&Value::Region(ix)))
            }
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
    fn name(&self, regions: &Regions) -> KeyName {
        let text = match self {
            Self::Number("record", at) => {
                return KeyName::Record(RecordIx(u32::try_from(*at).unwrap_or(u32::MAX)));
            }
            Self::Number("region", at) => {
                let id = u32::try_from(*at).ok().and_then(|at| regions.id(RegionIx(at)));
                format!("region {}", id.map_or("", |id| &**id))
            }
            Self::Number(kind, number) => format!("{kind} {number}"),
            Self::Text(text) => format!("text {text}"),
            Self::Quantity(quantity) => format!("quantity {quantity}"),
        };
        KeyName::Checksum(checksum(text.as_bytes()))
    }

    fn of(value: &Value, day: civil::Date) -> Option<Self> {
        Some(match value {
            Value::Text(text) | Value::Markdown(text) | Value::File(text) | Value::Formatted(_, text) => {
                Self::Text(text.clone())
            }
            Value::Image(image) => Self::Text(image.file.clone()),
            Value::Integer(number) => Self::Number("integer", *number),
            Value::Quantity(quantity) => Self::Quantity(*quantity),
            Value::Date(date) => Self::Text(Arc::from(date.to_string())),
            Value::Period(period) => Self::Text(Arc::from(period.to_string())),
            Value::Choice(choice) => Self::Number("choice", i64::from(*choice)),
            Value::Boolean(yes) => Self::Number("boolean", i64::from(*yes)),
            Value::Region(_) | Value::Stays(_) => {
                Self::Number("region", value.regions_on(day).first().map(|region| i64::from(region.0))?)
            }
            Value::Reference(reference) => match reference.target {
                Some(target) => Self::Number("record", i64::from(target.0)),
                None => Self::Text(reference.text.clone()),
            },
            Value::List(_) | Value::Group(_) | Value::Consent(_) => return None,
        })
    }
}

/// 32 bits of a hash.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let [a, b, c, d, ..] = *blake3::hash(bytes).as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// The collection to which a condition's field refers, if it is a reference.
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

/// Whether a record may count in a program: it is not a draft and not assigned to another one. Whether and
/// when it is published does not matter, since what happened has happened.
pub(super) fn belongs(record: &Record, program: &str) -> bool {
    !record.draft && belongs_to(&record.programs, program)
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
