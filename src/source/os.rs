//! The operating system's files and clock. No other file reaches them.
#![allow(clippy::disallowed_methods)]

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{
    Entry, EntryKind, FileLock, LockOutcome, Meta, Refused, RefusedWhy, SitePath, System, WalkOutcome,
};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsSystem;

fn kind_of(kind: fs::FileType) -> EntryKind {
    if kind.is_symlink() {
        EntryKind::Symlink
    } else if kind.is_dir() {
        EntryKind::Directory
    } else if kind.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

fn meta_of(metadata: &fs::Metadata) -> Meta {
    Meta { kind: kind_of(metadata.file_type()), len: metadata.len(), modified: metadata.modified().ok() }
}

/// A file, opened for reading.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<(File, fs::Metadata)> {
    use std::os::unix::fs::OpenOptionsExt;
    // To open a named pipe would wait for who writes to it. Of files it changes nothing.
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

/// The same where a file cannot be opened without waiting.
#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<(File, fs::Metadata)> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(no_file(&metadata));
    }
    Ok((File::open(path)?, metadata))
}

/// What is read is none.
fn no_file(metadata: &fs::Metadata) -> io::Error {
    let is_folder = metadata.is_dir();
    io::Error::from(if is_folder { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput })
}

/// Nothing is there, or a file stands where the path wants a folder.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn or_missing(metadata: io::Result<fs::Metadata>) -> io::Result<Option<Meta>> {
    match metadata {
        Ok(metadata) => Ok(Some(meta_of(&metadata))),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

impl System for OsSystem {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let (file, metadata) = opened(path)?;
        if !metadata.is_file() {
            return Err(no_file(&metadata));
        }
        if metadata.len() > limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(usize::MAX))?;
        // It may have grown in between.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(bytes)
    }

    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        let real_root = fs::canonicalize(root)?;
        if !fs::metadata(&real_root)?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        let mut outcome = WalkOutcome::default();
        // Files are only listed at first: to look at each takes longer than to list them, and is done on all threads.
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
                            // Removed while we looked: as if it had not been there.
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
        fs::canonicalize(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    #[cfg(unix)]
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        const ONLY_THE_USER: u32 = 0o700;
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        match fs::DirBuilder::new().mode(ONLY_THE_USER).create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let metadata = fs::metadata(path)?;
                if !metadata.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::NotADirectory));
                }
                if metadata.permissions().mode() & 0o077 == 0 {
                    return Ok(());
                }
                fs::set_permissions(path, fs::Permissions::from_mode(ONLY_THE_USER))
            }
            done => done,
        }
    }

    #[cfg(not(unix))]
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows cannot open folders, and needs no sync of them.
        if cfg!(windows) && fs::metadata(path)?.is_dir() {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        if cfg!(windows) {
            options.write(true)
        } else {
            options.read(true)
        };
        options.open(path)?.sync_all()
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn sync_all(&self, folder: &Path) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(folder)?)?)
    }

    #[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
    fn sync_all(&self, _folder: &Path) -> io::Result<()> {
        rustix::fs::sync();
        Ok(())
    }

    #[cfg(not(unix))]
    fn sync_all(&self, _folder: &Path) -> io::Result<()> {
        // There is no such call; NTFS keeps the order of renames in its journal.
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn lock(&self, path: &Path, wait: bool) -> io::Result<LockOutcome> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if wait => file.lock()?,
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Where locks bind readers too, the holder stays unnamed.
                let read = file.take(32).read_to_string(&mut text);
                return Ok(LockOutcome::Busy { holder: read.ok().and_then(|_| text.trim().parse().ok()) });
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(LockOutcome::Acquired(FileLock { _held: Box::new(file) }))
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

fn refuse(outcome: &mut WalkOutcome, root: &Path, path: &Path, why: RefusedWhy) {
    let within = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    let lossy_name = if cfg!(windows) { within.replace('\\', "/") } else { within.into_owned() };
    outcome.refused.push(Refused { lossy_name, why });
}

/// What a walk came upon, or why that is refused; nothing where it was removed while we looked.
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

fn site_path(root: &Path, path: &Path) -> Result<SitePath, RefusedWhy> {
    let mut text = String::new();
    for part in path.strip_prefix(root).unwrap_or(path).components().map(Component::as_os_str) {
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(OsStr::to_str(part).ok_or(RefusedWhy::NotUtf8)?);
    }
    SitePath::try_from(text.as_str()).map_err(RefusedWhy::Name)
}

/// What a link leads to, where that is a file (or a device) within the root.
fn follow(root: &Path, link: &Path) -> Result<fs::Metadata, RefusedWhy> {
    let target = fs::canonicalize(link).map_err(|_| RefusedWhy::BrokenLink)?;
    if !target.starts_with(root) {
        return Err(RefusedWhy::LeadsOutside);
    }
    let metadata =
        fs::metadata(&target).map_err(|error| RefusedWhy::Unreadable(error.kind(), error.to_string()))?;
    if metadata.is_dir() { Err(RefusedWhy::LinkToFolder) } else { Ok(metadata) }
}
