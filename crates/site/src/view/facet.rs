//! Facets: the values by which a collection's list is split.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::viewer::Viewer;
use crate::domain::slug::{self, Apart};
use crate::domain::{Collation, Collection, CollectionIx, Facet, FacetPart, Field, RegionIx, Value};
use crate::edition::{PublicIx, PublicValue};

/// A value by which records are grouped; ordered as readers see them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacetKey {
    /// A year, the latest first.
    Year(Reverse<i16>),
    /// A region, by administrative order.
    Region(u32),
    /// A choice, in the order of declaration.
    Choice(u16),
    /// Yes before no.
    Boolean(Reverse<bool>),
    /// A whole number.
    Integer(i64),
    /// A record.
    Record(PublicIx),
    /// A text.
    Text(Arc<str>),
}

/// A facet with the records of each value.
#[derive(Clone, Debug)]
pub struct FacetView {
    /// As declared.
    pub name: Arc<str>,
    /// The folder of its pages within the collection's folder.
    pub folder: String,
    /// Its label.
    pub label: Arc<str>,
    /// Its values.
    pub values: Vec<FacetValue>,
    /// Slugs that several values would share, each with the indices of these; none of them uses it.
    pub alike: Vec<(String, Vec<usize>)>,
}

/// A value and its records.
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// The last segment of its page's URL.
    pub slug: String,
    /// Its language-independent identity: the id of a region or choice, a text, a record's URL.
    pub id: Arc<str>,
    /// In words.
    pub title: Arc<str>,
    /// The records, in the collection's order.
    pub records: Vec<PublicIx>,
}

/// The facet keys of a value.
#[must_use]
pub fn facet_keys(value: &PublicValue, part: FacetPart) -> Vec<FacetKey> {
    match value {
        PublicValue::List(items) => {
            let mut keys: Vec<FacetKey> = items.iter().flat_map(|item| facet_keys(item, part)).collect();
            keys.sort();
            keys.dedup();
            keys
        }
        PublicValue::Reference(ix) => vec![FacetKey::Record(*ix)],
        PublicValue::Plain(value) => plain_key(value, part).into_iter().collect(),
        PublicValue::Group(_) => Vec::new(),
    }
}

fn plain_key(value: &Value, part: FacetPart) -> Option<FacetKey> {
    Some(match value {
        Value::Date(date) if part == FacetPart::Year => FacetKey::Year(Reverse(date.year())),
        Value::Period(period) if part == FacetPart::Year => FacetKey::Year(Reverse(period.last_day().year())),
        Value::Region(ix) => FacetKey::Region(ix.0),
        Value::Choice(at) => FacetKey::Choice(*at),
        Value::Boolean(yes) => FacetKey::Boolean(Reverse(*yes)),
        Value::Integer(number) => FacetKey::Integer(*number),
        Value::Date(date) => FacetKey::Text(Arc::from(date.to_string())),
        Value::Period(period) => FacetKey::Text(Arc::from(period.to_string())),
        Value::Text(text) => FacetKey::Text(text.clone()),
        // These cannot be facets: see `Definition::facets`.
        Value::Markdown(_)
        | Value::Quantity(_)
        | Value::Stays(_)
        | Value::Reference(_)
        | Value::List(_)
        | Value::Group(_)
        | Value::Image(_)
        | Value::File(_)
        | Value::Formatted(..)
        | Value::Consent(_) => return None,
    })
}

impl Viewer<'_> {
    /// The facets of a collection that have any values, in the order of declaration.
    #[must_use]
    pub fn facets(&self, ix: CollectionIx) -> Vec<FacetView> {
        let Some(collection) = self.collection(ix) else { return Vec::new() };
        collection.facets.par_iter().filter_map(|facet| self.facet(ix, collection, facet)).collect()
    }

    fn facet(&self, ix: CollectionIx, collection: &Collection, facet: &Facet) -> Option<FacetView> {
        let field = collection.fields.get(facet.field)?;
        let mut found: BTreeMap<FacetKey, Vec<PublicIx>> = BTreeMap::new();
        for (ix, record) in self.published.of(ix) {
            let Some(value) = record.get(facet.field) else { continue };
            let mut keys = facet_keys(value, facet.part);
            // A region within another is listed with it.
            for key in &mut keys {
                if let FacetKey::Region(at) = key {
                    *at = self.regions.row_of(RegionIx(*at), self.today).0;
                }
            }
            keys.dedup();
            for key in keys {
                found.entry(key).or_default().push(ix);
            }
        }
        let found = found.into_iter().filter_map(|(key, records)| {
            let Named { slug, id, title } = self.facet_value(&key, field)?;
            let slug = if slug.is_empty() { "value".to_owned() } else { slug };
            Some((key, FacetValue { slug, id, title, records }))
        });
        let mut found: Vec<(FacetKey, FacetValue)> = found.collect();
        // Words are sorted like titles, Chinese ones by reading; everything else has its own order.
        if found.iter().any(|(key, _)| matches!(key, FacetKey::Text(_) | FacetKey::Record(_))) {
            let collation = Collation::new(self.lang());
            found.sort_by_cached_key(|(_, value)| (collation.key(&value.title), value.title.clone()));
        }
        let mut values: Vec<FacetValue> = found.into_iter().map(|(_, value)| value).collect();
        let things: Vec<(String, &str)> =
            values.iter().map(|value| (value.slug.clone(), &*value.id)).collect();
        let Apart { slugs, shared: alike } = slug::apart(&things);
        for (value, slug) in values.iter_mut().zip(slugs) {
            value.slug = slug;
        }
        let is_main = collection.roles.date.or(collection.roles.period) == Some(facet.field);
        let label = match facet.part {
            FacetPart::Year if is_main => Arc::from(self.words.word("facet.year", &[])),
            _ => field.label.get(self.lang()).unwrap_or(&field.name).clone(),
        };
        let folder = match facet.part {
            FacetPart::Year if is_main => "year".to_owned(),
            FacetPart::Year => format!("{}-year", slug::slug(&field.name)),
            FacetPart::Whole => slug::slug(&field.name),
        };
        (!values.is_empty()).then(|| FacetView { name: facet.name.clone(), folder, label, values, alike })
    }

    /// A facet value's slug, identity and title.
    fn facet_value(&self, key: &FacetKey, field: &Field) -> Option<Named> {
        let named = |slug: String, id: Arc<str>, title: Arc<str>| Named { slug, id, title };
        Some(match key {
            FacetKey::Year(Reverse(year)) => {
                let year = year.to_string();
                let title = self.words.word("date.year", &[("year", &year)]);
                named(year.clone(), Arc::from(year), Arc::from(title))
            }
            FacetKey::Region(at) => {
                let region = self.regions.get(usize::try_from(*at).ok()?)?;
                named(region.id.to_string(), region.id.clone(), region.title.clone())
            }
            FacetKey::Choice(at) => {
                let choice = field.choices.get(usize::from(*at))?;
                let title = choice.label.get(self.lang()).unwrap_or(&choice.id).clone();
                named(slug::slug(&choice.id), choice.id.clone(), title)
            }
            FacetKey::Boolean(Reverse(yes)) => {
                let (slug, key) = if *yes { ("yes", "value.yes") } else { ("no", "value.no") };
                named(slug.to_owned(), Arc::from(slug), Arc::from(self.words.word(key, &[])))
            }
            FacetKey::Integer(number) => {
                let written = number.to_string();
                named(written.clone(), Arc::from(written), Arc::from(self.words.number(*number)))
            }
            FacetKey::Record(ix) => {
                let record = self.record(*ix)?;
                let id = self.routes.record(*ix).map_or_else(|| record.id.clone(), |url| url.clone().into());
                named(record.slug.to_string(), id, record.title.clone())
            }
            FacetKey::Text(text) => named(slug::slug(text), text.clone(), text.clone()),
        })
    }
}

/// The title of a value.
struct Named {
    slug: String,
    id: Arc<str>,
    title: Arc<str>,
}
