//! Opened folders: what is done below one never leaves it.

use std::any::Any;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{LockOutcome, Meta, WalkOutcome};

/// A folder that was opened, and all that is below it.
///
/// Paths are relative to it and hold no `..`. No operation follows a link, neither the last part of a path
/// nor one above it: where a link stands instead of a folder or a file, the operation fails with
/// [`LinkInTheWay`]. So whoever is given a folder can touch nothing outside it, whatever a site that came
/// from elsewhere has put there. The empty path is the folder itself.
///
/// The operations are those that a file system has itself, so that what may happen between two of them can be
/// tested.
pub trait Folder: fmt::Debug + Send + Sync {
    /// Where it is, links resolved: for messages and for looking, never for writing.
    fn path(&self) -> &Path;

    /// Opens a folder below it.
    ///
    /// # Errors
    /// If it is not there, is no folder, or is reached through a link.
    fn open(&self, at: &Path) -> io::Result<Arc<dyn Folder>>;

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] where it is longer; also where it is no file, is reached through a link or cannot be read.
    fn read_limited(&self, at: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// What a path is, a last part that is a link told as the link; `None` if nothing is there.
    ///
    /// # Errors
    /// If a folder above it is a link, or the system cannot say.
    fn look(&self, at: &Path) -> io::Result<Option<Meta>>;

    /// Lists what is below a folder. Links are among the refused, whatever they lead to.
    ///
    /// # Errors
    /// If the folder itself cannot be read. What cannot be read below it is among the refused.
    fn walk(&self, at: &Path) -> io::Result<WalkOutcome>;

    /// Makes a folder and those above it; no error where it is there.
    ///
    /// # Errors
    /// If it cannot be made, or a file or link is in the way.
    fn create_dir_all(&self, at: &Path) -> io::Result<()>;

    /// As [`Folder::create_dir_all`], and lets nobody but the user in (mode 0700, where the system has
    /// modes), also where it was there.
    ///
    /// # Errors
    /// If it cannot be made or closed to others, or a file or link is in the way.
    fn create_private_dir(&self, at: &Path) -> io::Result<()>;

    /// Writes a new file, and returns what it is then. Not atomic: a crash may leave a part.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where anything bears the name; if it cannot be written.
    fn create_new(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta>;

    /// Writes a file again, and returns what it is then. What bears the name, a link or another name of a
    /// file elsewhere, loses it first and is not written to. Not atomic: a crash may leave a part.
    ///
    /// # Errors
    /// If a folder bears the name, or it cannot be written; what bore the name may be gone then.
    fn write(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta>;

    /// Returns once a file's bytes, or a folder's list of names, would survive a power cut.
    ///
    /// # Errors
    /// If the system cannot promise it.
    fn sync_file(&self, at: &Path) -> io::Result<()>;

    /// The same for everything that was written so far to the file system that holds the folder. One call
    /// costs far less than one for each file.
    ///
    /// # Errors
    /// If the system cannot promise it.
    fn sync_all(&self) -> io::Result<()>;

    /// Gives a file or folder another name, below this or another opened folder, in place of a file or link
    /// that has it; at no moment is there neither.
    ///
    /// # Errors
    /// [`io::ErrorKind::CrossesDevices`] where the two are on different file systems; if a folder is in the
    /// way; and others.
    fn rename(&self, from: &Path, folder: &dyn Folder, to: &Path) -> io::Result<()>;

    /// Removes a file or a link, never what the link leads to.
    ///
    /// # Errors
    /// If it is not there, is a folder or cannot be removed.
    fn remove_file(&self, at: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] where it is not empty; if it is not there or cannot be removed.
    fn remove_dir(&self, at: &Path) -> io::Result<()>;

    /// Takes a lock for this process on a file, which is made where it is missing and tells the holder's
    /// process id. With `wait`, returns only once it is had.
    ///
    /// # Errors
    /// If the file cannot be opened, is a link or has another name elsewhere, or the file system has no
    /// locks.
    fn lock(&self, at: &Path, wait: bool) -> io::Result<LockOutcome>;

    /// For what must know which system a folder is of.
    fn as_any(&self) -> &dyn Any;
}

/// A link stands where a file or folder of ours should be, and was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkInTheWay {
    /// The link.
    pub path: PathBuf,
}

impl fmt::Display for LinkInTheWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is a link, or another name of a file that lies elsewhere", self.path.display())
    }
}

impl std::error::Error for LinkInTheWay {}

impl LinkInTheWay {
    /// The link that an operation met, where that is why it failed.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// As an error of an operation.
    #[must_use]
    pub fn error(path: PathBuf) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidInput, Self { path })
    }
}

/// A path below a folder: names alone.
///
/// # Errors
/// If it is absolute or holds `..`.
pub(super) fn checked(at: &Path) -> io::Result<&Path> {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
    if at.components().all(is_name) {
        Ok(at)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of its folder"))
    }
}
