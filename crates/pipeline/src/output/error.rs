//! The errors of publishing.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{Folder, LinkInTheWay, SitePath};

/// The operation that failed.
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
    /// Making sure that written data survives a power cut.
    Sync,
    /// Taking the site's lock.
    Lock,
}

/// Why the contents of an output folder are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no manifest.
    NoManifest,
    /// The manifest is damaged or of a newer version.
    DamagedManifest,
}

/// Why publishing failed. The published site is unchanged, except for [`OutputError::Io`] during
/// [`Publisher::finish`](super::Publisher::finish): then a part of the change may be published, each file of
/// it complete, and the next build continues from there.
#[derive(Debug)]
pub enum OutputError {
    /// The output folder is, contains or is within a folder of source files.
    Overlap {
        /// The output folder, links resolved.
        out: PathBuf,
        /// The folder with which it overlaps: the site itself or one of its folders.
        folder: PathBuf,
    },
    /// The output folder is a file, a dangling link or the like.
    NotAFolder {
        /// The output folder.
        out: PathBuf,
    },
    /// The output folder is not empty, and its contents are not known to be ours.
    UnknownContent {
        /// The output folder, links resolved.
        out: PathBuf,
        /// Why it is not known.
        why: Unknown,
    },
    /// A link is in the place of a file or folder of ours; its target is not ours. It was left alone.
    OwnLink {
        /// The link.
        path: PathBuf,
    },
    /// Another build of this site is running.
    Busy {
        /// Its process id, if known.
        holder: Option<u32>,
    },
    /// Files or folders that somebody put into the output by hand are in the way; sorted.
    HandPut {
        /// Their paths within the output.
        paths: Vec<SitePath>,
    },
    /// Links are in the place of folders in the output: writing through them would write elsewhere. Sorted.
    Links {
        /// Their paths within the output.
        paths: Vec<SitePath>,
    },
    /// The plan has one path twice, or as both a file and a folder: a bug in the caller.
    Twice {
        /// The path.
        path: SitePath,
    },
    /// The system failed, for example because the disk is full or permissions are missing.
    Io {
        /// The operation that failed.
        action: Action,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

impl OutputError {
    /// Whether the cause is the state of the machine, not the site's content or the command.
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

/// Adds the action and path to an I/O error.
pub(super) trait During<T> {
    fn during(self, action: Action, path: &Path) -> Result<T, OutputError>;

    /// The same for a path relative to a folder.
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
