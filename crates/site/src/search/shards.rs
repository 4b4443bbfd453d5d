//! The token files, merged from all chunks.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::chunk::{Chunk, GROUP_BITS, Level, Postings};
use super::code;
use super::inputs::Put;
use super::script::script;
use super::token::Place;

/// Target size of a file, in bytes.
const FILE: usize = 8 << 10;
/// Maximum number of parts of a bucket.
const MOST_PARTS: usize = 64;

/// The distribution of tokens over files.
pub(super) struct Parts {
    /// The number of buckets is 2 to the power of this.
    pub(super) bits: u32,
    /// The number of parts of each bucket: 0 if it is empty, otherwise n for 2 to the power of n − 1.
    pub(super) parts: Vec<u32>,
}

/// Writes the token files.
pub(super) fn write(chunks: &[Chunk], put: Put<'_>) -> Parts {
    let bytes: usize = chunks.iter().map(Chunk::len).sum();
    // As many buckets as files of the target size, rounded down to a power of two: a small edit does not
    // change their number.
    let bits = (bytes / FILE).max(1).ilog2().min(GROUP_BITS);
    let width = 1_u32 << (GROUP_BITS - bits);
    let buckets = 0..1_u32 << bits;
    let parts = buckets.into_par_iter().map(|bucket| {
        let groups = bucket * width..(bucket + 1) * width;
        write_bucket(bucket, &merged(chunks, groups), put)
    });
    Parts { bits, parts: parts.collect() }
}

/// The entries of a bucket, encoded by token, in token order.
fn merged(chunks: &[Chunk], groups: std::ops::Range<u32>) -> Vec<(Place, String)> {
    let mut tokens: BTreeMap<&str, Vec<Postings<'_>>> = BTreeMap::new();
    for chunk in chunks {
        for posted in chunk.tokens(groups.clone()) {
            tokens.entry(posted.token).or_default().push(posted.postings);
        }
    }
    tokens.into_iter().map(|(token, parts)| (Place::of(token), line(token, &parts))).collect()
}

/// `token:text|fields|title|start`, each a list of gaps between slots; empty lists at the end are omitted.
fn line(token: &str, parts: &[Postings<'_>]) -> String {
    let mut lists: [(u32, String); Level::COUNT] = Default::default();
    for part in parts {
        part.each(|slot, level| {
            if let Some((next, list)) = lists.get_mut(level) {
                code::write(slot - *next, list);
                *next = slot + 1;
            }
        });
    }
    let mut line = format!("{token}:");
    for (at, (_, list)) in lists.iter().enumerate() {
        if at > 0 {
            line.push('|');
        }
        line.push_str(list);
    }
    line.truncate(line.trim_end_matches('|').len());
    line
}

/// Writes a bucket, in several parts if it is large; returns the number of parts as encoded in `Parts`.
fn write_bucket(bucket: u32, lines: &[(Place, String)], put: Put<'_>) -> u32 {
    if lines.is_empty() {
        return 0;
    }
    let size: usize = lines.iter().map(|(_, line)| line.len() + 1).sum();
    let count = (size / FILE).clamp(1, MOST_PARTS);
    let bits = count.ilog2();
    let mut parts: Vec<Vec<&str>> = vec![Vec::new(); 1 << bits];
    for (place, line) in lines {
        let at = usize::try_from(place.next & ((1 << bits) - 1)).unwrap_or(0);
        parts.get_mut(at).into_iter().for_each(|part| part.push(line));
    }
    for (part, at) in parts.iter().zip(0_u32..) {
        script(&format!("t/{bucket:x}-{at}"), &format!("\"{}\"", part.join(" ")), put);
    }
    bits + 1
}
