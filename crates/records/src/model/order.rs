//! The order of a collection's records.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::config::Config;
use crate::domain::{Bound, Collation, Date, Decimal, Period, Record, RegionIx, Value};

/// The sort key of a value. Texts are sorted by the rules of the site's language.
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
    Text(Vec<u8>, Arc<str>),
    /// Pictures, groups and references, which have no order.
    None,
}

impl Key {
    fn of(value: &Value, collation: &Collation) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Quantity(quantity) => Self::Quantity(quantity.amount, quantity.bound),
            Value::Date(date) => Self::Date(*date),
            Value::Period(period) => Self::Period(*period),
            Value::Choice(choice) => Self::Choice(*choice),
            Value::Boolean(is) => Self::Boolean(*is),
            Value::Region(region) => Self::Region(*region),
            Value::List(items) => Self::List(items.iter().map(|item| Self::of(item, collation)).collect()),
            Value::Text(text) | Value::Markdown(text) | Value::Formatted(_, text) => {
                Self::Text(collation.key(text), text.clone())
            }
            Value::Stays(_)
            | Value::Reference(_)
            | Value::Group(_)
            | Value::Image(_)
            | Value::File(_)
            | Value::Consent(_) => Self::None,
        }
    }
}

/// The position of a record in its collection.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Rising(Key),
    Falling(Reverse<Key>),
    /// It has no value to sort by.
    Last,
}

/// Sorts by collection, then as the collection declares; records without the value come last, equal ones by
/// id.
pub(super) fn sort(records: &mut [Arc<Record>], config: &Config) {
    let collation = Collation::new(&config.site.lang);
    // A text's key costs far more than a comparison, so each is computed once.
    records.sort_by_cached_key(|record| {
        let sort = config.collection(record.collection).map(|collection| collection.sort);
        let value = sort.and_then(|sort| record.get(sort.by?));
        let position =
            match (value.map(|value| Key::of(value, &collation)), sort.is_some_and(|sort| sort.descending)) {
                (Some(key), false) => Position::Rising(key),
                (Some(key), true) => Position::Falling(Reverse(key)),
                (None, _) => Position::Last,
            };
        (record.collection, position, record.id.clone())
    });
}
