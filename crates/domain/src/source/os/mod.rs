//! The operating system's files and clock. No other module accesses them.
#![allow(clippy::disallowed_methods)]

mod file;
#[cfg(any(not(unix), test))]
mod patience;
#[cfg(not(unix))]
mod plain;
mod remote;
#[cfg(unix)]
mod unix;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use file::{canonical, is_missing, meta_of, opened, or_missing, read_whole};
#[cfg(not(unix))]
use plain::OsFolder;
#[cfg(unix)]
use unix::OsFolder;

use super::entry::{Entry, Meta, Refused, RefusedWhy, WalkOutcome};
use super::within::{lossy_name, site_path};
use super::{Folder, System};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsSystem;

/// The operating system without the kernel's link-free path resolution (`openat2`); for tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct OldOsSystem;

impl System for OsSystem {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        #[cfg(not(unix))]
        return patience::patiently(&[path], || read_whole(opened(path)?, limit));
        #[cfg(unix)]
        read_whole(opened(path)?, limit)
    }

    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        let real_root = canonical(root)?;
        if !fs::metadata(&real_root)?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        let mut outcome = WalkOutcome::default();
        // Only list files at first: reading their metadata takes longer and is done on all threads.
        let mut files = Vec::new();
        let mut walk = WalkDir::new(&real_root).min_depth(1).into_iter();
        while let Some(found) = walk.next() {
            match found {
                Ok(found) if !found.file_type().is_dir() => files.push(found),
                Ok(found) => match entry(&real_root, &found) {
                    Ok(entry) => outcome.entries.extend(entry),
                    Err(why) => {
                        refuse(&mut outcome, &real_root, found.path(), why);
                        walk.skip_current_dir();
                    }
                },
                Err(error) => {
                    let path = error.path().map(Path::to_path_buf);
                    let at_root = error.depth() == 0;
                    let error =
                        error.into_io_error().unwrap_or_else(|| io::Error::other("a link in a circle"));
                    match path {
                        Some(path) if !at_root && path != real_root => {
                            // Removed meanwhile: as if it had not been there.
                            if !is_missing(&error) {
                                refuse(
                                    &mut outcome,
                                    &real_root,
                                    &path,
                                    RefusedWhy::Unreadable(error.kind(), error.to_string()),
                                );
                            }
                        }
                        _ => return Err(error),
                    }
                }
            }
        }
        let entries: Vec<_> = files.par_iter().map(|found| entry(&real_root, found)).collect();
        for (found, entry) in files.iter().zip(entries) {
            match entry {
                Ok(entry) => outcome.entries.extend(entry),
                Err(why) => refuse(&mut outcome, &real_root, found.path(), why),
            }
        }
        outcome.sort();
        Ok(outcome)
    }

    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        or_missing(fs::metadata(path))
    }

    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        or_missing(fs::symlink_metadata(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        canonical(path)
    }

    fn is_remote(&self, path: &Path) -> bool {
        remote::is_remote(path)
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        Ok(Arc::new(OsFolder::begin(path, true)?))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        fs::create_dir_all(path)?;
        self.open(path)
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl System for OldOsSystem {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        OsSystem.read_limited(path, limit)
    }

    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        OsSystem.walk(root)
    }

    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        OsSystem.metadata(path)
    }

    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        OsSystem.link_metadata(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        OsSystem.canonicalize(path)
    }

    fn is_remote(&self, path: &Path) -> bool {
        OsSystem.is_remote(path)
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        Ok(Arc::new(OsFolder::begin(path, false)?))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        fs::create_dir_all(path)?;
        self.open(path)
    }

    fn now(&self) -> SystemTime {
        OsSystem.now()
    }
}

fn refuse(outcome: &mut WalkOutcome, root: &Path, path: &Path, why: RefusedWhy) {
    let lossy_name = lossy_name(root, path);
    outcome.refused.push(Refused { lossy_name, why });
}

/// An entry of a walk, or why it is refused; `None` if it was removed meanwhile.
fn entry(root: &Path, found: &walkdir::DirEntry) -> Result<Option<Entry>, RefusedWhy> {
    let path = site_path(root, found.path())?;
    let unreadable = |error: io::Error| RefusedWhy::Unreadable(error.kind(), error.to_string());
    let metadata = if found.path_is_symlink() {
        follow(root, found.path())?
    } else {
        match found.metadata().map_err(io::Error::from) {
            Ok(metadata) => metadata,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        }
    };
    let Meta { kind, len, modified } = meta_of(&metadata);
    Ok(Some(Entry { path, kind, len, modified }))
}

/// The target of a link, if that is a file (or a device) within the root.
fn follow(root: &Path, link: &Path) -> Result<fs::Metadata, RefusedWhy> {
    let target = canonical(link).map_err(|_| RefusedWhy::BrokenLink)?;
    if !target.starts_with(root) {
        return Err(RefusedWhy::LeadsOutside);
    }
    let metadata =
        fs::metadata(&target).map_err(|error| RefusedWhy::Unreadable(error.kind(), error.to_string()))?;
    if metadata.is_dir() { Err(RefusedWhy::LinkToFolder) } else { Ok(metadata) }
}
