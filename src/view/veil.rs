//! Links whose words may name somebody who may not be named.
//!
//! The words of a link stand in more places than the link: in the heading's anchor, in the table of contents, in the plain text. So
//! they are replaced in the text itself, before anything is made of it.

use std::ops::Range;

use super::Viewer;
use super::link::LinkTarget;
use crate::edition::PublicRecord;
use crate::markdown::Piece;

/// A text whose links to persons who may not be named say something else.
pub(super) struct Veil {
    text: String,
    /// Where the text was changed, in order: the place as it was written, and where the new words end.
    cuts: Vec<(Range<usize>, usize)>,
}

impl Veil {
    /// `None` where there is nothing to change. `pieces` are those of the text.
    pub(super) fn new(
        viewer: &Viewer<'_>,
        record: &PublicRecord,
        written: &str,
        pieces: &[Piece],
    ) -> Option<Self> {
        let mut links: Vec<(Range<usize>, String)> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Link { target, range, .. } => Some((range.clone(), instead(viewer, record, target)?)),
                _ => None,
            })
            .collect();
        if links.is_empty() {
            return None;
        }
        // Footnotes stand last, wherever they were written.
        links.sort_by_key(|(range, _)| range.start);
        let mut veil = Self { text: String::with_capacity(written.len()), cuts: Vec::new() };
        let mut from = 0;
        for (range, words) in links {
            let Some(before) = written.get(from..range.start) else { continue };
            veil.text.push_str(before);
            veil.text.push_str(&words);
            from = range.end;
            veil.cuts.push((range, veil.text.len()));
        }
        veil.text.push_str(written.get(from..).unwrap_or(""));
        Some(veil)
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Gives pieces of the text the places at which they were written.
    pub(super) fn restore(&self, pieces: &mut [Piece]) {
        for piece in pieces {
            let range = match piece {
                Piece::Html(_) => continue,
                Piece::Link { text, range, .. } => {
                    self.restore(text);
                    range
                }
                Piece::Shortcode { args, range, .. } => {
                    for arg in args {
                        arg.name_range = self.written(arg.name_range.start)..self.written(arg.name_range.end);
                        arg.value_range =
                            self.written(arg.value_range.start)..self.written(arg.value_range.end);
                    }
                    range
                }
                Piece::Picture { range, .. } => range,
            };
            *range = self.written(range.start)..self.written(range.end);
        }
    }

    /// Where a place of the text was written.
    fn written(&self, at: usize) -> usize {
        let cut = self.cuts.iter().rev().find(|(_, end)| *end <= at);
        cut.map_or(at, |(range, end)| range.end.saturating_add(at - end))
    }
}

/// What stands in a link's place: what such a record is called, or the link with the name that may be shown. `None` where the
/// link may stay as it is.
fn instead(viewer: &Viewer<'_>, record: &PublicRecord, target: &str) -> Option<String> {
    if let Some(LinkTarget::Withheld(item)) = viewer.link(record, target) {
        return Some(plain(&item));
    }
    let linked = viewer.linked(record, target).filter(|linked| linked.name_hidden)?;
    Some(format!("[{}](<{}>)", plain(&linked.title), target.replace(['<', '>'], "")))
}

/// Words as Markdown that means nothing else.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
