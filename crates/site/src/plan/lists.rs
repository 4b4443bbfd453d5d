//! Lists of collections and of facet values, split into pages.

use std::sync::Arc;

use super::alike_link::AlikeLink;
use super::common::Shared;
use super::inputs::PlanInputs;
use super::list_page::{FacetLink, FacetLinks, ListPage};
use super::page::{Page, PageKind};
use super::redirect::{former, redirect};
use super::{Crumb, alike};
use crate::domain::{Collection, CollectionIx, FieldType};
use crate::routes::{Href, Url};
use crate::view::{FacetView, PublicIx};

/// The facets of every collection, by its index.
pub(super) fn all_facets(inputs: &PlanInputs<'_>) -> Vec<Vec<FacetView>> {
    use rayon::prelude::*;
    let count = u16::try_from(inputs.config.collections.len()).unwrap_or(u16::MAX);
    (0..count).into_par_iter().map(|n| inputs.viewer.facets(CollectionIx(n))).collect()
}

/// The list pages of all collections.
pub(super) fn pages(inputs: &PlanInputs<'_>, shared: &Shared, facets: &[Vec<FacetView>]) -> Vec<Page> {
    let mut pages = Vec::new();
    for ((collection, n), facets) in inputs.config.collections.iter().zip(0_u16..).zip(facets) {
        let shown = shared.collections.get(&collection.id).is_some_and(|view| view.url.is_some());
        if shown {
            Lists { inputs, shared, collection, facets, links: links(collection, facets) }
                .add(CollectionIx(n), &mut pages);
        }
    }
    pages
}

/// The URL of a facet value's list.
pub(super) fn facet_url(collection: &str, facet: &FacetView, slug: &str) -> Url {
    Url::new(format!("{collection}/{}/{slug}.html", facet.folder))
}

fn links(collection: &Collection, facets: &[FacetView]) -> Arc<[FacetLinks]> {
    let links = facets.iter().map(|facet| FacetLinks {
        name: facet.name.clone(),
        label: facet.label.clone(),
        values: facet
            .values
            .iter()
            .map(|value| FacetLink {
                value: Arc::from(&*value.slug),
                title: value.title.clone(),
                url: facet_url(&collection.id, facet, &value.slug).href(),
                count: value.records.len(),
            })
            .collect(),
    });
    links.collect()
}

struct Lists<'a> {
    inputs: &'a PlanInputs<'a>,
    shared: &'a Shared,
    collection: &'a Collection,
    facets: &'a [FacetView],
    links: Arc<[FacetLinks]>,
}

impl Lists<'_> {
    fn add(&self, ix: CollectionIx, pages: &mut Vec<Page>) {
        let home = Crumb::new(self.inputs.viewer.words.word("nav.home", &[]), Href::to("index.html"));
        let title = self.inputs.viewer.collection_title(self.collection);
        let all: Arc<[PublicIx]> = self.inputs.viewer.published.of(ix).map(|(ix, _)| ix).collect();
        let first = format!("{}/index.html", self.collection.id);
        let list = List { title: title.clone(), heading: title.clone(), records: all, value: None };
        self.split(&list, &first, &Arc::from([home.clone()]), pages);
        let trail: Arc<[Crumb]> = Arc::from([home, Crumb::new(title.clone(), Href::to(&first))]);
        for (facet, at) in self.facets.iter().zip(0..) {
            for (value, value_at) in facet.values.iter().zip(0..) {
                let words = [("collection", &*title), ("value", &*value.title)];
                let list = List {
                    title: Arc::from(self.inputs.viewer.words.word("facet.title", &words)),
                    heading: value.title.clone(),
                    records: Arc::from(&*value.records),
                    value: Some((at, value_at)),
                };
                self.split(&list, facet_url(&self.collection.id, facet, &value.slug).path(), &trail, pages);
            }
            let links = self.links.get(at).map_or(&[][..], |links| &links.values);
            for (slug, places) in &facet.alike {
                let values = places.iter().filter_map(|at| links.get(*at));
                let links = values.map(|value| AlikeLink {
                    title: value.title.clone(),
                    url: value.url.clone(),
                    hint: None,
                    count: Some(value.count),
                });
                let url = facet_url(&self.collection.id, facet, slug);
                pages.extend(alike::page(self.inputs, url, &title, &trail, links.collect()));
            }
            self.redirect_former(facet, pages);
        }
    }

    /// Redirects from the lists of former regions.
    fn redirect_former(&self, facet: &FacetView, pages: &mut Vec<Page>) {
        let field = facet.name.split('.').next().and_then(|name| self.collection.field(name));
        if !field.is_some_and(|(_, field)| *field.kind.item() == FieldType::Region) {
            return;
        }
        let regions = &self.inputs.config.regions;
        for (id, now, _) in former(regions) {
            let row = regions.at(regions.row_of(now, self.inputs.today));
            let value = row.and_then(|row| facet.values.iter().find(|value| *value.slug == *row.id));
            if let Some(value) = value {
                let target = facet_url(&self.collection.id, facet, &value.slug).href();
                let url = facet_url(&self.collection.id, facet, id);
                pages.push(redirect(url, value.title.clone(), target));
            }
        }
    }

    /// Splits a list into pages.
    fn split(&self, list: &List, first: &str, trail: &Arc<[Crumb]>, pages: &mut Vec<Page>) {
        let per_page = self.collection.per_page.max(1);
        let count = list.records.len().div_ceil(per_page).max(1);
        // `x/index.html` continues as `x/page-2.html`, `x/y.html` as `x/y/page-2.html`.
        let folder = first
            .strip_suffix("index.html")
            .map_or_else(|| format!("{}/", first.strip_suffix(".html").unwrap_or(first)), str::to_owned);
        let url = |n: usize| if n == 1 { first.to_owned() } else { format!("{folder}page-{n}.html") };
        let urls: Arc<[Url]> = (1..=count).map(|n| Url::new(url(n))).collect();
        let words = self.inputs.viewer.words;
        let total = words.number(i64::try_from(list.records.len()).unwrap_or(i64::MAX));
        let site = &self.inputs.config.site.title;
        let description =
            words.word("list.description", &[("title", &list.title), ("count", &total), ("site", site)]);
        let description: Arc<str> = Arc::from(description);
        for (url, number) in urls.iter().zip(1..) {
            let title = match number {
                1 => list.title.clone(),
                n => {
                    let n: String = n.to_string();
                    Arc::from(words.word("list.page-title", &[("title", &list.title), ("number", &n)]))
                }
            };
            let start = (number - 1) * per_page;
            pages.push(Page {
                url: url.clone(),
                title,
                description: Some(description.clone()),
                trail: trail.clone(),
                feed: self.shared.collections.get(&self.collection.id).and_then(|view| view.feed.clone()),
                kind: PageKind::List(Box::new(ListPage {
                    collection: self.collection.id.clone(),
                    title: list.heading.clone(),
                    records: list.records.clone(),
                    first: start,
                    count: per_page.min(list.records.len().saturating_sub(start)),
                    number,
                    pages: urls.clone(),
                    value: list.value,
                    facets: self.links.clone(),
                })),
            });
        }
    }
}

struct List {
    /// Includes the collection's name, for the page's title.
    title: Arc<str>,
    /// The heading.
    heading: Arc<str>,
    records: Arc<[PublicIx]>,
    value: Option<(usize, usize)>,
}
