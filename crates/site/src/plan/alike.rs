//! Disambiguation pages, at addresses that several things would share: each leads to all of them, so that an
//! address which was published before there were several never comes to mean another one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Crumb;
use super::alike_link::AlikeLink;
use super::inputs::PlanInputs;
use super::page::{Page, PageKind};
use crate::routes::{Href, Url};

/// The template of disambiguation pages. If a theme has none, these addresses stay unused.
pub(crate) const ALIKE_TEMPLATE: &str = "alike.html";

/// A disambiguation page; `None` if the theme cannot show it.
pub(super) fn page(
    inputs: &PlanInputs<'_>,
    url: Url,
    collection: &str,
    trail: &Arc<[Crumb]>,
    links: Vec<AlikeLink>,
) -> Option<Page> {
    if !inputs.config.theme.has_template(ALIKE_TEMPLATE) {
        return None;
    }
    let words = inputs.viewer.words;
    let mut names: Vec<&str> = links.iter().map(|link| &*link.title).collect();
    names.dedup();
    let names = names.join(&words.word("list.separator", &[]));
    let title = words.word("facet.title", &[("collection", collection), ("value", &names)]);
    Some(Page {
        url,
        title: Arc::from(title),
        description: None,
        trail: trail.clone(),
        feed: None,
        kind: PageKind::Alike { title: Arc::from(names), links },
    })
}

/// The disambiguation pages of persons whose names are not shown and whose placeholders are the same.
pub(super) fn persons(inputs: &PlanInputs<'_>) -> Vec<Page> {
    let mut alike: BTreeMap<&Url, Vec<AlikeLink>> = BTreeMap::new();
    let mut collections = BTreeMap::new();
    for (url, ix) in inputs.viewer.routes.alike() {
        let Some(card) = inputs.card(*ix) else { continue };
        let Some(own) = card.url.clone() else { continue };
        let link = AlikeLink { title: card.title.clone(), url: own, hint: card.hint.clone(), count: None };
        alike.entry(url).or_default().push(link);
        collections.insert(url, card.collection.clone());
    }
    let home = Crumb::new(inputs.viewer.words.word("nav.home", &[]), Href::to("index.html"));
    let pages = alike.into_iter().filter_map(|(url, links)| {
        let (_, collection) = inputs.config.collection_named(collections.get(url)?)?;
        let title = inputs.viewer.collection_title(collection);
        let list = collection
            .index
            .then(|| Crumb::new(title.clone(), Href::to(&format!("{}/index.html", collection.id))));
        let trail: Arc<[Crumb]> = std::iter::once(home.clone()).chain(list).collect();
        page(inputs, url.clone(), &title, &trail, links)
    });
    pages.collect()
}
