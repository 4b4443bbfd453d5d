//! Records as values that templates read: made once, shared by all pages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

use super::Inputs;
use crate::domain::CollectionIx;
use crate::view::PublicIx;
use crate::view::RecordCard;

/// The cards of all records.
pub(super) struct Cards {
    cards: Vec<Arc<RecordCard>>,
    values: Vec<Value>,
    by_collection: BTreeMap<Arc<str>, Range<usize>>,
    by_id: BTreeMap<(Arc<str>, Arc<str>), usize>,
}

impl Cards {
    pub(super) fn new(inputs: &Inputs<'_>, cards: &[Arc<RecordCard>]) -> Self {
        let values: Vec<Value> = cards.par_iter().map(|card| Value::from_serializable(&**card)).collect();
        let mut by_collection = BTreeMap::new();
        for (collection, n) in inputs.config.collections.iter().zip(0_u16..) {
            let mut places = inputs.viewer.published.of(CollectionIx(n)).filter_map(|(ix, _)| place(ix));
            if let Some(first) = places.next() {
                let last = places.last().unwrap_or(first);
                by_collection.insert(collection.id.clone(), first..last + 1);
            }
        }
        let mut by_id = BTreeMap::new();
        // A site names a record by its own id, which is not the public one where it would tell a name.
        for ((at, card), record) in cards.iter().enumerate().zip(inputs.viewer.published.records()) {
            by_id.insert((card.collection.clone(), record.own_id.clone()), at);
        }
        Self { by_id, cards: cards.to_vec(), values, by_collection }
    }

    /// A record's value.
    pub(super) fn value(&self, ix: PublicIx) -> Option<Value> {
        self.values.get(place(ix)?).cloned()
    }

    /// The values of records.
    pub(super) fn values(&self, records: &[PublicIx]) -> Value {
        Value::from(records.iter().filter_map(|ix| self.value(*ix)).collect::<Vec<Value>>())
    }

    /// A record's card.
    pub(super) fn card(&self, ix: PublicIx) -> Option<&Arc<RecordCard>> {
        self.cards.get(place(ix)?)
    }

    /// A collection's records in its order; `None` where the edition has none.
    pub(super) fn of(&self, collection: &str) -> Option<&[Value]> {
        self.values.get(self.by_collection.get(collection)?.clone())
    }

    /// The record of a collection with an id.
    pub(super) fn with_id(&self, collection: &str, id: &str) -> Option<Value> {
        let at = self.by_id.get(&(Arc::from(collection), Arc::from(id)))?;
        self.values.get(*at).cloned()
    }
}

fn place(ix: PublicIx) -> Option<usize> {
    usize::try_from(ix.0).ok()
}
