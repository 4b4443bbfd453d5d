//! Site-relative paths, and the [`System`] trait through which all files and the clock are accessed.

mod checksum;
mod folder;
mod leavings;
mod mem;
mod os;
mod overlay;
mod path;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use checksum::Checksum;
pub use folder::{Folder, LinkInTheWay};
pub use leavings::{holds_leaving, is_leaving};
pub use mem::{Fault, MemSystem, Operation, OperationKind};
pub use os::{OldOsSystem, OsSystem};
pub use overlay::Overlay;
pub use path::{PathError, SitePath, is_device};

/// The kind of a path in the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file. In a walk, also a link to a file within the walked folder.
    File,
    /// A folder.
    Directory,
    /// A symbolic link. Never part of a walk; returned by [`System::link_metadata`].
    Symlink,
    /// A device, socket or the like.
    Other,
}

/// A file or folder found in a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the walked folder.
    pub path: SitePath,
    /// Its kind.
    pub kind: EntryKind,
    /// Length in bytes; for folders, whatever the system says.
    pub len: u64,
    /// Its modification time, if known.
    pub modified: Option<SystemTime>,
}

/// A file modified within this time may change again without looking different: some file systems store times
/// with a precision of two seconds.
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Entry {
    /// Length and modification time of a file, if any later change would show in them; `None` if the time is
    /// unknown, or so close to `now` that the file could change without looking different.
    #[must_use]
    pub fn look(&self, now: SystemTime) -> Option<(u64, SystemTime)> {
        let modified = self.modified?;
        (modified.checked_add(TOO_FRESH)? < now).then_some((self.len, modified))
    }
}

/// Why a walk skipped something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedWhy {
    /// The name is not UTF-8.
    NotUtf8,
    /// The name violates a rule of [`SitePath`].
    Name(PathError),
    /// A link out of the walked folder.
    LeadsOutside,
    /// A link to a folder. Following it could list files twice or endlessly.
    LinkToFolder,
    /// A dangling or circular link.
    BrokenLink,
    /// A link, in a folder in which links are not followed.
    Link,
    /// It could not be read; the reason and the system's message.
    Unreadable(io::ErrorKind, String),
}

impl fmt::Display for RefusedWhy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the name is not UTF-8"),
            Self::Name(error) => error.fmt(f),
            Self::LeadsOutside => f.write_str("the link leads out of the folder"),
            Self::LinkToFolder => f.write_str("it is a link to a folder"),
            Self::BrokenLink => f.write_str("the link leads nowhere"),
            Self::Link => f.write_str("it is a link"),
            Self::Unreadable(_, reason) => f.write_str(reason),
        }
    }
}

/// Something that a walk skipped, with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its path within the walked folder, with `�` for what is not UTF-8. It may contain control characters.
    pub lossy_name: String,
    /// Why it was skipped.
    pub why: RefusedWhy,
}

/// The contents of a folder, at any depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkOutcome {
    /// Files and folders, sorted by path.
    pub entries: Vec<Entry>,
    /// What was skipped, sorted by name.
    pub refused: Vec<Refused>,
}

impl WalkOutcome {
    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        self.refused.sort_by(|a, b| a.lossy_name.cmp(&b.lossy_name));
    }
}

/// The metadata of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Its kind.
    pub kind: EntryKind,
    /// Length in bytes; for folders, whatever the system says.
    pub len: u64,
    /// Its modification time, if known.
    pub modified: Option<SystemTime>,
}

/// A held lock; released by dropping it, or by the end of the process, however sudden.
pub struct FileLock {
    _held: Box<dyn Send + Sync>,
}

impl fmt::Debug for FileLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileLock")
    }
}

/// The result of taking a lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// Held while the value lives.
    Acquired(FileLock),
    /// Another process holds it.
    Busy {
        /// Its process id, if known.
        holder: Option<u32>,
    },
}

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
