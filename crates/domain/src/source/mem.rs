//! An in-memory file system with injectable faults.

mod fault;
mod folder;
mod lock;
mod state;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

pub use fault::{Fault, Operation, OperationKind};
use folder::MemFolder;
use lock::Locks;
use state::{Node, State, error};

use super::entry::{Entry, EntryKind, Meta, Refused, RefusedWhy, WalkOutcome};
use super::within::{lossy_name, site_path};
use super::{Folder, System};
use crate::sync::lock;

/// An in-memory file system and clock for tests, with faults. Paths are Unix paths; the current directory is
/// `/`. The clock does not advance; each write gives its file a later time than all before.
#[derive(Debug)]
pub struct MemSystem {
    state: Arc<Mutex<State>>,
    locks: Arc<Locks>,
}

impl Default for MemSystem {
    fn default() -> Self {
        Self::new()
    }
}

impl MemSystem {
    /// An empty file system, at noon of 2022-06-30 UTC.
    #[must_use]
    pub fn new() -> Self {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_656_590_400);
        Self { state: Arc::new(Mutex::new(State::new(noon))), locks: Arc::default() }
    }

    /// Sets the clock.
    pub fn set_now(&self, now: SystemTime) {
        lock(&self.state).now = now;
    }

    /// Puts a file, with the folders above it; not counted as an operation.
    ///
    /// # Errors
    /// If a file is in the way.
    pub fn put(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> io::Result<()> {
        lock(&self.state).put(path.as_ref(), Node::file(bytes.into()))
    }

    /// Writes a file as an editor does, with the folders above it: it gets a later time than all before; not
    /// counted as an operation.
    ///
    /// # Errors
    /// If a file or folder is in the way.
    pub fn save(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        let mut state = lock(&self.state);
        if let Some(folder) = path.as_ref().parent() {
            state.make_dirs(folder)?;
        }
        state.write(path.as_ref(), bytes.as_ref())
    }

    /// Puts an empty folder, with those above it; not counted as an operation.
    ///
    /// # Errors
    /// If a file is in the way.
    pub fn put_dir(&self, path: impl AsRef<Path>) -> io::Result<()> {
        lock(&self.state).put(path.as_ref(), Node::Directory)
    }

    /// Puts a link; not counted as an operation. The target is relative to the link's folder and need not
    /// exist.
    ///
    /// # Errors
    /// If a file is in the way.
    pub fn put_link(&self, path: impl AsRef<Path>, target: impl Into<PathBuf>) -> io::Result<()> {
        lock(&self.state).put(path.as_ref(), Node::Symlink(target.into()))
    }

    /// Removes whatever is at a path, with everything below it; not counted as an operation.
    pub fn take(&self, path: impl AsRef<Path>) {
        lock(&self.state).nodes.retain(|node, _| !node.starts_with(path.as_ref()));
    }

    /// Makes a folder a separate file system: renames in and out of it fail, and it cannot be removed.
    pub fn mount(&self, folder: impl Into<PathBuf>) {
        lock(&self.state).mounts.insert(folder.into());
    }

    /// Makes names case-insensitive, as on Windows and macOS. (ASCII letters only; a replaced file keeps its
    /// spelling.)
    pub fn ignore_case(&self) {
        lock(&self.state).ignores_case = true;
    }

    /// Denies every write operation at or below a path.
    pub fn deny(&self, path: impl Into<PathBuf>) {
        lock(&self.state).denied.insert(path.into());
    }

    /// Denies reading a file. It can still be written and its metadata read.
    pub fn close(&self, path: impl Into<PathBuf>) {
        lock(&self.state).closed.insert(path.into());
    }

    /// Allows again what [`MemSystem::deny`] or [`MemSystem::close`] denied.
    pub fn permit(&self, path: impl AsRef<Path>) {
        let mut state = lock(&self.state);
        state.denied.remove(path.as_ref());
        state.closed.remove(path.as_ref());
    }

    /// Schedules a fault, replacing an earlier one, and clears the list of operations.
    pub fn inject(&self, fault: Fault) {
        lock(&self.state).begin(Some(fault));
    }

    /// Simulates a new process, or the same machine after a power cut: no fault, no locks, no list of
    /// operations.
    pub fn restart(&self) {
        lock(&self.state).begin(None);
        lock(&self.locks.held).clear();
        self.locks.released.notify_all();
    }

    /// Whether the scheduled fault has happened.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        lock(&self.state).has_failed
    }

    /// The write operations so far, successful or not, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        lock(&self.state).operations.clone()
    }

    /// All files at or below a folder by absolute path, without links; works after a crash too.
    #[must_use]
    pub fn files(&self, folder: impl AsRef<Path>) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = lock(&self.state);
        let below = state.nodes.range(folder.as_ref().to_path_buf()..);
        let below = below.filter(|(path, _)| path.starts_with(folder.as_ref()));
        below
            .filter_map(|(path, node)| match node {
                Node::File { bytes, .. } => Some((path.clone(), bytes.to_vec())),
                _ => None,
            })
            .collect()
    }

    fn entry(state: &State, root: &Path, path: &Path, node: &Node) -> Result<Entry, RefusedWhy> {
        let site_path = site_path(root, path)?;
        let mut meta = node.meta();
        if matches!(node, Node::Symlink(_)) {
            let target = state.resolve(path, true).map_err(|_| RefusedWhy::BrokenLink)?;
            if !target.starts_with(root) {
                return Err(RefusedWhy::LeadsOutside);
            }
            meta = state.nodes.get(&target).ok_or(RefusedWhy::BrokenLink)?.meta();
            if meta.kind == EntryKind::Directory {
                return Err(RefusedWhy::LinkToFolder);
            }
        }
        Ok(Entry { path: site_path, kind: meta.kind, len: meta.len, modified: meta.modified })
    }
}

impl System for MemSystem {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let state = lock(&self.state);
        state.alive()?;
        if state.closed.contains(path) {
            return Err(error(io::ErrorKind::PermissionDenied));
        }
        match state.get(path, true)? {
            Node::File { bytes, .. } if Node::len(bytes) > limit => Err(error(io::ErrorKind::FileTooLarge)),
            Node::File { bytes, .. } => Ok(bytes.to_vec()),
            _ => Err(error(io::ErrorKind::IsADirectory)),
        }
    }

    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        let state = lock(&self.state);
        state.alive()?;
        let root = state.resolve(root, true)?;
        if !matches!(state.get(&root, true)?, Node::Directory) {
            return Err(error(io::ErrorKind::NotADirectory));
        }
        let mut outcome = WalkOutcome::default();
        let mut left_out: Option<&Path> = None;
        for (path, node) in state.nodes.range(root.clone()..).filter(|(path, _)| path.starts_with(&root)) {
            if *path == root || left_out.is_some_and(|folder| path.starts_with(folder)) {
                continue;
            }
            match Self::entry(&state, &root, path, node) {
                Ok(entry) => outcome.entries.push(entry),
                Err(why) => {
                    let lossy_name = lossy_name(&root, path);
                    outcome.refused.push(Refused { lossy_name, why });
                    left_out = Some(path);
                }
            }
        }
        outcome.sort();
        Ok(outcome)
    }

    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        lock(&self.state).meta(path, true)
    }

    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        lock(&self.state).meta(path, false)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let state = lock(&self.state);
        state.alive()?;
        let path = state.resolve(path, true)?;
        if state.nodes.contains_key(&path) { Ok(path) } else { Err(error(io::ErrorKind::NotFound)) }
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        Ok(Arc::new(MemFolder::begin(path, &self.state, &self.locks)?))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        {
            let mut state = lock(&self.state);
            if state.meta(path, true)?.is_none() {
                state.operation(OperationKind::CreateDir, path, None)?;
                state.make_dirs(path)?;
            }
        }
        self.open(path)
    }

    fn now(&self) -> SystemTime {
        lock(&self.state).now
    }
}
