//! Takes the finished files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::clear::clear;
use super::commit::Commit;
use super::error::{Action, During, OutputError, Unknown};
use super::item::{Item, Staged};
use super::manifest::{Fingerprint, Found, Manifest, find, remove_draft};
use super::place::Places;
use super::published::{Published, look};
use super::survey::Survey;
use super::tree::{self, Tree};
use super::{PRIVATE_FOLDER, PublishOptions, PublishSummary};
use crate::source::{Entry, EntryKind, FileLock, LockOutcome, Meta, SitePath, System};
use crate::sync::lock;

/// The outcome of passing a file to a [`Publisher`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The published file is the same.
    Unchanged,
    /// The file is staged.
    Staged,
}

/// Publishes one state of a site to one output folder. Holds the site's lock; dropping it leaves the
/// published site unchanged.
///
/// Memory grows with the number of files, not with their size.
pub struct Publisher<'a> {
    system: &'a dyn System,
    places: Places,
    adopt: bool,
    old: Manifest,
    /// Sorted once all files have arrived.
    items: Mutex<Vec<(SitePath, Item)>>,
    next: AtomicU64,
    /// Whether the staging folder exists.
    staging: Mutex<bool>,
    /// The new tree, if nothing is published yet.
    tree: Option<Tree>,
    _lock: FileLock,
}

impl std::fmt::Debug for Publisher<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publisher").field("places", &self.places).finish_non_exhaustive()
    }
}

impl<'a> Publisher<'a> {
    /// Takes the site's lock, reads what was published, and removes what a crash left in the staging folder.
    ///
    /// # Errors
    /// If the output folder is not allowed where it is, is not a folder, or contains files that are not known
    /// to be ours and are not to be adopted; if another build is running; if the system fails.
    pub fn begin(system: &'a dyn System, options: &PublishOptions) -> Result<Self, OutputError> {
        let places = Places::find(system, &options.root, &options.out)?;
        let site = &*places.site;
        let private = Path::new(PRIVATE_FOLDER);
        site.create_private_dir(private).below(Action::MakeFolder, site, private)?;
        let lock_file = private.join("lock");
        let lock = match site.lock(&lock_file, options.wait).below(Action::Lock, site, &lock_file)? {
            LockOutcome::Acquired(lock) => lock,
            LockOutcome::Busy { holder } => return Err(OutputError::Busy { holder }),
        };
        let mut first = false;
        let old = match find(site, &places.manifest())? {
            Found::Whole(manifest) => manifest,
            found @ (Found::Missing | Found::Damaged) => {
                first = is_empty(&places)?;
                if !options.adopt && !first {
                    let why = match found {
                        Found::Damaged => Unknown::DamagedManifest,
                        _ => Unknown::NoManifest,
                    };
                    return Err(OutputError::UnknownContent { out: places.out, why });
                }
                Manifest::unknown()
            }
        };
        clear(site, &Places::staging())?;
        tree::clear(site)?;
        remove_draft(site, &places.manifest())?;
        let tree = if first { Some(Tree::begin(site)?) } else { None };
        Ok(Self {
            tree,
            system,
            places,
            adopt: options.adopt,
            old,
            items: Mutex::default(),
            next: AtomicU64::new(0),
            staging: Mutex::new(false),
            _lock: lock,
        })
    }

    /// The output folder, links resolved.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.places.out
    }

    /// The metadata of a path in the output.
    #[must_use]
    pub fn look(&self, path: &SitePath) -> Option<Meta> {
        look(&self.places, path)
    }

    /// The current manifest.
    #[must_use]
    pub fn published(&self) -> &Manifest {
        &self.old
    }

    /// Takes a file of the new state. The output is not changed; bytes that differ from the published ones
    /// are staged. May be called from many threads, in any order.
    ///
    /// # Errors
    /// If the system fails. Duplicate paths are reported by `finish`.
    pub fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<Put, OutputError> {
        let fingerprint = Fingerprint::of(bytes);
        let unchanged = self.tree.is_none() && self.is_published(path, bytes);
        let staged = match &self.tree {
            _ if unchanged => Staged::Published,
            Some(tree) => Staged::InTree(tree.write(path, bytes)?),
            None => Staged::File(self.stage(bytes)?),
        };
        lock(&self.items).push((path.clone(), Item { fingerprint, staged }));
        Ok(if unchanged { Put::Unchanged } else { Put::Staged })
    }

    /// Keeps a published file unchanged; the caller guarantees that its contents would be the same. Returns
    /// whether there is such a file.
    #[must_use]
    pub fn keep(&self, path: &SitePath) -> bool {
        let Some(fingerprint) = self.old.files.get(path).copied().filter(|_| !self.old.open) else {
            return false;
        };
        let item = Item { fingerprint, staged: Staged::Published };
        lock(&self.items).push((path.clone(), item));
        true
    }

    /// Reserves memory for this many files; a growing list takes twice as much.
    pub fn expect_files(&self, count: usize) {
        lock(&self.items).reserve_exact(count);
    }

    /// Whether the output has exactly these bytes. Compares the bytes themselves: times and lengths can
    /// mislead, and the files are usually still in the system's page cache.
    fn is_published(&self, path: &SitePath, bytes: &[u8]) -> bool {
        let file = self.places.file(path);
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        // What cannot be inspected is replaced; if that fails too, it is reported then.
        let meta = look(&self.places, path);
        meta.is_some_and(|meta| meta.kind == EntryKind::File && meta.len == len)
            && self.places.base.read_limited(&file, len).is_ok_and(|published| published == bytes)
    }

    /// The published contents of a file; `None` if there is none or it cannot be read.
    #[must_use]
    pub fn current(&self, path: &SitePath) -> Option<Vec<u8>> {
        let meta = look(&self.places, path)?;
        let is_file = meta.kind == EntryKind::File;
        is_file.then(|| self.places.base.read_limited(&self.places.file(path), meta.len).ok()).flatten()
    }

    fn stage(&self, bytes: &[u8]) -> Result<PathBuf, OutputError> {
        let (site, folder) = (&*self.places.site, Places::staging());
        {
            let mut made = lock(&self.staging);
            if !*made {
                site.create_private_dir(&folder).below(Action::MakeFolder, site, &folder)?;
                *made = true;
            }
        }
        let file = folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        site.write(&file, bytes).below(Action::Write, site, &file)?;
        Ok(file)
    }

    /// Moves the staged files into the output and removes our files that are no longer part of the site.
    ///
    /// # Errors
    /// If a path was given twice, or if links or files put by hand are in the way: then nothing has changed.
    /// If the system fails: every file is complete, and the next build finishes the job.
    pub fn finish(self) -> Result<PublishSummary, OutputError> {
        self.finish_then(|_| {})
    }

    /// Like [`finish`](Self::finish), and then calls `then` while the lock is still held.
    ///
    /// # Errors
    /// As for `finish`.
    pub fn finish_then(self, then: impl FnOnce(&Published<'_>)) -> Result<PublishSummary, OutputError> {
        let mut items = std::mem::take(&mut *lock(&self.items));
        items.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        if let Some(path) = twice(&items) {
            return Err(OutputError::Twice { path });
        }
        let items: BTreeMap<SitePath, Item> = items.into_iter().collect();
        if self.tree.is_some() {
            let commit = Commit { system: self.system, places: &self.places, old: &self.old, items: &items };
            if let Some((summary, manifest)) = commit.first()? {
                let written = Some(&items);
                then(&Published { places: &self.places, manifest: &manifest, changed: &[], written });
                return Ok(summary);
            }
        }
        let steps = Survey::new(self.system, &self.places, &self.old, &items, self.adopt).steps()?;
        let commit = Commit { system: self.system, places: &self.places, old: &self.old, items: &items };
        let (summary, manifest) = commit.run(steps)?;
        let changed = &*summary.changed;
        then(&Published { places: &self.places, manifest: &manifest, changed, written: None });
        Ok(summary)
    }

    /// Leaves the published site unchanged and removes staged files. Dropping does the same.
    pub fn abandon(self) {
        drop(self);
    }
}

impl Drop for Publisher<'_> {
    fn drop(&mut self) {
        if *lock(&self.staging) {
            // The next build removes what is left behind.
            let _ = clear(&*self.places.site, &Places::staging());
        }
        if self.tree.is_some() {
            let _ = tree::clear(&*self.places.site);
        }
    }
}

/// The first duplicate path in a sorted list.
fn twice(items: &[(SitePath, Item)]) -> Option<SitePath> {
    let mut pairs = items.iter().zip(items.iter().skip(1));
    pairs.find(|((one, _), (other, _))| one == other).map(|((path, _), _)| path.clone())
}

/// The manifest of an output folder; empty if there is none or it is damaged. Takes no lock.
///
/// # Errors
/// If the output folder is not allowed where it is, or the system fails.
pub fn published(system: &dyn System, root: &Path, out: &Path) -> Result<Manifest, OutputError> {
    let places = Places::find(system, root, out)?;
    Ok(match find(&*places.site, &places.manifest())? {
        Found::Whole(manifest) => manifest,
        Found::Missing | Found::Damaged => Manifest::unknown(),
    })
}

/// The manifests of the site's other known output folders, by location; sorted. Unreadable ones are left out:
/// publishing there reports them.
///
/// # Errors
/// If the output folder is not allowed where it is, or the system fails.
pub fn elsewhere(
    system: &dyn System,
    root: &Path,
    out: &Path,
) -> Result<Vec<(PathBuf, Manifest)>, OutputError> {
    let places = Places::find(system, root, out)?;
    let folder = Places::manifests();
    let Ok(found) = places.site.walk(&folder) else { return Ok(Vec::new()) };
    let mut others = Vec::new();
    for entry in found.entries.iter().filter(|entry| entry.path.as_str().ends_with(".txt")) {
        let path = folder.join(entry.path.as_str());
        if path == places.manifest() {
            continue;
        }
        let Ok(Found::Whole(manifest)) = find(&*places.site, &path) else { continue };
        let Some(at) = manifest.at.as_ref().map(PathBuf::from) else { continue };
        let is_there = system.metadata(&places.root.join(&at)).is_ok_and(|meta| meta.is_some());
        if is_there {
            others.push((at, manifest));
        }
    }
    others.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(others)
}

/// Keeps an empty folder in a Git repository and its contents out of it.
const KEEPS_OUT_OF_GIT: &str = ".gitignore";

/// Whether an output folder is empty, apart from the file that keeps it in a repository, which stays and is
/// not ours.
fn is_empty(places: &Places) -> Result<bool, OutputError> {
    let Places { base, at, .. } = places;
    if base.look(at).below(Action::Read, &**base, at)?.is_none() {
        return Ok(true);
    }
    let found = base.walk(at).below(Action::Read, &**base, at)?;
    let is_keeper = |entry: &Entry| entry.kind == EntryKind::File && entry.path.as_str() == KEEPS_OUT_OF_GIT;
    Ok(found.entries.iter().all(is_keeper) && found.refused.is_empty())
}
