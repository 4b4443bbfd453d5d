//! Documents of Office programs: Word, PowerPoint, the open ones; tables are read next door.

use super::archive::Parts;
use super::{Adder, Part, Trace, markup, sheets};

/// Elements that end a paragraph.
const PARAGRAPHS: [&str; 8] = ["p", "h", "si", "tc", "table-cell", "annotation", "comment", "cm"];
/// Elements that say who made a change.
const CHANGES: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "tracked-changes"];

/// Whether an ending promises a document.
pub(super) fn is_expected(name: &str) -> bool {
    let name = name.to_lowercase();
    [".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".wps", ".et", ".dps", ".zip"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Whether the parts of an archive are a document.
pub(super) fn is_document(parts: &Parts) -> bool {
    parts.contains_key("[Content_Types].xml")
        || (parts.contains_key("content.xml") && parts.contains_key("mimetype"))
}

/// Looks through a document's parts.
pub(super) fn look(parts: &Parts, adder: &mut Adder<'_>) {
    sheets::look(parts, adder);
    for (name, bytes) in parts {
        let is_markup = [".xml", ".rels", ".vml", ".rdf"].iter().any(|ending| name.ends_with(ending));
        if !is_markup {
            // Pictures, and documents within the document.
            if name != "mimetype" {
                adder.look_within(name, name, bytes);
            }
            continue;
        }
        let part = part_of(name);
        if part == Part::Properties {
            properties(bytes, adder);
        } else if !sheets::is_own(name) {
            tell_changes(bytes, adder);
            if part == Part::Comments {
                adder.trace(Trace::Comments);
            }
            adder.add(part, markup::words(bytes, Some(&PARAGRAPHS)));
        }
    }
}

fn part_of(name: &str) -> Part {
    let is = |word: &str| name.contains(word);
    if is("docProps/") || name == "meta.xml" {
        Part::Properties
    } else if (is("comments") || is("notesSlide")) && !is("_rels/") {
        Part::Comments
    } else {
        Part::Text
    }
}

/// What a document says of itself. Names of persons are the only traces: what else stands there is looked through as text.
fn properties(bytes: &[u8], adder: &mut Adder<'_>) {
    adder.add(Part::Properties, markup::words(bytes, None));
    let mut within = false;
    let mut named = false;
    markup::walk(bytes, |found| match found {
        markup::Found::Start(name, _) => {
            within = matches!(name, "creator" | "lastModifiedBy" | "Manager" | "Company" | "initial-creator");
        }
        markup::Found::Text(words) => named |= within && !words.trim().is_empty(),
        markup::Found::End(_) => within = false,
    });
    if named {
        adder.trace(Trace::Author);
    }
}

/// Whether it is kept who changed what.
fn tell_changes(bytes: &[u8], adder: &mut Adder<'_>) {
    let mut changed = false;
    markup::walk(bytes, |found| {
        if let markup::Found::Start(name, _) = found {
            changed |= CHANGES.contains(&name);
        }
    });
    if changed {
        adder.trace(Trace::Changes);
    }
}
