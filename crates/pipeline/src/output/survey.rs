//! Looks at the output before anything changes there: what has to be done, and what is in the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::io;

use rayon::prelude::*;

use super::error::{Action, During, OutputError};
use super::manifest::{Fingerprint, Manifest};
use super::place::Places;
use super::publisher::{Item, Staged};
use crate::source::{EntryKind, SitePath, System};

/// Largest file that is compared before it is removed: larger ones are not published.
const LARGEST: u64 = 1 << 32;

/// The page that a reader's way begins at.
const ENTRANCE: &str = "index.html";

/// What is to be done, in this order.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Folders to make for new files.
    pub(super) folders: BTreeSet<SitePath>,
    /// Files where nothing is; sorted, but the site's entrance comes last.
    pub(super) fresh: Vec<SitePath>,
    /// Files of ours that stand where a folder must be, or in a folder that must go.
    pub(super) cleared: BTreeSet<SitePath>,
    /// Folders of ours that stand where a file must be, inner ones first.
    pub(super) cleared_folders: Vec<SitePath>,
    /// Folders to make where files stood.
    pub(super) blocked_folders: BTreeSet<SitePath>,
    /// New files that had to wait for that.
    pub(super) blocked: Vec<SitePath>,
    /// Files that take the place of a file.
    pub(super) replaced: Vec<SitePath>,
    /// Files of ours to remove, the site's entrance first. They are there, and reached through no link.
    pub(super) removed: Vec<SitePath>,
    /// Files where we published and somebody else has changed what is there: they stay. Sorted.
    pub(super) changed: Vec<SitePath>,
    /// Folders to remove where they have become empty, inner ones first.
    pub(super) emptied: Vec<SitePath>,
    /// Files of ours that are published no longer, whether or not they are still there.
    pub(super) gone: Vec<SitePath>,
}

/// What stands where a folder of the output is or should be.
#[derive(Clone, Debug)]
enum Stands {
    Real,
    Missing,
    /// Here or further up stands a link.
    Link(SitePath),
    /// Here or further up stands a file.
    File(SitePath),
}

pub(super) struct Survey<'a> {
    system: &'a dyn System,
    places: &'a Places,
    old: &'a Manifest,
    items: &'a BTreeMap<SitePath, Item>,
    adopt: bool,
    /// What stands where folders are needed.
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

    /// What is to be done.
    ///
    /// # Errors
    /// If a path is planned as a file and as a folder; if something is in the way that is not ours; if the
    /// system fails.
    pub(super) fn steps(mut self) -> Result<Steps, OutputError> {
        let items = self.items;
        // Where the paths are those that are there whole, none is in another's way, and none goes.
        let is_same = !self.old.open && items.keys().eq(self.old.files.keys());
        let needed = if is_same { BTreeSet::new() } else { folders(items.keys()) };
        if let Some(path) = needed.iter().find(|folder| items.contains_key(*folder)) {
            return Err(OutputError::Twice { path: path.clone() });
        }
        // Where a file stays as it is, nothing is done: its folder may be what it is.
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

    /// Looks at all folders at once: there may be one for each page. What cannot be inspected is left for
    /// when it is needed: it may lie behind something that is reported sooner.
    fn look(&mut self, needed: &BTreeSet<SitePath>) {
        let needed: Vec<&SitePath> = needed.iter().collect();
        let kinds = needed.par_iter().filter_map(|path| Some(((*path).clone(), self.kind(path).ok()?)));
        self.kinds = kinds.collect::<Vec<_>>().into_iter().collect();
    }

    fn kind(&self, path: &SitePath) -> Result<Option<EntryKind>, OutputError> {
        let (base, file) = (&*self.places.base, self.places.file(path));
        Ok(base.look(&file).below(Action::Read, base, &file)?.map(|meta| meta.kind))
    }

    /// Whether a file of the output holds what we published, so that nothing of anybody else's is lost with it. One that is empty is what a
    /// power cut left of it.
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

    /// What stands in the place of the folder of a path.
    fn folder_of(&mut self, path: &SitePath) -> Result<Stands, OutputError> {
        match path.as_str().rsplit_once('/').and_then(|(folder, _)| self.folders.get(folder)) {
            Some(known) => Ok(known.clone()),
            None => self.folder(path.parent()),
        }
    }

    /// What stands in the place of a folder; `None` is the output folder itself.
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
            // A link is replaced itself; what it leads to stays.
            Some(kind) if self.adopt || self.is_ours(path, kind) => self.steps.replaced.push(path.clone()),
            Some(_) => {
                self.hand_put.insert(path.clone());
            }
        }
        Ok(())
    }

    /// Whether what is at a path was published by us, under another spelling perhaps on a case-insensitive
    /// file system.
    fn is_ours(&self, path: &SitePath, kind: EntryKind) -> bool {
        let spelled = || {
            let real = self.system.canonicalize(&self.places.out.join(path.as_str())).ok()?;
            let parts = real.strip_prefix(&self.places.out).ok()?.iter().map(OsStr::to_str);
            SitePath::try_from(parts.collect::<Option<Vec<_>>>()?.join("/").as_str()).ok()
        };
        self.old.files.contains_key(path)
            || (kind == EntryKind::File && spelled().is_some_and(|path| self.old.files.contains_key(&path)))
    }

    /// Plans to remove a folder that stands where a file must be, if all in it is ours.
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
            // Beyond a link lies what is not ours, whatever its name.
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

/// The folders that paths are in, which are sorted: those of one folder follow one another.
fn folders<'p>(paths: impl Iterator<Item = &'p SitePath>) -> BTreeSet<SitePath> {
    let folder = |path: &'p SitePath| path.as_str().rsplit_once('/').map(|(folder, _)| folder);
    let mut found = BTreeSet::new();
    let mut last = None;
    for path in paths {
        if folder(path) != last {
            last = folder(path);
            // Where a folder is known, so are those above it.
            found.extend(folders_of(path).take_while(|folder| !found.contains(folder)).collect::<Vec<_>>());
        }
    }
    found
}

/// The folders that a path is in, within the output.
fn folders_of(path: &SitePath) -> impl Iterator<Item = SitePath> + use<> {
    std::iter::successors(path.parent(), SitePath::parent)
}
