//! The parts of a workbook that is a zip archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use bangyang_budget::Budget;
use zip::ZipArchive;
use zip::result::ZipError;

use super::kind::Refusal;

/// Maximum number of parts of an archive. A workbook with hundreds of pictures has fewer.
const MOST_PARTS: usize = 20_000;

/// The parts of an archive; each is unpacked when it is read.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: BTreeMap<String, usize>,
}

impl<'b> Parts<'b> {
    /// Opens an archive.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(Refusal::TooLarge);
        }
        let mut names = BTreeMap::new();
        for at in 0..archive.len() {
            if let Ok(file) = archive.by_index_raw(at) {
                names.entry(key(&String::from_utf8_lossy(file.name_raw()))).or_insert(at);
            }
        }
        Ok(Self { archive, names })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// The text of a part; `None` if there is none.
    pub(super) fn text(&mut self, name: &str, budget: &mut Budget) -> Result<Option<String>, Refusal> {
        let Some(at) = self.names.get(&key(name)).copied() else { return Ok(None) };
        let file = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Password,
            _ => Refusal::Damaged,
        })?;
        // What the archive says is not to be relied on: reading one byte more than allowed shows whether there is
        // more.
        let most = budget.bytes_left().saturating_add(1);
        if file.size() > most {
            return Err(Refusal::TooLarge);
        }
        let mut bytes = Vec::new();
        let read = file.take(most).read_to_end(&mut bytes);
        budget.make(bytes.len()).map_err(|_| Refusal::TooLarge)?;
        read.map_err(|_| Refusal::Damaged)?;
        let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => rest.to_vec(),
            None => bytes,
        };
        String::from_utf8(bytes).map(Some).or_else(|error| {
            super::code::decode(error.as_bytes())
                .map(|(text, _)| Some(text.into_owned()))
                .ok_or(Refusal::Damaged)
        })
    }
}

/// Names of parts are the same in any case, and some programs write them with backslashes.
fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}
