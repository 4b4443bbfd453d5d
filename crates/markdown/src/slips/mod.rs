//! Slips of the pen: signs that were meant as Markdown and are shown to readers as they are.
//!
//! `##小标题` without a space, `![她]（a.jpg）` in full-width brackets: nothing is wrong with such a text as
//! Markdown, it only means something else. So the text is read as Markdown, and only what is shown as words
//! is looked through; what is code, a comment or escaped is none of our business. Most texts have no such
//! sign at all, which is reported without reading them ([`may_slip`]).

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

/// A slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What was meant.
    pub kind: SlipKind,
    /// The bytes of the text that it concerns.
    pub range: Range<usize>,
}

/// What was meant, and why it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A heading without a space behind its signs.
    HeadingWithoutBlank,
    /// A heading with full-width signs, or spaces that are none to Markdown.
    HeadingFullWidth,
    /// A picture or link with a full-width sign or bracket.
    LinkFullWidth,
    /// A picture or link with a space between its two pairs of brackets.
    LinkBlank,
    /// A picture or link whose round bracket does not close on its line.
    LinkOpen,
    /// A link whose brackets stand the other way round: `(words)[address]`.
    LinkReversed,
    /// The address of a picture or link has a space in it.
    TargetBlank,
    /// A bare address goes on in characters at which it was cut.
    TargetCut,
    /// A reference to a note that there is not.
    NoteMissing,
    /// A note whose colon is full-width.
    NoteColon,
    /// A reference to a note with full-width signs.
    NoteFullWidth,
    /// Bold or struck text that does not close.
    EmphasisOpen,
    /// Bold or struck text with spaces on the inner side of its signs.
    EmphasisBlank,
    /// Bold text, or code, with full-width signs.
    EmphasisFullWidth,
    /// Underscores within a line of Chinese.
    EmphasisUnderscore,
    /// Code that does not close.
    CodeOpen,
    /// Items without a space behind their mark.
    ListWithoutBlank,
    /// Items with a mark that is none to Markdown.
    ListOtherMark,
    /// Rows of a table without the row of hyphens.
    TableWithoutRule,
    /// A quotation with a full-width sign.
    QuoteFullWidth,
    /// Markdown in a text that is shown as it is.
    Plain,
}

/// The slips of a text, by place.
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

/// The slips of a text that is shown as it is: what there means something in Markdown.
#[must_use]
pub fn plain_slips(text: &str) -> Vec<Slip> {
    links::in_plain(text).or_else(|| emphasis::in_plain(text)).into_iter().collect()
}

/// What shortcodes are told in words: it is shown as it is.
fn arguments(prepared: &prepare::Prepared<'_>, found: &mut Vec<Slip>) {
    let alone = prepared.shortcodes.iter().map(|(call, range)| call.placed(range.start));
    let enclosed = prepared.enclosed.iter().map(|tags| tags.call.placed(tags.range.start));
    for argument in alone.chain(enclosed).flatten() {
        if let Arg::Text(words) = &argument.value {
            // Behind the quote; what is escaped before it moves the place by a sign.
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
