//! The URL of every record, of old URLs that lead to them, and of regions; what lies on one URL twice.

mod progress;
mod url;

use std::collections::BTreeMap;

pub use progress::{ProgramUrls, programs_url};
pub use url::{Url, decode, encode, relative};

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Collection, Date, Finding, Record, RegionIx, Span, UrlPart, UrlPattern, Value};
use crate::edition::{PublicIx, PublicRecord, Published, hidden_slug};

/// How many persons are looked for under one name that stands for theirs.
const MOST_NAMESAKES: usize = 20;

/// An old URL.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Where a page that leads on is written.
    pub url: Url,
    /// The record that it leads to.
    pub target: PublicIx,
}

/// The URLs of an edition.
#[derive(Debug)]
pub struct Routes {
    records: Vec<Option<Url>>,
    aliases: Vec<Alias>,
    regions: Vec<Url>,
}

impl Routes {
    /// Gives every record its URL. What two records claim is a finding, and the first keeps it.
    #[must_use]
    pub fn new(published: &Published, config: &Config, findings: &mut Vec<Finding>) -> Self {
        let mut taken: BTreeMap<Url, PublicIx> = BTreeMap::new();
        let mut records = Vec::with_capacity(published.records().len());
        for (record, n) in published.records().iter().zip(0_u32..) {
            let collection = config.collection(record.collection);
            let pattern = collection.and_then(|collection| Some((collection, collection.url.as_ref()?)));
            let Some((collection, pattern)) = pattern else {
                records.push(None);
                continue;
            };
            let url = record_url(record, collection, pattern, &record.slug, config);
            let free = |url: &Url| !taken.contains_key(url);
            let url = match taken.get(&url) {
                None => Some(url),
                // Her slug is made from what stands for her name; no editor could choose another.
                Some(_) if record.name_hidden => {
                    next_free(record, collection, pattern, config, &free).map(|(url, _)| url)
                }
                Some(first) => {
                    let suggestion =
                        next_free(record, collection, pattern, config, &free).map(|(_, slug)| slug);
                    findings.extend(collision(published, record, *first, &url, suggestion));
                    None
                }
            };
            if let Some(url) = &url {
                taken.insert(url.clone(), PublicIx(n));
            }
            records.push(url);
        }
        let aliases = aliases(published, &mut taken, findings);
        let regions =
            config.regions.iter().map(|region| Url::new(format!("regions/{}.html", region.id))).collect();
        Self { records, aliases, regions }
    }

    /// A record's URL; `None` where its collection gives its records no pages.
    #[must_use]
    pub fn record(&self, ix: PublicIx) -> Option<&Url> {
        self.records.get(usize::try_from(ix.0).ok()?)?.as_ref()
    }

    /// Old URLs, in the order of their records.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// A region's URL.
    #[must_use]
    pub fn region(&self, ix: RegionIx) -> Option<&Url> {
        self.regions.get(usize::try_from(ix.0).ok()?)
    }
}

/// What a record's URL is made of.
struct Parts<'a> {
    slug: &'a str,
    id: &'a str,
    folder: &'a str,
    /// One a record; of several hosts all.
    regions: Vec<RegionIx>,
    date: Option<Date>,
}

fn record_url(
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
    let date = record.date(collection.roles.date);
    pattern_url(pattern, &Parts { slug, id: &record.id, folder: &record.folder, regions, date }, config)
}

/// The URLs that a record may have had, published or not: under its own name, and under what stands for a person's name. By them
/// is found what of a person who is withheld is still online. None where its collection gives its records no pages.
#[must_use]
pub fn own_urls(record: &Record, config: &Config) -> (Option<Url>, Vec<Url>) {
    let collection = config.collection(record.collection);
    let Some((collection, pattern)) = collection.and_then(|it| Some((it, it.url.as_ref()?))) else {
        return (None, Vec::new());
    };
    let regions = collection.roles.region.and_then(|at| record.get(at)).map_or_else(Vec::new, Value::regions);
    let date = collection.roles.date.and_then(|at| record.get(at)).and_then(Value::as_date);
    let url = |slug: &str, id: &str| {
        let regions = regions.clone();
        pattern_url(pattern, &Parts { slug, id, folder: &record.folder, regions, date }, config)
    };
    let hidden = hidden_slug(record, config).into_iter().flat_map(|slug| {
        let numbered: Vec<String> = (2..=MOST_NAMESAKES).map(|n| format!("{slug}-{n}")).collect();
        std::iter::once(slug.to_string()).chain(numbered)
    });
    (Some(url(&record.slug, &record.id)), hidden.map(|slug| url(&slug, &slug)).collect())
}

fn pattern_url(pattern: &UrlPattern, parts: &Parts<'_>, config: &Config) -> Url {
    let region = |ix: RegionIx| config.regions.get(usize::try_from(ix.0).ok()?).map(|region| &*region.id);
    let mut path = String::new();
    for part in &pattern.0 {
        match part {
            UrlPart::Literal(text) => path.push_str(text),
            UrlPart::Slug => path.push_str(parts.slug),
            UrlPart::Id => path.push_str(&crate::domain::slug::slug(parts.id)),
            UrlPart::Region => path.push_str(match parts.regions.as_slice() {
                [] => "other",
                [only] => region(*only).unwrap_or("other"),
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

/// The first of `slug-2`, `slug-3` … whose URL is free.
fn next_free(
    record: &PublicRecord,
    collection: &Collection,
    pattern: &UrlPattern,
    config: &Config,
    free: &dyn Fn(&Url) -> bool,
) -> Option<(Url, String)> {
    let written = pattern.0.iter().any(|part| matches!(part, UrlPart::Slug | UrlPart::Path));
    let slugs = (2..).take(if written { 100_000 } else { 0 }).map(|n| format!("{}-{n}", record.slug));
    slugs
        .map(|slug| (record_url(record, collection, pattern, &slug, config), slug))
        .find(|(url, _)| free(url))
}

fn collision(
    published: &Published,
    record: &PublicRecord,
    first: PublicIx,
    url: &Url,
    suggestion: Option<String>,
) -> Option<Finding> {
    let first = published.record(first)?;
    let diagnostic = Diagnostic::new(Code::UrlCollision)
        .arg("url", format!("/{url}"))
        .arg("first", told(first))
        .arg("second", told(record))
        .arg_opt("suggestion", suggestion);
    let mut finding = Finding::new(diagnostic, record.file, record.slug_span.unwrap_or(start(record)));
    finding.related.push((first.file, first.slug_span.unwrap_or(start(first))));
    Some(finding)
}

/// What a record is called where two are alike: their titles mostly are too.
fn told(record: &PublicRecord) -> &std::sync::Arc<str> {
    if record.path.is_empty() { &record.title } else { &record.path }
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
