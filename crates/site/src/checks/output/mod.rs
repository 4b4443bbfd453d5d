//! Checks of rendered pages; each page is read once, while it is in memory.
//!
//! Most problems are found page by page; anchors in other pages are resolved when all pages are known.

mod dead_anchor;
mod dead_link;
mod heading_order;
mod id_twice;
mod incomplete;
mod nameless;
mod scan;
mod seen;
mod stale;

use std::sync::Mutex;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::plan::{Page, PageKind, Plan, SEARCH_FOLDER};
use crate::sync::{lock, unpoisoned};
use seen::{Seen, place};

pub use incomplete::check as incomplete;
pub use seen::Output;
pub use stale::check as stale;

use scan::Scanned;

impl<'a> Output<'a> {
    /// Starts with no pages read.
    #[must_use]
    pub fn new(config: &'a Config, plan: &'a Plan) -> Self {
        Self { config, plan, files: plan.files().collect(), seen: Mutex::default() }
    }

    /// Reads a page.
    pub fn page(&self, page: &Page, bytes: &[u8]) {
        let Ok(html) = std::str::from_utf8(bytes) else { return };
        if !page.kind.is_html() {
            return;
        }
        let scanned = scan::scan(html);
        let mut found = Vec::new();
        id_twice::check(page, &scanned, &mut found);
        let shown = !matches!(page.kind, PageKind::NotFound | PageKind::Redirect { .. });
        if shown {
            nameless::check(page, &scanned, &mut found);
            heading_order::check(page, &scanned, &mut found);
        }
        let wanted = dead_link::check(self, page, &scanned, &mut found);
        let ids: Vec<u64> = scanned.ids.iter().map(|id| place(page.url.path(), id)).collect();
        let mut seen = lock(&self.seen);
        seen.ids.extend(ids);
        seen.wanted.extend(wanted);
        seen.found.extend(found);
    }

    /// Reports what is wrong with the pages.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        let Seen { ids, wanted, found } = unpoisoned(self.seen.into_inner());
        found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        dead_anchor::check(&ids, wanted, diagnostics);
    }

    /// Whether the site has a file.
    fn has(&self, path: &str) -> bool {
        self.files.contains(path) || (self.plan.has_search() && path.starts_with(SEARCH_FOLDER))
    }
}

#[cfg(test)]
mod tests;
