//! Decides whether an edition shows everything that a record contains.

use super::{PublicRecord, PublicValue};
use crate::domain::{Record, Value, is_plain};

/// Whether nothing of a record is withheld, except for the consent itself, and nothing in it makes this
/// uncertain: a text may contain comments or other invisible parts, unless it is plain.
#[must_use]
pub fn is_whole(record: &Record, public: &PublicRecord) -> bool {
    let plain = record.reviews.is_empty() && record.claims.is_empty() && record.params.is_none();
    let plain = plain && record.body.as_ref().is_none_or(|body| body.plain_links().is_some());
    let shown = !public.name_hidden && !public.draft && record.body == public.body;
    plain
        && shown
        && record.values.iter().all(|(at, value)| assumed(record, at, value) || shows(value, public.get(at)))
}

/// Whether a value was not written by anybody. A restored consent has no span either.
fn assumed(record: &Record, at: usize, value: &Value) -> bool {
    !record.is_written(at) && !matches!(value, Value::Consent(_))
}

fn shows(value: &Value, shown: Option<&PublicValue>) -> bool {
    match (value, shown) {
        // She is shown, so it is valid.
        (Value::Consent(_), None) => true,
        (Value::Reference(_), Some(PublicValue::Reference(_))) => true,
        (Value::List(items), None) => items.is_empty(),
        (Value::List(items), Some(PublicValue::List(shown))) => {
            items.len() == shown.len()
                && items.iter().zip(shown).all(|(item, shown)| shows(item, Some(shown)))
        }
        (Value::Group(group), Some(PublicValue::Group(shown))) => {
            let mut parts =
                group.values.iter().zip(shown.iter()).enumerate().filter(|(at, _)| group.is_written(*at));
            parts.all(|(_, (part, shown))| part.as_ref().is_none_or(|part| shows(part, shown.as_ref())))
        }
        // The region had another name, or she was elsewhere.
        (Value::Region(region), Some(PublicValue::Plain(Value::Region(shown)))) => region == shown,
        (Value::Stays(_), _) => false,
        (Value::Markdown(text), Some(PublicValue::Plain(_))) => is_plain(text),
        (_, Some(PublicValue::Plain(_))) => true,
        _ => false,
    }
}
