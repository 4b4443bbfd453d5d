//! Replaces the text of links to persons who may not be named.
//!
//! A link's text also appears in heading ids, in the table of contents and in the plain text. So it is
//! replaced in the source text before anything else is made from it.

use std::ops::Range;

use super::link::LinkTarget;
use super::viewer::Viewer;
use crate::domain::Edits;
use crate::edition::PublicRecord;
use crate::markdown::{Piece, escaped};

/// A text in which links to persons who may not be named have another text.
pub(super) struct NameRedaction {
    text: String,
    edits: Edits,
}

impl NameRedaction {
    /// `None` if there is nothing to replace. `pieces` are those of the text.
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

    /// Maps the positions of pieces back to the original text.
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

/// The replacement of a link: the word for such a record, or the link with the name that may be shown. `None`
/// if the link can stay as it is.
fn instead(viewer: &Viewer<'_>, record: &PublicRecord, target: &str) -> Option<String> {
    if let Some(LinkTarget::Withheld(item)) = viewer.link(record, target) {
        return Some(escaped(&item));
    }
    let linked = viewer.linked(record, target).filter(|linked| linked.name_hidden)?;
    Some(format!("[{}](<{}>)", escaped(&linked.title), target.replace(['<', '>'], "")))
}
