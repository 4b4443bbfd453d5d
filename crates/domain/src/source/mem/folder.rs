//! Opened folders of the in-memory file system.

use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::fault::OperationKind;
use super::lock::{Locks, MemLock};
use super::state::{Node, State, error};
use super::{Entry, EntryKind};
use crate::source::entry::{Meta, Refused, RefusedWhy, WalkOutcome};
use crate::source::folder::{Folder, LinkInTheWay, checked};
use crate::source::lock::{FileLock, LockOutcome};
use crate::source::within::{lossy_name, site_path};
use crate::sync::{lock, unpoisoned};

/// An opened folder.
#[derive(Debug)]
pub(super) struct MemFolder {
    pub(super) path: PathBuf,
    pub(super) state: Arc<Mutex<State>>,
    pub(super) locks: Arc<Locks>,
}

impl MemFolder {
    /// Opens a folder; links in the path are followed.
    pub(super) fn begin(path: &Path, state: &Arc<Mutex<State>>, locks: &Arc<Locks>) -> io::Result<Self> {
        let path = {
            let state = lock(state);
            state.alive()?;
            let path = state.resolve(path, true)?;
            match state.nodes.get(&path) {
                Some(Node::Directory) => path,
                Some(_) => return Err(error(io::ErrorKind::NotADirectory)),
                None => return Err(error(io::ErrorKind::NotFound)),
            }
        };
        Ok(Self { path, state: Arc::clone(state), locks: Arc::clone(locks) })
    }

    fn operate<T>(
        &self,
        kind: OperationKind,
        at: &Path,
        run: impl FnOnce(&mut State, &Path) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut state = lock(&self.state);
        state.alive()?;
        let path = self.path.join(at);
        state.operation(kind, &path, None)?;
        let path = state.below(&self.path, at)?;
        run(&mut state, &path)
    }

    fn node<'s>(&self, state: &'s State, at: &Path) -> io::Result<&'s Node> {
        let path = state.below(&self.path, at)?;
        match state.nodes.get(&path) {
            Some(Node::Symlink(_)) => Err(LinkInTheWay::error(path)),
            Some(node) => Ok(node),
            None => Err(error(io::ErrorKind::NotFound)),
        }
    }
}

impl Folder for MemFolder {
    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self, at: &Path) -> io::Result<Arc<dyn Folder>> {
        let state = lock(&self.state);
        state.alive()?;
        if !matches!(self.node(&state, at)?, Node::Directory) {
            return Err(error(io::ErrorKind::NotADirectory));
        }
        let path = state.below(&self.path, at)?;
        drop(state);
        Ok(Arc::new(Self { path, state: Arc::clone(&self.state), locks: Arc::clone(&self.locks) }))
    }

    fn read_limited(&self, at: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let state = lock(&self.state);
        state.alive()?;
        if state.closed.contains(&self.path.join(at)) {
            return Err(error(io::ErrorKind::PermissionDenied));
        }
        match self.node(&state, at)? {
            Node::File { bytes, .. } if Node::len(bytes) > limit => Err(error(io::ErrorKind::FileTooLarge)),
            Node::File { bytes, .. } => Ok(bytes.to_vec()),
            _ => Err(error(io::ErrorKind::IsADirectory)),
        }
    }

    fn look(&self, at: &Path) -> io::Result<Option<Meta>> {
        let state = lock(&self.state);
        state.alive()?;
        match state.below(&self.path, at) {
            Ok(path) => Ok(state.nodes.get(&path).map(Node::meta)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn walk(&self, at: &Path) -> io::Result<WalkOutcome> {
        let state = lock(&self.state);
        state.alive()?;
        if !matches!(self.node(&state, at)?, Node::Directory) {
            return Err(error(io::ErrorKind::NotADirectory));
        }
        let root = state.below(&self.path, at)?;
        let mut outcome = WalkOutcome::default();
        let mut left_out: Option<&Path> = None;
        for (path, node) in state.nodes.range(root.clone()..).filter(|(path, _)| path.starts_with(&root)) {
            if *path == root || left_out.is_some_and(|folder| path.starts_with(folder)) {
                continue;
            }
            let found = match node {
                Node::Symlink(_) => Err(RefusedWhy::Link),
                _ => site_path(&root, path),
            };
            match found {
                Ok(path) => {
                    let Meta { kind, len, modified } = node.meta();
                    outcome.entries.push(Entry { path, kind, len, modified });
                }
                Err(why) => {
                    outcome.refused.push(Refused { lossy_name: lossy_name(&root, path), why });
                    left_out = Some(path);
                }
            }
        }
        outcome.sort();
        Ok(outcome)
    }

    fn create_dir_all(&self, at: &Path) -> io::Result<()> {
        checked(at)?;
        match self.look(at)?.map(|meta| meta.kind) {
            Some(EntryKind::Directory) => Ok(()),
            Some(EntryKind::Symlink) => Err(LinkInTheWay::error(self.path.join(at))),
            Some(_) => Err(error(io::ErrorKind::AlreadyExists)),
            None => {
                let mut state = lock(&self.state);
                state.alive()?;
                let path = self.path.join(at);
                state.operation(OperationKind::CreateDir, &path, None)?;
                state.make_dirs(&path)
            }
        }
    }

    fn create_private_dir(&self, at: &Path) -> io::Result<()> {
        self.create_dir_all(at)
    }

    fn create_new(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta> {
        if self.look(at)?.is_some() {
            return Err(error(io::ErrorKind::AlreadyExists));
        }
        self.write(at, bytes)
    }

    fn write(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta> {
        let written = self.operate(OperationKind::Write, at, |state, path| state.write(path, bytes));
        if written.is_err() {
            let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
            let mut state = lock(&self.state);
            if let Ok(path) = state.below(&self.path, at) {
                state.tear(&path, half);
            }
        }
        written?;
        self.look(at)?.ok_or_else(|| error(io::ErrorKind::NotFound))
    }

    fn sync_file(&self, at: &Path) -> io::Result<()> {
        self.operate(OperationKind::SyncFile, at, State::sync)
    }

    fn sync_all(&self) -> io::Result<()> {
        self.operate(OperationKind::SyncAll, Path::new(""), State::sync_device)
    }

    fn rename(&self, from: &Path, folder: &dyn Folder, to: &Path) -> io::Result<()> {
        let other = folder.as_any().downcast_ref::<Self>();
        let other = other.ok_or_else(|| error(io::ErrorKind::CrossesDevices))?;
        let mut state = lock(&self.state);
        state.alive()?;
        let (old, new) = (self.path.join(from), other.path.join(to));
        state.operation(OperationKind::Rename, &new, Some(&old))?;
        let (old, new) = (state.below(&self.path, from)?, state.below(&other.path, to)?);
        state.rename(&old, &new)
    }

    fn remove_file(&self, at: &Path) -> io::Result<()> {
        self.operate(OperationKind::RemoveFile, at, State::remove_file)
    }

    fn remove_dir(&self, at: &Path) -> io::Result<()> {
        self.operate(OperationKind::RemoveDir, at, State::remove_dir)
    }

    fn lock(&self, at: &Path, wait: bool) -> io::Result<LockOutcome> {
        let (path, number) = {
            let mut state = lock(&self.state);
            state.alive()?;
            let path = state.below(&self.path, at)?;
            match state.nodes.get(&path) {
                Some(Node::Symlink(_)) => return Err(LinkInTheWay::error(path)),
                Some(_) => {}
                None => state.put(&path, Node::file(b"1\n".to_vec()))?,
            }
            state.locks_taken += 1;
            (path, state.locks_taken)
        };
        let mut held = lock(&self.locks.held);
        while held.contains_key(&path) {
            if !wait {
                return Ok(LockOutcome::Busy { holder: Some(1) });
            }
            held = unpoisoned(self.locks.released.wait(held));
        }
        held.insert(path.clone(), number);
        let lock = MemLock { locks: Arc::clone(&self.locks), path, number };
        Ok(LockOutcome::Acquired(FileLock { _held: Box::new(lock) }))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
