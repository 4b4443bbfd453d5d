//! Opened folders on systems that cannot open files relative to a folder, such as Windows: each name on the
//! way is checked before it is used.
//!
//! Between check and use, another process on the same computer might put a link there; an untrusted site
//! cannot.

use std::any::Any;
use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::SitePath;
use super::super::folder::{Folder, LinkInTheWay, checked};
use super::patience::patiently;
use crate::source::entry::{Entry, EntryKind, Meta, Refused, RefusedWhy, WalkOutcome};
use crate::source::lock::{FileLock, LockOutcome};

/// An opened folder.
#[derive(Debug)]
pub(super) struct OsFolder {
    path: PathBuf,
}

/// Whether a path is any kind of link: on Windows, including junctions and mount points. Files that OneDrive
/// keeps online, and compressed ones, are reparse points too, but not links.
fn is_link(metadata: &fs::Metadata) -> bool {
    metadata.is_symlink()
}

fn meta_of(metadata: &fs::Metadata) -> Meta {
    let meta = super::meta_of(metadata);
    if is_link(metadata) { Meta { kind: EntryKind::Symlink, ..meta } } else { meta }
}

impl OsFolder {
    /// Opens a folder; links in the path are followed.
    pub(super) fn begin(path: &Path, _at_once: bool) -> io::Result<Self> {
        let path = super::file::canonical(path)?;
        if !fs::metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { path })
    }

    /// The full path, if no folder on the way to its last name is a link.
    fn way(&self, at: &Path) -> io::Result<PathBuf> {
        let mut path = self.path.clone();
        let mut names = checked(at)?.components().peekable();
        while let Some(name) = names.next() {
            path.push(name);
            if names.peek().is_some() {
                let metadata = fs::symlink_metadata(&path)?;
                if is_link(&metadata) {
                    return Err(LinkInTheWay::error(path));
                }
                if !metadata.is_dir() {
                    return Err(io::ErrorKind::NotADirectory.into());
                }
            }
        }
        Ok(path)
    }

    /// The same, if the last name is not a link either.
    fn whole_way(&self, at: &Path) -> io::Result<PathBuf> {
        let path = self.way(at)?;
        match fs::symlink_metadata(&path) {
            Ok(metadata) if is_link(&metadata) => Err(LinkInTheWay::error(path)),
            _ => Ok(path),
        }
    }

    fn walk_into(folder: &Path, at: &str, outcome: &mut WalkOutcome) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let lossy = format!("{at}{}", name.to_string_lossy());
            let refuse = |why: RefusedWhy| Refused { lossy_name: lossy.clone(), why };
            let meta = match fs::symlink_metadata(entry.path()) {
                Ok(metadata) => meta_of(&metadata),
                Err(error) if super::is_missing(&error) => continue,
                Err(error) => {
                    outcome.refused.push(refuse(RefusedWhy::Unreadable(error.kind(), error.to_string())));
                    continue;
                }
            };
            if meta.kind == EntryKind::Symlink {
                outcome.refused.push(refuse(RefusedWhy::Link));
                continue;
            }
            let path = match name.to_str().map(|name| SitePath::try_from(format!("{at}{name}").as_str())) {
                None => Err(RefusedWhy::NotUtf8),
                Some(path) => path.map_err(RefusedWhy::Name),
            };
            let path = match path {
                Ok(path) => path,
                Err(why) => {
                    outcome.refused.push(refuse(why));
                    continue;
                }
            };
            let Meta { kind, len, modified } = meta;
            let below = format!("{path}/");
            outcome.entries.push(Entry { path, kind, len, modified });
            if kind == EntryKind::Directory
                && let Err(error) = Self::walk_into(&entry.path(), &below, outcome)
            {
                outcome.refused.push(refuse(RefusedWhy::Unreadable(error.kind(), error.to_string())));
            }
        }
        Ok(())
    }
}

impl Folder for OsFolder {
    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self, at: &Path) -> io::Result<Arc<dyn Folder>> {
        let path = self.whole_way(at)?;
        if !fs::metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Arc::new(Self { path }))
    }

    fn read_limited(&self, at: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let path = self.whole_way(at)?;
        patiently(&[&path], || super::read_whole(super::opened(&path)?, limit))
    }

    fn look(&self, at: &Path) -> io::Result<Option<Meta>> {
        let path = match self.way(at) {
            Err(error) if LinkInTheWay::of(&error).is_none() && super::is_missing(&error) => return Ok(None),
            path => path?,
        };
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(meta_of(&metadata))),
            Err(error) if super::is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn walk(&self, at: &Path) -> io::Result<WalkOutcome> {
        let mut outcome = WalkOutcome::default();
        Self::walk_into(&self.whole_way(at)?, "", &mut outcome)?;
        outcome.sort();
        Ok(outcome)
    }

    fn create_dir_all(&self, at: &Path) -> io::Result<()> {
        let mut path = self.path.clone();
        for name in checked(at)?.components() {
            path.push(name);
            match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let metadata = fs::symlink_metadata(&path)?;
                    if is_link(&metadata) {
                        return Err(LinkInTheWay::error(path));
                    }
                    if !metadata.is_dir() {
                        return Err(error);
                    }
                }
                made => made?,
            }
        }
        Ok(())
    }

    fn create_private_dir(&self, at: &Path) -> io::Result<()> {
        self.create_dir_all(at)
    }

    fn create_new(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(self.way(at)?)?;
        file.write_all(bytes)?;
        Ok(meta_of(&file.metadata()?))
    }

    fn write(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta> {
        match self.create_new(at, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.remove_file(at)?;
                self.create_new(at, bytes)
            }
            written => written,
        }
    }

    fn sync_file(&self, at: &Path) -> io::Result<()> {
        let path = self.whole_way(at)?;
        // Windows cannot open folders, and they need no sync.
        if fs::metadata(&path)?.is_dir() {
            return Ok(());
        }
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn sync_all(&self) -> io::Result<()> {
        // There is no such call; NTFS keeps the order of renames in its journal.
        Ok(())
    }

    fn rename(&self, from: &Path, folder: &dyn Folder, to: &Path) -> io::Result<()> {
        let Some(other) = folder.as_any().downcast_ref::<Self>() else {
            return Err(io::ErrorKind::CrossesDevices.into());
        };
        let (from, to) = (self.way(from)?, other.way(to)?);
        patiently(&[&to, &from], || fs::rename(&from, &to))
    }

    fn remove_file(&self, at: &Path) -> io::Result<()> {
        let path = self.way(at)?;
        patiently(&[&path], || fs::remove_file(&path))
    }

    fn remove_dir(&self, at: &Path) -> io::Result<()> {
        let path = self.whole_way(at)?;
        patiently(&[&path], || fs::remove_dir(&path))
    }

    fn lock(&self, at: &Path, wait: bool) -> io::Result<LockOutcome> {
        let path = self.whole_way(at)?;
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if wait => file.lock()?,
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // If locks are mandatory for readers, the holder stays unknown.
                let read = file.take(32).read_to_string(&mut text);
                return Ok(LockOutcome::Busy { holder: read.ok().and_then(|_| text.trim().parse().ok()) });
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Other contents are not ours: it may be a hard link to somebody's file.
        let mut text = Vec::new();
        Read::by_ref(&mut file).take(32).read_to_end(&mut text)?;
        if !text.trim_ascii().iter().all(u8::is_ascii_digit) {
            return Err(LinkInTheWay::error(self.path.join(at)));
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(LockOutcome::Acquired(FileLock { _held: Box::new(file) }))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
