//! Reads source files as texts: text files, and spreadsheets laid out as texts.

mod plain;

use std::path::Path;

pub use plain::{LARGEST_TEXT, decode, forbidden_characters, read_plain, unreadable, unreadable_within};

use super::workbook::{is_spreadsheet, read_book};
use super::yaml::Text;
use crate::diag::Diagnostics;
use crate::source::{SitePath, System};

/// Reads and decodes a text file, or lays a spreadsheet out as a text; reports failures.
pub fn read_text(
    system: &dyn System,
    root: &Path,
    path: &SitePath,
    diagnostics: &mut Diagnostics,
) -> Option<Text> {
    if is_spreadsheet(path.as_str()) {
        return Some(read_book(system, root, path, diagnostics)?.text);
    }
    read_plain(system, root, path, diagnostics)
}
