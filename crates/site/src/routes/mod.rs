//! Assigns URLs to records, aliases and regions; detects duplicate URLs.

mod namesakes;
mod pattern;
mod progress;
mod url;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;
use namesakes::{Namesakes, own_slugs};
use pattern::{Parts, parts, pattern, pattern_url, record_url, region_ids};
pub use progress::{ProgramUrls, programs_url};
pub use url::{Href, Url, encode, relative, relative_written};

pub use crate::domain::decode;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Finding, Record, RegionIx, Span, UrlPart, UrlPattern, Value};
use crate::edition::{PublicIx, PublicRecord, PublicValue, Published, hidden_slug};

/// The URLs that records had under former regions or regions that they have left, if nothing else uses them.
fn former_regions(published: &Published, config: &Config, taken: &mut BTreeMap<Url, PublicIx>) -> Vec<Alias> {
    let mut aliases = Vec::new();
    // Records that are still in a region come before those that have left it.
    for is_left in [false, true] {
        for (record, n) in published.records().iter().zip(0_u32..) {
            if record.left.is_empty() && (is_left || config.regions.former().is_empty()) {
                continue;
            }
            let Some((collection, pattern)) = pattern(record.collection, config) else { continue };
            if !pattern.0.contains(&UrlPart::Region) {
                continue;
            }
            let here = || collection.roles.region.and_then(|at| record.get(at)).map(PublicValue::regions);
            let were: Vec<RegionIx> = match is_left {
                true => record.left.to_vec(),
                // Pages of records with several regions belong to no region in particular.
                false => here().filter(|regions| regions.len() == 1).unwrap_or_default(),
            };
            let renamed = config.regions.no_more().filter(|(_, former)| were.contains(&former.now));
            let renamed: Vec<RegionIx> = renamed.map(|(old, _)| old).collect();
            for region in were.into_iter().filter(|_| is_left).chain(renamed) {
                let parts = parts(record, collection, &record.slug, vec![region]);
                let url = pattern_url(pattern, &parts, config);
                if !taken.contains_key(&url) {
                    taken.insert(url.clone(), PublicIx(n));
                    aliases.push(Alias { url, target: PublicIx(n) });
                }
            }
        }
    }
    aliases
}

/// An old URL.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The URL of the redirect page.
    pub url: Url,
    /// The record to which it redirects.
    pub target: PublicIx,
}

/// The URLs of an edition.
#[derive(Debug)]
pub struct Routes {
    records: Vec<Option<Url>>,
    aliases: Vec<Alias>,
    regions: Vec<Url>,
    alike: Vec<(Url, PublicIx)>,
}

impl Routes {
    /// Assigns every record its URL. A duplicate is reported, and the first record keeps the URL.
    #[must_use]
    pub fn new(published: &Published, config: &Config, findings: &mut Vec<Finding>) -> Self {
        let mut taken: BTreeMap<Url, PublicIx> = BTreeMap::new();
        let mut records = Vec::with_capacity(published.records().len());
        let alike = Namesakes::new(published, config);
        // URLs that were suggested once are not suggested again.
        let mut offered: BTreeSet<Url> = BTreeSet::new();
        for (record, n) in published.records().iter().zip(0_u32..) {
            let Some((collection, pattern)) = pattern(record.collection, config) else {
                records.push(None);
                continue;
            };
            let url = match alike.has(PublicIx(n)) {
                true => alike.url_of(
                    PublicIx(n),
                    record,
                    &|slug| record_url(record, collection, pattern, slug, config),
                    &taken,
                ),
                false => record_url(record, collection, pattern, &record.slug, config),
            };
            let url = match taken.get(&url) {
                None => Some(url),
                Some(first) => {
                    let free = |url: &Url| !taken.contains_key(url) && !offered.contains(url);
                    let (suggestion, url_offered) =
                        next_free(record, collection, pattern, config, &free).unzip();
                    offered.extend(url_offered);
                    findings.extend(collision(published, record, *first, &url, suggestion));
                    None
                }
            };
            if let Some(url) = &url {
                taken.insert(url.clone(), PublicIx(n));
            }
            records.push(url);
        }
        let mut aliases = aliases(published, &mut taken, findings);
        aliases.extend(former_regions(published, config, &mut taken));
        let regions =
            config.regions.iter().map(|region| Url::new(format!("regions/{}.html", region.id))).collect();
        let alike = alike.shared(&taken);
        Self { records, aliases, regions, alike }
    }

    /// Base URLs that persons whose names are not shown would share, with one entry per person; none of them
    /// uses it.
    #[must_use]
    pub fn alike(&self) -> &[(Url, PublicIx)] {
        &self.alike
    }

    /// A record's URL; `None` if its collection has no pages for records.
    #[must_use]
    pub fn record(&self, ix: PublicIx) -> Option<&Url> {
        self.records.get(ix.at())?.as_ref()
    }

    /// Old URLs, in the order of their records.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// A region's URL.
    #[must_use]
    pub fn region(&self, ix: RegionIx) -> Option<&Url> {
        self.regions.get(ix.at())
    }
}

/// The URLs that a record may have had, published or not: under its own name, and under a placeholder for a
/// person's name. They serve to find pages of withheld persons that are still online. Empty if its collection
/// has no pages for records.
#[must_use]
pub fn own_urls(record: &Record, config: &Config) -> (Option<Url>, Vec<Url>) {
    let Some((collection, pattern)) = pattern(record.collection, config) else {
        return (None, Vec::new());
    };
    let date = collection.roles.date.and_then(|at| record.get(at)).and_then(Value::as_date);
    let url_in = |regions: &[RegionIx], slug: &str, id: &str| {
        let regions = regions.to_vec();
        pattern_url(pattern, &Parts { slug, id, folder: &record.folder, regions, date }, config)
    };
    // If a person moved, each of her regions.
    let places: Vec<Vec<RegionIx>> = match collection.roles.region.and_then(|at| record.get(at)) {
        Some(Value::Stays(stays)) => stays.iter().map(|stay| vec![config.regions.now(stay.region)]).collect(),
        Some(value) => {
            let named = value.regions_on(civil::Date::MAX).into_iter();
            vec![named.map(|ix| config.regions.now(ix)).collect()]
        }
        None => vec![Vec::new()],
    };
    let hidden = hidden_slug(record, config);
    let mut urls = Vec::new();
    for regions in places.iter().rev() {
        urls.push(url_in(regions, &record.slug, &record.id));
        let region = region_ids(regions, config);
        let hidden = hidden.iter().flat_map(|slug| own_slugs(slug, region.as_deref(), date));
        urls.extend(hidden.map(|slug| url_in(regions, &slug, &slug)));
    }
    let own = url_in(places.last().map_or(&[], Vec::as_slice), &record.slug, &record.id);
    urls.retain(|url| *url != own);
    (Some(own), urls)
}

/// The first of `slug-2`, `slug-3` … whose URL is free.
fn next_free(
    record: &PublicRecord,
    collection: &Collection,
    pattern: &UrlPattern,
    config: &Config,
    free: &dyn Fn(&Url) -> bool,
) -> Option<(String, Url)> {
    let written = pattern.0.iter().any(|part| matches!(part, UrlPart::Slug | UrlPart::Path));
    let mut slugs = (2..).take(if written { 100_000 } else { 0 }).map(|n| format!("{}-{n}", record.slug));
    slugs.find_map(|slug| {
        let url = record_url(record, collection, pattern, &slug, config);
        free(&url).then_some((slug, url))
    })
}

fn collision(
    published: &Published,
    record: &PublicRecord,
    first: PublicIx,
    url: &Url,
    suggestion: Option<String>,
) -> Option<Finding> {
    let first = published.record(first)?;
    let [one, other] = told([first, record]);
    let diagnostic = Diagnostic::new(Code::UrlCollision)
        .arg("url", format!("/{url}"))
        .arg("first", &one)
        .arg("second", &other)
        .arg_opt("suggestion", suggestion);
    let mut finding = Finding::new(diagnostic, record.file, record.slug_span.unwrap_or(start(record)));
    finding.related.push((first.file, first.slug_span.unwrap_or(start(first))));
    Some(finding)
}

/// What to call two records that collide: their titles are usually the same too, so by file or, within one
/// file, by what distinguishes them.
fn told(records: [&PublicRecord; 2]) -> [Arc<str>; 2] {
    let ways: [fn(&PublicRecord) -> &Arc<str>; 3] = [|it| &it.path, |it| &it.title, |it| &it.own_id];
    let mut names = ways.into_iter().map(|way| records.map(|record| Arc::clone(way(record))));
    let apart = names.find(|[one, other]| one != other && !one.is_empty() && !other.is_empty());
    apart.unwrap_or_else(|| records.map(|record| Arc::clone(&record.title)))
}

const fn start(record: &PublicRecord) -> Span {
    Span { start: record.span.start, end: record.span.start }
}

fn aliases(
    published: &Published,
    taken: &mut BTreeMap<Url, PublicIx>,
    findings: &mut Vec<Finding>,
) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (record, n) in published.records().iter().zip(0_u32..) {
        for (alias, span) in &record.aliases {
            let url = Url::new(alias.clone());
            match taken.get(&url) {
                Some(first) => {
                    if let Some(mut finding) = collision(published, record, *first, &url, None) {
                        finding.span = *span;
                        findings.push(finding);
                    }
                }
                None => {
                    taken.insert(url.clone(), PublicIx(n));
                    aliases.push(Alias { url, target: PublicIx(n) });
                }
            }
        }
    }
    aliases
}
