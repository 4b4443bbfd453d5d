//! Fixes for diagnostics: changes to files.

use std::ops::Range;

use serde::Serialize;

use super::{Place, Spot};
use crate::source::SitePath;

/// A replacement of a range in a file's text that removes the cause of a diagnostic. Only given if nothing
/// else can have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The file.
    pub file: SitePath,
    /// Byte range in the decoded text; empty for an insertion.
    pub range: Range<usize>,
    /// The replacement.
    pub text: String,
}

impl Fix {
    /// Replaces exactly what a place marks.
    #[must_use]
    pub fn at(place: &Place, text: impl Into<String>) -> Option<Self> {
        match &place.spot {
            Spot::Text(spot) => {
                Some(Self { file: place.file.clone(), range: spot.bytes.clone(), text: text.into() })
            }
            // Nothing is written into somebody's workbook.
            Spot::Whole | Spot::Cell(_) => None,
        }
    }
}

/// The same in terms of the file on disk, for programs that apply it themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Patch {
    /// The file, relative to the site.
    pub file: String,
    /// The first byte of the file to be replaced.
    pub start: usize,
    /// The byte after the last one to be replaced; the same as `start` for an insertion.
    pub end: usize,
    /// The replacement, to be written in the file's encoding.
    pub text: String,
}
