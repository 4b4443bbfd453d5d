//! Plans every page, asset, picture and redirect of the site as data: every URL is known before the first
//! page is rendered.

mod alike;
mod alike_link;
mod assets;
mod collision;
mod common;
mod feed_page;
mod inputs;
mod list_page;
mod lists;
mod menu;
mod page;
mod pages;
mod progress;
mod progress_page;
mod redirect;
mod region_page;
mod shared;
mod sitemaps;
mod trail;
mod whole;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use alike::ALIKE_TEMPLATE;
pub use alike_link::AlikeLink;
pub use common::{MenuLink, RegionLink, Shared};
pub use feed_page::FeedPage;
pub use inputs::PlanInputs;
pub use list_page::{FacetLink, FacetLinks, ListPage, PageLink};
pub use page::{FEEDS_PAGE, Page, PageKind, RecordPage, SEARCH_FOLDER, SEARCH_PAGE, SITEMAP_URLS};
pub(crate) use pages::calendar_url;
pub use progress::tables;
pub use progress_page::{DataFile, ProgressPage, Table};
pub use region_page::{RegionGroup, RegionPage, RegionRow};
pub use trail::Crumb;
pub use whole::Plan;

use crate::diag::Diagnostics;
use crate::domain::Finding;
use crate::routes::Url;
use crate::source::SitePath;
use crate::view::Media;

/// Plans the site. Reports collisions and dead ends.
#[must_use]
pub fn plan(inputs: &PlanInputs<'_>, diagnostics: &mut Diagnostics, findings: &mut Vec<Finding>) -> Plan {
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
fn pages(inputs: &PlanInputs<'_>, diagnostics: &mut Diagnostics) -> (Vec<Page>, Shared) {
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
fn describe(inputs: &PlanInputs<'_>, pages: &mut [Page]) {
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
fn media(inputs: &PlanInputs<'_>, findings: &mut Vec<Finding>) -> Vec<Media> {
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
