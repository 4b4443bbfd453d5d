//! Site-relative paths, and the [`System`] trait through which all files and the clock are accessed.

mod checksum;
mod entry;
mod folder;
mod held;
mod leavings;
mod lock;
mod mem;
mod os;
mod overlay;
mod path;
mod shown;
mod within;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub use checksum::Checksum;
pub use entry::{Entry, EntryKind, Meta, Refused, RefusedWhy, WalkOutcome};
pub use folder::{Folder, LinkInTheWay};
pub use held::HeldOpen;
pub use leavings::{holds_leaving, is_leaving};
pub use lock::{FileLock, LockOutcome};
pub use mem::{Fault, MemSystem, Operation, OperationKind};
pub use os::{OldOsSystem, OsSystem};
pub use overlay::Overlay;
pub use path::{PathError, SitePath, is_device};
pub use shown::shown_path;

/// The files and the clock. Everything else is a pure function of what comes from here.
///
/// Files to be read are named by paths, possibly relative to the current directory; unless an operation says
/// otherwise, links are followed. Writing happens only below an opened [`Folder`], which follows none.
pub trait System: Send + Sync {
    /// Reads a file of any size.
    ///
    /// # Errors
    /// If it is not a file or cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read_limited(path, u64::MAX)
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] if it is longer; also if it is not a file or cannot be read.
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// Lists everything below a folder. A link to a file within the folder counts as that file; other links
    /// are refused.
    ///
    /// # Errors
    /// If the folder itself cannot be read. Unreadable entries below it are among the refused.
    fn walk(&self, root: &Path) -> io::Result<WalkOutcome>;

    /// The metadata of a path, following links; `None` if nothing is there (or a dangling link).
    ///
    /// # Errors
    /// If the system fails.
    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>>;

    /// The metadata of a path, without following a link at its end; `None` if nothing is there.
    ///
    /// # Errors
    /// If the system fails.
    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>>;

    /// The absolute path without links, `.` and `..`.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if nothing is there.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether a folder is on another computer, whose changes this one is not reliably told of. What is
    /// unknown counts as local.
    fn is_remote(&self, path: &Path) -> bool {
        let _ = path;
        false
    }

    /// Opens a folder named by the user; links in its path are followed.
    ///
    /// # Errors
    /// If it does not exist, is not a folder or cannot be read.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>>;

    /// The same, creating it and those above it if they are missing.
    ///
    /// # Errors
    /// If it cannot be created, or a file is in the way.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>>;

    /// The system's clock.
    fn now(&self) -> SystemTime;
}

#[cfg(test)]
mod tests;
