//! Missing footnotes, and references that are not recognised.

use super::blocks::{Block, Read};
use super::slip::{Slip, SlipKind, push};
use std::collections::BTreeSet;
use std::ops::Range;

/// Finds mistakes in notes and references.
pub fn find(read: &Read<'_>, found: &mut Vec<Slip>) {
    let mut shown: Vec<(String, Range<usize>, bool)> = Vec::new();
    // Notes with a full-width colon: these are reported, not that they are missing.
    let mut meant: BTreeSet<String> = BTreeSet::new();
    for block in &read.blocks {
        for line in &block.lines {
            for range in &line.shown {
                for (name, place) in references(block, range) {
                    let behind = block.source.get(place.end..).unwrap_or_default();
                    let is_note = place.start == line.range.start && behind.starts_with('：');
                    let is_wide = !block.text(&place).starts_with("[^");
                    if is_note {
                        meant.insert(name);
                        push(found, SlipKind::NoteColon, place.start..place.end + '：'.len_utf8());
                    } else {
                        shown.push((name, place, is_wide));
                    }
                }
            }
        }
    }
    for (name, place, is_wide) in shown {
        if is_wide {
            push(found, SlipKind::NoteFullWidth, place);
        } else if !meant.contains(&name) {
            push(found, SlipKind::NoteMissing, place);
        }
    }
    for (name, place) in &read.references {
        if !read.notes.contains(name) && !meant.contains(name) {
            push(found, SlipKind::NoteMissing, place.clone());
        }
    }
}

/// Text that looks like a reference.
fn references(block: &Block<'_>, shown: &Range<usize>) -> Vec<(String, Range<usize>)> {
    let words = block.text(shown);
    let mut found = Vec::new();
    let opens = words.char_indices().filter(|(_, c)| matches!(c, '[' | '［' | '【'));
    for (at, open) in opens {
        let Some(rest) = words.get(at + open.len_utf8()..) else { continue };
        let Some(caret) = rest.chars().next().filter(|c| matches!(c, '^' | '＾')) else { continue };
        let Some(rest) = rest.get(caret.len_utf8()..) else { continue };
        let Some(end) = rest.find([']', '］', '】']).filter(|end| (1..=40).contains(end)) else { continue };
        let (Some(name), Some(close)) = (rest.get(..end), rest.get(end..).and_then(|it| it.chars().next()))
        else {
            continue;
        };
        if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
            let start = shown.start + at;
            let len = open.len_utf8() + caret.len_utf8() + end + close.len_utf8();
            found.push((name.to_lowercase(), start..start + len));
        }
    }
    found
}
