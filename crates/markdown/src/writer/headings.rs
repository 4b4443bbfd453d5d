//! Writes headings and their ids.

use std::collections::BTreeMap;

use bangyang_domain::domain::slug::slug;
use pulldown_cmark::{Event, Tag};

use super::Writer;
use crate::document::ProblemKind;
use crate::headings::Ids;

impl Writer<'_> {
    /// Gives each heading an id: the explicit one after it (`{#id}`), otherwise the slug of its text. Explicit
    /// ids are assigned first, so that links to them do not break when a heading is inserted before.
    pub(super) fn heading_ids(&self) -> Ids {
        let mut ids = Ids::default();
        let mut next: BTreeMap<String, usize> = BTreeMap::new();
        let prefix = self.options.id_prefix;
        for written in [true, false] {
            for (n, (event, _)) in self.events.iter().enumerate() {
                let Event::Start(Tag::Heading { id, .. }) = event else { continue };
                let base = match id
                    .as_deref()
                    .map(|id| self.prepared.restore(id))
                    .filter(|id| !id.trim().is_empty())
                {
                    Some(id) if written => id.into_owned(),
                    None if !written => own(&self.plain_of(n)),
                    _ => continue,
                };
                let asked = format!("{prefix}{base}");
                let is_taken = self.is_taken(&base, &asked);
                let base = if is_taken { format!("{prefix}section-{base}") } else { asked.clone() };
                let mut id = base.clone();
                let counter = next.entry(base.clone()).or_insert(1);
                while self.options.page_ids.has(&id) || !ids.all.insert(id.clone()) {
                    *counter += 1;
                    id = format!("{base}-{counter}");
                }
                if is_taken {
                    if written {
                        ids.taken.push((n, asked.clone()));
                    }
                    ids.instead.entry(asked).or_insert_with(|| id.clone());
                }
                ids.of.insert(n, id);
            }
        }
        ids
    }

    /// Whether an id is used by the page or reserved for footnotes, which use `fn-` and `fnref-`.
    fn is_taken(&self, id: &str, whole: &str) -> bool {
        id.starts_with("fn-") || id.starts_with("fnref-") || self.options.page_ids.has(whole)
    }

    /// Reports explicit ids that no heading can have.
    pub fn report_taken_ids(&mut self) {
        for (n, id) in std::mem::take(&mut self.ids.taken) {
            let (Some(instead), Some((_, range))) = (self.ids.of.get(&n), self.events.get(n)) else {
                continue;
            };
            self.problem(ProblemKind::TakenId { id, instead: instead.clone() }, range);
        }
    }
}

/// The default id for a heading's text.
fn own(text: &str) -> String {
    match slug(text) {
        slug if slug.is_empty() => "section".to_owned(),
        slug => slug,
    }
}
