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
mod slip;
mod told;

pub use sieve::may_slip;
pub use slip::{Slip, SlipKind};

use super::document::Arg;
use super::{Shortcodes, prepare};

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
