//! Extracts the contents of attached files: their texts, and metadata written by programs and cameras.
//!
//! Supports Word, Excel, PowerPoint, OpenDocument, PDF, RTF, pictures, drawings, mail, dBASE tables and
//! archives of them, recognised by their bytes. Files come from anywhere: everything that expands when
//! unpacked is limited, and what cannot be examined is reported as a [`Gap`].
#![deny(clippy::disallowed_types)]

mod adder;
mod archive;
mod boxes;
mod bytes;
mod clean;
mod coded;
mod contents;
mod dbase;
mod drawing;
mod kind;
mod mail;
mod markup;
mod office;
mod packed;
mod parts;
mod pdf;
mod picture;
mod pixels;
mod rich;
mod sheets;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bangyang_budget::Budget;

use adder::Adder;
pub use contents::{Contents, Gap, Part, TextSegment, Trace};
pub use kind::{Refusal, Runs, refusal, runs};

/// Maximum nesting of archives.
const MOST_DEPTH: u8 = 4;

/// A file as it may be published: documents without author, company and title, pictures without camera
/// metadata; everything else unchanged.
#[must_use]
pub fn published(bytes: Vec<u8>) -> Vec<u8> {
    clean::without_properties(&bytes).or_else(|| pixels::without_metadata(&bytes)).unwrap_or(bytes)
}

/// Examines a file. `name` is used for its extension only.
#[must_use]
pub fn look(name: &str, bytes: &[u8]) -> Contents {
    look_within(name, bytes, &mut Budget::of(bytes.len()))
}

/// The same, charging output and work to the budget.
#[must_use]
pub fn look_within(name: &str, bytes: &[u8], budget: &mut Budget) -> Contents {
    let mut contents = Contents::default();
    look_into(
        name,
        bytes,
        &mut Adder { inner: None, contents: &mut contents, budget, depth: MOST_DEPTH, is_part: false },
    );
    contents
}

/// Adds the contents of a file. Its type is determined by its bytes, by its name only if these say nothing.
fn look_into(name: &str, bytes: &[u8], adder: &mut Adder<'_>) {
    let is_called = |endings: &[&str]| {
        let name = name.to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        archive::look(bytes, adder);
    } else if bytes.get(..1024.min(bytes.len())).is_some_and(|head| bytes::find(head, b"%PDF-").is_some()) {
        pdf::look(bytes, adder);
    } else if bytes.starts_with(bytes::OLD_OFFICE) {
        bytes::old_office(bytes, adder);
    } else if picture::is_picture(bytes) {
        picture::look(bytes, adder);
    } else if packed::is_gzip(bytes) {
        packed::gzip(name, bytes, adder);
    } else if packed::is_tar(bytes) {
        packed::tar(bytes, adder);
    } else if bytes::is_packed(bytes) {
        adder.gap(Gap::Packed);
    } else if bytes::is_database(bytes) {
        adder.gap(Gap::Database);
        bytes::letters(bytes, adder);
    } else if dbase::is_table(bytes) {
        dbase::look(bytes, adder);
    } else if mail::is_mail(bytes) || is_called(&[".eml", ".mht", ".mhtml", ".mbox"]) {
        mail::look(bytes, adder);
    } else if let Some(text) = bytes::decode(bytes) {
        match () {
            () if text.starts_with("{\\rtf") => rich::look(&text, adder),
            () if drawing::is_drawing(&text) => drawing::look(bytes, adder),
            () => adder.add(Part::Text, text),
        }
    } else {
        unknown(bytes, is_called(&[".pdf"]) || office::is_expected(name), adder);
    }
}

/// Adds the readable text of an unsupported file, and reports that it was not examined.
fn unknown(bytes: &[u8], is_document: bool, adder: &mut Adder<'_>) {
    let is_harmless = kind::is_picture(bytes) || kind::is_media(bytes) || bytes::is_harmless(bytes);
    if is_document {
        adder.gap(Gap::Damaged);
    } else if !adder.is_part && !is_harmless {
        adder.gap(Gap::Unknown);
    }
    if !is_harmless {
        bytes::letters(bytes, adder);
    }
}

impl Adder<'_> {
    /// Examines a file within this one, by its name for readers and by the name for its extension.
    fn look_within(&mut self, inner: &str, name: &str, bytes: &[u8]) {
        self.look_at(inner, name, bytes, false);
    }

    /// Examines a part of this document that is not markup.
    fn look_within_document(&mut self, name: &str, bytes: &[u8]) {
        self.look_at(name, name, bytes, true);
    }

    fn look_at(&mut self, inner: &str, name: &str, bytes: &[u8], is_part: bool) {
        if self.depth == 0 {
            return self.gap(Gap::TooDeep);
        }
        let inner = self.name_of(inner);
        let depth = self.depth - 1;
        let (contents, budget) = (&mut *self.contents, &mut *self.budget);
        let mut adder = Adder { inner: Some(&inner), contents, budget, depth, is_part };
        look_into(name, bytes, &mut adder);
    }

    /// The name of a file within this one.
    fn name_of(&self, name: &str) -> Arc<str> {
        match self.inner {
            Some(outer) => Arc::from(format!("{outer}/{name}")),
            None => Arc::from(name),
        }
    }
}
