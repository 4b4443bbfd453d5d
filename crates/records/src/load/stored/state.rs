//! The metadata of a file, which is known before the file is read.

use crate::cache::SHELVES;
/// A file's length, and its modification time in nanoseconds since 1970.
pub(in crate::load) type Look = (u64, u64);

/// The state of a record file, apart from its contents.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::load) struct FileState {
    /// Its length and time, if it cannot change without looking different.
    pub(super) look: Option<Look>,
    /// Whether it was restored: it is unchanged since it had no diagnostics.
    pub(in crate::load) known: bool,
    /// Whether it had no diagnostics when it was read.
    pub(in crate::load) quiet: bool,
}

/// After the parts of records.
pub(super) const PART: usize = SHELVES;
