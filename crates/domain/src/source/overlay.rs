//! A site in which some files have unsaved contents.
//!
//! The preview shows unsaved text by running the same stages on an [`Overlay`] as on the underlying system. An overlay
//! is read-only: no folder can be opened through it, so nothing unsaved can be published or stored.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::within::site_path;
use super::{Entry, EntryKind, Folder, Meta, SitePath, System, WalkOutcome};

/// A system in which some of a site's files are replaced. An overlaid file hides the one at the same path, which need
/// not exist.
pub struct Overlay<'s> {
    beneath: &'s dyn System,
    /// The site's folder: the prefix of paths within it.
    root: PathBuf,
    files: BTreeMap<SitePath, Arc<[u8]>>,
    /// The modification time of all overlaid files.
    since: SystemTime,
}

impl<'s> Overlay<'s> {
    /// Creates an empty overlay of the site in `root`. Paths are recognised if they begin with `root` exactly as given.
    #[must_use]
    pub fn new(beneath: &'s dyn System, root: impl Into<PathBuf>) -> Self {
        Self { beneath, root: root.into(), files: BTreeMap::new(), since: beneath.now() }
    }

    /// Overlays a file at a path within the site until the overlay is dropped.
    pub fn lay(&mut self, path: SitePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
        self.since = self.beneath.now();
    }

    /// The overlaid file at a path.
    fn laid(&self, path: &Path) -> Option<&Arc<[u8]>> {
        self.files.get(&self.within(path)?)
    }

    fn within(&self, path: &Path) -> Option<SitePath> {
        path.starts_with(&self.root).then(|| site_path(&self.root, path).ok())?
    }

    /// Whether a path is a folder that exists only because of overlaid files.
    fn holds_laid(&self, path: &Path) -> bool {
        let Some(folder) = self.within(path) else { return false };
        self.files.keys().any(|file| ancestors(file).any(|above| above == folder))
    }

    fn meta(&self, bytes: &[u8]) -> Meta {
        Meta { kind: EntryKind::File, len: length(bytes), modified: Some(self.since) }
    }

    fn meta_at(
        &self,
        path: &Path,
        ask: impl FnOnce(&dyn System) -> io::Result<Option<Meta>>,
    ) -> io::Result<Option<Meta>> {
        if let Some(bytes) = self.laid(path) {
            return Ok(Some(self.meta(bytes)));
        }
        Ok(match ask(self.beneath)? {
            None if self.holds_laid(path) => {
                Some(Meta { kind: EntryKind::Directory, len: 0, modified: Some(self.since) })
            }
            found => found,
        })
    }
}

impl System for Overlay<'_> {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        match self.laid(path) {
            Some(bytes) if length(bytes) > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.beneath.read_limited(path, limit),
        }
    }

    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        let mut outcome = match self.beneath.walk(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.holds_laid(root) => {
                WalkOutcome::default()
            }
            walked => walked?,
        };
        let mut added = BTreeMap::new();
        for (path, bytes) in &self.files {
            let full = self.root.join(path.as_str());
            let Some(Ok(path)) = full.starts_with(root).then(|| site_path(root, &full)) else { continue };
            for folder in ancestors(&path) {
                let entry =
                    Entry { path: folder.clone(), kind: EntryKind::Directory, len: 0, modified: None };
                added.insert(folder, entry);
            }
            let Meta { kind, len, modified } = self.meta(bytes);
            added.insert(path.clone(), Entry { path, kind, len, modified });
        }
        let is_file = |path: &SitePath| added.get(path).is_some_and(|entry| entry.kind == EntryKind::File);
        outcome.entries.retain(|entry| !is_file(&entry.path));
        outcome
            .refused
            .retain(|refused| SitePath::try_from(&*refused.lossy_name).is_ok_and(|path| !is_file(&path)));
        let known: BTreeSet<SitePath> = outcome.entries.iter().map(|entry| entry.path.clone()).collect();
        outcome.entries.extend(added.into_values().filter(|entry| !known.contains(&entry.path)));
        outcome.sort();
        Ok(outcome)
    }

    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        self.meta_at(path, |beneath| beneath.metadata(path))
    }

    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        self.meta_at(path, |beneath| beneath.link_metadata(path))
    }

    fn is_remote(&self, path: &Path) -> bool {
        self.beneath.is_remote(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match self.beneath.canonicalize(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let within = self.within(path).filter(|_| self.laid(path).is_some() || self.holds_laid(path));
                within.map_or(Err(error), |within| {
                    Ok(self.beneath.canonicalize(&self.root)?.join(within.as_str()))
                })
            }
            found => found,
        }
    }

    fn open(&self, _: &Path) -> io::Result<Arc<dyn Folder>> {
        Err(for_reading_alone())
    }

    fn create(&self, _: &Path) -> io::Result<Arc<dyn Folder>> {
        Err(for_reading_alone())
    }

    fn now(&self) -> SystemTime {
        self.beneath.now()
    }
}

fn for_reading_alone() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "files that are not saved can be looked at only")
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The folders above a path, the nearest first.
fn ancestors(path: &SitePath) -> impl Iterator<Item = SitePath> {
    std::iter::successors(path.parent(), SitePath::parent)
}

#[cfg(test)]
mod tests {
    use super::super::MemSystem;
    use super::*;

    fn site() -> MemSystem {
        let system = MemSystem::new();
        system.put("/site/content/a.md", "saved").unwrap();
        system.put("/site/content/bases/b.md", "base").unwrap();
        system
    }

    fn path(text: &str) -> SitePath {
        SitePath::try_from(text).unwrap()
    }

    #[test]
    fn what_is_laid_over_a_file_is_read_in_its_place() {
        let system = site();
        let mut overlay = Overlay::new(&system, "/site");
        overlay.lay(path("content/a.md"), *b"typed, not saved");
        assert_eq!(overlay.read(Path::new("/site/content/a.md")).unwrap(), b"typed, not saved");
        assert_eq!(overlay.read(Path::new("/site/content/bases/b.md")).unwrap(), b"base");
        assert_eq!(overlay.metadata(Path::new("/site/content/a.md")).unwrap().unwrap().len, 16);
        let error = overlay.read_limited(Path::new("/site/content/a.md"), 15).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(system.read(Path::new("/site/content/a.md")).unwrap(), b"saved");
    }

    #[test]
    fn a_new_file_is_walked_with_the_folders_above_it() {
        let system = site();
        let mut overlay = Overlay::new(&system, "/site");
        overlay.lay(path("content/a.md"), *b"longer than it was");
        overlay.lay(path("content/exemplars/2026/new.md"), *b"new");
        let outcome = overlay.walk(Path::new("/site/content")).unwrap();
        let seen: Vec<(&str, EntryKind, u64)> =
            outcome.entries.iter().map(|entry| (entry.path.as_str(), entry.kind, entry.len)).collect();
        let folder = EntryKind::Directory;
        let beneath = system.walk(Path::new("/site/content")).unwrap();
        let bases = beneath.entries.iter().find(|entry| entry.path.as_str() == "bases").unwrap().len;
        assert_eq!(
            seen,
            [
                ("a.md", EntryKind::File, 18),
                ("bases", folder, bases),
                ("bases/b.md", EntryKind::File, 4),
                ("exemplars", folder, 0),
                ("exemplars/2026", folder, 0),
                ("exemplars/2026/new.md", EntryKind::File, 3),
            ]
        );
        let kind = |at: &str| overlay.metadata(Path::new(at)).unwrap().map(|meta| meta.kind);
        assert_eq!(kind("/site/content/exemplars"), Some(folder));
        assert_eq!(kind("/site/content/exemplars/2026/new.md"), Some(EntryKind::File));
        assert_eq!(kind("/site/content/nothing"), None);
        let real = overlay.canonicalize(Path::new("/site/content/exemplars/2026/new.md")).unwrap();
        assert_eq!(real, Path::new("/site/content/exemplars/2026/new.md"));
    }

    #[test]
    fn a_site_without_a_saved_file_can_be_walked() {
        let system = MemSystem::new();
        system.put_dir("/site").unwrap();
        let mut overlay = Overlay::new(&system, "/site");
        overlay.lay(path("content/a.md"), *b"first");
        assert_eq!(overlay.walk(Path::new("/site/content")).unwrap().entries.len(), 1);
        assert!(overlay.walk(Path::new("/site/themes")).is_err());
    }

    #[test]
    fn nothing_can_be_written_through_it() {
        let system = site();
        let overlay = Overlay::new(&system, "/site");
        for opened in [overlay.open(Path::new("/site")), overlay.create(Path::new("/site/public"))] {
            assert_eq!(opened.err().map(|error| error.kind()), Some(io::ErrorKind::ReadOnlyFilesystem));
        }
        assert_eq!(system.files("/site").len(), 2);
    }
}
