//! The nodes of the in-memory file system.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::fault::{Fault, Operation, OperationKind};
use crate::source::entry::{EntryKind, Meta};
use crate::source::folder::{LinkInTheWay, checked};

/// Maximum number of links that are followed for one path.
const MOST_LINKS: usize = 40;

pub(super) fn error(kind: io::ErrorKind) -> io::Error {
    io::Error::from(kind)
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    File { bytes: Arc<[u8]>, modified: Option<SystemTime>, synced: bool },
    Directory,
    Symlink(PathBuf),
}

impl Node {
    pub(super) fn file(bytes: Vec<u8>) -> Self {
        Self::File { bytes: Arc::from(bytes), modified: None, synced: true }
    }

    pub(super) fn len(bytes: &[u8]) -> u64 {
        u64::try_from(bytes.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn meta(&self) -> Meta {
        match self {
            Self::File { bytes, modified, .. } => {
                Meta { kind: EntryKind::File, len: Self::len(bytes), modified: *modified }
            }
            Self::Directory => Meta { kind: EntryKind::Directory, len: 0, modified: None },
            Self::Symlink(_) => Meta { kind: EntryKind::Symlink, len: 0, modified: None },
        }
    }
}

#[derive(Debug)]
pub(super) struct State {
    /// By absolute path; the parent folder of each, except `/`, is here too.
    pub(super) nodes: BTreeMap<PathBuf, Node>,
    pub(super) mounts: BTreeSet<PathBuf>,
    pub(super) denied: BTreeSet<PathBuf>,
    pub(super) closed: BTreeSet<PathBuf>,
    pub(super) operations: Vec<Operation>,
    pub(super) has_failed: bool,
    pub(super) now: SystemTime,
    pub(super) locks_taken: u64,
    pub(super) ignores_case: bool,
    fault: Option<Fault>,
    dead: bool,
    writes: u64,
}

impl State {
    pub(super) fn new(now: SystemTime) -> Self {
        Self {
            nodes: BTreeMap::from([(PathBuf::from("/"), Node::Directory)]),
            mounts: BTreeSet::new(),
            denied: BTreeSet::new(),
            closed: BTreeSet::new(),
            operations: Vec::new(),
            has_failed: false,
            now,
            locks_taken: 0,
            ignores_case: false,
            fault: None,
            dead: false,
            writes: 0,
        }
    }

    /// Restarts counting.
    pub(super) fn begin(&mut self, fault: Option<Fault>) {
        if self.dead && matches!(self.fault, Some(Fault::PowerCut { .. })) {
            for node in self.nodes.values_mut() {
                if let Node::File { bytes, synced, .. } = node
                    && !*synced
                {
                    *bytes = Arc::from([]);
                    *synced = true;
                }
            }
        }
        self.operations.clear();
        self.fault = fault;
        self.has_failed = false;
        self.dead = false;
    }

    /// An error if the process was killed.
    pub(super) fn alive(&self) -> io::Result<()> {
        if self.dead { Err(io::Error::other("the process was killed")) } else { Ok(()) }
    }

    /// Records an operation, and lets it fail if that was scheduled.
    pub(super) fn operation(
        &mut self,
        kind: OperationKind,
        path: &Path,
        from: Option<&Path>,
    ) -> io::Result<()> {
        let number = self.operations.len();
        let from = from.map(Path::to_path_buf);
        self.operations.push(Operation { kind, path: path.to_path_buf(), from: from.clone() });
        match self.fault {
            Some(Fault::Fail { at, kind }) if number == at => {
                self.has_failed = true;
                return Err(error(kind));
            }
            Some(Fault::FailFrom { at, kind }) if number >= at => {
                self.has_failed = true;
                return Err(error(kind));
            }
            Some(Fault::Panic { at }) if number == at => {
                std::panic::resume_unwind(Box::new("a fault that was asked for"))
            }
            Some(Fault::Crash { at } | Fault::PowerCut { at }) if number == at => {
                self.has_failed = true;
                self.dead = true;
                return self.alive();
            }
            _ => {}
        }
        let is_sync = matches!(kind, OperationKind::SyncFile | OperationKind::SyncAll);
        for path in std::iter::once(path).chain(from.as_deref()).filter(|_| !is_sync) {
            let path = self.resolve(path, false).unwrap_or_else(|_| path.to_path_buf());
            if self.denied.iter().any(|denied| path.starts_with(denied)) {
                return Err(error(io::ErrorKind::PermissionDenied));
            }
        }
        Ok(())
    }

    /// The path without links, `.` and `..`. Its last part need not exist; the folders must.
    pub(super) fn resolve(&self, path: &Path, follow_last: bool) -> io::Result<PathBuf> {
        let mut left: Vec<PathBuf> = vec![PathBuf::from("/").join(path)];
        let mut at = PathBuf::from("/");
        let mut links = 0;
        while let Some(path) = left.pop() {
            let mut parts = path.components();
            let Some(part) = parts.next() else { continue };
            let rest = parts.as_path();
            let is_last = rest.as_os_str().is_empty() && left.iter().all(|path| path.as_os_str().is_empty());
            if !rest.as_os_str().is_empty() {
                left.push(rest.to_path_buf());
            }
            match part {
                Component::RootDir | Component::Prefix(_) => at = PathBuf::from("/"),
                Component::CurDir => {}
                Component::ParentDir => {
                    at.pop();
                }
                Component::Normal(name) => {
                    at = self.child(at, name);
                    match self.nodes.get(&at) {
                        Some(Node::Symlink(target)) if !is_last || follow_last => {
                            links += 1;
                            if links > MOST_LINKS {
                                return Err(io::Error::other("links in a circle"));
                            }
                            left.push(target.clone());
                            at.pop();
                        }
                        Some(Node::File { .. }) if !is_last => {
                            return Err(error(io::ErrorKind::NotADirectory));
                        }
                        None if !is_last => return Err(error(io::ErrorKind::NotFound)),
                        _ => {}
                    }
                }
            }
        }
        Ok(at)
    }

    /// The full path of something below a folder, if no folder on the way is a link. Its last part need not
    /// exist, and may be a link.
    pub(super) fn below(&self, folder: &Path, at: &Path) -> io::Result<PathBuf> {
        let mut path = folder.to_path_buf();
        let mut names = checked(at)?.iter().peekable();
        while let Some(name) = names.next() {
            path = self.child(path, name);
            if names.peek().is_some() {
                match self.nodes.get(&path) {
                    Some(Node::Directory) => {}
                    Some(Node::Symlink(_)) => return Err(LinkInTheWay::error(path)),
                    Some(Node::File { .. }) => return Err(error(io::ErrorKind::NotADirectory)),
                    None => return Err(error(io::ErrorKind::NotFound)),
                }
            }
        }
        Ok(path)
    }

    /// A name in a folder, spelled as it exists there on a case-insensitive file system.
    fn child(&self, mut folder: PathBuf, name: &OsStr) -> PathBuf {
        let below = || self.nodes.keys().filter(|path| path.parent() == Some(&folder));
        let alike = |path: &&PathBuf| path.file_name().is_some_and(|there| there.eq_ignore_ascii_case(name));
        match self.ignores_case.then(|| below().find(alike)).flatten() {
            Some(there) => there.clone(),
            None => {
                folder.push(name);
                folder
            }
        }
    }

    pub(super) fn get(&self, path: &Path, follow_last: bool) -> io::Result<&Node> {
        let path = self.resolve(path, follow_last)?;
        self.nodes.get(&path).ok_or_else(|| error(io::ErrorKind::NotFound))
    }

    pub(super) fn meta(&self, path: &Path, follow_last: bool) -> io::Result<Option<Meta>> {
        self.alive()?;
        match self.get(path, follow_last) {
            Ok(node) => Ok(Some(node.meta())),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn put(&mut self, path: &Path, node: Node) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            self.make_dirs(parent)?;
        }
        let path = self.resolve(path, false)?;
        self.nodes.insert(path, node);
        Ok(())
    }

    pub(super) fn make_dirs(&mut self, path: &Path) -> io::Result<()> {
        let mut at = PathBuf::from("/");
        for part in path.components() {
            at.push(part);
            let real = self.resolve(&at, true)?;
            match self.nodes.get(&real) {
                None => {
                    self.nodes.insert(real, Node::Directory);
                }
                Some(Node::Directory) => {}
                Some(_) => return Err(error(io::ErrorKind::NotADirectory)),
            }
        }
        Ok(())
    }

    /// Writes a file, replacing whatever has the name.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let path = self.resolve(path, false)?;
        if matches!(self.nodes.get(&path), Some(Node::Directory)) {
            return Err(error(io::ErrorKind::IsADirectory));
        }
        self.writes += 1;
        let modified = Some(self.now + Duration::from_secs(self.writes));
        self.nodes.insert(path, Node::File { bytes: Arc::from(bytes), modified, synced: false });
        Ok(())
    }

    /// Leaves the result of an interrupted write, unless it was not allowed to begin.
    pub(super) fn tear(&mut self, path: &Path, half: &[u8]) {
        let denied = self
            .resolve(path, false)
            .is_ok_and(|path| self.denied.iter().any(|denied| path.starts_with(denied)));
        let began = self.has_failed && !denied;
        let refused = matches!(
            self.fault,
            Some(
                Fault::Fail { kind: io::ErrorKind::PermissionDenied, .. }
                    | Fault::FailFrom { kind: io::ErrorKind::PermissionDenied, .. }
            )
        );
        if began && !refused {
            // If the folder is missing, there is nothing to leave.
            let _ = self.write(path, half);
        }
    }

    pub(super) fn sync(&mut self, path: &Path) -> io::Result<()> {
        let path = self.resolve(path, true)?;
        match self.nodes.get_mut(&path) {
            Some(Node::File { synced, .. }) => *synced = true,
            Some(_) => {}
            None => return Err(error(io::ErrorKind::NotFound)),
        }
        Ok(())
    }

    /// The innermost separate file system that contains a path.
    fn device(&self, path: &Path) -> Option<&PathBuf> {
        self.mounts.iter().filter(|mount| path.starts_with(mount)).max_by_key(|mount| mount.as_os_str().len())
    }

    pub(super) fn sync_device(&mut self, folder: &Path) -> io::Result<()> {
        let folder = self.resolve(folder, true)?;
        if !self.nodes.contains_key(&folder) {
            return Err(error(io::ErrorKind::NotFound));
        }
        let device = self.device(&folder).cloned();
        let here: Vec<PathBuf> =
            self.nodes.keys().filter(|path| self.device(path) == device.as_ref()).cloned().collect();
        for path in here {
            if let Some(Node::File { synced, .. }) = self.nodes.get_mut(&path) {
                *synced = true;
            }
        }
        Ok(())
    }

    fn is_empty_dir(&self, folder: &Path) -> bool {
        !self.nodes.keys().any(|path| path != folder && path.starts_with(folder))
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (self.resolve(from, false)?, self.resolve(to, false)?);
        let node = self.nodes.get(&from).ok_or_else(|| error(io::ErrorKind::NotFound))?;
        if self.device(&from) != self.device(&to) {
            return Err(error(io::ErrorKind::CrossesDevices));
        }
        let is_dir = matches!(node, Node::Directory);
        match self.nodes.get(&to) {
            Some(Node::Directory) if !is_dir => return Err(error(io::ErrorKind::IsADirectory)),
            Some(Node::Directory) if !self.is_empty_dir(&to) => {
                return Err(error(io::ErrorKind::DirectoryNotEmpty));
            }
            Some(Node::File { .. } | Node::Symlink(_)) if is_dir => {
                return Err(error(io::ErrorKind::NotADirectory));
            }
            _ => {}
        }
        let moved: Vec<PathBuf> = self.nodes.keys().filter(|path| path.starts_with(&from)).cloned().collect();
        for path in moved {
            if let (Some(node), Ok(within)) = (self.nodes.remove(&path), path.strip_prefix(&from)) {
                let name = if within.as_os_str().is_empty() { to.clone() } else { to.join(within) };
                self.nodes.insert(name, node);
            }
        }
        Ok(())
    }

    pub(super) fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        let path = self.resolve(path, false)?;
        match self.nodes.get(&path) {
            None => Err(error(io::ErrorKind::NotFound)),
            Some(Node::Directory) => Err(error(io::ErrorKind::IsADirectory)),
            Some(_) => {
                self.nodes.remove(&path);
                Ok(())
            }
        }
    }

    pub(super) fn remove_dir(&mut self, path: &Path) -> io::Result<()> {
        let path = self.resolve(path, false)?;
        match self.nodes.get(&path) {
            None => Err(error(io::ErrorKind::NotFound)),
            Some(Node::Directory) if !self.is_empty_dir(&path) => {
                Err(error(io::ErrorKind::DirectoryNotEmpty))
            }
            Some(Node::Directory) if self.mounts.contains(&path) => Err(error(io::ErrorKind::ResourceBusy)),
            Some(Node::Directory) => {
                self.nodes.remove(&path);
                Ok(())
            }
            Some(_) => Err(error(io::ErrorKind::NotADirectory)),
        }
    }
}
