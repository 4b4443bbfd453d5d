//! Pages other than lists: home, records, regions, redirects, feeds.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Crumb;
use super::common::Shared;
use super::feed_page::FeedPage;
use super::inputs::PlanInputs;
use super::lists::facet_url;
use super::page::{FEEDS_PAGE, Page, PageKind, RecordPage, SEARCH_PAGE};
use super::redirect::{former, redirect};
use super::region_page::{RegionGroup, RegionPage, RegionRow};
use crate::domain::{Collection, CollectionIx, RegionIx, UrlPart};
use crate::routes::{Href, Url};
use crate::view::progress::Area;
use crate::view::{FacetView, PublicIx, RecordCard};

/// Number of entries in a feed.
const FEED_ENTRIES: usize = 20;
/// Number of records per collection on a region's page; a link leads to the rest.
const REGION_RECORDS: usize = 12;

fn home_crumb(inputs: &PlanInputs<'_>) -> Crumb {
    Crumb::new(inputs.viewer.words.word("nav.home", &[]), Href::to("index.html"))
}

fn site_feed(shared: &Shared) -> Option<Href> {
    shared.collections.values().any(|view| view.feed.is_some()).then(|| Href::to("feed.xml"))
}

/// The home page and the page for unknown addresses.
pub(super) fn fixed(inputs: &PlanInputs<'_>, shared: &Shared) -> Vec<Page> {
    let site = &inputs.config.site;
    let home = Page {
        url: Url::new("index.html"),
        title: site.title.clone(),
        description: site.description.clone(),
        trail: Arc::from([]),
        feed: site_feed(shared),
        kind: PageKind::Home,
    };
    let not_found = Page {
        url: Url::new("404.html"),
        title: Arc::from(inputs.viewer.words.word("not-found.title", &[])),
        description: None,
        trail: Arc::from([home_crumb(inputs)]),
        feed: None,
        kind: PageKind::NotFound,
    };
    vec![home, not_found]
}

/// The search page, if the theme has one.
pub(super) fn search(inputs: &PlanInputs<'_>) -> Option<Page> {
    let words = inputs.viewer.words;
    inputs.config.theme.has_search().then(|| Page {
        url: Url::new(SEARCH_PAGE),
        title: Arc::from(words.word("search.title", &[])),
        description: Some(Arc::from(
            words.word("search.description", &[("site", &inputs.config.site.title)]),
        )),
        trail: Arc::from([home_crumb(inputs)]),
        feed: None,
        kind: PageKind::Search,
    })
}

/// The page about feeds, if there are any and the theme has such a page.
pub(super) fn about_feeds(inputs: &PlanInputs<'_>, shared: &Shared) -> Option<Page> {
    let feed = site_feed(shared)?;
    inputs.config.theme.has_template("feeds.html").then(|| Page {
        url: Url::new(FEEDS_PAGE),
        title: Arc::from(inputs.viewer.words.word("feeds.title", &[])),
        description: None,
        trail: Arc::from([home_crumb(inputs)]),
        feed: Some(feed),
        kind: PageKind::Feeds,
    })
}

/// A page for every record that has a URL.
pub(super) fn records(inputs: &PlanInputs<'_>, shared: &Shared) -> Vec<Page> {
    let mut pages = Vec::new();
    for (collection, n) in inputs.config.collections.iter().zip(0_u16..) {
        let of_it: Vec<PublicIx> = inputs.viewer.published.of(CollectionIx(n)).map(|(ix, _)| ix).collect();
        let view = shared.collections.get(&collection.id);
        let list = view.and_then(|view| Some(Crumb::new(view.title.clone(), view.url.clone()?)));
        let trail: Arc<[Crumb]> = std::iter::once(home_crumb(inputs)).chain(list).collect();
        let feed = view.and_then(|view| view.feed.clone());
        let nested = Nested::new(inputs, &of_it);
        let neighbours = neighbours(inputs, collection, &of_it, &nested);
        for ix in &of_it {
            let (Some(card), Some(url)) = (inputs.card(*ix), inputs.viewer.routes.record(*ix)) else {
                continue;
            };
            let (prev, next) = neighbours.of(*ix);
            let parent = nested.parents.get(ix).copied();
            pages.push(Page {
                url: url.clone(),
                title: card.title.clone(),
                description: description(inputs, card),
                trail: nested.trail(inputs, *ix, &trail),
                feed: feed.clone(),
                kind: PageKind::Record(RecordPage {
                    collection: collection.id.clone(),
                    record: *ix,
                    prev,
                    next,
                    parent,
                    children: nested.children.get(ix).cloned().unwrap_or_default(),
                }),
            });
        }
    }
    pages
}

fn description(inputs: &PlanInputs<'_>, card: &RecordCard) -> Option<Arc<str>> {
    card.summary.clone().or_else(|| described(inputs, card))
}

/// The description of a record without a summary: what it is, where, and when.
fn described(inputs: &PlanInputs<'_>, card: &RecordCard) -> Option<Arc<str>> {
    let words = inputs.viewer.words;
    words.get("record.description")?;
    let region = card.region.as_ref().map(|region| &*region.title);
    let date = card.date.as_ref().map(|date| &*date.text);
    let what: Vec<&str> = [Some(&*card.title), region, date].into_iter().flatten().collect();
    let collection = inputs.config.collection_named(&card.collection);
    let collection = collection.map(|(_, collection)| inputs.viewer.collection_title(collection))?;
    let what = what.join(words.get("list.comma").map_or(", ", |comma| comma));
    Some(Arc::from(words.word("record.description", &[("collection", &collection), ("what", &what)])))
}

/// The nesting of records by folder: `about/history` is a child of `about`.
struct Nested {
    parents: BTreeMap<PublicIx, PublicIx>,
    children: BTreeMap<PublicIx, Vec<PublicIx>>,
}

impl Nested {
    fn new(inputs: &PlanInputs<'_>, records: &[PublicIx]) -> Self {
        let id = |ix: &PublicIx| inputs.viewer.record(*ix).map(|record| (&*record.own_id, *ix));
        let mut nested = Self { parents: BTreeMap::new(), children: BTreeMap::new() };
        if !records.iter().filter_map(id).any(|(id, _)| id.contains('/')) {
            return nested;
        }
        let ids: BTreeMap<&str, PublicIx> = records.iter().filter_map(id).collect();
        for ix in records {
            let Some((id, _)) = id(ix) else { continue };
            let parent = id.rsplit_once('/').and_then(|(folder, _)| ids.get(folder));
            if let Some(parent) = parent {
                nested.parents.insert(*ix, *parent);
                nested.children.entry(*parent).or_default().push(*ix);
            }
        }
        nested
    }

    /// The breadcrumbs of a record: those of its collection, and the pages above it.
    fn trail(&self, inputs: &PlanInputs<'_>, ix: PublicIx, trail: &Arc<[Crumb]>) -> Arc<[Crumb]> {
        let above = std::iter::successors(self.parents.get(&ix), |above| self.parents.get(above));
        let mut above: Vec<Crumb> = above
            .filter_map(|ix| inputs.card(*ix))
            .filter_map(|card| Some(Crumb::new(card.title.clone(), card.url.clone()?)))
            .collect();
        if above.is_empty() {
            return trail.clone();
        }
        above.reverse();
        trail.iter().cloned().chain(above).collect()
    }
}

/// The previous and next record of each, by their indices within the collection.
struct Neighbours {
    first: u32,
    of: Vec<(Option<PublicIx>, Option<PublicIx>)>,
}

impl Neighbours {
    fn of(&self, ix: PublicIx) -> (Option<PublicIx>, Option<PublicIx>) {
        self.place(ix).and_then(|at| self.of.get(at)).copied().unwrap_or((None, None))
    }

    fn place(&self, PublicIx(ix): PublicIx) -> Option<usize> {
        usize::try_from(ix.checked_sub(self.first)?).ok()
    }
}

/// The previous and next record of each, in the collection's order; if URLs have folders, within one folder.
fn neighbours(
    inputs: &PlanInputs<'_>,
    collection: &Collection,
    records: &[PublicIx],
    nested: &Nested,
) -> Neighbours {
    let by_folder = collection.url.as_ref().is_some_and(|url| url.0.contains(&UrlPart::Path));
    let mut rows: BTreeMap<Option<PublicIx>, Vec<PublicIx>> = BTreeMap::new();
    for ix in records.iter().filter(|ix| inputs.viewer.routes.record(**ix).is_some()) {
        let row = if by_folder { nested.parents.get(ix).copied() } else { None };
        rows.entry(row).or_default().push(*ix);
    }
    let first = records.first().map_or(0, |ix| ix.0);
    let mut found = Neighbours { first, of: vec![(None, None); records.len()] };
    for row in rows.into_values() {
        let before = std::iter::once(None).chain(row.iter().copied().map(Some));
        let behind = row.iter().copied().skip(1).map(Some).chain([None]);
        for ((ix, before), behind) in row.iter().zip(before).zip(behind) {
            if let Some(slot) = found.place(*ix).and_then(|at| found.of.get_mut(at)) {
                *slot = (before, behind);
            }
        }
    }
    found
}

/// The URL of a record's calendar file, beside its page.
pub(crate) fn calendar_url(page: &Url) -> Url {
    let path = page.path();
    Url::new(format!("{}.ics", path.strip_suffix(".html").unwrap_or(path)))
}

/// A calendar file for every upcoming event with a known day.
pub(super) fn calendars(inputs: &PlanInputs<'_>, shared: &Shared) -> Vec<Page> {
    let files = shared.upcoming.iter().filter_map(|ix| {
        let (card, url) = (inputs.card(*ix)?, inputs.viewer.routes.record(*ix)?);
        // Ongoing offers have no day on which to come.
        card.date.as_ref().map(|date| date.value).filter(|date| date.last_day() >= inputs.today)?.day()?;
        Some(Page {
            url: calendar_url(url),
            title: card.title.clone(),
            description: None,
            trail: Arc::from([]),
            feed: None,
            kind: PageKind::Calendar(*ix),
        })
    });
    files.collect()
}

/// Old URLs.
pub(super) fn redirects(inputs: &PlanInputs<'_>) -> Vec<Page> {
    let pages = inputs.viewer.routes.aliases().iter().filter_map(|alias| {
        let card = inputs.card(alias.target)?;
        Some(redirect(alias.url.clone(), card.title.clone(), card.url.clone()?))
    });
    pages.collect()
}

/// The list of regions and the page of each.
pub(super) fn regions(inputs: &PlanInputs<'_>, shared: &Shared, facets: &[Vec<FacetView>]) -> Vec<Page> {
    let regions = &inputs.config.regions;
    if regions.is_empty() {
        return Vec::new();
    }
    let groups: Vec<Vec<RegionGroup>> = groups(inputs, shared, facets);
    let words = inputs.viewer.words;
    let title: Arc<str> = Arc::from(words.word("regions.title", &[]));
    let home = home_crumb(inputs);
    // The rows are one table: each has a number for every collection that has records in any region.
    let counted = |id: &Arc<str>| groups.iter().flatten().any(|group| group.collection == *id);
    let columns: Vec<&Arc<str>> = shared.order.iter().filter(|id| counted(id)).collect();
    let rows = groups.iter().zip(0_u32..).zip(regions.iter()).filter(|(_, region)| region.is_top());
    let rows = rows.map(|((groups, n), _)| {
        let of = |id: &&Arc<str>| {
            let group = groups.iter().find(|group| group.collection == **id);
            (Arc::clone(id), group.map_or(0, |group| group.total))
        };
        RegionRow { region: RegionIx(n), counts: columns.iter().map(of).collect() }
    });
    let mut pages = vec![Page {
        url: Url::new("regions/index.html"),
        title: title.clone(),
        description: None,
        trail: Arc::from([home.clone()]),
        feed: None,
        kind: PageKind::Regions(rows.collect()),
    }];
    let trail: Arc<[Crumb]> = Arc::from([home, Crumb::new(title, Href::to("regions/index.html"))]);
    for ((region, n), groups) in regions.iter().zip(0_u32..).zip(groups) {
        let Some(url) = inputs.viewer.routes.region(RegionIx(n)) else { continue };
        let values = [("region", &*region.title), ("site", &*inputs.config.site.title)];
        pages.push(Page {
            url: url.clone(),
            title: region.title.clone(),
            description: Some(Arc::from(words.word("region.description", &values))),
            trail: trail.clone(),
            feed: None,
            kind: PageKind::Region(RegionPage { region: RegionIx(n), groups }),
        });
    }
    pages.extend(former(regions).filter_map(|(id, now, region)| {
        let target = inputs.viewer.routes.region(now)?;
        Some(redirect(Url::new(format!("regions/{id}.html")), region.title.clone(), target.href()))
    }));
    pages
}

/// The records of every region, by collection; collected in one pass.
fn groups(inputs: &PlanInputs<'_>, shared: &Shared, facets: &[Vec<FacetView>]) -> Vec<Vec<RegionGroup>> {
    let mut all: Vec<Vec<RegionGroup>> = inputs.config.regions.iter().map(|_| Vec::new()).collect();
    for ((collection, n), facets) in inputs.config.collections.iter().zip(0_u16..).zip(facets) {
        let mut found: BTreeMap<RegionIx, Vec<PublicIx>> = BTreeMap::new();
        for (ix, _) in inputs.viewer.published.of(CollectionIx(n)) {
            let mut around: Vec<RegionIx> = inputs.viewer.regions_of(ix);
            // A region's page also lists the records of regions within it.
            let regions = &inputs.config.regions;
            around = around.iter().flat_map(|ix| regions.around(*ix, inputs.today)).collect();
            around.sort_unstable();
            around.dedup();
            for region in around {
                found.entry(region).or_default().push(ix);
            }
        }
        let hidden = inputs.viewer.hidden_of(CollectionIx(n));
        let has_list = shared.collections.get(&collection.id).is_some_and(|view| view.url.is_some());
        let role = collection.roles.region.and_then(|at| collection.fields.get(at));
        let facet = facets.iter().find(|facet| role.is_some_and(|role| role.name == facet.name));
        for ((region, at), groups) in inputs.config.regions.iter().zip(0_u32..).zip(&mut all) {
            let Some(records) = found.remove(&RegionIx(at)) else { continue };
            let value = || {
                facet.and_then(|facet| {
                    let value = facet.values.iter().find(|value| value.id == region.id)?;
                    Some(facet_url(&collection.id, facet, &value.slug).href())
                })
            };
            let url = if has_list && records.len() > REGION_RECORDS { value() } else { None };
            groups.push(RegionGroup {
                collection: collection.id.clone(),
                total: records.len(),
                hidden: hidden.get(&Area::Region(RegionIx(at))).copied().unwrap_or(0),
                records: records.into_iter().take(REGION_RECORDS).collect(),
                url,
            });
        }
    }
    all
}

/// A feed for every collection that wants one, and one for the whole site.
pub(super) fn feeds(inputs: &PlanInputs<'_>, shared: &Shared) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut all: Vec<PublicIx> = Vec::new();
    let site = &*inputs.config.site.title;
    for (collection, n) in inputs.config.collections.iter().zip(0_u16..) {
        let Some((view, feed)) =
            shared.collections.get(&collection.id).and_then(|view| Some((view, view.feed.clone()?)))
        else {
            continue;
        };
        let records = latest(inputs, inputs.viewer.published.of(CollectionIx(n)).map(|(ix, _)| ix).collect());
        all.extend(&records);
        let of = view.url.clone().unwrap_or_else(|| Href::to("index.html"));
        let words = [("collection", &*view.title), ("site", site)];
        let title = Arc::from(inputs.viewer.words.word("feed.title", &words));
        pages.push(feed_page(feed, title, Some(collection.id.clone()), of, records));
    }
    if let Some(feed) = site_feed(shared) {
        pages.push(feed_page(feed, Arc::from(site), None, Href::to("index.html"), latest(inputs, all)));
    }
    pages
}

/// The latest records that have a page and a date that is not in the future.
fn latest(inputs: &PlanInputs<'_>, records: Vec<PublicIx>) -> Vec<PublicIx> {
    let date = |ix: &PublicIx| {
        let card = inputs.card(*ix).filter(|card| card.url.is_some())?;
        card.date.as_ref().map(|date| date.value).filter(|date| date.first_day() <= inputs.today)
    };
    let mut dated: Vec<_> = records.into_iter().filter_map(|ix| Some((Reverse(date(&ix)?), ix))).collect();
    dated.sort();
    dated.truncate(FEED_ENTRIES);
    dated.into_iter().map(|(_, ix)| ix).collect()
}

fn feed_page(
    url: Href,
    title: Arc<str>,
    collection: Option<Arc<str>>,
    of: Href,
    records: Vec<PublicIx>,
) -> Page {
    let kind = PageKind::Feed(FeedPage { collection, of: of.file(), records });
    Page { url: url.file(), title, description: None, trail: Arc::from([]), feed: None, kind }
}
