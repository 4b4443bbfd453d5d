//! The search index: files that a page loads as classic scripts, so that searching works without a server,
//! also where the site is opened as files.
//!
//! Chinese is indexed by pairs of characters, all else by words. A pair needs no dictionary, so a name that
//! no dictionary knows is found as well as a common word, and what is found does not change when a dictionary
//! does.
//!
//! | file | holds |
//! | --- | --- |
//! | `search/index.js` | how the index is laid out, and what results can be narrowed to |
//! | `search/t/…` | tokens with where they are, parted by the hash of how a token begins |
//! | `search/m/…` | what is shown of the entries, in blocks |
//! | `search/f/…` | the entries of a collection, a region or a year |
//!
//! Each file calls the one function that the page declared, with its name and what it holds.
//! `themes/peony/assets/search.js` reads them.
//!
//! An entry has its number by the hash of its URL, so that an edit elsewhere does not change it, and a token
//! its file by the hash of how it begins: a small edit changes few files. Only where the site has doubled is
//! the whole laid out again.
//!
//! Memory holds postings in two bytes each, never as texts: chunks of entries are turned to sorted bytes on
//! all threads, and the files are merged from these one by one.

mod chunk;
mod code;
mod entry;
mod facets;
mod files;
mod letters;
mod shards;
mod token;

use std::sync::Arc;

use rayon::prelude::*;

use crate::plan::Plan;
pub use crate::plan::SEARCH_FOLDER as FOLDER;
use crate::view::{RecordCard, Viewer};
use chunk::{Chunk, SLOTS};
use entry::{Entry, entries};
use facets::Facets;

/// Who takes finished files, from all threads: path and bytes.
pub type Put<'p> = &'p (dyn Fn(&str, &[u8]) + Sync);

/// What an index is made of: what an edition shows, and nothing else.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The card of every record, by `PublicIx`.
    pub cards: &'a [Arc<RecordCard>],
    /// The plan: what has a page can be found.
    pub plan: &'a Plan,
}

/// Makes the index and hands on every file.
pub fn index(inputs: &Inputs<'_>, put: Put<'_>) {
    let (facets, entries) = (Facets::new(inputs), entries(inputs.plan));
    let together: Vec<&[Entry<'_>]> =
        entries.list.chunk_by(|a, b| a.slot / SLOTS == b.slot / SLOTS).collect();
    let chunks: Vec<Chunk> =
        together.into_par_iter().map(|entries| read(inputs, &facets, entries, put)).collect();
    let parts = shards::write(&chunks, put);
    facets::write(inputs, &facets, &entries, &parts, put);
}

/// The tokens of some entries; what is shown of them is written at once.
fn read(inputs: &Inputs<'_>, facets: &Facets, entries: &[Entry<'_>], put: Put<'_>) -> Chunk {
    let mut chunk = chunk::Writer::new();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let lead = entry.read(inputs, |text, level| chunk.text(entry.slot, text, level));
        chunk.title(entry.slot, entry.title(inputs));
        rows.push((entry.slot, files::row(inputs, facets, entry, &lead)));
    }
    files::blocks(&rows, put);
    chunk.finish()
}
