//! Removes personal metadata from Office documents.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::archive::lies_within;

/// Replacements of parts: the minimum that programs accept.
const EMPTY: [(&str, &str); 3] = [
    (
        "docProps/core.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
    ),
    (
        "docProps/app.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>",
    ),
    (
        "meta.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"><office:meta/></office:document-meta>",
    ),
];

/// Whether a part is replaced by an empty one because it contains personal metadata.
fn drops(name: &str) -> bool {
    EMPTY.iter().any(|(known, _)| *known == name)
}

/// A Word, Excel, PowerPoint or OpenDocument file without author, company, title and the like; `None` if it
/// is not one or has no such metadata. All other parts stay the same, byte for byte.
#[must_use]
pub(super) fn without_properties(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_document = has("[Content_Types].xml") || (has("mimetype") && has("content.xml"));
    if !is_document || !names.iter().any(|name| drops(name)) {
        return None;
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).ok()?;
        if !lies_within(&file, bytes.len()) {
            // Examining it reports the damage.
            return None;
        }
        let empty = EMPTY.iter().find(|(name, _)| name.as_bytes() == file.name_raw());
        match empty {
            Some((name, text)) => {
                let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
                writer.start_file(*name, options.last_modified_time(zip::DateTime::default())).ok()?;
                writer.write_all(text.as_bytes()).ok()?;
            }
            None => writer.raw_copy_file(file).ok()?,
        }
    }
    let made = writer.finish().ok()?.into_inner();
    // The result must be readable.
    let mut again = ZipArchive::new(Cursor::new(made.as_slice())).ok()?;
    let mut first = Vec::new();
    again.by_index(0).ok()?.take(1).read_to_end(&mut first).ok()?;
    Some(made)
}
