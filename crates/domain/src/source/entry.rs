//! Files and folders, and the result of listing them.

use std::time::{Duration, SystemTime};
use std::{fmt, io};

use super::path::{PathError, SitePath};

/// The kind of a path in the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file. In a walk, also a link to a file within the walked folder.
    File,
    /// A folder.
    Directory,
    /// A symbolic link. Never part of a walk; returned by [`System::link_metadata`](super::System::link_metadata).
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
    pub(super) fn sort(&mut self) {
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
