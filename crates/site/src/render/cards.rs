//! Records as template values.
//!
//! A value takes about ten times the memory of its card and microseconds to make. So values of a large site
//! are made on demand, and the most recent are cached. Pages of records are rendered in the records' order,
//! so a page mostly finds in the cache what the previous one showed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use tera::Value;

use super::inputs::RenderInputs;
use super::values::Values;
use crate::diag::suggestion;
use crate::domain::CollectionIx;
use crate::sync::lock;
use crate::view::{Ids, PublicIx, RecordCard};

/// Number of cached values: all of a medium-sized site, about ten megabytes.
const KEPT: usize = 2048;

/// A cache slot shared by records whose indices have the same remainder: the index of the latest one, and its
/// value.
type Slot = Mutex<Option<(usize, Value)>>;

type Collections = BTreeMap<Arc<str>, (CollectionIx, Range<usize>)>;

/// The cards of all records.
pub(super) struct Cards {
    cards: Arc<[Arc<RecordCard>]>,
    kept: Box<[Slot]>,
    values: Values,
    /// The collections that have records, by name, with the range of their indices.
    collections: Collections,
    /// All collections of the site, by name.
    known: BTreeMap<Arc<str>, CollectionIx>,
    /// The locations of records that the edition does not show.
    withheld: Arc<[(Arc<str>, CollectionIx)]>,
    /// Records by their own ids, which sites use in templates; the public id differs if it would reveal a
    /// name.
    ids: Arc<Ids>,
    asked: Mutex<Asked>,
}

/// The pages that asked for more than they were given.
#[derive(Default)]
struct Asked {
    pages: BTreeSet<String>,
    /// Whether a request did not say for which page it was.
    unknown: bool,
}

impl Cards {
    pub(super) fn new(inputs: &RenderInputs<'_>, cards: &Arc<[Arc<RecordCard>]>) -> Self {
        let mut collections = BTreeMap::new();
        for (collection, n) in
            inputs.config.collections.iter().zip(0_u16..).map(|(it, n)| (it, CollectionIx(n)))
        {
            let mut places = inputs.viewer.published.of(n).map(|(ix, _)| ix.at());
            if let Some(first) = places.next() {
                let last = places.last().unwrap_or(first);
                collections.insert(collection.id.clone(), (n, first..last + 1));
            }
        }
        let known = inputs.config.collections.iter().zip(0_u16..);
        Self {
            collections,
            known: known.map(|(it, n)| (it.id.clone(), CollectionIx(n))).collect(),
            withheld: inputs.viewer.published.withheld(),
            ids: Arc::clone(inputs.viewer.index.ids()),
            cards: Arc::clone(cards),
            kept: kept(cards),
            values: Values::default(),
            asked: Mutex::default(),
        }
    }

    /// A record's value.
    pub(super) fn value(&self, ix: PublicIx) -> Option<Value> {
        self.at(ix.at())
    }

    fn at(&self, place: usize) -> Option<Value> {
        let card = self.cards.get(place)?;
        let slot = self.kept.get(place % KEPT)?;
        if let Some((of, value)) = &*lock(slot)
            && *of == place
        {
            return Some(value.clone());
        }
        let value = self.values.card(card);
        *lock(slot) = Some((place, value.clone()));
        Some(value)
    }

    /// The values of records.
    pub(super) fn values(&self, records: &[PublicIx]) -> Value {
        Value::from(records.iter().filter_map(|ix| self.value(*ix)).collect::<Vec<Value>>())
    }

    /// Notes that a page's template asked for data that it was not given: cards of its choice, or a figure.
    pub(super) fn note(&self, page_url: Option<String>) {
        let mut asked = lock(&self.asked);
        match page_url {
            Some(url) => drop(asked.pages.insert(url)),
            None => asked.unknown = true,
        }
    }

    /// Whether a page may have asked for more than it was given.
    pub(super) fn asked_for_more(&self, page_url: &str) -> bool {
        let asked = lock(&self.asked);
        asked.unknown || asked.pages.contains(page_url)
    }

    /// A record's card.
    pub(super) fn card(&self, ix: PublicIx) -> Option<&Arc<RecordCard>> {
        self.cards.get(ix.at())
    }

    /// A collection's records in its order, from an offset; none if the edition has none.
    pub(super) fn of(&self, collection: &str, offset: usize, limit: usize) -> Vec<Value> {
        let places = self.collections.get(collection).map_or(0..0, |(_, places)| places.clone());
        places.skip(offset).take(limit).filter_map(|place| self.at(place)).collect()
    }

    /// Whether the site has a collection.
    pub(super) fn knows(&self, collection: &str) -> bool {
        self.known.contains_key(collection)
    }

    /// The collection that was probably meant.
    pub(super) fn collection_near(&self, collection: &str) -> Option<String> {
        suggestion(collection, self.known.keys().map(AsRef::as_ref))
    }

    /// The record id that was probably meant.
    pub(super) fn id_near(&self, collection: &str, id: &str) -> Option<String> {
        let (_, places) = self.collections.get(collection)?;
        let ids = self.cards.get(places.clone())?.iter().map(|card| &*card.id);
        suggestion(id, ids)
    }

    /// Whether a collection may have a record with this id that the edition does not show. For records in a
    /// register, only the file is known.
    pub(super) fn may_be_withheld(&self, collection: &str, id: &str) -> bool {
        let Some(of) = self.known.get(collection) else { return false };
        let own =
            |path: &str| path.rsplit_once('.').is_some_and(|(stem, _)| stem.ends_with(&format!("/{id}")));
        self.withheld.iter().any(|(path, in_)| in_ == of && (own(path) || !path.ends_with(".md")))
    }

    /// The record of a collection with this id.
    pub(super) fn with_id(&self, collection: &str, id: &str) -> Option<Value> {
        let (collection, _) = self.collections.get(collection)?;
        self.value(self.ids.find(*collection, id)?)
    }
}

/// Empty cache slots.
fn kept(cards: &[Arc<RecordCard>]) -> Box<[Slot]> {
    std::iter::repeat_with(Mutex::default).take(cards.len().min(KEPT)).collect()
}
