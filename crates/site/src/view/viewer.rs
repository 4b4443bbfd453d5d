//! The input for views.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;

use super::index::Index;
use super::progress::ProgressBook;
use crate::domain::signature::Shortcodes;
use crate::domain::{Attachment, Collection, PageIds, PictureFault, Recipe, Regions, Spellings};
use crate::edition::Published;
use crate::i18n::Words;
use crate::routes::Routes;

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
