//! The menu.

use std::sync::Arc;

use super::common::{MenuLink, Shared};
use super::inputs::PlanInputs;
use crate::config::{MenuItem, MenuTarget};
use crate::diag::{Code, Diagnostic, Diagnostics, suggestion_by_title};
use crate::domain::Visibility;
use crate::routes::{Href, programs_url};

/// The menu as the site declares it; by default, all collections that have a list.
pub(super) fn menu(inputs: &PlanInputs<'_>, shared: &Shared, diagnostics: &mut Diagnostics) -> Vec<MenuLink> {
    let declared = &inputs.config.site.menu;
    if declared.is_empty() {
        let progress =
            (has_progress(inputs) && !inputs.viewer.progress.programs.is_empty()).then(|| MenuLink {
                title: Arc::from(inputs.viewer.words.word("progress.title", &[])),
                url: programs_url(),
                collection: None,
            });
        let collections = shared.order.iter().filter_map(|id| shared.collections.get(id));
        let lists = collections.filter_map(|collection| {
            let url = collection.url.clone()?;
            Some(MenuLink { title: collection.title.clone(), url, collection: Some(collection.id.clone()) })
        });
        return lists.chain(progress).collect();
    }
    declared.iter().filter_map(|item| link(inputs, shared, item, diagnostics)).collect()
}

/// Whether the theme has pages for figures.
fn has_progress(inputs: &PlanInputs<'_>) -> bool {
    inputs.config.theme.has_template("progress/program.html")
}

fn link(
    inputs: &PlanInputs<'_>,
    shared: &Shared,
    item: &MenuItem,
    diagnostics: &mut Diagnostics,
) -> Option<MenuLink> {
    let lang = inputs.viewer.lang();
    let words = |fallback: &Arc<str>| {
        item.title.as_ref().and_then(|title| title.get(lang)).unwrap_or(fallback).clone()
    };
    match &item.target {
        MenuTarget::Home => {
            let home = Arc::from(inputs.viewer.words.word("nav.home", &[]));
            Some(MenuLink { title: words(&home), url: Href::to("index.html"), collection: None })
        }
        MenuTarget::Url(url) => Some(MenuLink { title: words(url), url: Href::read(url), collection: None }),
        MenuTarget::Collection(id) => match shared.collections.get(id) {
            Some(collection) if collection.url.is_some() => Some(MenuLink {
                title: words(&collection.title),
                url: collection.url.clone()?,
                collection: Some(id.clone()),
            }),
            _ => {
                nowhere_collection(inputs, item, id, diagnostics);
                None
            }
        },
        MenuTarget::Progress(id) => {
            let viewer = &inputs.viewer;
            let programs = (0..viewer.progress.programs.len()).filter_map(|at| viewer.program(at));
            let mut links = programs.map(|of| of.link());
            // A theme without such pages has nothing to link to.
            let found = links.find(|link| &**id == "current" || link.id == *id);
            let Some(link) = found.filter(|_| has_progress(inputs)) else {
                let known = inputs.config.programs.iter().map(|it| (&*it.id, it.title.texts().collect()));
                let near = suggestion_by_title(id, known.chain([("current", Vec::new())]));
                nowhere(inputs, item, id, near, diagnostics);
                return None;
            };
            let title = Arc::from(link.title.as_str());
            Some(MenuLink { title: words(&title), url: link.url, collection: None })
        }
        MenuTarget::Page(id) => {
            let (ix, _) = inputs.config.collection_named("pages")?;
            let found = inputs.viewer.index.ids().find(ix, id).and_then(|ix| inputs.card(ix));
            let Some((card, url)) = found.and_then(|card| Some((card, card.url.clone()?))) else {
                let path = |ending: &str| format!("content/pages/{id}.{ending}");
                // A page that is not published yet is omitted from the menu silently.
                let waits =
                    ["md", "yaml"].iter().any(|e| inputs.viewer.published.unpublished(&path(e)).is_some());
                if !waits {
                    let known = inputs.viewer.published.of(ix);
                    let near = suggestion_by_title(id, known.map(|(_, it)| (&*it.id, vec![&*it.title])));
                    nowhere(inputs, item, id, near, diagnostics);
                }
                return None;
            };
            Some(MenuLink { title: words(&card.title), url, collection: None })
        }
    }
}

/// Handles a collection without a list in this edition. One that is merely empty, or internal, is omitted
/// silently.
fn nowhere_collection(
    inputs: &PlanInputs<'_>,
    item: &MenuItem,
    id: &Arc<str>,
    diagnostics: &mut Diagnostics,
) {
    let declared = inputs.config.collection_named(id).map(|(_, collection)| collection);
    if declared.is_some_and(|collection| collection.index && collection.visibility != Visibility::Private) {
        return;
    }
    let known = inputs.config.collections.iter().filter(|collection| collection.index).map(|collection| {
        (&*collection.id, collection.title.texts().chain(collection.item.texts()).collect())
    });
    let near = suggestion_by_title(id, known);
    nowhere(inputs, item, id, near, diagnostics);
}

fn nowhere(
    inputs: &PlanInputs<'_>,
    item: &MenuItem,
    found: &str,
    near: Option<String>,
    diagnostics: &mut Diagnostics,
) {
    let place = inputs.config.site.text.place(item.span);
    let diagnostic = Diagnostic::new(Code::MenuLeadsNowhere).at(place).arg("found", found);
    diagnostics.push(diagnostic.arg_opt("suggestion", near));
}
