//! The search index: files that a page loads as classic scripts, so that search works without a server, even
//! if the site is opened as files.
//!
//! Chinese is indexed by pairs of characters, everything else by words. Pairs need no dictionary, so unknown
//! names are found as well as common words, and results do not change with a dictionary.
//!
//! | file | contents |
//! | --- | --- |
//! | `search/index.js` | the layout of the index, and the filters |
//! | `search/t/…` | tokens with their postings, distributed by the hash of a token's beginning |
//! | `search/m/…` | display data of the entries, in blocks |
//! | `search/f/…` | the entries of a collection, a region or a year |
//!
//! Each file calls the one function that the page declared, with its name and contents.
//! `themes/peony/assets/search.js` reads them.
//!
//! An entry's number is derived from the hash of its URL, and a token's file from the hash of its beginning,
//! so a small edit changes few files. Only when the size of the site has doubled is everything distributed
//! again.
//!
//! In memory, postings take two bytes each and are never texts: chunks of entries are encoded as sorted bytes
//! on all threads, and the files are merged from these one by one.

mod chunk;
mod code;
mod entry;
mod facets;
mod files;
mod inputs;
mod letters;
mod script;
mod shards;
mod token;

use rayon::prelude::*;

pub use crate::plan::SEARCH_FOLDER as FOLDER;
use chunk::{Chunk, SLOTS};
use entry::{Entry, entries};
use facets::Facets;
pub use inputs::{Put, SearchInputs};

/// Builds the index and passes on every file.
pub fn index(inputs: &SearchInputs<'_>, put: Put<'_>) {
    let (facets, entries) = (Facets::new(inputs), entries(inputs.plan));
    let together: Vec<&[Entry<'_>]> =
        entries.list.chunk_by(|a, b| a.slot / SLOTS == b.slot / SLOTS).collect();
    let chunks: Vec<Chunk> =
        together.into_par_iter().map(|entries| read(inputs, &facets, entries, put)).collect();
    let parts = shards::write(&chunks, put);
    facets::write(inputs, &facets, &entries, &parts, put);
}

/// Collects the tokens of some entries and writes their display data.
fn read(inputs: &SearchInputs<'_>, facets: &Facets, entries: &[Entry<'_>], put: Put<'_>) -> Chunk {
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
