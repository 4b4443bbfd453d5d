//! Files in memory, with faults to order.

mod state;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use state::{Node, State, error};

use super::{
    Entry, EntryKind, FileLock, LockOutcome, Meta, Refused, RefusedWhy, SitePath, System, WalkOutcome,
};

/// What goes wrong. Operations that write are counted from 0 at [`MemSystem::inject`], as [`MemSystem::operations`] lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One operation fails. A `write` that fails leaves half of its bytes.
    Fail {
        /// Which one.
        at: usize,
        /// The error that it gives.
        kind: io::ErrorKind,
    },
    /// An operation and all later ones that write fail: a full disk, a lost permission.
    FailFrom {
        /// The first.
        at: usize,
        /// The error that they give.
        kind: io::ErrorKind,
    },
    /// The process is killed in an operation, and everything fails until [`MemSystem::restart`]. A `write` leaves half of its bytes.
    Crash {
        /// Which one.
        at: usize,
    },
    /// The same for the whole machine: after the restart, files written since the last sync that covers them are empty.
    PowerCut {
        /// The operation in which it happens.
        at: usize,
    },
}

/// What an operation that writes did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Made folders. Not listed where they were there.
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

/// An operation that writes, whether or not it went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What it did.
    pub kind: OperationKind,
    /// The file or folder; for a rename, its new name.
    pub path: PathBuf,
    /// For a rename, the old name.
    pub from: Option<PathBuf>,
}

/// A file system and a clock in memory: for tests, with faults. Paths are those of Unix; the current folder is `/`. The clock stands
/// still; each write gives its file a later time than all before.
#[derive(Debug)]
pub struct MemSystem {
    state: Mutex<State>,
    locks: Arc<Locks>,
}

/// Locked paths, each with the number of its lock.
#[derive(Debug, Default)]
struct Locks {
    held: Mutex<BTreeMap<PathBuf, u64>>,
    released: Condvar,
}

struct MemLock {
    locks: Arc<Locks>,
    path: PathBuf,
    number: u64,
}

impl Drop for MemLock {
    fn drop(&mut self) {
        let mut held = guard(&self.locks.held);
        // After a restart another process may hold it.
        if held.get(&self.path) == Some(&self.number) {
            held.remove(&self.path);
            self.locks.released.notify_all();
        }
    }
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        Self { state: Mutex::new(State::new(noon)), locks: Arc::default() }
    }

    /// Sets the clock.
    pub fn set_now(&self, now: SystemTime) {
        guard(&self.state).now = now;
    }

    /// Puts a file, with the folders above it; not an operation.
    ///
    /// # Errors
    /// Where a file is in the way.
    pub fn put(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> io::Result<()> {
        guard(&self.state).put(path.as_ref(), Node::file(bytes.into()))
    }

    /// Puts an empty folder, with those above it; not an operation.
    ///
    /// # Errors
    /// Where a file is in the way.
    pub fn put_dir(&self, path: impl AsRef<Path>) -> io::Result<()> {
        guard(&self.state).put(path.as_ref(), Node::Directory)
    }

    /// Puts a link; not an operation. The target is seen from the link's folder and need not be there.
    ///
    /// # Errors
    /// Where a file is in the way.
    pub fn put_link(&self, path: impl AsRef<Path>, target: impl Into<PathBuf>) -> io::Result<()> {
        guard(&self.state).put(path.as_ref(), Node::Symlink(target.into()))
    }

    /// Makes a folder a file system of its own: renames in and out of it fail.
    pub fn mount(&self, folder: impl Into<PathBuf>) {
        guard(&self.state).mounts.insert(folder.into());
    }

    /// From now on case does not count in names, as on Windows and macOS. (ASCII letters; a file that is replaced keeps its spelling.)
    pub fn ignore_case(&self) {
        guard(&self.state).ignores_case = true;
    }

    /// Refuses every operation that writes at or below a path.
    pub fn deny(&self, path: impl Into<PathBuf>) {
        guard(&self.state).denied.insert(path.into());
    }

    /// Refuses to read a file. It may be written, and looked at from outside.
    pub fn close(&self, path: impl Into<PathBuf>) {
        guard(&self.state).closed.insert(path.into());
    }

    /// Permits again what [`MemSystem::deny`] or [`MemSystem::close`] refused.
    pub fn permit(&self, path: impl AsRef<Path>) {
        let mut state = guard(&self.state);
        state.denied.remove(path.as_ref());
        state.closed.remove(path.as_ref());
    }

    /// Orders a fault, in place of one ordered before, and empties the list of operations.
    pub fn inject(&self, fault: Fault) {
        guard(&self.state).begin(Some(fault));
    }

    /// A new process, or the same machine after a power cut: no fault, no locks, no list of operations.
    pub fn restart(&self) {
        guard(&self.state).begin(None);
        guard(&self.locks.held).clear();
        self.locks.released.notify_all();
    }

    /// Whether the fault that was ordered has happened.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        guard(&self.state).has_failed
    }

    /// The operations that wrote, or tried to, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        guard(&self.state).operations.clone()
    }

    /// All files at or below a folder by their absolute paths, links left out; works after a crash too.
    #[must_use]
    pub fn files(&self, folder: impl AsRef<Path>) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = guard(&self.state);
        let below = state.nodes.range(folder.as_ref().to_path_buf()..);
        let below = below.filter(|(path, _)| path.starts_with(folder.as_ref()));
        below
            .filter_map(|(path, node)| match node {
                Node::File { bytes, .. } => Some((path.clone(), bytes.to_vec())),
                _ => None,
            })
            .collect()
    }

    fn operate<T>(
        &self,
        kind: OperationKind,
        path: &Path,
        from: Option<&Path>,
        run: impl FnOnce(&mut State) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut state = guard(&self.state);
        state.alive()?;
        state.operation(kind, path, from)?;
        run(&mut state)
    }

    fn entry(state: &State, root: &Path, path: &Path, node: &Node) -> Result<Entry, RefusedWhy> {
        let within = path.strip_prefix(root).unwrap_or(path).to_str().ok_or(RefusedWhy::NotUtf8)?;
        let site_path = SitePath::try_from(within).map_err(RefusedWhy::Name)?;
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
        let state = guard(&self.state);
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
        let state = guard(&self.state);
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
                    let lossy_name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
                    outcome.refused.push(Refused { lossy_name, why });
                    left_out = Some(path);
                }
            }
        }
        outcome.sort();
        Ok(outcome)
    }

    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        guard(&self.state).meta(path, true)
    }

    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        guard(&self.state).meta(path, false)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let state = guard(&self.state);
        state.alive()?;
        let path = state.resolve(path, true)?;
        if state.nodes.contains_key(&path) { Ok(path) } else { Err(error(io::ErrorKind::NotFound)) }
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let there = guard(&self.state).meta(path, true)?;
        match there.map(|meta| meta.kind) {
            Some(EntryKind::Directory) => Ok(()),
            Some(_) => Err(error(io::ErrorKind::AlreadyExists)),
            None => self.operate(OperationKind::CreateDir, path, None, |state| state.make_dirs(path)),
        }
    }

    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        self.create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let written = self.operate(OperationKind::Write, path, None, |state| state.write(path, bytes));
        if written.is_err() {
            let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
            guard(&self.state).tear(path, half);
        }
        written
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.operate(OperationKind::SyncFile, path, None, |state| state.sync(path))
    }

    fn sync_all(&self, folder: &Path) -> io::Result<()> {
        self.operate(OperationKind::SyncAll, folder, None, |state| state.sync_device(folder))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operate(OperationKind::Rename, to, Some(from), |state| state.rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.operate(OperationKind::RemoveFile, path, None, |state| state.remove_file(path))
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.operate(OperationKind::RemoveDir, path, None, |state| state.remove_dir(path))
    }

    fn lock(&self, path: &Path, wait: bool) -> io::Result<LockOutcome> {
        let (path, number) = {
            let mut state = guard(&self.state);
            state.alive()?;
            let path = state.resolve(path, true)?;
            if !state.nodes.contains_key(&path) {
                state.put(&path, Node::file(b"1\n".to_vec()))?;
            }
            state.locks_taken += 1;
            (path, state.locks_taken)
        };
        let mut held = guard(&self.locks.held);
        while held.contains_key(&path) {
            if !wait {
                return Ok(LockOutcome::Busy { holder: Some(1) });
            }
            held = self.locks.released.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        held.insert(path.clone(), number);
        let lock = MemLock { locks: Arc::clone(&self.locks), path, number };
        Ok(LockOutcome::Acquired(FileLock { _held: Box::new(lock) }))
    }

    fn now(&self) -> SystemTime {
        guard(&self.state).now
    }
}
