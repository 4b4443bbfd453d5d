//! Links whose words may name somebody who may not be named.
//!
//! The words of a link are in more places than the link: in the heading's anchor, in the table of contents,
//! in the plain text. So they are replaced in the text itself, before anything is made of it.

use std::ops::Range;

use super::Viewer;
use super::link::LinkTarget;
use crate::domain::Edits;
use crate::edition::PublicRecord;
use crate::markdown::{Piece, escaped};

/// A text whose links to persons who may not be named say something else.
pub(super) struct Veil {
    text: String,
    edits: Edits,
}

impl Veil {
    /// `None` if there is nothing to change. `pieces` are those of the text.
    pub(super) fn new(
        viewer: &Viewer<'_>,
        record: &PublicRecord,
        written: &str,
        pieces: &[Piece],
    ) -> Option<Self> {
        let mut links: Vec<(Range<usize>, String)> = Vec::new();
        let mut take = |piece: &Piece| {
            if let Piece::Link { target, range, .. } = piece {
                links.extend(instead(viewer, record, target).map(|words| (range.clone(), words)));
            }
        };
        pieces.iter().for_each(|piece| piece.each(&mut take));
        if links.is_empty() {
            return None;
        }
        let (text, edits) = Edits::apply(written, links);
        Some(Self { text, edits })
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Gives pieces of the text the places at which they were written.
    pub(super) fn restore(&self, pieces: &mut [Piece]) {
        let mut take = |piece: &mut Piece| {
            let range = match piece {
                Piece::Html(_) => return,
                Piece::Link { range, .. } | Piece::Picture { range, .. } => range,
                Piece::Shortcode { args, range, .. } => {
                    for arg in args {
                        arg.name_range = self.edits.written(&arg.name_range);
                        arg.value_range = self.edits.written(&arg.value_range);
                    }
                    range
                }
            };
            *range = self.edits.written(range);
        };
        pieces.iter_mut().for_each(|piece| piece.each_mut(&mut take));
    }
}

/// What is in a link's place: what such a record is called, or the link with the name that may be shown.
/// `None` if the link may stay as it is.
fn instead(viewer: &Viewer<'_>, record: &PublicRecord, target: &str) -> Option<String> {
    if let Some(LinkTarget::Withheld(item)) = viewer.link(record, target) {
        return Some(escaped(&item));
    }
    let linked = viewer.linked(record, target).filter(|linked| linked.name_hidden)?;
    Some(format!("[{}](<{}>)", escaped(&linked.title), target.replace(['<', '>'], "")))
}
