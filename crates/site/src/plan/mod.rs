//! Plans every page, asset, picture and redirect of the site as data: every URL is known before the first
//! page is rendered.

mod alike;
mod assets;
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
use rayon::prelude::*;

pub(crate) use alike::ALIKE_TEMPLATE;
pub use alike::AlikeLink;
pub use lists::{FacetLink, FacetLinks, ListPage, PageLink};
pub use menu::MenuLink;
pub(crate) use pages::calendar_url;
pub use pages::{FeedPage, RegionGroup, RegionPage, RegionRow};
pub use progress::{DataFile, ProgressPage, Table, tables};
pub use shared::{RegionLink, Shared};
pub use trail::Crumb;

use crate::config::{Asset, Config};
use crate::diag::Diagnostics;
use crate::domain::Finding;
use crate::routes::{Href, Url};
use crate::source::SitePath;
use crate::view::{Edition, PublicIx};
use crate::view::{Media, RecordCard, Viewer};

/// Maximum number of URLs per sitemap file, by the sitemaps protocol.
pub const SITEMAP_URLS: usize = 50_000;

/// The search page. It is at the root, so that links in the index are paths.
pub const SEARCH_PAGE: &str = "search.html";
/// The page that explains the feeds.
pub const FEEDS_PAGE: &str = "feeds.html";
/// The folder of the search index. The number of its files is not known in advance, so the whole folder is
/// reserved.
pub const SEARCH_FOLDER: &str = "search/";

/// The input of the plan.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The card of every record, by `PublicIx`.
    pub cards: &'a Arc<[Arc<RecordCard>]>,
    /// Determines what is upcoming.
    pub today: civil::Date,
    /// The files of `static/`, paths relative to it.
    pub statics: &'a [SitePath],
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its output path.
    pub url: Url,
    /// Its title.
    pub title: Arc<str>,
    /// Its description, in a sentence.
    pub description: Option<Arc<str>>,
    /// Its breadcrumbs from the home page.
    pub trail: Arc<[Crumb]>,
    /// Its feed.
    pub feed: Option<Href>,
    /// Its contents.
    pub kind: PageKind,
}

/// The contents of a page.
#[derive(Clone, Debug)]
pub enum PageKind {
    /// The home page.
    Home,
    /// A list, or a page of it.
    List(Box<ListPage>),
    /// A record.
    Record(RecordPage),
    /// All regions.
    Regions(Vec<RegionRow>),
    /// A region.
    Region(RegionPage),
    /// All programs.
    Programs,
    /// A page about a program's figures, with the program's index.
    Progress(usize, ProgressPage),
    /// A machine-readable file of a program's figures.
    Data(usize, DataFile),
    /// The description of all data files.
    DataPackage,
    /// A calendar file of an upcoming event.
    Calendar(PublicIx),
    /// The search page.
    Search,
    /// The page about feeds.
    Feeds,
    /// The page for unknown addresses.
    NotFound,
    /// A disambiguation page at an address that several things would share, as the values 李 and 丽 of a facet
    /// would share `li`.
    Alike {
        /// The heading: their names.
        title: Arc<str>,
        /// Its links.
        links: Vec<AlikeLink>,
    },
    /// An old URL.
    Redirect {
        /// Where it leads.
        target: Href,
    },
    /// An Atom feed.
    Feed(FeedPage),
    /// A sitemap of these URLs, made absolute.
    Sitemap(Vec<Url>),
    /// The index of several sitemaps.
    SitemapIndex(Vec<Url>),
    /// The instructions for crawlers.
    Robots {
        /// The sitemap, if there is one.
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
                | Self::Calendar(_)
        )
    }

    /// Whether readers look for it: not a redirect, disambiguation or error page.
    #[must_use]
    pub const fn is_sought(&self) -> bool {
        !matches!(self, Self::NotFound | Self::Redirect { .. } | Self::Alike { .. })
    }
}

/// A record's page.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Its collection's id.
    pub collection: Arc<str>,
    /// The record.
    pub record: PublicIx,
    /// The previous one in its collection's order.
    pub prev: Option<PublicIx>,
    /// The next one.
    pub next: Option<PublicIx>,
    /// The page in whose folder it is.
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
    /// Files that are copied unchanged: URL, and path within the site.
    pub statics: Vec<(Url, SitePath)>,
    /// Pictures and files of records.
    pub media: Vec<Media>,
    /// Data that all pages share.
    pub shared: Shared,
}

impl Plan {
    /// Every file of the site, except those of the search index.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let pages = self.pages.iter().map(|page| page.url.path());
        let assets = self.assets.iter().map(|(url, _)| url.path());
        let statics = self.statics.iter().map(|(url, _)| url.path());
        let media = self.media.iter().map(|media| match media {
            Media::Picture { url, .. } | Media::File { url, .. } => url.path(),
        });
        pages.chain(assets).chain(statics).chain(media)
    }

    /// The page at a path such as `bases/jinxiu.html`.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&Page> {
        let at = self.pages.binary_search_by(|page| page.url.path().cmp(path)).ok()?;
        self.pages.get(at)
    }

    /// Number of pictures and files of records, regardless of variants.
    #[must_use]
    pub fn sources(&self) -> usize {
        let sources = self.media.iter().map(|media| match media {
            Media::Picture { source, .. } | Media::File { source, .. } => source,
        });
        sources.collect::<BTreeSet<_>>().len()
    }

    /// Whether there is a page about the feeds.
    #[must_use]
    pub fn has_feeds(&self) -> bool {
        self.page(FEEDS_PAGE).is_some_and(|page| matches!(page.kind, PageKind::Feeds))
    }

    /// Whether there is a search page.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.page(SEARCH_PAGE).is_some_and(|page| matches!(page.kind, PageKind::Search))
    }
}

/// Plans the site. Reports collisions and dead ends.
#[must_use]
pub fn plan(inputs: &Inputs<'_>, diagnostics: &mut Diagnostics, findings: &mut Vec<Finding>) -> Plan {
    let mut of_texts = Vec::new();
    let ((pages, shared), media) =
        rayon::join(|| pages(inputs, diagnostics), || media(inputs, &mut of_texts));
    findings.append(&mut of_texts);
    let assets = assets::assets(&inputs.config.theme.assets);
    let statics: Vec<(Url, SitePath)> = inputs
        .statics
        .iter()
        .filter_map(|path| {
            Some((Url::new(path.as_str()), SitePath::try_from(format!("static/{path}").as_str()).ok()?))
        })
        .collect();
    let plan = Plan { pages, assets, statics, media, shared };
    collision::check(&plan, inputs, diagnostics, findings);
    plan
}

/// All pages by URL, and the data that they share.
fn pages(inputs: &Inputs<'_>, diagnostics: &mut Diagnostics) -> (Vec<Page>, Shared) {
    let facets = lists::all_facets(inputs);
    let shared = shared::shared(inputs, diagnostics);
    let mut pages = pages::fixed(inputs, &shared);
    pages.extend(pages::search(inputs));
    pages.extend(lists::pages(inputs, &shared, &facets));
    pages.extend(pages::records(inputs, &shared));
    pages.extend(pages::calendars(inputs, &shared));
    pages.extend(pages::redirects(inputs));
    pages.extend(alike::persons(inputs));
    pages.extend(pages::regions(inputs, &shared, &facets));
    pages.extend(progress::pages(inputs));
    pages.extend(pages::feeds(inputs, &shared));
    // A page of the site's own may have the name already.
    let about = pages::about_feeds(inputs, &shared);
    pages.extend(about.filter(|about| pages.iter().all(|page| page.url != about.url)));
    describe(inputs, &mut pages);
    pages.extend(sitemaps::sitemaps(inputs.is_internal(), &pages));
    pages.par_sort_by(|a, b| a.url.cmp(&b.url));
    pages.shrink_to_fit();
    (pages, shared)
}

/// Gives pages that nobody described a sentence of their title, where the theme has words for one.
fn describe(inputs: &Inputs<'_>, pages: &mut [Page]) {
    if inputs.viewer.words.get("page.description").is_none() {
        return;
    }
    let site = &inputs.config.site.title;
    for page in pages.iter_mut().filter(|page| page.kind.is_html() && page.description.is_none()) {
        let values = [("title", &*page.title), ("site", site)];
        page.description = Some(Arc::from(inputs.viewer.words.word("page.description", &values)));
    }
}

/// The pictures and files of all records; also collects findings about their texts.
fn media(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) -> Vec<Media> {
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
    // The same picture under two names in one record is one file, since its URL is derived from its contents.
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
