//! File locks.

use std::fmt;

/// A held lock; released by dropping it, or by the end of the process, however sudden.
pub struct FileLock {
    pub(super) _held: Box<dyn Send + Sync>,
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
