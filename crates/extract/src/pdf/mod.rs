//! Extracts text from PDF.
//!
//! Layout is not needed, only what a reader could copy from it and what older versions of the file still
//! contain. So neither the object table nor the page order is used; every object in the bytes is read.
//! Existing libraries decompress without limits, or bring two dozen crates for signing and drawing, which are
//! not needed here.

mod content;
mod font;
mod object;
mod store;
mod stream;

use std::collections::BTreeSet;

use object::Object;
use store::Store;

use super::adder::Adder;
use super::contents::{Gap, Part, Trace};

/// Keys whose values are not user text.
const NO_WORDS: [&[u8]; 11] =
    [b"ID", b"O", b"U", b"OE", b"UE", b"Perms", b"Panose", b"CharSet", b"Registry", b"Ordering", b"DA"];

/// Adds the contents of a PDF.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    let store = Store::read(bytes, adder.budget);
    if store.is_locked() {
        return adder.gap(Gap::Locked);
    }
    if store.is_empty() {
        return adder.gap(Gap::Damaged);
    }
    if store.is_cut {
        adder.gap(Gap::TooLarge);
    }
    let mut shown = false;
    for id in store.streams() {
        let Some(stream) = store.stream(id) else { continue };
        let kind = stream.name(b"Type").or_else(|| stream.name(b"Subtype"));
        match kind {
            Some(b"XObject" | b"Image") if stream.name(b"Subtype") != Some(b"Form") => {
                if let Some(bytes) = store.photograph(id) {
                    super::picture::look(bytes, adder);
                }
            }
            Some(b"XRef" | b"ObjStm" | b"Font" | b"CMap") => {}
            Some(b"Metadata") => {
                let text = store.bytes(id, adder).map(|bytes| super::markup::all_words(&bytes));
                adder.add(Part::Properties, text.unwrap_or_default());
            }
            Some(b"EmbeddedFile") => {
                if let Some(bytes) = store.bytes(id, adder) {
                    adder.look_within("attachment", "", &bytes);
                }
            }
            _ if store.is_font_file(id) => {}
            _ => shown |= page(&store, id, adder),
        }
    }
    strings(&store, adder);
    if !shown {
        adder.gap(Gap::NoText);
    }
}

/// Adds the text of a content stream; returns whether there is any.
fn page(store: &Store<'_>, id: u32, adder: &mut Adder<'_>) -> bool {
    let Some(bytes) = store.bytes(id, adder) else { return false };
    let fonts = store.fonts(id, adder);
    let shown = content::text(&bytes, &fonts, adder.budget);
    if shown.is_unnamed {
        adder.gap(Gap::NoText);
    }
    let any = !shown.text.trim().is_empty();
    adder.add(Part::Text, shown.text);
    any
}

/// Adds texts outside of pages: title and author, form values, notes, link targets.
fn strings(store: &Store<'_>, adder: &mut Adder<'_>) {
    let mut seen = BTreeSet::new();
    let (mut properties, mut notes) = (String::new(), String::new());
    for object in store.objects() {
        let is_note = object.name(b"Type") == Some(b"Annot") || object.get(b"Rect").is_some();
        let authored =
            object.get(b"Author").and_then(Object::text).is_some_and(|text| !text.trim().is_empty());
        if authored && object.get(b"Producer").or(object.get(b"CreationDate")).is_some() {
            adder.trace(Trace::Author);
        }
        if is_note && object.name(b"Subtype") == Some(b"Text") {
            adder.trace(Trace::Comments);
        }
        object.each_text(&NO_WORDS, &mut |text| {
            if seen.insert(text.clone()) {
                let to = if is_note { &mut notes } else { &mut properties };
                to.push_str(&text);
                to.push('\n');
            }
        });
    }
    adder.add(Part::Properties, properties);
    adder.add(Part::Comments, notes);
}
