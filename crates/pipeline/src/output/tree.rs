//! First publication: if nothing is published yet, the whole site is written beside the output and put in
//! place by one rename.
//!
//! This takes one operation per file instead of two, folders are made where needed, and threads do not
//! contend for one folder. Nothing that readers see can be lost, so nothing waits for the disk either: after
//! a power cut files may be empty, and the next build, which compares them, writes them again.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use foldhash::HashSet;

use super::error::{Action, During, OutputError};
use super::place::Places;
use crate::source::{EntryKind, Folder, Meta, SitePath};
use crate::sync::lock;

/// A site that is being written.
#[derive(Debug)]
pub(super) struct Tree {
    folder: Arc<dyn Folder>,
    /// The folders that exist in it.
    folders: Mutex<HashSet<String>>,
}

impl Tree {
    /// Starts one in a site that has none.
    pub(super) fn begin(site: &dyn Folder) -> Result<Self, OutputError> {
        let at = Places::tree();
        site.create_dir_all(&at).below(Action::MakeFolder, site, &at)?;
        let folder = site.open(&at).below(Action::MakeFolder, site, &at)?;
        Ok(Self { folder, folders: Mutex::default() })
    }

    /// Writes a file of it and returns its metadata.
    pub(super) fn write(&self, path: &SitePath, bytes: &[u8]) -> Result<Meta, OutputError> {
        if let Some((inner, _)) = path.as_str().rsplit_once('/') {
            let known = || lock(&self.folders);
            if !known().contains(inner) {
                let made = self.folder.create_dir_all(Path::new(inner));
                made.map_err(|error| self.failed(error, path, inner))?;
                known().insert(inner.to_owned());
            }
        }
        let written = self.folder.write(Path::new(path.as_str()), bytes);
        written.map_err(|error| self.failed(error, path, path.as_str()))
    }

    /// A file and a folder at the same path are a bug in the plan, not a failure of the machine.
    fn failed(&self, error: io::Error, path: &SitePath, at: &str) -> OutputError {
        let kind = |path: &SitePath| {
            let meta = self.folder.look(Path::new(path.as_str())).ok().flatten();
            meta.map(|meta| meta.kind)
        };
        let mut folders = std::iter::successors(path.parent(), SitePath::parent);
        let twice = match kind(path) {
            Some(EntryKind::Directory) => Some(path.clone()),
            _ => folders.find(|folder| kind(folder) == Some(EntryKind::File)),
        };
        match twice {
            Some(path) => OutputError::Twice { path },
            None => OutputError::Io { action: Action::Write, path: self.folder.path().join(at), error },
        }
    }
}

/// Puts the whole site in place; `false` if the output is on another file system or cannot be replaced as a
/// whole.
pub(super) fn publish(places: &Places) -> Result<bool, OutputError> {
    let Places { site, base, at, .. } = places;
    if let Some(above) = at.parent() {
        base.create_dir_all(above).below(Action::MakeFolder, &**base, above)?;
    }
    // A folder that is there is empty; not every system lets another take its name. If it must stay, files
    // are placed one by one.
    match base.remove_dir(at) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) => return Ok(false),
    }
    match site.rename(&Places::tree(), &**base, at) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Ok(false),
        Err(error) => Err(error).below(Action::Place, &**base, at),
    }
}

/// Removes what an unfinished build left of a site.
pub(super) fn clear(site: &dyn Folder) -> Result<(), OutputError> {
    let tree = Places::tree();
    match site.look(&tree).below(Action::Read, site, &tree)?.map(|meta| meta.kind) {
        None => return Ok(()),
        Some(EntryKind::Directory) => {}
        Some(_) => return Err(OutputError::OwnLink { path: site.path().join(tree) }),
    }
    let found = site.walk(&tree).below(Action::Read, site, &tree)?;
    for entry in found.entries.iter().filter(|entry| entry.kind != EntryKind::Directory) {
        let file = tree.join(entry.path.as_str());
        site.remove_file(&file).below(Action::Remove, site, &file)?;
    }
    for entry in found.entries.iter().rev().filter(|entry| entry.kind == EntryKind::Directory) {
        let folder = tree.join(entry.path.as_str());
        site.remove_dir(&folder).below(Action::Remove, site, &folder)?;
    }
    site.remove_dir(&tree).below(Action::Remove, site, &tree)
}
