//! Persons whose names are not shown and who are called the same: each has a URL of her own that depends on no other person, so that
//! the address of one never comes to show another.
//!
//! Her id and her file would tell her name to whoever tries names out. So what tells her apart is made of what her page shows in any
//! case: her region and date.

use std::collections::{BTreeMap, BTreeSet};

use super::{Url, pattern, record_url, region_ids};
use crate::config::Config;
use crate::domain::{Date, slug};
use crate::edition::{PublicIx, PublicRecord, Published};

/// How many persons are told apart by number, having the same name, region and date.
const MOST_ALIKE: usize = 20;

/// Persons whose names are not shown and whose URLs would be another record's too.
#[derive(Default)]
pub(super) struct Namesakes {
    of: BTreeMap<PublicIx, Namesake>,
}

struct Namesake {
    /// Where her page would be.
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

    /// Her URL. `url` makes one of a slug.
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

    /// The bare URLs that several share and that no other record has, each with one of these.
    pub(super) fn shared(self, taken: &BTreeMap<Url, PublicIx>) -> Vec<(Url, PublicIx)> {
        let own = self.of.into_iter().map(|(ix, own)| (own.bare, ix));
        own.filter(|(url, _)| !taken.contains_key(url)).collect()
    }
}

/// The slugs that a person whose name is not shown may have had: alone, and among those who are called the same.
pub(super) fn own_slugs(slug: &str, region: Option<&str>, date: Option<Date>) -> Vec<String> {
    let mut slugs = vec![slug.to_owned()];
    // Either may not be shown, by what she agreed to.
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
    (1..=MOST_ALIKE).map(move |n| if n == 1 { slug.to_owned() } else { format!("{slug}-{n}") })
}
