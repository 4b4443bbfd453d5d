//! Taking the finished files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::commit::Commit;
use super::error::{Action, During, OutputError, Unknown};
use super::manifest::{Fingerprint, Found, Manifest, find, remove_draft};
use super::place::Places;
use super::survey::Survey;
use super::tree::{self, Tree};
use super::{Options, Summary};
use crate::source::{EntryKind, FileLock, LockOutcome, Meta, SitePath, System};

/// What became of a file that was given to a [`Publisher`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is published as it is.
    Unchanged,
    /// It is staged.
    Staged,
}

/// A file of the new state.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) fingerprint: Fingerprint,
    pub(super) staged: Staged,
}

/// Where a file of the new state lies.
#[derive(Clone, Debug)]
pub(super) enum Staged {
    /// In the output, as it is.
    Published,
    /// In the whole site in the making, at its own path.
    InTree,
    /// In a file of its own.
    File(PathBuf),
}

/// Publishes one state of a site to one output folder. It holds the site's lock; dropping it leaves the published site as it was.
///
/// Memory grows with the number of files, not with their bytes.
pub struct Publisher<'a> {
    system: &'a dyn System,
    places: Places,
    adopt: bool,
    old: Manifest,
    /// Sorted once all are there.
    items: Mutex<Vec<(SitePath, Item)>>,
    next: AtomicU64,
    /// Whether the staging folder was made.
    staging: Mutex<bool>,
    /// The whole site in the making, where nothing is published yet.
    tree: Option<Tree>,
    _lock: FileLock,
}

impl std::fmt::Debug for Publisher<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publisher").field("places", &self.places).finish_non_exhaustive()
    }
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Publisher<'a> {
    /// Takes the site's lock, finds what was published, and removes what a crash left in the staging folder.
    ///
    /// # Errors
    /// Where the output folder may not lie where it does, is no folder, or holds what is not known to be ours and was not adopted;
    /// where another build runs; where the system fails.
    pub fn begin(system: &'a dyn System, options: &Options) -> Result<Self, OutputError> {
        let places = Places::find(system, &options.root, &options.out)?;
        let private = places.private();
        system.create_private_dir(&private).during(Action::MakeFolder, &private)?;
        let lock_file = private.join("lock");
        let lock = match system.lock(&lock_file, options.wait).during(Action::Lock, &lock_file)? {
            LockOutcome::Acquired(lock) => lock,
            LockOutcome::Busy { holder } => return Err(OutputError::Busy { holder }),
        };
        let mut first = false;
        let old = match find(system, &places.manifest())? {
            Found::Whole(manifest) => manifest,
            found @ (Found::Missing | Found::Damaged) => {
                first = is_empty(system, &places.out)?;
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
        clear(system, &places.staging())?;
        tree::clear(system, &places.tree())?;
        remove_draft(system, &places.manifest())?;
        let tree = if first { Some(Tree::begin(system, places.tree())?) } else { None };
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

    /// What stands at a path of the output now.
    #[must_use]
    pub fn look(&self, path: &SitePath) -> Option<Meta> {
        self.system.link_metadata(&self.places.file(path)).ok().flatten()
    }

    /// What is published now.
    #[must_use]
    pub fn published(&self) -> &Manifest {
        &self.old
    }

    /// Takes a file of the new state. Nothing changes in the output; bytes that differ from what is published are staged. May be
    /// called from many threads; the order does not matter.
    ///
    /// # Errors
    /// Where the system fails. That a path was given twice is told at the end.
    pub fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<Put, OutputError> {
        let fingerprint = Fingerprint::of(bytes);
        let unchanged = self.tree.is_none() && self.is_published(path, bytes);
        let staged = match &self.tree {
            _ if unchanged => Staged::Published,
            Some(tree) => {
                tree.write(self.system, path, bytes)?;
                Staged::InTree
            }
            None => Staged::File(self.stage(bytes)?),
        };
        guard(&self.items).push((path.clone(), Item { fingerprint, staged }));
        Ok(if unchanged { Put::Unchanged } else { Put::Staged })
    }

    /// Takes over a file of the last state as it is: whoever calls knows that it holds what it would hold now. Says whether there is
    /// such a file.
    #[must_use]
    pub fn keep(&self, path: &SitePath) -> bool {
        let Some(fingerprint) = self.old.files.get(path).copied().filter(|_| !self.old.open) else {
            return false;
        };
        let item = Item { fingerprint, staged: Staged::Published };
        guard(&self.items).push((path.clone(), item));
        true
    }

    /// Makes room for so many files at once: a list that grows takes twice the room of what is in it.
    pub fn expect_files(&self, count: usize) {
        guard(&self.items).reserve_exact(count);
    }

    /// Whether the output holds these very bytes. They are compared themselves: times and lengths may deceive, and the pages are still
    /// in the system's memory more often than not.
    fn is_published(&self, path: &SitePath, bytes: &[u8]) -> bool {
        let file = self.places.file(path);
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        // What cannot be looked at is replaced; if that fails too, it is told then.
        let meta = self.system.link_metadata(&file).ok().flatten();
        meta.is_some_and(|meta| meta.kind == EntryKind::File && meta.len == len)
            && self.system.read_limited(&file, len).is_ok_and(|published| published == bytes)
    }

    /// The bytes of a file as it is published; `None` where there is none, or it cannot be read.
    #[must_use]
    pub fn current(&self, path: &SitePath) -> Option<Vec<u8>> {
        let file = self.places.file(path);
        let meta = self.system.link_metadata(&file).ok().flatten()?;
        let is_file = meta.kind == EntryKind::File;
        is_file.then(|| self.system.read_limited(&file, meta.len).ok()).flatten()
    }

    fn stage(&self, bytes: &[u8]) -> Result<PathBuf, OutputError> {
        let folder = self.places.staging();
        {
            let mut made = guard(&self.staging);
            if !*made {
                self.system.create_private_dir(&folder).during(Action::MakeFolder, &folder)?;
                *made = true;
            }
        }
        let file = folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        self.system.write(&file, bytes).during(Action::Write, &file)?;
        Ok(file)
    }

    /// Moves what is staged into the output and removes the files of ours that were not given again.
    ///
    /// # Errors
    /// Where a path was given twice, or files put by hand or links are in the way: before anything has changed. Where the system fails: each
    /// file is whole, and the next build finishes the job.
    pub fn finish(self) -> Result<Summary, OutputError> {
        self.finish_then(|_, _| {})
    }

    /// The same, and then, while the lock is still held, something more with the output folder and what is published there now.
    ///
    /// # Errors
    /// As there.
    pub fn finish_then(self, then: impl FnOnce(&Path, &Manifest)) -> Result<Summary, OutputError> {
        let mut items = std::mem::take(&mut *guard(&self.items));
        items.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        if let Some(path) = twice(&items) {
            return Err(OutputError::Twice { path });
        }
        let items: BTreeMap<SitePath, Item> = items.into_iter().collect();
        if let Some(tree) = &self.tree {
            let commit = Commit { system: self.system, places: &self.places, old: &self.old, items: &items };
            if let Some((summary, manifest)) = commit.first(tree.root())? {
                then(&self.places.out, &manifest);
                return Ok(summary);
            }
        }
        let steps = Survey::new(self.system, &self.places, &self.old, &items, self.adopt).steps()?;
        let commit = Commit { system: self.system, places: &self.places, old: &self.old, items: &items };
        let (summary, manifest) = commit.run(steps)?;
        then(&self.places.out, &manifest);
        Ok(summary)
    }

    /// Leaves the published site as it was, and removes what is staged. Dropping does the same.
    pub fn abandon(self) {
        drop(self);
    }
}

impl Drop for Publisher<'_> {
    fn drop(&mut self) {
        if *guard(&self.staging) {
            // What stays behind, the next build clears.
            let _ = clear(self.system, &self.places.staging());
        }
        if self.tree.is_some() {
            let _ = tree::clear(self.system, &self.places.tree());
        }
    }
}

/// The first path that two files have, which are sorted.
fn twice(items: &[(SitePath, Item)]) -> Option<SitePath> {
    let mut pairs = items.iter().zip(items.iter().skip(1));
    pairs.find(|((one, _), (other, _))| one == other).map(|((path, _), _)| path.clone())
}

/// What was published to an output folder, as the manifest has it; no files where there is none or it is damaged. Takes no lock.
///
/// # Errors
/// Where the output folder may not lie where it does, or the system fails.
pub fn published(system: &dyn System, root: &Path, out: &Path) -> Result<Manifest, OutputError> {
    let places = Places::find(system, root, out)?;
    Ok(match find(system, &places.manifest())? {
        Found::Whole(manifest) => manifest,
        Found::Missing | Found::Damaged => Manifest::unknown(),
    })
}

fn is_empty(system: &dyn System, folder: &Path) -> Result<bool, OutputError> {
    if system.metadata(folder).during(Action::Read, folder)?.is_none() {
        return Ok(true);
    }
    let found = system.walk(folder).during(Action::Read, folder)?;
    Ok(found.entries.is_empty() && found.refused.is_empty())
}

/// Removes a staging folder with the files in it, all of which have numbers for names. Anything else stays, and so does the folder.
pub(super) fn clear(system: &dyn System, folder: &Path) -> Result<(), OutputError> {
    let meta = system.link_metadata(folder).during(Action::Read, folder)?;
    if meta.is_none_or(|meta| meta.kind != EntryKind::Directory) {
        return Ok(());
    }
    let found = system.walk(folder).during(Action::Read, folder)?;
    let mut empty = found.refused.is_empty();
    for entry in found.entries {
        let name = entry.path.as_str();
        if entry.kind == EntryKind::File && name.bytes().all(|byte| byte.is_ascii_digit()) {
            let file = folder.join(name);
            system.remove_file(&file).during(Action::Remove, &file)?;
        } else {
            empty = false;
        }
    }
    if empty { system.remove_dir(folder).during(Action::Remove, folder) } else { Ok(()) }
}
