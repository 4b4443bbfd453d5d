//! Redirects.

use std::sync::Arc;

use super::page::{Page, PageKind};
use crate::domain::{Region, RegionIx, Regions};
use crate::routes::{Href, Url};

/// A page that redirects from an old URL.
pub(super) fn redirect(url: Url, title: Arc<str>, target: Href) -> Page {
    let kind = PageKind::Redirect { target };
    Page { url, title, description: None, trail: Arc::from([]), feed: None, kind }
}

/// Regions that no longer exist, by id, with the region that replaced each; without those that were merely
/// renamed.
pub(super) fn former(regions: &Regions) -> impl Iterator<Item = (&Arc<str>, RegionIx, &Region)> {
    regions.no_more().filter_map(|(_, it)| Some((&it.id, it.now, regions.at(it.now)?)))
}
