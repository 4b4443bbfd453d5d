//! The order of a collection's records.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use crate::config::Config;
use crate::domain::{Bound, Date, Decimal, Period, Record, RegionIx, Value, slug};

/// What a value is sorted by. Texts stand by their reading, so that Chinese names follow pinyin.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Integer(i64),
    Quantity(Decimal, Bound),
    Date(Date),
    Period(Period),
    Choice(u16),
    Boolean(bool),
    Region(RegionIx),
    List(Vec<Self>),
    Text(String, Arc<str>),
    /// A picture, a group: there is no order among them.
    None,
}

impl Key {
    fn of(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Quantity(quantity) => Self::Quantity(quantity.amount, quantity.bound),
            Value::Date(date) => Self::Date(*date),
            Value::Period(period) => Self::Period(*period),
            Value::Choice(choice) => Self::Choice(*choice),
            Value::Boolean(is) => Self::Boolean(*is),
            Value::Region(region) => Self::Region(*region),
            Value::List(items) => Self::List(items.iter().map(Self::of).collect()),
            value => value.as_text().map_or(Self::None, |text| Self::Text(slug::slug(text), text.clone())),
        }
    }
}

/// Where a record stands in its collection.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Rising(Key),
    Falling(Reverse<Key>),
    /// It has no value to sort by.
    Last,
}

/// Compares two values of one field; texts by their reading, so that Chinese names stand in the order of pinyin.
#[must_use]
pub fn compare_values(a: &Value, b: &Value) -> Ordering {
    Key::of(a).cmp(&Key::of(b))
}

/// Sorts by collection, then as the collection says; records without the value come last, equal ones by id.
pub(super) fn sort(records: &mut [Arc<Record>], config: &Config) {
    // A text's reading costs far more than a comparison, so each is looked up once.
    records.sort_by_cached_key(|record| {
        let sort = config.collection(record.collection).map(|collection| collection.sort);
        let value = sort.and_then(|sort| record.get(sort.by?));
        let position = match (value.map(Key::of), sort.is_some_and(|sort| sort.descending)) {
            (Some(key), false) => Position::Rising(key),
            (Some(key), true) => Position::Falling(Reverse(key)),
            (None, _) => Position::Last,
        };
        (record.collection, position, record.id.clone())
    });
}
