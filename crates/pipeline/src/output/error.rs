//! What can go wrong, as data.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{Folder, LinkInTheWay, SitePath};

/// What was being done when the system failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Reading a file or looking at a path.
    Read,
    /// Writing a file.
    Write,
    /// Making a folder.
    MakeFolder,
    /// Moving a finished file to its place.
    Place,
    /// Removing a file or folder.
    Remove,
    /// Making sure that what was written survives a power cut.
    Sync,
    /// Taking the site's lock.
    Lock,
}

/// Why the content of an output folder is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no manifest.
    NoManifest,
    /// The manifest is damaged or of a later version.
    DamagedManifest,
}

/// Why publishing failed. The published site is then as it was, but for [`OutputError::Io`] during
/// [`Publisher::finish`](super::Publisher::finish): then a part of the change may be published, each file of it whole, and the next
/// build goes on from there.
#[derive(Debug)]
pub enum OutputError {
    /// The output folder is, contains or is within a folder that holds what the site is made from.
    Overlap {
        /// The output folder, links resolved.
        out: PathBuf,
        /// The site's folder that it meets: the site itself, or one of its folders.
        folder: PathBuf,
    },
    /// The output folder is a file, a link to nothing or the like.
    NotAFolder {
        /// The output folder.
        out: PathBuf,
    },
    /// The output folder is not empty, and what it holds is not known to be ours.
    UnknownContent {
        /// The output folder, links resolved.
        out: PathBuf,
        /// Why it is not known.
        why: Unknown,
    },
    /// A link stands where a file or folder of ours should be: what it leads to is not ours. It was left alone.
    OwnLink {
        /// The link.
        path: PathBuf,
    },
    /// Another build of this site is running.
    Busy {
        /// Its process id, where it is known.
        holder: Option<u32>,
    },
    /// Files or folders that somebody put into the output by hand are in the way of ours; sorted.
    HandPut {
        /// Their paths within the output.
        paths: Vec<SitePath>,
    },
    /// Links in the output stand where folders should: writing through them would write elsewhere. Sorted.
    Links {
        /// Their paths within the output.
        paths: Vec<SitePath>,
    },
    /// The plan gives one path twice, or as a file and as a folder: a mistake of the caller.
    Twice {
        /// The path.
        path: SitePath,
    },
    /// The system failed: a full disk, a lost permission.
    Io {
        /// What was being done.
        action: Action,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

impl OutputError {
    /// Whether the machine's state is to blame, not the site's content nor how the program was called.
    #[must_use]
    pub fn is_machine_failure(&self) -> bool {
        matches!(self, Self::Io { .. } | Self::Busy { .. })
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |paths: &[SitePath]| paths.iter().map(SitePath::as_str).collect::<Vec<_>>().join(", ");
        match self {
            Self::Overlap { out, folder } => {
                write!(f, "the output folder {} overlaps {}", out.display(), folder.display())
            }
            Self::NotAFolder { out } => write!(f, "{} is not a folder", out.display()),
            Self::UnknownContent { out, why: Unknown::NoManifest } => {
                write!(f, "{} is not empty and was not made by this site", out.display())
            }
            Self::UnknownContent { out, why: Unknown::DamagedManifest } => {
                write!(f, "the list of what was published to {} is damaged", out.display())
            }
            Self::OwnLink { path } => {
                write!(f, "{} is a link, or another name of a file that lies elsewhere", path.display())
            }
            Self::Busy { holder: Some(id) } => write!(f, "process {id} is building this site"),
            Self::Busy { holder: None } => f.write_str("another process is building this site"),
            Self::HandPut { paths } => write!(f, "files put by hand are in the way: {}", list(paths)),
            Self::Links { paths } => write!(f, "links stand where folders should: {}", list(paths)),
            Self::Twice { path } => write!(f, "{path} was planned twice, or as a file and as a folder"),
            Self::Io { action, path, error } => {
                let doing = match action {
                    Action::Read => "reading",
                    Action::Write => "writing",
                    Action::MakeFolder => "making the folder",
                    Action::Place => "moving into place",
                    Action::Remove => "removing",
                    Action::Sync => "syncing",
                    Action::Lock => "locking",
                };
                write!(f, "{doing} {}: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Io { error, .. } = self { Some(error) } else { None }
    }
}

/// Returns what was being done where the system fails.
pub(super) trait During<T> {
    fn during(self, action: Action, path: &Path) -> Result<T, OutputError>;

    /// The same for a path below a folder.
    fn below(self, action: Action, folder: &dyn Folder, at: &Path) -> Result<T, OutputError>;
}

impl<T> During<T> for io::Result<T> {
    fn during(self, action: Action, path: &Path) -> Result<T, OutputError> {
        self.map_err(|error| failed(action, path.to_path_buf(), error))
    }

    fn below(self, action: Action, folder: &dyn Folder, at: &Path) -> Result<T, OutputError> {
        self.map_err(|error| failed(action, folder.path().join(at), error))
    }
}

fn failed(action: Action, path: PathBuf, error: io::Error) -> OutputError {
    match LinkInTheWay::of(&error) {
        Some(link) => OutputError::OwnLink { path: link.path.clone() },
        None => OutputError::Io { action, path, error },
    }
}
