//! The input for planning.

use std::sync::Arc;

use jiff::civil;

use crate::config::Config;
use crate::source::SitePath;
use crate::view::{Edition, PublicIx, RecordCard, Viewer};

/// The input of the plan.
#[derive(Clone, Copy)]
pub struct PlanInputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The card of every record, by `PublicIx`.
    pub cards: &'a Arc<[Arc<RecordCard>]>,
    /// Determines what is upcoming.
    pub today: civil::Date,
    /// The files of `static/`, paths relative to it.
    pub statics: &'a [SitePath],
}

impl PlanInputs<'_> {
    /// Whether the edition is the internal one.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.viewer.published.edition == Edition::Internal
    }

    /// A record's card.
    #[must_use]
    pub fn card(&self, ix: PublicIx) -> Option<&Arc<RecordCard>> {
        self.cards.get(ix.at())
    }
}
