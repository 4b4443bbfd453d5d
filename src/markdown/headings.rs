//! The ids of headings.

use super::writer::Writer;
use crate::domain::slug::slug;
use pulldown_cmark::{Event, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// The ids of a text's headings by the number of the heading's event, and all ids there are.
#[derive(Default)]
pub struct Ids {
    pub of: BTreeMap<usize, String>,
    pub all: BTreeSet<String>,
}

/// Gives each heading an id: the one written behind it as `{#id}`, else its text as a slug. The written ones go first,
/// so that a link to one does not break when a heading is put in before it.
pub fn ids(writer: &Writer<'_>) -> Ids {
    let mut ids = Ids::default();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    let prefix = writer.options.id_prefix;
    for written in [true, false] {
        for (n, (event, _)) in writer.events.iter().enumerate() {
            let Event::Start(Tag::Heading { id, .. }) = event else { continue };
            let base = match id
                .as_deref()
                .map(|id| writer.prepared.restore(id))
                .filter(|id| !id.trim().is_empty())
            {
                Some(id) if written => id.into_owned(),
                None if !written => own(&writer.plain_of(n)),
                _ => continue,
            };
            let base = format!("{prefix}{base}");
            let mut id = base.clone();
            let counter = next.entry(base.clone()).or_insert(1);
            while !ids.all.insert(id.clone()) {
                *counter += 1;
                id = format!("{base}-{counter}");
            }
            ids.of.insert(n, id);
        }
    }
    ids
}

/// An id of a heading's text; footnotes have `fn-` and `fnref-` for theirs.
fn own(text: &str) -> String {
    match slug(text) {
        slug if slug.is_empty() => "section".to_owned(),
        slug if slug.starts_with("fn-") || slug.starts_with("fnref-") => format!("section-{slug}"),
        slug => slug,
    }
}
