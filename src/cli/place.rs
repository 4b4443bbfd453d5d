//! Writing a file beside the content.

use std::io;
use std::path::{Path, PathBuf};

use crate::source::{EntryKind, System};

/// Writes a file so that at any moment there is the old one or the new one, whole.
pub(super) fn write_whole(system: &dyn System, file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let new: PathBuf = folder.join(format!(".{name}.new"));
    if system.link_metadata(file)?.is_some_and(|meta| meta.kind == EntryKind::Directory) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let placed = system
        .create_dir_all(folder)
        .and_then(|()| system.write(&new, text.as_bytes()))
        .and_then(|()| system.sync_file(&new))
        .and_then(|()| system.rename(&new, file));
    placed.inspect_err(|_| {
        // What is left of the new file is hidden from the site, and overwritten the next time.
        let _ = system.remove_file(&new);
    })?;
    // The file is in its place; where the system cannot promise that the folder knows it after a power cut, nothing is gained by
    // calling that a failure.
    let _ = system.sync_file(folder);
    Ok(())
}
