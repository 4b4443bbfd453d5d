//! Writes files of the content atomically.

use std::io;
use std::path::{Path, PathBuf};

use crate::source::{EntryKind, LinkInTheWay, System};

/// Replaces a file of a site such that at any moment either the old or the new one is there, complete.
/// Nothing is written through a link, nor in place of one, since its target may not belong to the site.
pub(super) fn write_whole(system: &dyn System, root: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let site = system.open(root)?;
    let at = file.strip_prefix(root).unwrap_or(file);
    let folder = at.parent().unwrap_or(Path::new(""));
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    let new: PathBuf = folder.join(format!(".{name}.new"));
    match site.look(at)?.map(|meta| meta.kind) {
        Some(EntryKind::Directory) => return Err(io::ErrorKind::IsADirectory.into()),
        Some(EntryKind::Symlink) => return Err(LinkInTheWay::error(site.path().join(at))),
        _ => {}
    }
    let placed = site
        .create_dir_all(folder)
        .and_then(|()| site.write(&new, bytes))
        .and_then(|_| site.sync_file(&new))
        .and_then(|()| site.rename(&new, &*site, at));
    placed.inspect_err(|_| {
        // A leftover of the new file is hidden from the site, and overwritten next time.
        let _ = site.remove_file(&new);
    })?;
    // The file is in place; if the system cannot guarantee that its name survives a power cut, reporting a
    // failure would not help.
    let _ = site.sync_file(folder);
    Ok(())
}
