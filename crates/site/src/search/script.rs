//! Writes the files of the index, which are scripts.

use super::FOLDER;
use super::inputs::Put;

/// Number of entry numbers per display file.
pub(super) const BLOCK: u32 = 32;

/// Writes a file that calls the page's function with its name and contents.
pub(super) fn script(name: &str, holds: &str, put: Put<'_>) {
    put(&format!("{FOLDER}{name}.js"), format!("bangyangSearch(\"{name}\",{holds});\n").as_bytes());
}
