//! What fixes a diagnostic, as changes to files.

use std::ops::Range;

use serde::Serialize;

use super::{Place, Spot};
use crate::source::SitePath;

/// Other words in the place of a stretch of a file's text, so that what a diagnostic tells is right. Only where nothing else can have been
/// meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The file.
    pub file: SitePath,
    /// Bytes of its text as it was decoded; none, where words are put in.
    pub range: Range<usize>,
    /// The words.
    pub text: String,
}

impl Fix {
    /// Other words for just what a place marks.
    #[must_use]
    pub fn at(place: &Place, text: impl Into<String>) -> Option<Self> {
        match &place.spot {
            Spot::Text(spot) => {
                Some(Self { file: place.file.clone(), range: spot.bytes.clone(), text: text.into() })
            }
            Spot::Whole => None,
        }
    }
}

/// The same for a file as it is on the disk, for programs that apply it themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Patch {
    /// The file, relative to the site.
    pub file: String,
    /// The first byte of the file that goes.
    pub start: usize,
    /// The byte behind the last that goes; the same as `start` where words are put in.
    pub end: usize,
    /// What comes in their place, to be written in the file's encoding.
    pub text: String,
}
