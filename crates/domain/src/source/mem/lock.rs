//! Locks on paths of the in-memory system.

use crate::sync::lock;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};

/// Locked paths, each with the number of its lock.
#[derive(Debug, Default)]
pub(super) struct Locks {
    pub(super) held: Mutex<BTreeMap<PathBuf, u64>>,
    pub(super) released: Condvar,
}

pub(super) struct MemLock {
    pub(super) locks: Arc<Locks>,
    pub(super) path: PathBuf,
    pub(super) number: u64,
}

impl Drop for MemLock {
    fn drop(&mut self) {
        let mut held = lock(&self.locks.held);
        // After a restart another process may hold it.
        if held.get(&self.path) == Some(&self.number) {
            held.remove(&self.path);
            self.locks.released.notify_all();
        }
    }
}
