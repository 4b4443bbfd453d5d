//! Markup mistakes: characters that were meant as Markdown and are shown to readers literally.
//!
//! `##小标题` without a space, `![她]（a.jpg）` in full-width brackets: such a text is valid Markdown, it just
//! means something else. So the text is parsed as Markdown, and only literally shown text is examined, not
//! code, comments or escapes. Most texts contain no such character at all, which is determined without
//! parsing ([`may_slip`]).

mod blocks;
mod emphasis;
mod lines;
mod links;
mod notes;
mod sieve;
mod told;

pub use sieve::may_slip;

use super::{Arg, Shortcodes, prepare};
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

/// The mistakes in a text, by position.
#[must_use]
pub fn slips(text: &str, shortcodes: &Shortcodes) -> Vec<Slip> {
    let prepared = prepare::prepare(text, shortcodes);
    let read = blocks::read(&prepared);
    let mut found = Vec::new();
    for block in &read.blocks {
        lines::find(block, &mut found);
        links::find(block, &mut found);
        emphasis::find(block, &mut found);
    }
    notes::find(&read, &mut found);
    arguments(&prepared, &mut found);
    found.sort_by_key(|slip| (slip.range.start, slip.range.end));
    found.dedup_by_key(|slip| slip.range.start);
    found
}

/// Markdown in plain text.
#[must_use]
pub fn plain_slips(text: &str) -> Vec<Slip> {
    links::in_plain(text).or_else(|| emphasis::in_plain(text)).into_iter().collect()
}

/// Text arguments of shortcodes, which are plain text.
fn arguments(prepared: &prepare::Prepared<'_>, found: &mut Vec<Slip>) {
    let alone = prepared.shortcodes.iter().map(|(call, range)| call.placed(range.start));
    let enclosed = prepared.enclosed.iter().map(|tags| tags.call.placed(tags.range.start));
    for argument in alone.chain(enclosed).flatten() {
        if let Arg::Text(words) = &argument.value {
            // After the quote; escapes before it shift the position by a character.
            let start = argument.value_range.start + 1;
            found.extend(plain_slips(words).into_iter().map(|slip| Slip {
                range: start + slip.range.start..(start + slip.range.end).min(argument.value_range.end),
                ..slip
            }));
        }
    }
}

fn push(found: &mut Vec<Slip>, kind: SlipKind, range: Range<usize>) {
    found.push(Slip { kind, range });
}
