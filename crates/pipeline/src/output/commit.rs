//! Turns the staged state of the site into the published one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::PublishSummary;
use super::clear::clear;
use super::error::{Action, During, OutputError};
use super::item::{Item, Staged};
use super::manifest::Manifest;
use super::place::Places;
use super::survey::Steps;
use crate::source::{Folder, SitePath, System};

/// Up to this many files are fsynced individually; beyond it one file system sync is cheaper, though it also
/// waits for other programs' writes.
const FEW: usize = 32;

pub(super) struct Commit<'a> {
    pub(super) system: &'a dyn System,
    pub(super) places: &'a Places,
    pub(super) old: &'a Manifest,
    pub(super) items: &'a BTreeMap<SitePath, Item>,
}

/// A staged file and its target path.
struct Placing<'a> {
    path: &'a SitePath,
    staged: PathBuf,
    /// Whether it was staged in the output itself, instead of in the site's folder.
    near: bool,
}

impl Commit<'_> {
    pub(super) fn run(&self, steps: Steps) -> Result<(PublishSummary, Manifest), OutputError> {
        let (site, base) = (&*self.places.site, &*self.places.base);
        let mut new = self.new_manifest();
        // Files that others changed stay in the manifest, so that they are reported until somebody removes
        // them.
        let changed = |path: &SitePath| Some((path.clone(), *self.old.files.get(path)?));
        new.files.extend(steps.changed.iter().filter_map(changed));
        let written = self.items.values().filter(|item| !matches!(item.staged, Staged::Published)).count();
        let changes = written > 0 || !steps.removed.is_empty();
        let manifest = self.places.manifest();
        let mut lines = (changes || new != *self.old).then(|| new.lines());
        if lines.is_some() {
            make_folder(site, manifest.parent())?;
            make_folder(base, Some(&self.places.at))?;
        }
        if changes {
            if written > FEW {
                // Staged files and those of a first publication are on the site's own file system.
                site.sync_all().below(Action::Sync, site, &Places::staging())?;
            } else {
                let staged = self.items.iter().filter_map(|(path, item)| staged(path, item));
                staged.into_iter().try_for_each(|file| sync_one(site, &file))?;
            }
            match lines.take() {
                Some(files) if steps.gone.is_empty() => {
                    let change = files.after(&self.old.replaced_by(&new.files));
                    change.save(true, site, &manifest)?;
                    lines = Some(change.after(&new.before));
                }
                files => {
                    self.old.and(&new, &steps.gone).save(site, &manifest)?;
                    lines = files;
                }
            }
            self.place_all(&steps).inspect_err(|_| {
                // The disk is full: leave no staging files where readers could see them.
                let _ = clear(base, &self.places.near_staging());
                // Also remove folders that were made for files which were not placed.
                for folder in steps.folders.iter().rev() {
                    let _ = base.remove_dir(&self.places.file(folder));
                }
            })?;
            self.remove(self.not_among_new(&steps.removed).into_iter())?;
        }
        let emptied = self.remove_empty(&steps.emptied)?;
        if !steps.removed.is_empty() || emptied {
            // Otherwise a removed page might reappear after a power cut and would no longer be known as ours.
            self.sync_out()?;
        }
        if self.old.open || written > 0 {
            clear(base, &self.places.near_staging())?;
        }
        if let Some(lines) = lines {
            lines.save(new.open, site, &manifest)?;
        }
        let unchanged = self.items.len() - written;
        let summary = PublishSummary { written, unchanged, removed: steps.gone, changed: steps.changed };
        Ok((summary, new))
    }

    /// The manifest of the finished state.
    fn new_manifest(&self) -> Manifest {
        let files = self.items.iter().map(|(path, item)| (path.clone(), item.fingerprint)).collect();
        Manifest { files, at: self.places.within_site(), ..Manifest::default() }
    }

    /// Publishes a whole site at once if nothing was published before; `None` if that is impossible and files
    /// must be placed one by one.
    pub(super) fn first(&self) -> Result<Option<(PublishSummary, Manifest)>, OutputError> {
        let site = &*self.places.site;
        // Nothing of ours was there before.
        let new = self.new_manifest();
        let (manifest, lines) = (self.places.manifest(), new.lines());
        make_folder(site, manifest.parent())?;
        lines.save(true, site, &manifest)?;
        if !super::tree::publish(self.places)? {
            return Ok(None);
        }
        lines.save(false, site, &manifest)?;
        Ok(Some((PublishSummary { written: self.items.len(), ..PublishSummary::default() }, new)))
    }

    /// Places new files, then those that were blocked, then replacements; then syncs.
    fn place_all(&self, steps: &Steps) -> Result<(), OutputError> {
        let fresh = self.placings(&steps.fresh);
        let blocked = self.placings(&steps.blocked);
        let replaced = self.placings(&steps.replaced);
        let mut queue: Vec<Placing<'_>> = fresh.into_iter().chain(blocked).chain(replaced).collect();
        if queue.is_empty() {
            return Ok(());
        }
        // Make all folders first: renames rarely fail for lack of space, but making a folder may.
        for folder in &steps.folders {
            make_folder(&*self.places.base, Some(&self.places.file(folder)))?;
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
            return self.sync_out();
        }
        // In an existing folder only the file's name is new; a new folder is itself a new name in its parent.
        let files = queue.iter().map(|placing| self.folder_of(placing.path));
        let made = steps.folders.iter().chain(&steps.blocked_folders);
        let above = made.flat_map(|folder| std::iter::successors(Some(folder.clone()), SitePath::parent));
        let folders: BTreeSet<PathBuf> = files.chain(above.map(|folder| self.folder_of(&folder))).collect();
        folders.iter().try_for_each(|folder| sync_one(&*self.places.base, folder))
    }

    /// The parent folder of a path; the output folder itself if it has none.
    fn folder_of(&self, path: &SitePath) -> PathBuf {
        path.parent().map_or_else(|| self.places.at.clone(), |folder| self.places.file(&folder))
    }

    fn placings<'s>(&self, paths: &'s [SitePath]) -> Vec<Placing<'s>> {
        let staged = |path| self.items.get(path).and_then(|item| staged(path, item));
        paths.iter().filter_map(|path| Some(Placing { path, staged: staged(path)?, near: false })).collect()
    }

    fn place(&self, placing: &Placing<'_>) -> Result<(), OutputError> {
        let (file, base) = (self.places.file(placing.path), &*self.places.base);
        let from = if placing.near { base } else { &*self.places.site };
        from.rename(&placing.staged, base, &file).below(Action::Place, base, &file)
    }

    /// The output is on another file system, which a rename cannot cross: stages the files again next to it.
    fn copy_near(&self, queue: &mut [Placing<'_>]) -> Result<(), OutputError> {
        let (site, base) = (&*self.places.site, &*self.places.base);
        let folder = self.places.near_staging();
        make_folder(base, Some(&folder))?;
        for (number, placing) in queue.iter_mut().enumerate() {
            let read = site.read_limited(&placing.staged, u64::MAX);
            let bytes = read.below(Action::Read, site, &placing.staged)?;
            let near = folder.join(number.to_string());
            base.write(&near, &bytes).below(Action::Write, base, &near)?;
            (placing.staged, placing.near) = (near, true);
        }
        self.sync_out()
    }

    /// Clears the way where a file must become a folder or a folder a file.
    fn unblock(&self, steps: &Steps) -> Result<(), OutputError> {
        self.remove(steps.cleared.iter())?;
        for folder in &steps.cleared_folders {
            let (base, folder) = (&*self.places.base, self.places.file(folder));
            base.remove_dir(&folder).below(Action::Remove, base, &folder)?;
        }
        for folder in &steps.blocked_folders {
            make_folder(&*self.places.base, Some(&self.places.file(folder)))?;
        }
        Ok(())
    }

    /// Leaves out those that are the same file as a new one: on a case-insensitive file system, `A.html` and
    /// `a.html` are.
    fn not_among_new<'s>(&self, removed: &'s [SitePath]) -> Vec<&'s SitePath> {
        if removed.is_empty() {
            return Vec::new();
        }
        let folded: BTreeMap<String, &SitePath> =
            self.items.keys().map(|path| (path.as_str().to_lowercase(), path)).collect();
        let real = |path: &SitePath| self.system.canonicalize(&self.places.out.join(path.as_str())).ok();
        let is_new = |path: &SitePath| {
            let alike = folded.get(&path.as_str().to_lowercase());
            alike.is_some_and(|new| real(new).is_some_and(|new| real(path) == Some(new)))
        };
        removed.iter().filter(|path| !is_new(path)).collect()
    }

    fn remove<'s>(&self, paths: impl Iterator<Item = &'s SitePath>) -> Result<(), OutputError> {
        for path in paths {
            let (base, file) = (&*self.places.base, self.places.file(path));
            match base.remove_file(&file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.below(Action::Remove, base, &file)?,
            }
        }
        Ok(())
    }

    /// Removes the folders that are now empty. Returns whether there were any.
    fn remove_empty(&self, folders: &[SitePath]) -> Result<bool, OutputError> {
        let mut any = false;
        for folder in folders {
            let (base, folder) = (&*self.places.base, self.places.file(folder));
            match base.remove_dir(&folder) {
                Ok(()) => any = true,
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound) => {
                }
                failed => failed.below(Action::Remove, base, &folder)?,
            }
        }
        Ok(any)
    }

    fn sync_out(&self) -> Result<(), OutputError> {
        let (base, at) = (&*self.places.base, &self.places.at);
        // The output may be a separate file system.
        let out = base.open(at).below(Action::Sync, base, at)?;
        out.sync_all().below(Action::Sync, base, at)
    }
}

/// The path of a staged file relative to the site's folder; `None` if the published one is kept.
fn staged(path: &SitePath, item: &Item) -> Option<PathBuf> {
    match &item.staged {
        Staged::Published => None,
        Staged::InTree(_) => Some(Places::tree().join(path.as_str())),
        Staged::File(file) => Some(file.clone()),
    }
}

fn make_folder(base: &dyn Folder, folder: Option<&Path>) -> Result<(), OutputError> {
    folder.map_or(Ok(()), |folder| base.create_dir_all(folder).below(Action::MakeFolder, base, folder))
}

fn sync_one(base: &dyn Folder, path: &Path) -> Result<(), OutputError> {
    base.sync_file(path).below(Action::Sync, base, path)
}
