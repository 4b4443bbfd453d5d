//! The plan: all pages and files of a site.

use std::collections::BTreeSet;

use super::common::Shared;
use super::page::{FEEDS_PAGE, Page, PageKind, SEARCH_PAGE};
use crate::config::Asset;
use crate::routes::Url;
use crate::source::SitePath;
use crate::view::Media;

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
