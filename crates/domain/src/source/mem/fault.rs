//! Simulated faults, and the operations in which they occur.

use std::io;
use std::path::PathBuf;

/// A fault. Write operations are counted from 0 at [`MemSystem::inject`](super::MemSystem::inject), as listed by
/// [`MemSystem::operations`](super::MemSystem::operations).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One operation fails. A failing `write` leaves half of its bytes.
    Fail {
        /// Its number.
        at: usize,
        /// Its error.
        kind: io::ErrorKind,
    },
    /// An operation and all later write operations fail: a full disk, missing permissions.
    FailFrom {
        /// The number of the first.
        at: usize,
        /// Their error.
        kind: io::ErrorKind,
    },
    /// The program panics in an operation, as it does if an assumption does not hold.
    Panic {
        /// Its number.
        at: usize,
    },
    /// The process is killed in an operation, and everything fails until [`MemSystem::restart`](super::MemSystem::restart). A `write`
    /// leaves half of its bytes.
    Crash {
        /// Its number.
        at: usize,
    },
    /// A power cut: as `Crash`, and after the restart, files written since the last sync that covers them are
    /// empty.
    PowerCut {
        /// The number of the operation.
        at: usize,
    },
}

/// The kind of a write operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Created folders. Not listed if they existed.
    CreateDir,
    /// Wrote a file.
    Write,
    /// Synced a file or folder.
    SyncFile,
    /// Synced a file system.
    SyncAll,
    /// Renamed.
    Rename,
    /// Removed a file or link.
    RemoveFile,
    /// Removed an empty folder.
    RemoveDir,
}

/// A write operation, successful or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its kind.
    pub kind: OperationKind,
    /// The file or folder; for a rename, its new name.
    pub path: PathBuf,
    /// For a rename, the old name.
    pub from: Option<PathBuf>,
}
