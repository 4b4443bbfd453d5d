//! Facets as template values: made once per collection, since every page of its lists shows them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::value::Key;
use tera::{Map, Value};

use crate::domain::to_json;
use crate::plan::{FacetLink, FacetLinks, ListPage, PageKind, Plan};

/// The facets of all collections.
pub(super) struct Facets {
    by_collection: BTreeMap<Arc<str>, (Vec<Facet>, OnceLock<blake3::Hash>)>,
}

/// A facet's values, none of them marked as current.
struct Facet {
    name: Value,
    label: Value,
    values: Vec<Value>,
    /// The complete facet.
    whole: Value,
}

impl Facets {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut by_collection: BTreeMap<Arc<str>, (Vec<Facet>, OnceLock<blake3::Hash>)> = BTreeMap::new();
        for page in &plan.pages {
            if let PageKind::List(list) = &page.kind
                && !by_collection.contains_key(&list.collection)
            {
                let facets = list.facets.iter().map(Facet::new).collect();
                by_collection.insert(list.collection.clone(), (facets, OnceLock::new()));
            }
        }
        Self { by_collection }
    }

    /// A hash of a collection's facets and the numbers of records of their values.
    pub(super) fn hash(&self, collection: &str, facets: &[FacetLinks]) -> blake3::Hash {
        let hash = || blake3::hash(to_json(facets).as_bytes());
        self.by_collection.get(collection).map_or_else(hash, |(_, known)| *known.get_or_init(hash))
    }

    /// The facets of a list, with the list's own value marked.
    pub(super) fn of(&self, list: &ListPage) -> Value {
        let facets = self.by_collection.get(&list.collection).map_or(&[][..], |(facets, _)| facets);
        let values = facets.iter().enumerate().map(|(at, facet)| {
            let current = list.value.filter(|(facet, _)| *facet == at).map(|(_, value)| value);
            let link = current.and_then(|value| Some((value, list.facets.get(at)?.values.get(value)?)));
            match link {
                None => facet.whole.clone(),
                Some((value, link)) => facet.with_current(value, link),
            }
        });
        Value::from(values.collect::<Vec<Value>>())
    }
}

impl Facet {
    fn new(links: &FacetLinks) -> Self {
        let values: Vec<Value> = links.values.iter().map(|link| value(link, false)).collect();
        let (name, label) = (Value::normal_string(&links.name), Value::normal_string(&links.label));
        let whole = facet(&name, &label, values.clone());
        Self { name, label, values, whole }
    }

    fn with_current(&self, at: usize, link: &FacetLink) -> Value {
        let mut values = self.values.clone();
        if let Some(slot) = values.get_mut(at) {
            *slot = value(link, true);
        }
        facet(&self.name, &self.label, values)
    }
}

fn facet(name: &Value, label: &Value, values: Vec<Value>) -> Value {
    let mut map = Map::with_capacity(3);
    map.insert(Key::Str("name"), name.clone());
    map.insert(Key::Str("label"), label.clone());
    map.insert(Key::Str("values"), Value::from(values));
    Value::from(map)
}

fn value(link: &FacetLink, current: bool) -> Value {
    let mut map = Map::with_capacity(5);
    map.insert(Key::Str("value"), Value::normal_string(&link.value));
    map.insert(Key::Str("title"), Value::normal_string(&link.title));
    map.insert(Key::Str("url"), Value::normal_string(link.url.as_str()));
    map.insert(Key::Str("count"), Value::from(u64::try_from(link.count).unwrap_or(u64::MAX)));
    map.insert(Key::Str("current"), Value::from(current));
    Value::from(map)
}
