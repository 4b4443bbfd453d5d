//! The index files as scripts, and the display data of entries.

use serde_json::json;

use super::entry::Entry;
use super::facets::Facets;
use super::inputs::{Put, SearchInputs};
use super::script::{BLOCK, script};
use crate::plan::SEARCH_PAGE;
use crate::routes::{Href, relative};

/// The display data of an entry: number, URL relative to the search page, title, excerpt, positions of
/// collection and region in the index's lists (-1 for none; the names if there are several regions), date,
/// and a hint that distinguishes it.
pub(super) fn row(inputs: &SearchInputs<'_>, facets: &Facets, entry: &Entry<'_>, lead: &str) -> String {
    let card = entry.card(inputs);
    let place = |at: Option<usize>| at.map_or(-1, |at| i64::try_from(at).unwrap_or(-1));
    let of = facets.of(inputs, entry);
    let date = card.and_then(|card| card.date.as_ref()).map_or("", |date| &date.text);
    let hint = card.and_then(|card| card.hint.as_deref()).unwrap_or("");
    let region = match of.regions.as_slice() {
        [] => json!(-1),
        // A region within another is found with it and shown under its own name.
        [only] if card.and_then(|card| card.region.as_ref()).is_none_or(|it| it.within.is_none()) => {
            json!(only)
        }
        _ => json!(card.and_then(|card| card.region.as_ref()).map(|region| &region.title)),
    };
    let url = relative(&Href::to(SEARCH_PAGE), &entry.page.url.href());
    let row = json!([entry.slot, url, entry.title(inputs), lead, place(of.collection), region, date, hint]);
    row.to_string()
}

/// Writes the display data of a chunk's entries; a chunk consists of whole blocks.
pub(super) fn blocks(rows: &[(u32, String)], put: Put<'_>) {
    for block in rows.chunk_by(|(a, _), (b, _)| a / BLOCK == b / BLOCK) {
        let Some((slot, _)) = block.first() else { continue };
        let rows: Vec<&str> = block.iter().map(|(_, row)| row.as_str()).collect();
        script(&format!("m/{:x}", slot / BLOCK), &format!("[{}]", rows.join(",\n")), put);
    }
}
