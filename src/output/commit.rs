//! Makes the new state of the site the published one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::Summary;
use super::error::{Action, During, OutputError};
use super::manifest::Manifest;
use super::place::Places;
use super::publisher::{Item, Staged, clear};
use super::survey::Steps;
use crate::source::{SitePath, System};

/// So many files are made to last one by one. More cost less together, though what other programs wrote is then waited for too.
const FEW: usize = 32;

pub(super) struct Commit<'a> {
    pub(super) system: &'a dyn System,
    pub(super) places: &'a Places,
    pub(super) old: &'a Manifest,
    pub(super) items: &'a BTreeMap<SitePath, Item>,
}

/// A staged file and the path that it is for.
struct Placing<'a> {
    path: &'a SitePath,
    staged: PathBuf,
}

impl Commit<'_> {
    pub(super) fn run(&self, steps: Steps) -> Result<(Summary, Manifest), OutputError> {
        let files = self.items.iter().map(|(path, item)| (path.clone(), item.fingerprint)).collect();
        let new = Manifest { files, open: false };
        let written = self.items.values().filter(|item| !matches!(item.staged, Staged::Published)).count();
        let changes = written > 0 || !steps.removed.is_empty();
        let manifest = self.places.manifest();
        let lines = (changes || new != *self.old).then(|| new.lines());
        if lines.is_some() {
            self.make_folder(manifest.parent())?;
            self.make_folder(Some(&self.places.out))?;
        }
        if changes {
            if written > FEW {
                self.sync(self.places.staging())?;
            } else {
                let staged = self.items.iter().filter_map(|(path, item)| self.staged(path, item));
                staged.into_iter().try_for_each(|file| self.sync_one(&file))?;
            }
            match &lines {
                Some(lines) if steps.gone.is_empty() => lines.save(true, self.system, &manifest)?,
                _ => self.union(&new, &steps.gone).save(self.system, &manifest)?,
            }
            self.place_all(&steps)?;
            self.remove(self.not_among_new(&steps.removed).into_iter())?;
        }
        let emptied = self.remove_empty(&steps.emptied)?;
        if !steps.removed.is_empty() || emptied {
            // Else a removed page might come back after a power cut, and would no longer be known as ours.
            self.sync(self.places.out.clone())?;
        }
        if self.old.open || written > 0 {
            clear(self.system, &self.places.near_staging())?;
        }
        if let Some(lines) = lines {
            lines.save(new.open, self.system, &manifest)?;
        }
        let summary = Summary { written, unchanged: self.items.len() - written, removed: steps.gone };
        Ok((summary, new))
    }

    /// Publishes a whole site at once, where nothing was published; `None` where that cannot be, and files must go one by one.
    pub(super) fn first(&self, tree: &Path) -> Result<Option<(Summary, Manifest)>, OutputError> {
        let files = self.items.iter().map(|(path, item)| (path.clone(), item.fingerprint)).collect();
        // Nothing was ours before.
        let new = Manifest { files, open: false };
        let (manifest, lines) = (self.places.manifest(), new.lines());
        self.make_folder(manifest.parent())?;
        lines.save(true, self.system, &manifest)?;
        if !super::tree::publish(self.system, tree, &self.places.out)? {
            return Ok(None);
        }
        lines.save(false, self.system, &manifest)?;
        Ok(Some((Summary { written: self.items.len(), unchanged: 0, removed: Vec::new() }, new)))
    }

    /// All that is ours before, during or after the change. `gone` are the files that are not among the new ones.
    fn union(&self, new: &Manifest, gone: &[SitePath]) -> Manifest {
        let mut files = new.files.clone();
        files.extend(gone.iter().filter_map(|path| Some((path.clone(), *self.old.files.get(path)?))));
        Manifest { files, open: true }
    }

    /// New files, then those that had to wait, then those that take the place of others; then all is made to last.
    fn place_all(&self, steps: &Steps) -> Result<(), OutputError> {
        let fresh = self.placings(&steps.fresh);
        let blocked = self.placings(&steps.blocked);
        let replaced = self.placings(&steps.replaced);
        let mut queue: Vec<Placing<'_>> = fresh.into_iter().chain(blocked).chain(replaced).collect();
        if queue.is_empty() {
            return Ok(());
        }
        // All folders first: renames hardly ever fail for want of space, folders may.
        for folder in &steps.folders {
            self.make_folder(Some(&self.places.file(folder)))?;
        }
        let mut near = false;
        for next in 0..queue.len() {
            if next == steps.fresh.len() && !steps.blocked.is_empty() {
                self.unblock(steps)?;
            }
            let placed = match queue.get(next) {
                Some(placing) => self.place(placing),
                None => Ok(()),
            };
            match placed {
                Err(OutputError::Io { error, .. })
                    if error.kind() == io::ErrorKind::CrossesDevices && !near =>
                {
                    near = true;
                    self.copy_near(queue.get_mut(next..).unwrap_or_default())?;
                    queue.get(next).map_or(Ok(()), |placing| self.place(placing))?;
                }
                placed => placed?,
            }
        }
        if queue.len() > FEW {
            return self.sync(self.places.out.clone());
        }
        // In a folder that was there, only the name of the file is new; one that was made is itself a name in the one above it.
        let files = queue.iter().map(|placing| self.folder_of(placing.path));
        let made = steps.folders.iter().chain(&steps.blocked_folders);
        let above = made.flat_map(|folder| std::iter::successors(Some(folder.clone()), SitePath::parent));
        let folders: BTreeSet<PathBuf> = files.chain(above.map(|folder| self.folder_of(&folder))).collect();
        folders.iter().try_for_each(|folder| self.sync_one(folder))
    }

    /// The folder that a path lies in; the output's own where there is no other.
    fn folder_of(&self, path: &SitePath) -> PathBuf {
        path.parent().map_or_else(|| self.places.out.clone(), |folder| self.places.file(&folder))
    }

    fn placings<'s>(&self, paths: &'s [SitePath]) -> Vec<Placing<'s>> {
        let staged = |path| self.items.get(path).and_then(|item| self.staged(path, item));
        paths.iter().filter_map(|path| Some(Placing { path, staged: staged(path)? })).collect()
    }

    /// Where a file of the new state is staged; `None` where it is published as it is.
    fn staged(&self, path: &SitePath, item: &Item) -> Option<PathBuf> {
        match &item.staged {
            Staged::Published => None,
            Staged::InTree => Some(self.places.tree().join(path.as_str())),
            Staged::File(file) => Some(file.clone()),
        }
    }

    fn place(&self, placing: &Placing<'_>) -> Result<(), OutputError> {
        let file = self.places.file(placing.path);
        self.system.rename(&placing.staged, &file).during(Action::Place, &file)
    }

    /// The output lies on another file system: its files are staged once more, where a rename does not cross.
    fn copy_near(&self, queue: &mut [Placing<'_>]) -> Result<(), OutputError> {
        let folder = self.places.near_staging();
        self.make_folder(Some(&folder))?;
        for (number, placing) in queue.iter_mut().enumerate() {
            let bytes = self.system.read(&placing.staged).during(Action::Read, &placing.staged)?;
            let near = folder.join(number.to_string());
            self.system.write(&near, &bytes).during(Action::Write, &near)?;
            placing.staged = near;
        }
        self.sync(folder)
    }

    /// Makes way where files must become folders or folders files.
    fn unblock(&self, steps: &Steps) -> Result<(), OutputError> {
        self.remove(steps.cleared.iter())?;
        for folder in &steps.cleared_folders {
            let folder = self.places.file(folder);
            self.system.remove_dir(&folder).during(Action::Remove, &folder)?;
        }
        for folder in &steps.blocked_folders {
            self.make_folder(Some(&self.places.file(folder)))?;
        }
        Ok(())
    }

    /// Without those that are one file with a new one: where case does not count, `A.html` and `a.html` are.
    fn not_among_new<'s>(&self, removed: &'s [SitePath]) -> Vec<&'s SitePath> {
        if removed.is_empty() {
            return Vec::new();
        }
        let folded: BTreeMap<String, &SitePath> =
            self.items.keys().map(|path| (path.as_str().to_lowercase(), path)).collect();
        let real = |path: &SitePath| self.system.canonicalize(&self.places.file(path)).ok();
        let is_new = |path: &SitePath| {
            let alike = folded.get(&path.as_str().to_lowercase());
            alike.is_some_and(|new| real(new).is_some_and(|new| real(path) == Some(new)))
        };
        removed.iter().filter(|path| !is_new(path)).collect()
    }

    fn remove<'s>(&self, paths: impl Iterator<Item = &'s SitePath>) -> Result<(), OutputError> {
        for path in paths {
            let file = self.places.file(path);
            match self.system.remove_file(&file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.during(Action::Remove, &file)?,
            }
        }
        Ok(())
    }

    /// Removes the folders that are empty now; says whether there were any.
    fn remove_empty(&self, folders: &[SitePath]) -> Result<bool, OutputError> {
        let mut any = false;
        for folder in folders {
            let folder = self.places.file(folder);
            match self.system.remove_dir(&folder) {
                Ok(()) => any = true,
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound) => {
                }
                failed => failed.during(Action::Remove, &folder)?,
            }
        }
        Ok(any)
    }

    fn make_folder(&self, folder: Option<&Path>) -> Result<(), OutputError> {
        folder.map_or(Ok(()), |folder| self.system.create_dir_all(folder).during(Action::MakeFolder, folder))
    }

    fn sync_one(&self, path: &Path) -> Result<(), OutputError> {
        self.system.sync_file(path).during(Action::Sync, path)
    }

    fn sync(&self, folder: PathBuf) -> Result<(), OutputError> {
        self.system.sync_all(&folder).during(Action::Sync, &folder)
    }
}
