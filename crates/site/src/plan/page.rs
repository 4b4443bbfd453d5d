//! A planned page.

use std::sync::Arc;

use super::alike_link::AlikeLink;
use super::feed_page::FeedPage;
use super::list_page::ListPage;
use super::progress_page::{DataFile, ProgressPage};
use super::region_page::{RegionPage, RegionRow};
use super::trail::Crumb;
use crate::routes::{Href, Url};
use crate::view::PublicIx;

/// Maximum number of URLs per sitemap file, by the sitemaps protocol.
pub const SITEMAP_URLS: usize = 50_000;

/// The search page. It is at the root, so that links in the index are paths.
pub const SEARCH_PAGE: &str = "search.html";

/// The page that explains the feeds.
pub const FEEDS_PAGE: &str = "feeds.html";

/// The folder of the search index. The number of its files is not known in advance, so the whole folder is
/// reserved.
pub const SEARCH_FOLDER: &str = "search/";

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
