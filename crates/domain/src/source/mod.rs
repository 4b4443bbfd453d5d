//! Site-relative paths, and the [`System`] trait through which all files and the clock are reached.

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

/// What a path of the file system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file. In a walk also a link to a file within the folder that is walked.
    File,
    /// A folder.
    Directory,
    /// A symbolic link. A walk never gives one; [`System::link_metadata`] does.
    Symlink,
    /// A device, a socket or the like.
    Other,
}

/// A file or folder that a walk came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the folder that was walked.
    pub path: SitePath,
    /// What it is.
    pub kind: EntryKind,
    /// Length in bytes; of folders, whatever the system says.
    pub len: u64,
    /// When it was last written, where the system knows.
    pub modified: Option<SystemTime>,
}

/// A file that was written within this time may be written again without looking different: some file systems keep times to two
/// seconds only.
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Entry {
    /// Length and time of a file, as long as any later change would show in them; `None` if the time is not
    /// known, or so near to `now` that the file may change and look the same.
    #[must_use]
    pub fn look(&self, now: SystemTime) -> Option<(u64, SystemTime)> {
        let modified = self.modified?;
        (modified.checked_add(TOO_FRESH)? < now).then_some((self.len, modified))
    }
}

/// Why a walk left something out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedWhy {
    /// The name is not UTF-8.
    NotUtf8,
    /// The name breaks a rule of [`SitePath`].
    Name(PathError),
    /// A link that leads out of the folder that was walked.
    LeadsOutside,
    /// A link to a folder. Following it would list files twice, or without end.
    LinkToFolder,
    /// A link to nothing, or in a circle.
    BrokenLink,
    /// A link, in a folder in which none is followed.
    Link,
    /// It could not be read; the reason, also in the system's words.
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

/// Something that a walk left out, with all that is below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its path within the folder that was walked, with `�` for what is not UTF-8. It may hold control characters.
    pub lossy_name: String,
    /// Why it was left out.
    pub why: RefusedWhy,
}

/// What is in a folder, at any depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkOutcome {
    /// Files and folders, sorted by path.
    pub entries: Vec<Entry>,
    /// What was left out, sorted by name.
    pub refused: Vec<Refused>,
}

impl WalkOutcome {
    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        self.refused.sort_by(|a, b| a.lossy_name.cmp(&b.lossy_name));
    }
}

/// What is known about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// What it is.
    pub kind: EntryKind,
    /// Length in bytes; of folders, whatever the system says.
    pub len: u64,
    /// When it was last written, where the system knows.
    pub modified: Option<SystemTime>,
}

/// Holds a lock; dropping it, or the end of the process, however sudden, releases it.
pub struct FileLock {
    _held: Box<dyn Send + Sync>,
}

impl fmt::Debug for FileLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileLock")
    }
}

/// Whether a lock was had.
#[derive(Debug)]
pub enum LockOutcome {
    /// It is ours while the value lives.
    Acquired(FileLock),
    /// Another process holds it.
    Busy {
        /// Its process id, where it could be read.
        holder: Option<u32>,
    },
}

/// The files and the clock. Everything else is a pure function of what comes from here.
///
/// What is read may be named by a path, which may be relative to the current folder; unless an operation says
/// otherwise, it follows links. What is written is below a [`Folder`] that was opened, which follows none.
pub trait System: Send + Sync {
    /// Reads a file of any size.
    ///
    /// # Errors
    /// If it is no file or cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read_limited(path, u64::MAX)
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] where it is longer; also where it is no file or cannot be read.
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// Lists what is below a folder. A link to a file within the folder counts as that file; other links are
    /// refused.
    ///
    /// # Errors
    /// If the folder itself cannot be read. What cannot be read below it is among the refused.
    fn walk(&self, root: &Path) -> io::Result<WalkOutcome>;

    /// What a path is, links followed; `None` if nothing is there (or a link to nothing).
    ///
    /// # Errors
    /// If the system cannot say.
    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>>;

    /// What a path is, a last part that is a link told as the link; `None` if nothing is there.
    ///
    /// # Errors
    /// If the system cannot say.
    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>>;

    /// The absolute path without links, `.` and `..`.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing is there.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Opens a folder that the user named; links in its path are followed.
    ///
    /// # Errors
    /// If it is not there, is no folder or cannot be read.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>>;

    /// The same, and makes it and those above it where they are missing.
    ///
    /// # Errors
    /// If it cannot be made, or a file is in the way.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>>;

    /// The system's clock.
    fn now(&self) -> SystemTime;
}

#[cfg(test)]
mod tests;
