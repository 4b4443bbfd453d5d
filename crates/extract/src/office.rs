//! Office documents: Word, PowerPoint, OpenDocument; for sheets see `sheets`.
//!
//! Every markup part is read, whatever its name; known ones are reported by what they are to an editor.

use super::adder::Adder;
use super::contents::{Gap, Part, Trace};
use super::markup::{self, Breaks, Found, XmlText, all_words};
use super::parts::Parts;
use super::{bytes, sheets};

/// Elements that end a paragraph.
const PARAGRAPHS: [&str; 8] = ["p", "h", "si", "tc", "table-cell", "annotation", "comment", "cm"];

/// Whether an extension promises a document.
pub(super) fn is_expected(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        ".docx", ".xlsx", ".pptx", ".xlsb", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".wps", ".et",
        ".dps", ".zip",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
}

/// Whether the parts of an archive are a document.
pub(super) fn is_document(parts: &Parts) -> bool {
    parts.contains_key("[Content_Types].xml")
        || (parts.contains_key("content.xml") && parts.contains_key("mimetype"))
}

/// Examines a document's parts.
pub(super) fn look(parts: &Parts, adder: &mut Adder<'_>) {
    sheets::look(parts, adder);
    for (name, bytes) in parts {
        if !is_markup(name, bytes) {
            other(name, bytes, adder);
            continue;
        }
        let part = part_of(name);
        if part == Part::Properties {
            properties(bytes, adder);
        } else if !sheets::is_own(name) {
            if part == Part::Comments {
                adder.trace(Trace::Comments);
            }
            if bytes::decode(bytes).is_none() {
                adder.gap(Gap::Damaged);
            }
            tell(part, markup::words(bytes, Breaks::At(&PARAGRAPHS), &[]), adder);
        }
    }
}

/// Adds the text of a part.
pub(super) fn tell(part: Part, words: XmlText, adder: &mut Adder<'_>) {
    if words.is_changed {
        adder.trace(Trace::Changes);
    }
    adder.add(part, words.text);
    adder.add(Part::Deleted, words.before);
}

fn is_markup(name: &str, bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.starts_with(b"<?xml")
        || [".xml", ".rels", ".vml", ".rdf"].iter().any(|ending| name.to_lowercase().ends_with(ending))
}

/// Parts that are not markup: pictures, embedded documents, and sheets in Excel's binary format.
fn other(name: &str, bytes: &[u8], adder: &mut Adder<'_>) {
    if name == "mimetype" {
        return;
    }
    let is_table = name.starts_with("xl/") && name.ends_with(".bin") && !name.contains("printerSettings");
    if is_table && !bytes.starts_with(bytes::OLD_OFFICE) {
        // It stores numbers in binary form.
        adder.gap(Gap::OldFormat);
        bytes::letters(bytes, adder);
    } else {
        adder.look_within_document(name, bytes);
    }
}

fn part_of(name: &str) -> Part {
    let name = name.to_lowercase();
    let is = |word: &str| name.contains(word);
    if is("docprops/") || name == "meta.xml" {
        Part::Properties
    } else if (is("comment") || is("notesslide")) && !is("_rels/") {
        Part::Comments
    } else if is("pivotcache") {
        Part::Pivot
    } else if is("xl/workbook.xml") || is("xl/tables/") {
        Part::Rules(String::new())
    } else if is("connections.xml") || is("querytable") || is("externallink") {
        Part::Linked
    } else if is("word/header") || is("word/footer") {
        Part::Running
    } else {
        Part::Text
    }
}

/// A document's properties. Only names of persons count as personal metadata; the rest is checked as text.
fn properties(bytes: &[u8], adder: &mut Adder<'_>) {
    adder.add(Part::Properties, all_words(bytes));
    let mut within = false;
    let mut named = false;
    markup::walk(bytes, |found| match found {
        Found::Start(name, _) => {
            within = matches!(name, "creator" | "lastModifiedBy" | "Manager" | "Company" | "initial-creator");
        }
        Found::Text(words) => named |= within && !words.trim().is_empty(),
        Found::End(_) => within = false,
        Found::Beside(_) => {}
    });
    if named {
        adder.trace(Trace::Author);
    }
}
