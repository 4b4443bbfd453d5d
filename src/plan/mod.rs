//! Every page, asset, picture and redirect of the site, as data: every URL is known before the first page is rendered.

mod collision;
mod lists;
mod menu;
mod pages;
mod progress;
mod shared;
mod sitemaps;
mod trail;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil;

pub use lists::{FacetLink, FacetLinks, ListPage, PageLink};
pub use menu::MenuLink;
pub use pages::{FeedPage, RegionGroup, RegionPage, RegionRow};
pub use progress::{DataFile, ProgressPage, Table, tables};
pub use shared::{RegionLink, Shared};
pub use trail::Crumb;

use crate::config::{Asset, Config};
use crate::diag::Diagnostics;
use crate::domain::Finding;
use crate::routes::Url;
use crate::source::SitePath;
use crate::view::{Edition, PublicIx};
use crate::view::{Media, RecordCard, Viewer};

/// Most URLs of one sitemap file, by the sitemaps protocol.
pub const SITEMAP_URLS: usize = 50_000;

/// What the plan is made of.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The card of every record, by `PublicIx`.
    pub cards: &'a Arc<[Arc<RecordCard>]>,
    /// The day that decides on what is upcoming.
    pub today: civil::Date,
    /// The files of `static/`, paths relative to it.
    pub statics: &'a [SitePath],
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is written.
    pub url: Url,
    /// What it is called.
    pub title: Arc<str>,
    /// What it tells, in a sentence.
    pub description: Option<Arc<str>>,
    /// The way to it from the home page.
    pub trail: Arc<[Crumb]>,
    /// The feed that belongs to it.
    pub feed: Option<Arc<str>>,
    /// What it shows.
    pub kind: PageKind,
}

/// What a page shows.
#[derive(Clone, Debug)]
pub enum PageKind {
    /// The home page.
    Home,
    /// A list, or a part of it.
    List(ListPage),
    /// A record.
    Record(RecordPage),
    /// All regions.
    Regions(Vec<RegionRow>),
    /// A region.
    Region(RegionPage),
    /// All programs.
    Programs,
    /// A program's figures: its place, and which page.
    Progress(usize, ProgressPage),
    /// A program's figures for programs to read.
    Data(usize, DataFile),
    /// What describes all data files.
    DataPackage,
    /// What readers see where nothing is.
    NotFound,
    /// An old URL.
    Redirect {
        /// Where it leads.
        target: Arc<str>,
    },
    /// An Atom feed.
    Feed(FeedPage),
    /// A sitemap: absolute URLs are made of these.
    Sitemap(Vec<Url>),
    /// The index of several sitemaps.
    SitemapIndex(Vec<Url>),
    /// What crawlers are told.
    Robots {
        /// The sitemap, where there is one.
        sitemap: Option<Url>,
    },
}

impl PageKind {
    /// Whether it is HTML made by a template.
    #[must_use]
    pub const fn is_html(&self) -> bool {
        !matches!(
            self,
            Self::Feed(_)
                | Self::Sitemap(_)
                | Self::SitemapIndex(_)
                | Self::Robots { .. }
                | Self::Data(..)
                | Self::DataPackage
        )
    }
}

/// A record's page.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Its collection's id.
    pub collection: Arc<str>,
    /// The record.
    pub record: PublicIx,
    /// The one before it in its collection's order.
    pub prev: Option<PublicIx>,
    /// The one behind it.
    pub next: Option<PublicIx>,
    /// The page in whose folder it lies.
    pub parent: Option<PublicIx>,
    /// The pages in its folder.
    pub children: Vec<PublicIx>,
}

/// Everything that will be written.
#[derive(Debug)]
pub struct Plan {
    /// Pages, by URL.
    pub pages: Vec<Page>,
    /// The theme's assets, each with its URL.
    pub assets: Vec<(Url, Asset)>,
    /// Files that are copied as they are: URL, and path within the site.
    pub statics: Vec<(Url, SitePath)>,
    /// Pictures and files of records.
    pub media: Vec<Media>,
    /// What all pages know.
    pub shared: Shared,
}

/// Plans the site. What claims one URL twice, or leads nowhere, is told.
#[must_use]
pub fn plan(inputs: &Inputs<'_>, diagnostics: &mut Diagnostics, findings: &mut Vec<Finding>) -> Plan {
    let facets = lists::all_facets(inputs);
    let shared = shared::shared(inputs, diagnostics);
    let mut pages = pages::fixed(inputs, &shared);
    pages.extend(lists::pages(inputs, &shared, &facets));
    pages.extend(pages::records(inputs, &shared));
    pages.extend(pages::redirects(inputs));
    pages.extend(pages::regions(inputs, &shared, &facets));
    pages.extend(progress::pages(inputs));
    pages.extend(pages::feeds(inputs, &shared));
    pages.extend(sitemaps::sitemaps(inputs.is_internal(), &pages));
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    let assets: Vec<(Url, Asset)> = inputs
        .config
        .theme
        .assets
        .values()
        .map(|asset| (Url::new(format!("assets/{}", asset.path)), asset.clone()))
        .collect();
    let statics: Vec<(Url, SitePath)> = inputs
        .statics
        .iter()
        .filter_map(|path| {
            Some((Url::new(path.as_str()), SitePath::try_from(format!("static/{path}").as_str()).ok()?))
        })
        .collect();
    let media = media(inputs, findings);
    let plan = Plan { pages, assets, statics, media, shared };
    collision::check(&plan, inputs, diagnostics);
    plan
}

/// The pictures and files of all records; what is wrong with their texts is found on the way.
fn media(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) -> Vec<Media> {
    use rayon::prelude::*;
    let records = inputs.viewer.published.records();
    let found: Vec<(BTreeSet<Media>, Vec<Finding>)> = records
        .par_chunks(256)
        .map(|records| {
            let (mut media, mut findings) = (BTreeSet::new(), Vec::new());
            records.iter().for_each(|record| inputs.viewer.media(record, &mut media, &mut findings));
            (media, findings)
        })
        .collect();
    let mut media = BTreeSet::new();
    for (part, part_findings) in found {
        media.extend(part);
        findings.extend(part_findings);
    }
    // The same picture under two names in one record is one file: its URL says what it holds.
    let mut urls = BTreeSet::new();
    media.retain(|one| match one {
        Media::Picture { url, .. } => urls.insert(url.clone()),
        Media::File { .. } => true,
    });
    media.into_iter().collect()
}

impl Inputs<'_> {
    /// Whether the edition is the internal one.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.viewer.published.edition == Edition::Internal
    }

    /// A record's card.
    #[must_use]
    pub fn card(&self, ix: PublicIx) -> Option<&Arc<RecordCard>> {
        self.cards.get(usize::try_from(ix.0).ok()?)
    }
}
