//! A probable typing mistake in Markdown.

use std::ops::Range;

/// A markup mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What was meant.
    pub kind: SlipKind,
    /// The bytes of the text that it concerns.
    pub range: Range<usize>,
}

/// What was meant, and why it is not recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A heading without a space after its markers.
    HeadingWithoutBlank,
    /// A heading with full-width markers, or with spaces that are not spaces in Markdown.
    HeadingFullWidth,
    /// A picture or link with a full-width character or bracket.
    LinkFullWidth,
    /// A picture or link with a space between its two pairs of brackets.
    LinkBlank,
    /// A picture or link whose round bracket does not close on its line.
    LinkOpen,
    /// A link with its brackets reversed: `(words)[address]`.
    LinkReversed,
    /// The address of a picture or link has a space in it.
    TargetBlank,
    /// A bare address continues in characters at which it was cut off.
    TargetCut,
    /// A reference to a missing note.
    NoteMissing,
    /// A note whose colon is full-width.
    NoteColon,
    /// A reference to a note with full-width characters.
    NoteFullWidth,
    /// Bold or struck-through text that does not close.
    EmphasisOpen,
    /// Bold or struck-through text with spaces inside its markers.
    EmphasisBlank,
    /// Bold text or code with full-width markers.
    EmphasisFullWidth,
    /// Underscores within a line of Chinese.
    EmphasisUnderscore,
    /// Code that does not close.
    CodeOpen,
    /// Items without a space after their marker.
    ListWithoutBlank,
    /// Items with a marker that Markdown does not know.
    ListOtherMark,
    /// Table rows without a delimiter row.
    TableWithoutRule,
    /// A quotation with a full-width marker.
    QuoteFullWidth,
    /// Markdown in plain text.
    Plain,
}

pub(super) fn push(found: &mut Vec<Slip>, kind: SlipKind, range: Range<usize>) {
    found.push(Slip { kind, range });
}
