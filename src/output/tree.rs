//! A first publication: where nothing is published yet, the whole site is made beside the output and gets its name by one rename.
//!
//! A file costs one operation then and not two, its folder is made where it is needed, and threads do not wait for one another at one
//! folder. Nothing that readers see can be lost, so nothing waits for the disk either: after a power cut the files may be
//! empty, and the next build, which compares them, makes them anew.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use foldhash::HashSet;

use super::error::{Action, During, OutputError};
use crate::source::{EntryKind, SitePath, System};

/// A site that is being made.
#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
    /// The folders within it that were made.
    folders: Mutex<HashSet<String>>,
}

impl Tree {
    /// Begins one at a folder that is not there.
    pub(super) fn begin(system: &dyn System, root: PathBuf) -> Result<Self, OutputError> {
        system.create_dir_all(&root).during(Action::MakeFolder, &root)?;
        Ok(Self { root, folders: Mutex::default() })
    }

    /// The folder in which it is made.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file of it.
    pub(super) fn write(
        &self,
        system: &dyn System,
        path: &SitePath,
        bytes: &[u8],
    ) -> Result<(), OutputError> {
        let file = self.root.join(path.as_str());
        if let Some((inner, _)) = path.as_str().rsplit_once('/') {
            let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if !known().contains(inner) {
                let folder = self.root.join(inner);
                system.create_dir_all(&folder).map_err(|error| self.failed(system, error, path, &folder))?;
                known().insert(inner.to_owned());
            }
        }
        system.write(&file, bytes).map_err(|error| self.failed(system, error, path, &file))
    }

    /// A file and a folder that want one place are a slip of the plan, not of the machine.
    fn failed(&self, system: &dyn System, error: io::Error, path: &SitePath, at: &Path) -> OutputError {
        let kind = |path: &SitePath| {
            let meta = system.link_metadata(&self.root.join(path.as_str())).ok().flatten();
            meta.map(|meta| meta.kind)
        };
        let mut folders = std::iter::successors(path.parent(), SitePath::parent);
        let twice = match kind(path) {
            Some(EntryKind::Directory) => Some(path.clone()),
            _ => folders.find(|folder| kind(folder) == Some(EntryKind::File)),
        };
        match twice {
            Some(path) => OutputError::Twice { path },
            None => OutputError::Io { action: Action::Write, path: at.to_owned(), error },
        }
    }
}

/// Gives a whole site its name; `false` where the output lies on another file system, or cannot be replaced as a whole.
pub(super) fn publish(system: &dyn System, tree: &Path, out: &Path) -> Result<bool, OutputError> {
    if let Some(parent) = out.parent() {
        system.create_dir_all(parent).during(Action::MakeFolder, parent)?;
    }
    // A folder that is there is empty; not every system lets another take its name. Where it must stay, files go there one by one.
    match system.remove_dir(out) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) => return Ok(false),
    }
    match system.rename(tree, out) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Ok(false),
        Err(error) => Err(error).during(Action::Place, out),
    }
}

/// Removes what a build that did not come to its end left of a site.
pub(super) fn clear(system: &dyn System, tree: &Path) -> Result<(), OutputError> {
    let meta = system.link_metadata(tree).during(Action::Read, tree)?;
    if meta.is_none_or(|meta| meta.kind != EntryKind::Directory) {
        return Ok(());
    }
    let found = system.walk(tree).during(Action::Read, tree)?;
    for entry in found.entries.iter().filter(|entry| entry.kind != EntryKind::Directory) {
        let file = tree.join(entry.path.as_str());
        system.remove_file(&file).during(Action::Remove, &file)?;
    }
    for entry in found.entries.iter().rev().filter(|entry| entry.kind == EntryKind::Directory) {
        let folder = tree.join(entry.path.as_str());
        system.remove_dir(&folder).during(Action::Remove, &folder)?;
    }
    system.remove_dir(tree).during(Action::Remove, tree)
}
