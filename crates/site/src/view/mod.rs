//! The public view of records and figures: the only types that templates, search, feeds and data files ever
//! see.

mod back;
mod body;
mod card;
mod facet;
mod field;
mod figure;
mod gallery;
mod hint;
mod index;
mod link;
mod media;
mod names;
pub mod progress;
mod regions;
mod name_redaction;
mod viewer;
mod withheld;

use std::sync::Arc;

pub use crate::edition::{Edition, PublicIx};
pub use back::BackView;
pub use body::{BodyPiece, BodyView, ShortcodeArg, ShortcodeArgument, TocEntry};
pub use card::{CollectionView, RecordCard, Seal, StateView};
pub use facet::{FacetKey, FacetView, facet_keys};
pub use field::{Detail, FieldView, ReferenceView};
pub use figure::{FigureFault, FigureRequest, FigureView, Figures, NoFigures};
pub use index::{Ids, Index};
pub use link::LinkTarget;
pub use media::{FocalView, Media, MediaFile, PictureFile, PictureSource, PictureView};
pub use names::{DateView, RegionView};
pub use viewer::Viewer;

use crate::domain::{Collection, CollectionIx, Language, RegionIx};
use crate::edition::PublicRecord;

use progress::{BookedProgram, ProgressViewer};

impl<'a> Viewer<'a> {
    /// The site's language.
    #[must_use]
    pub const fn lang(&self) -> &'a Language {
        self.words.lang()
    }

    /// A collection.
    #[must_use]
    pub fn collection(&self, ix: CollectionIx) -> Option<&'a Collection> {
        self.collections.get(usize::from(ix.0))
    }

    /// A record.
    #[must_use]
    pub fn record(&self, ix: PublicIx) -> Option<&'a PublicRecord> {
        self.published.record(ix)
    }

    /// A region.
    #[must_use]
    pub fn region(&self, ix: RegionIx) -> Option<RegionView> {
        let region = self.regions.get(ix.at())?;
        let url = self.routes.region(ix)?;
        let around = self.regions.row_of(ix, self.today);
        let within = (around != ix).then(|| self.region(around)).flatten();
        Some(RegionView {
            id: region.id.clone(),
            title: region.title.clone(),
            url: url.href(),
            within: within.map(Box::new),
        })
    }

    /// The regions that have rows in tables for these, in administrative order.
    #[must_use]
    pub fn rows_of(&self, regions: Vec<RegionIx>) -> Vec<RegionIx> {
        let mut rows: Vec<RegionIx> =
            regions.into_iter().map(|ix| self.regions.row_of(ix, self.today)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The views of a program, by its index.
    #[must_use]
    pub fn program(&self, at: usize) -> Option<ProgressViewer<'a>> {
        let BookedProgram { program, books, quiet } = self.progress.programs.get(at)?;
        Some(ProgressViewer { viewer: *self, program, books, quiet })
    }

    /// A collection's title.
    #[must_use]
    pub fn collection_title(&self, collection: &Collection) -> Arc<str> {
        collection.title.get(self.lang()).unwrap_or(&collection.id).clone()
    }

    /// The word for one of its records.
    #[must_use]
    pub fn item(&self, collection: &Collection) -> Arc<str> {
        collection.item.get(self.lang()).unwrap_or(&collection.id).clone()
    }
}
