//! Archives, and documents that are archives.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::adder::Adder;
use super::contents::{Gap, Part};
use super::office;
use super::parts::Parts;

/// Maximum number of files that are examined in one archive.
const MOST_FILES: usize = 10_000;

/// Examines an archive, or a document that is one.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return adder.gap(Gap::Damaged) };
    let parts = unpack(&mut archive, bytes.len(), adder);
    if office::is_document(&parts) {
        return office::look(&parts, adder);
    }
    for (name, bytes) in parts {
        adder.add(Part::Name, name.clone());
        adder.look_within(&name, &name, &bytes);
    }
}

/// Unpacks all files of an archive of this length, as far as the budget allows.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, length: usize, adder: &mut Adder<'_>) -> Parts {
    let mut parts = Parts::new();
    if archive.len() > MOST_FILES {
        adder.gap(Gap::TooLarge);
    }
    for at in 0..archive.len().min(MOST_FILES) {
        let whole =
            archive.by_index_raw(at).map(|file| (lies_within(&file, length), file.is_dir(), name_of(&file)));
        let Ok((lies_within, is_folder, name)) = whole else {
            adder.gap(Gap::Damaged);
            continue;
        };
        if !lies_within {
            // It may be readable, but cannot be copied into a clean document.
            adder.gap(Gap::Damaged);
        }
        if is_folder {
            continue;
        }
        let mut part = Vec::new();
        match archive.by_index(at) {
            Ok(file) => {
                // Reading one byte more than allowed shows whether there is more.
                let most = adder.budget.bytes_left().saturating_add(1);
                let whole = file.take(most).read_to_end(&mut part).is_ok();
                if !whole {
                    adder.gap(Gap::Damaged);
                }
            }
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => adder.gap(Gap::Locked),
            Err(ZipError::UnsupportedArchive(_)) => adder.gap(Gap::OldFormat),
            Err(_) => adder.gap(Gap::Damaged),
        }
        if !adder.make(part.len() + name.len()) {
            return parts;
        }
        parts.insert(name, part);
    }
    parts
}

/// Whether an entry is within its archive, by the archive's own data. `length` is the archive's, in bytes.
pub(super) fn lies_within<R: Read>(file: &ZipFile<'_, R>, length: usize) -> bool {
    let end = file.data_start().and_then(|start| start.checked_add(file.compressed_size()));
    end.is_some_and(|end| u64::try_from(length).is_ok_and(|length| end <= length))
}

/// An entry's real name: Chinese Windows uses its own encoding without declaring it.
fn name_of<R: Read>(file: &ZipFile<'_, R>) -> String {
    let raw = file.name_raw();
    std::str::from_utf8(raw).map_or_else(|_| encoding_rs::GB18030.decode(raw).0.into_owned(), str::to_owned)
}
