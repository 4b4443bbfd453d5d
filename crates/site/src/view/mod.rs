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
pub mod progress;
mod veil;
mod withheld;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;

pub use crate::edition::{Edition, PublicIx};
pub use back::BackView;
pub use body::{BodyPiece, BodyView, ShortcodeArg, ShortcodeArgument, TocEntry};
pub use card::{CollectionView, DateView, RecordCard, RegionView, Seal, StateView};
pub use facet::{FacetKey, FacetView, facet_keys};
pub use field::{Detail, FieldView, ReferenceView};
pub use figure::{FigureFault, FigureRequest, FigureView, Figures, NoFigures};
pub use index::{Ids, Index};
pub use link::LinkTarget;
pub use media::{FocalView, Media, MediaFile, PictureFile, PictureSource, PictureView};

use crate::domain::signature::Shortcodes;
use crate::domain::{
    Attachment, Collection, CollectionIx, Language, PageIds, PictureFault, Recipe, RegionIx, Regions,
    Spellings,
};
use crate::edition::{PublicRecord, Published};
use crate::i18n::Words;
use crate::routes::Routes;

use progress::{BookedProgram, ProgressBook, ProgressViewer};

/// The input of views.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// The edition.
    pub published: &'a Published,
    /// Its URLs.
    pub routes: &'a Routes,
    /// All collections.
    pub collections: &'a [Collection],
    /// All regions.
    pub regions: &'a Regions,
    /// Today, which determines the current regions.
    pub today: civil::Date,
    /// Pictures and files beside the records.
    pub attachments: &'a BTreeMap<Arc<str>, Attachment>,
    /// The theme's settings for pictures.
    pub recipe: &'a Recipe,
    /// Pictures that cannot be shown.
    pub faults: &'a BTreeMap<Arc<str>, PictureFault>,
    /// The spelling on disk of names that have another Unicode form.
    pub spellings: &'a Spellings,
    /// The texts of the site's language.
    pub words: &'a Words,
    /// The index of records.
    pub index: &'a Index,
    /// The programs' figures.
    pub progress: &'a ProgressBook,
    /// The theme's shortcodes.
    pub shortcodes: &'a Shortcodes,
    /// The ids that the theme uses on pages of records, by collection.
    pub page_ids: &'a [PageIds],
}

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
        let region = self.regions.get(usize::try_from(ix.0).ok()?)?;
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
