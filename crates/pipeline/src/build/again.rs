//! The preview's quick update: re-reads a few saved records of a planned site, so that an edit shows at once
//! while its consequences elsewhere are still being computed.
//!
//! Updates the records' own pages and their cards on other pages. Sort orders, counts, figures and
//! diagnostics stay as they were. If more would have to change before the record's own page is right, it
//! gives up.

use std::sync::Arc;

use super::context::Attempt;
use super::live::Live;
use crate::domain::{FileIx, Record, RecordIx};
use crate::edition::{self, PublicIx, Published};
use crate::load;
use crate::plan::{self, Page};
use crate::routes::own_urls;
use crate::source::SitePath;
use crate::view::{RecordCard, Viewer};

/// The differences from the planned site.
pub struct Again {
    published: Published,
    cards: Arc<[Arc<RecordCard>]>,
    /// The pages of the re-read records.
    pages: Vec<Page>,
}

impl Live<'_> {
    /// Re-reads these files (paths within the site). `None` if the site has to be planned again before it can
    /// be shown.
    #[must_use]
    pub fn read_again(&self, paths: &[SitePath]) -> Option<Again> {
        let Attempt { config, options, loaded, today, .. } = self.attempt;
        // Whether a changed record still passes review cannot be decided from the record alone.
        if !config.site.review.stages.is_empty() {
            return None;
        }
        let mut records = Vec::new();
        for path in paths {
            match loaded.files.iter().position(|known| known == path) {
                Some(at) => records.extend(self.read_file_again(FileIx(u32::try_from(at).ok()?))?),
                None if self.is_of_no_account(path) => {}
                None => return None,
            }
        }
        let options = options.edition_on(*today);
        let old = self.viewer.published;
        let (published, places) = edition::again(old, self.model, config, &loaded.files, options, &records)?;
        let cards = self.cards_again(&published, &places);
        let viewer = Viewer { published: &published, ..self.viewer };
        let inputs = plan::Inputs { config, viewer, cards: &cards, today: *today, statics: &[] };
        let pages = plan::again(self.plan, &inputs, &places)?;
        Some(Again { published, cards, pages })
    }

    /// The records of a file, each with its index; `None` unless they are the same records at the same URLs
    /// as before.
    fn read_file_again(&self, file: FileIx) -> Option<Vec<(RecordIx, Record)>> {
        let Attempt { system, options, config, loaded, .. } = self.attempt;
        let mut read = load::again(*system, &options.root, config, loaded, file)?;
        let places = self.model.of_file(file);
        if places.len() != read.len() {
            return None;
        }
        let mut records = Vec::new();
        for place in places {
            let old = self.model.record(place)?;
            let at = read.iter().position(|record| record.id == old.id)?;
            let mut record = Arc::unwrap_or_clone(read.swap_remove(at));
            let same = (&record.aliases, &record.slug) == (&old.aliases, &old.slug)
                && own_urls(&record, config) == own_urls(old, config);
            if !same || !self.model.resolve_again(old, &mut record, &loaded.failed, config) {
                return None;
            }
            records.push((place, record));
        }
        Some(records)
    }

    /// Whether a path is a temporary file of an editor.
    fn is_of_no_account(&self, path: &SitePath) -> bool {
        let Attempt { system, options, .. } = self.attempt;
        let is_gone = || matches!(system.metadata(&options.root.join(path.as_str())), Ok(None));
        load::is_left_behind(path.file_name()) || is_gone()
    }

    fn cards_again(&self, published: &Published, places: &[PublicIx]) -> Arc<[Arc<RecordCard>]> {
        let viewer = Viewer { published, ..self.viewer };
        let mut cards = self.cards.to_vec();
        for place in places {
            let slot = usize::try_from(place.0).ok().and_then(|at| cards.get_mut(at));
            if let (Some(slot), Some(card)) = (slot, viewer.card(*place)) {
                *slot = Arc::new(card);
            }
        }
        cards.into()
    }

    /// Calls `then` with the site as changed by the quick update.
    pub fn with<R>(&self, again: &Again, then: impl FnOnce(Option<&Live<'_>>) -> R) -> R {
        let viewer = Viewer { published: &again.published, ..self.viewer };
        match self.renderer.again(viewer, &again.cards) {
            Some(renderer) => then(Some(&self.renewed(again, viewer, renderer))),
            None => then(None),
        }
    }

    fn renewed<'b>(
        &'b self,
        again: &'b Again,
        viewer: Viewer<'b>,
        renderer: crate::render::Renderer<'b>,
    ) -> Live<'b> {
        Live {
            attempt: self.attempt,
            plan: self.plan,
            renderer,
            viewer,
            cards: &again.cards,
            model: self.model,
            programs: self.programs,
            newer: &again.pages,
            parts: self.parts,
        }
    }
}
