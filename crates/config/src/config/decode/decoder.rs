//! The input for decoding values.

use std::sync::Arc;

use jiff::civil;

use crate::config::word_list::WordList;
use crate::config::yaml::Text;
use crate::domain::{Collection, CollectionIx, Country, Language, Program, Regions};

/// The context of decoding apart from the field.
#[derive(Clone, Copy)]
pub struct Decoder<'a> {
    /// The text being read.
    pub text: &'a Text,
    /// The site's regions.
    pub regions: &'a Regions,
    /// Whether the regions are complete: if their file has errors, unknown regions in records are not
    /// reported.
    pub regions_sound: bool,
    /// The day of the record, if known: determines which region a name meant if it has passed from one to
    /// another.
    pub on: Option<civil::Date>,
    /// The site's programs.
    pub programs: &'a [Arc<Program>],
    /// The programs to which the record belongs; empty if none is named.
    pub belongs_to: &'a [Arc<str>],
    /// The collection of the record being read.
    pub of: Option<(CollectionIx, &'a Collection)>,
    /// The country of the site's telephone numbers.
    pub country: Option<Country>,
    /// The site's language, for lists of choices in messages.
    pub lang: &'a Language,
    /// The texts that readers see in place of built-in words, including units; `None` if no record is being
    /// read.
    pub words: Option<&'a WordList>,
}
