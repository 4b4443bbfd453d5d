//! Opens, reads and describes files of the operating system.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::entry::{EntryKind, Meta};

fn kind_of(kind: fs::FileType) -> EntryKind {
    if kind.is_symlink() {
        EntryKind::Symlink
    } else if kind.is_dir() {
        EntryKind::Directory
    } else if kind.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

pub(super) fn meta_of(metadata: &fs::Metadata) -> Meta {
    Meta { kind: kind_of(metadata.file_type()), len: metadata.len(), modified: metadata.modified().ok() }
}

/// The absolute path without links. Some drives of Windows, such as memory disks, cannot tell it; the path is
/// then made absolute alone.
pub(super) fn canonical(path: &Path) -> io::Result<PathBuf> {
    const INVALID_FUNCTION: i32 = 1;
    match fs::canonicalize(path) {
        Err(error) if cfg!(windows) && error.raw_os_error() == Some(INVALID_FUNCTION) => {
            std::path::absolute(path)
        }
        found => found,
    }
}

/// Opens a file for reading.
#[cfg(unix)]
pub(super) fn opened(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // Opening a named pipe would otherwise wait for a writer. For files it makes no difference.
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// The same on systems where a file cannot be opened without waiting.
#[cfg(not(unix))]
pub(super) fn opened(path: &Path) -> io::Result<File> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(no_file(&metadata));
    }
    File::open(path)
}

/// The contents of an opened file of at most `limit` bytes.
pub(super) fn read_whole(file: File, limit: u64) -> io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(no_file(&metadata));
    }
    if metadata.len() > limit {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(usize::MAX))?;
    // It may have grown in the meantime.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}

/// The error for something that is not a file.
pub(super) fn no_file(metadata: &fs::Metadata) -> io::Error {
    let is_folder = metadata.is_dir();
    io::Error::from(if is_folder { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput })
}

/// Whether nothing is there, or a file is in the place of a folder.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(super) fn or_missing(metadata: io::Result<fs::Metadata>) -> io::Result<Option<Meta>> {
    match metadata {
        Ok(metadata) => Ok(Some(meta_of(&metadata))),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
