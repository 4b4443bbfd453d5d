//! URLs of persons whose names are not shown and whose placeholders are the same: each gets a URL that does
//! not depend on any other person, so that one person's address never comes to show another.
//!
//! Ids and file names would let readers guess names. So the URL is derived from what the page shows anyway:
//! region and date.

use std::collections::{BTreeMap, BTreeSet};

use super::Url;
use super::pattern::{pattern, record_url, region_ids};
use crate::config::Config;
use crate::domain::{Date, slug};
use crate::edition::{PublicIx, PublicRecord, Published};

/// Maximum number of persons with the same placeholder, region and date that are distinguished by number.
const MAX_NAMESAKES: usize = 20;

/// Persons whose names are not shown and whose URLs would collide.
#[derive(Default)]
pub(super) struct Namesakes {
    of: BTreeMap<PublicIx, Namesake>,
}

struct Namesake {
    /// The URL that they would share.
    bare: Url,
    region: Option<String>,
    date: Option<Date>,
}

impl Namesakes {
    pub(super) fn new(published: &Published, config: &Config) -> Self {
        let mut hidden: BTreeMap<Url, Vec<(PublicIx, Namesake)>> = BTreeMap::new();
        let records = || published.records().iter().zip(0_u32..);
        let bare = |record: &PublicRecord| {
            let (collection, pattern) = pattern(record.collection, config)?;
            Some(record_url(record, collection, pattern, &record.slug, config))
        };
        for (record, n) in records().filter(|(record, _)| record.name_hidden) {
            let (Some(bare), Some(collection)) = (bare(record), config.collection(record.collection)) else {
                continue;
            };
            let regions = collection.roles.region.and_then(|at| record.get(at));
            let region = regions.and_then(|value| region_ids(&value.regions(), config));
            let date = record.date(collection.roles.date);
            hidden.entry(bare.clone()).or_default().push((PublicIx(n), Namesake { bare, region, date }));
        }
        if hidden.is_empty() {
            return Self::default();
        }
        let others: BTreeSet<Url> = records()
            .filter(|(record, _)| !record.name_hidden)
            .filter_map(|(record, _)| bare(record).filter(|url| hidden.contains_key(url)))
            .collect();
        let alike = hidden.into_iter().filter(|(url, persons)| persons.len() > 1 || others.contains(url));
        Self { of: alike.flat_map(|(_, persons)| persons).collect() }
    }

    pub(super) fn has(&self, ix: PublicIx) -> bool {
        self.of.contains_key(&ix)
    }

    /// A person's own URL. `url` makes a URL from a slug.
    pub(super) fn url_of(
        &self,
        ix: PublicIx,
        record: &PublicRecord,
        url: &dyn Fn(&str) -> Url,
        taken: &BTreeMap<Url, PublicIx>,
    ) -> Url {
        let (region, date) = self.of.get(&ix).map_or((None, None), |own| (own.region.as_deref(), own.date));
        let own = marked(&record.slug, region, date);
        let numbered = numbered(&own);
        numbered.map(|slug| url(&slug)).find(|url| !taken.contains_key(url)).unwrap_or_else(|| url(&own))
    }

    /// The shared base URLs that no other record uses, with one entry per person.
    pub(super) fn shared(self, taken: &BTreeMap<Url, PublicIx>) -> Vec<(Url, PublicIx)> {
        let own = self.of.into_iter().map(|(ix, own)| (own.bare, ix));
        own.filter(|(url, _)| !taken.contains_key(url)).collect()
    }
}

/// The slugs that a person whose name is not shown may have had: alone, or among namesakes.
pub(super) fn own_slugs(slug: &str, region: Option<&str>, date: Option<Date>) -> Vec<String> {
    let mut slugs = vec![slug.to_owned()];
    // Her consent may exclude either.
    for (region, date) in [(region, date), (region, None), (None, date), (None, None)] {
        slugs.extend(numbered(&marked(slug, region, date)));
    }
    slugs
}

fn marked(slug: &str, region: Option<&str>, date: Option<Date>) -> String {
    let date = date.map(|date| date.to_string());
    slug::marked(slug, &format!("{} {}", region.unwrap_or(""), date.unwrap_or_default()))
}

fn numbered(slug: &str) -> impl Iterator<Item = String> {
    (1..=MAX_NAMESAKES).map(move |n| if n == 1 { slug.to_owned() } else { format!("{slug}-{n}") })
}
