//! The filters of search results, and the index's main file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Value, json};

use super::code;
use super::entry::{Entries, Entry};
use super::inputs::{Put, SearchInputs};
use super::script::{BLOCK, script};
use super::shards::Parts;
use crate::domain::RegionIx;

/// The version of the file format; `search.js` refuses others.
const FORMAT: u32 = 1;

/// The positions of collections in the index's lists. Regions are in the site's order.
pub(super) struct Facets {
    collections: HashMap<Arc<str>, usize>,
}

/// The filters that match an entry.
pub(super) struct Of {
    pub(super) collection: Option<usize>,
    pub(super) regions: Vec<usize>,
    year: Option<i16>,
}

impl Facets {
    pub(super) fn new(inputs: &SearchInputs<'_>) -> Self {
        let shared = &inputs.plan.shared;
        let places = |ids: &mut dyn Iterator<Item = &Arc<str>>| ids.cloned().zip(0..).collect();
        Self { collections: places(&mut shared.order.iter()) }
    }

    pub(super) fn of(&self, inputs: &SearchInputs<'_>, entry: &Entry<'_>) -> Of {
        let card = entry.card(inputs);
        let regions = entry.record().map_or_else(Vec::new, |ix| inputs.viewer.regions_of(ix));
        let rows = inputs.viewer.rows_of(regions).into_iter();
        Of {
            collection: card.and_then(|card| self.collections.get(&card.collection).copied()),
            regions: rows.map(RegionIx::at).collect(),
            year: card.and_then(|card| card.date.as_ref()).map(|date| date.value.year()),
        }
    }
}

/// Slots encoded as gaps.
#[derive(Default)]
struct List {
    text: String,
    next: u32,
    count: usize,
}

impl List {
    fn add(&mut self, slot: u32) {
        code::write(slot - self.next, &mut self.text);
        self.next = slot + 1;
        self.count += 1;
    }
}

/// Writes the entries of every collection, region and year, and the main file.
pub(super) fn write(
    inputs: &SearchInputs<'_>,
    facets: &Facets,
    entries: &Entries<'_>,
    parts: &Parts,
    put: Put<'_>,
) {
    let mut collections: BTreeMap<usize, List> = BTreeMap::new();
    let mut regions: BTreeMap<usize, List> = BTreeMap::new();
    let mut years: BTreeMap<i16, List> = BTreeMap::new();
    for entry in &entries.list {
        let of = facets.of(inputs, entry);
        of.collection.into_iter().for_each(|at| collections.entry(at).or_default().add(entry.slot));
        of.regions.into_iter().for_each(|at| regions.entry(at).or_default().add(entry.slot));
        of.year.into_iter().for_each(|year| years.entry(year).or_default().add(entry.slot));
    }
    let shared = &inputs.plan.shared;
    let list = |kind: &str, id: &str, list: Option<&List>| {
        if let Some(list) = list {
            script(&format!("f/{kind}-{id}"), &format!("\"{}\"", list.text), put);
        }
        list.map_or(0, |list| list.count)
    };
    let told = |kind: &str, id: &str, title: &str, of: Option<&List>| -> Value {
        json!([id, title, list(kind, id, of)])
    };
    let collections: Vec<Value> = shared
        .order
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let title = shared.collections.get(id).map_or(id, |view| &view.title);
            told("collection", id, title, collections.get(&at))
        })
        .collect();
    let regions: Vec<Value> = shared
        .regions
        .iter()
        .enumerate()
        .map(|(at, region)| told("region", &region.id, &region.title, regions.get(&at)))
        .collect();
    let years: Vec<Value> = years
        .iter()
        .rev()
        .map(|(year, of)| {
            let id = year.to_string();
            let title = inputs.viewer.words.word("date.year", &[("year", &id)]);
            told("year", &id, &title, Some(of))
        })
        .collect();
    let digits: String = parts.parts.iter().filter_map(|parts| char::from_digit(*parts, 10)).collect();
    let index = json!({
        "format": FORMAT, "language": inputs.viewer.lang().tag(), "entries": entries.list.len(), "slots": entries.slots, "block": BLOCK,
        "bits": parts.bits, "parts": digits, "collection": collections, "region": regions, "year": years,
    });
    script("index", &index.to_string(), put);
}
