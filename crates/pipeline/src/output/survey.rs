//! Surveys the output before anything changes: what has to be done, and what is in the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::io;

use rayon::prelude::*;

use super::error::{Action, During, OutputError};
use super::item::{Item, Staged};
use super::manifest::{Fingerprint, Manifest};
use super::place::Places;
use crate::source::{EntryKind, SitePath, System};

/// Largest file that is compared before it is removed, in bytes: larger ones are never published.
const LARGEST: u64 = 1 << 32;

/// The site's entry page.
const ENTRANCE: &str = "index.html";

/// The changes to make, in this order.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Folders to make for new files.
    pub(super) folders: BTreeSet<SitePath>,
    /// Files at free paths; sorted, with the entry page last.
    pub(super) fresh: Vec<SitePath>,
    /// Our files that are in the place of a folder, or in a folder that must go.
    pub(super) cleared: BTreeSet<SitePath>,
    /// Our folders that are in the place of a file, inner ones first.
    pub(super) cleared_folders: Vec<SitePath>,
    /// Folders to make where files were.
    pub(super) blocked_folders: BTreeSet<SitePath>,
    /// New files that had to wait for that.
    pub(super) blocked: Vec<SitePath>,
    /// Files that replace a file.
    pub(super) replaced: Vec<SitePath>,
    /// Our files to remove, the entry page first. They exist and are not reached through a link.
    pub(super) removed: Vec<SitePath>,
    /// Published files that somebody else has changed: they stay. Sorted.
    pub(super) changed: Vec<SitePath>,
    /// Folders to remove if they have become empty, inner ones first.
    pub(super) emptied: Vec<SitePath>,
    /// Our files that are no longer published, whether or not they still exist.
    pub(super) gone: Vec<SitePath>,
}

/// What is in the place of an output folder.
#[derive(Clone, Debug)]
enum Stands {
    Real,
    Missing,
    /// This path or one above it is a link.
    Link(SitePath),
    /// This path or one above it is a file.
    File(SitePath),
}

pub(super) struct Survey<'a> {
    system: &'a dyn System,
    places: &'a Places,
    old: &'a Manifest,
    items: &'a BTreeMap<SitePath, Item>,
    adopt: bool,
    /// The kinds of the paths where folders are needed.
    kinds: HashMap<SitePath, Option<EntryKind>>,
    folders: HashMap<SitePath, Stands>,
    hand_put: BTreeSet<SitePath>,
    links: BTreeSet<SitePath>,
    steps: Steps,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        system: &'a dyn System,
        places: &'a Places,
        old: &'a Manifest,
        items: &'a BTreeMap<SitePath, Item>,
        adopt: bool,
    ) -> Self {
        Self {
            system,
            places,
            old,
            items,
            adopt,
            kinds: HashMap::new(),
            folders: HashMap::new(),
            hand_put: BTreeSet::new(),
            links: BTreeSet::new(),
            steps: Steps::default(),
        }
    }

    /// Determines what has to be done.
    ///
    /// # Errors
    /// If a path is planned as both a file and a folder; if something that is not ours is in the way; if the
    /// system fails.
    pub(super) fn steps(mut self) -> Result<Steps, OutputError> {
        let items = self.items;
        // If the set of paths is complete and the same as before, no file is in another's way and none is
        // removed.
        let is_same = !self.old.open && items.keys().eq(self.old.files.keys());
        let needed = if is_same { BTreeSet::new() } else { folders(items.keys()) };
        if let Some(path) = needed.iter().find(|folder| items.contains_key(*folder)) {
            return Err(OutputError::Twice { path: path.clone() });
        }
        // A file that stays needs nothing done to its folder.
        let moved = || items.iter().filter(|(_, item)| !matches!(item.staged, Staged::Published));
        self.look(&folders(moved().map(|(path, _)| path)));
        for (path, _) in moved() {
            self.plan(path)?;
        }
        if !self.hand_put.is_empty() {
            return Err(OutputError::HandPut { paths: self.hand_put.into_iter().collect() });
        }
        if !self.links.is_empty() {
            return Err(OutputError::Links { paths: self.links.into_iter().collect() });
        }
        if let Some(entrance) = self.steps.fresh.iter().position(|path| path.as_str() == ENTRANCE) {
            let entrance = self.steps.fresh.remove(entrance);
            self.steps.fresh.push(entrance);
        }
        if !is_same {
            self.plan_removals(&needed)?;
        }
        Ok(self.steps)
    }

    /// Looks at all folders at once, since there may be one per page. Errors are left for when the folder is
    /// needed: it may be inside something that is reported first.
    fn look(&mut self, needed: &BTreeSet<SitePath>) {
        let needed: Vec<&SitePath> = needed.iter().collect();
        let kinds = needed.par_iter().filter_map(|path| Some(((*path).clone(), self.kind(path).ok()?)));
        self.kinds = kinds.collect::<Vec<_>>().into_iter().collect();
    }

    fn kind(&self, path: &SitePath) -> Result<Option<EntryKind>, OutputError> {
        let (base, file) = (&*self.places.base, self.places.file(path));
        Ok(base.look(&file).below(Action::Read, base, &file)?.map(|meta| meta.kind))
    }

    /// Whether a file of the output has the contents that we published, so that nobody else's data is lost
    /// with it. An empty one is what a power cut left of it.
    fn is_as_published(&self, path: &SitePath, kind: EntryKind) -> Result<bool, OutputError> {
        if kind != EntryKind::File {
            return Ok(false);
        }
        let (base, file) = (&*self.places.base, self.places.file(path));
        let bytes = match base.read_limited(&file, LARGEST) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Ok(false),
            read => read.below(Action::Read, base, &file)?,
        };
        Ok(bytes.is_empty() || self.old.knows(path, Fingerprint::of(&bytes)))
    }

    /// What is in the place of the folder of a path.
    fn folder_of(&mut self, path: &SitePath) -> Result<Stands, OutputError> {
        match path.as_str().rsplit_once('/').and_then(|(folder, _)| self.folders.get(folder)) {
            Some(known) => Ok(known.clone()),
            None => self.folder(path.parent()),
        }
    }

    /// What is in the place of a folder; `None` is the output folder itself.
    fn folder(&mut self, path: Option<SitePath>) -> Result<Stands, OutputError> {
        let Some(path) = path else { return Ok(Stands::Real) };
        if let Some(known) = self.folders.get(&path) {
            return Ok(known.clone());
        }
        let found = match self.folder(path.parent())? {
            Stands::Real => match self.kinds.get(&path).copied().map_or_else(|| self.kind(&path), Ok)? {
                None => Stands::Missing,
                Some(EntryKind::Directory) => Stands::Real,
                Some(EntryKind::Symlink) => Stands::Link(path.clone()),
                Some(EntryKind::File | EntryKind::Other) => Stands::File(path.clone()),
            },
            above => above,
        };
        self.folders.insert(path, found.clone());
        Ok(found)
    }

    fn plan(&mut self, path: &SitePath) -> Result<(), OutputError> {
        let folder = self.folder_of(path)?;
        if let Stands::Link(link) = folder {
            self.links.insert(link);
            return Ok(());
        }
        match folder {
            Stands::Real => self.plan_in_folder(path)?,
            Stands::File(file)
                if self.old.files.contains_key(&file) && self.is_as_published(&file, EntryKind::File)? =>
            {
                self.steps.cleared.insert(file);
                self.steps.blocked_folders.extend(path.parent());
                self.steps.blocked.push(path.clone());
            }
            Stands::File(file) => {
                self.hand_put.insert(file);
            }
            Stands::Missing | Stands::Link(_) => {
                self.steps.folders.extend(path.parent());
                self.steps.fresh.push(path.clone());
            }
        }
        Ok(())
    }

    fn plan_in_folder(&mut self, path: &SitePath) -> Result<(), OutputError> {
        match self.kind(path)? {
            None => self.steps.fresh.push(path.clone()),
            Some(EntryKind::Directory) => {
                self.clear_folder(path)?;
                self.steps.blocked.push(path.clone());
            }
            // The link itself is replaced; its target stays.
            Some(kind) if self.adopt || self.is_ours(path, kind) => self.steps.replaced.push(path.clone()),
            Some(_) => {
                self.hand_put.insert(path.clone());
            }
        }
        Ok(())
    }

    /// Whether we published what is at a path, possibly under another spelling on a case-insensitive file
    /// system.
    fn is_ours(&self, path: &SitePath, kind: EntryKind) -> bool {
        let spelled = || {
            let real = self.system.canonicalize(&self.places.out.join(path.as_str())).ok()?;
            let parts = real.strip_prefix(&self.places.out).ok()?.iter().map(OsStr::to_str);
            SitePath::try_from(parts.collect::<Option<Vec<_>>>()?.join("/").as_str()).ok()
        };
        self.old.files.contains_key(path)
            || (kind == EntryKind::File && spelled().is_some_and(|path| self.old.files.contains_key(&path)))
    }

    /// Plans the removal of a folder that is in the place of a file, if everything in it is ours.
    fn clear_folder(&mut self, path: &SitePath) -> Result<(), OutputError> {
        let (base, folder) = (&*self.places.base, self.places.file(path));
        let found = base.walk(&folder).below(Action::Read, base, &folder)?;
        if !found.refused.is_empty() || !self.old.has_below(path) {
            self.hand_put.insert(path.clone());
        }
        let mut inner = vec![path.clone()];
        for entry in found.entries {
            let Ok(entry_path) = path.join(entry.path.as_str()) else { continue };
            let (ours, is_folder) = match entry.kind {
                EntryKind::Directory => (self.old.has_below(&entry_path), true),
                kind => {
                    let listed = self.old.files.contains_key(&entry_path);
                    (listed && self.is_as_published(&entry_path, kind)?, false)
                }
            };
            if !ours {
                self.hand_put.insert(entry_path);
            } else if is_folder {
                inner.push(entry_path);
            } else {
                self.steps.cleared.insert(entry_path);
            }
        }
        self.steps.cleared_folders.extend(inner.into_iter().rev());
        Ok(())
    }

    fn plan_removals(&mut self, needed: &BTreeSet<SitePath>) -> Result<(), OutputError> {
        let mut emptied = BTreeSet::new();
        for path in self.old.files.keys().filter(|path| !self.items.contains_key(*path)) {
            self.steps.gone.push(path.clone());
            // What is beyond a link is not ours, whatever its name.
            if matches!(self.folder_of(path)?, Stands::Real)
                && !self.steps.cleared.contains(path)
                && let Some(kind) = self.kind(path)?.filter(|kind| *kind != EntryKind::Directory)
            {
                let to = if self.is_as_published(path, kind)? {
                    &mut self.steps.removed
                } else {
                    &mut self.steps.changed
                };
                to.push(path.clone());
            }
            emptied.extend(folders_of(path));
        }
        if let Some(entrance) = self.steps.removed.iter().position(|path| path.as_str() == ENTRANCE) {
            let entrance = self.steps.removed.remove(entrance);
            self.steps.removed.insert(0, entrance);
        }
        for folder in emptied.into_iter().rev() {
            if !needed.contains(&folder)
                && !self.steps.cleared_folders.contains(&folder)
                && matches!(self.folder(Some(folder.clone()))?, Stands::Real)
            {
                self.steps.emptied.push(folder);
            }
        }
        Ok(())
    }
}

/// The folders of sorted paths; those in the same folder are neighbours.
fn folders<'p>(paths: impl Iterator<Item = &'p SitePath>) -> BTreeSet<SitePath> {
    let folder = |path: &'p SitePath| path.as_str().rsplit_once('/').map(|(folder, _)| folder);
    let mut found = BTreeSet::new();
    let mut last = None;
    for path in paths {
        if folder(path) != last {
            last = folder(path);
            // If a folder is known, so are those above it.
            found.extend(folders_of(path).take_while(|folder| !found.contains(folder)).collect::<Vec<_>>());
        }
    }
    found
}

/// The folders above a path, within the output.
fn folders_of(path: &SitePath) -> impl Iterator<Item = SitePath> + use<> {
    std::iter::successors(path.parent(), SitePath::parent)
}
