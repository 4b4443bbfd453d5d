//! Opened folders: operations below one never leave it.

use std::any::Any;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io};

use super::entry::{Meta, WalkOutcome};
use super::lock::LockOutcome;

/// An opened folder and everything below it.
///
/// Paths are relative to it and contain no `..`. No operation follows a link, neither at the end of a path
/// nor above it: if a link is in the place of a folder or file, the operation fails with [`LinkInTheWay`]. So
/// code that is given a folder cannot touch anything outside of it, whatever an untrusted site contains. The
/// empty path is the folder itself.
///
/// The operations are the primitives of file systems, so that tests can interrupt between any two of them.
pub trait Folder: fmt::Debug + Send + Sync {
    /// Its path, links resolved: for messages and inspection, never for writing.
    fn path(&self) -> &Path;

    /// Opens a folder below it.
    ///
    /// # Errors
    /// If it does not exist, is not a folder, or is reached through a link.
    fn open(&self, at: &Path) -> io::Result<Arc<dyn Folder>>;

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] if it is longer; also if it is not a file, is reached through a link
    /// or cannot be read.
    fn read_limited(&self, at: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// The metadata of a path, without following a link at its end; `None` if nothing is there.
    ///
    /// # Errors
    /// If a folder above it is a link, or the system fails.
    fn look(&self, at: &Path) -> io::Result<Option<Meta>>;

    /// Lists everything below a folder. Links are among the refused, whatever their targets.
    ///
    /// # Errors
    /// If the folder itself cannot be read. Unreadable entries below it are among the refused.
    fn walk(&self, at: &Path) -> io::Result<WalkOutcome>;

    /// Creates a folder and those above it; succeeds if it exists.
    ///
    /// # Errors
    /// If it cannot be created, or a file or link is in the way.
    fn create_dir_all(&self, at: &Path) -> io::Result<()>;

    /// Like [`Folder::create_dir_all`], and makes it accessible only to the user (mode 0700, on systems with
    /// modes), even if it existed.
    ///
    /// # Errors
    /// If it cannot be created or protected, or a file or link is in the way.
    fn create_private_dir(&self, at: &Path) -> io::Result<()>;

    /// Writes a new file and returns its metadata. Not atomic: a crash may leave a part.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] if the name is taken; if it cannot be written.
    fn create_new(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta>;

    /// Replaces a file and returns its metadata. An existing file, link or hard link with this name is
    /// removed first and never written to. Not atomic: a crash may leave a part.
    ///
    /// # Errors
    /// If a folder has the name, or it cannot be written; then the existing file may be gone.
    fn write(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta>;

    /// Returns once a file's bytes, or a folder's list of names, would survive a power cut.
    ///
    /// # Errors
    /// If the system cannot guarantee it.
    fn sync_file(&self, at: &Path) -> io::Result<()>;

    /// The same for everything written so far to the file system that contains the folder. One call costs far
    /// less than one per file.
    ///
    /// # Errors
    /// If the system cannot guarantee it.
    fn sync_all(&self) -> io::Result<()>;

    /// Renames a file or folder, within this or into another opened folder, atomically replacing an existing
    /// file or link.
    ///
    /// # Errors
    /// [`io::ErrorKind::CrossesDevices`] if the two are on different file systems; if a folder is in the way;
    /// and others.
    fn rename(&self, from: &Path, folder: &dyn Folder, to: &Path) -> io::Result<()>;

    /// Removes a file or a link, never a link's target.
    ///
    /// # Errors
    /// If it does not exist, is a folder or cannot be removed.
    fn remove_file(&self, at: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] if it is not empty; if it does not exist or cannot be removed.
    fn remove_dir(&self, at: &Path) -> io::Result<()>;

    /// Takes a lock for this process on a file, which is created if missing and contains the holder's process
    /// id. With `wait`, returns only once the lock is held.
    ///
    /// # Errors
    /// If the file cannot be opened, is a link or has hard links elsewhere, or the file system has no locks.
    fn lock(&self, at: &Path, wait: bool) -> io::Result<LockOutcome>;

    /// For code that must know the concrete type.
    fn as_any(&self) -> &dyn Any;
}

/// A link is in the place of a file or folder of ours; it was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkInTheWay {
    /// The link.
    pub path: PathBuf,
}

impl fmt::Display for LinkInTheWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is a link, or another name of a file that lies elsewhere",
            super::shown_path(&self.path)
        )
    }
}

impl std::error::Error for LinkInTheWay {}

impl LinkInTheWay {
    /// The link because of which an operation failed, if that is the reason.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// The error as an I/O error.
    #[must_use]
    pub fn error(path: PathBuf) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidInput, Self { path })
    }
}

/// Checks that a path below a folder consists of names only.
///
/// # Errors
/// If it is absolute or contains `..`.
pub(super) fn checked(at: &Path) -> io::Result<&Path> {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    if at.components().all(is_name) {
        Ok(at)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of its folder"))
    }
}
