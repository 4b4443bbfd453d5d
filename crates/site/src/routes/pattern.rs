//! URLs of records by their collections' patterns.

use super::url::Url;
use crate::config::Config;
use crate::domain::{Collection, CollectionIx, Date, RegionIx, UrlPart, UrlPattern};
use crate::edition::PublicRecord;

/// The variables of a record's URL pattern.
pub(super) struct Parts<'a> {
    pub(super) slug: &'a str,
    pub(super) id: &'a str,
    pub(super) folder: &'a str,
    /// One per record; several for shared records.
    pub(super) regions: Vec<RegionIx>,
    pub(super) date: Option<Date>,
}

pub(super) fn record_url(
    record: &PublicRecord,
    collection: &Collection,
    pattern: &UrlPattern,
    slug: &str,
    config: &Config,
) -> Url {
    let regions = match collection.roles.region.and_then(|at| record.get(at)) {
        Some(value) if pattern.0.contains(&UrlPart::Region) => value.regions(),
        _ => Vec::new(),
    };
    pattern_url(pattern, &parts(record, collection, slug, regions), config)
}

/// The variables of a record's URL for this slug and these regions.
pub(super) fn parts<'a>(
    record: &'a PublicRecord,
    collection: &Collection,
    slug: &'a str,
    regions: Vec<RegionIx>,
) -> Parts<'a> {
    // If the name is not shown, the slug replaces the id.
    let id = if record.name_hidden { slug } else { &record.id };
    Parts { slug, id, folder: &record.folder, regions, date: record.date(collection.roles.date) }
}

/// A collection and the URL pattern of its records, if they have pages.
pub(super) fn pattern(ix: CollectionIx, config: &Config) -> Option<(&Collection, &UrlPattern)> {
    let collection = config.collection(ix)?;
    Some((collection, collection.url.as_ref()?))
}

pub(super) fn pattern_url(pattern: &UrlPattern, parts: &Parts<'_>, config: &Config) -> Url {
    let mut path = String::new();
    for part in &pattern.0 {
        match part {
            UrlPart::Literal(text) => path.push_str(text),
            UrlPart::Slug => path.push_str(parts.slug),
            UrlPart::Id => path.push_str(&crate::domain::slug::slug(parts.id)),
            UrlPart::Region => path.push_str(match parts.regions.as_slice() {
                [] => "other",
                [only] => region_id(*only, config).unwrap_or("other"),
                _ => "joint",
            }),
            UrlPart::Year => match parts.date {
                Some(date) => path.push_str(&date.year().to_string()),
                None => path.push_str("undated"),
            },
            UrlPart::Path => {
                if !parts.folder.is_empty() {
                    path.push_str(parts.folder);
                    path.push('/');
                }
                path.push_str(parts.slug);
            }
        }
    }
    let path = path.trim_start_matches('/');
    let folder = path.is_empty() || path.ends_with('/');
    Url::new(if folder { format!("{path}index.html") } else { path.to_owned() })
}

fn region_id(ix: RegionIx, config: &Config) -> Option<&str> {
    config.regions.id(ix).map(|id| &**id)
}

/// The ids of regions joined in one text; `None` if there are none.
pub(super) fn region_ids(regions: &[RegionIx], config: &Config) -> Option<String> {
    let ids: Vec<&str> = regions.iter().filter_map(|ix| region_id(*ix, config)).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
