//! Opened folders on Unix: every operation starts at a descriptor, and the kernel follows no link on the way.

use std::any::Any;
use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use foldhash::{HashMap, HashMapExt};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::super::SitePath;
use super::super::folder::{Folder, LinkInTheWay, checked};
use crate::source::entry::{Entry, EntryKind, Meta, Refused, RefusedWhy, WalkOutcome};
use crate::source::lock::{FileLock, LockOutcome};
use crate::sync::lock;

/// Maximum number of subfolders that stay open: pages are in few folders, and a process can have at least
/// about a thousand open files.
const MOST_OPEN: usize = 64;

const ONLY_THE_USER: u32 = 0o700;

/// How folders are opened that are only passed through.
#[cfg(any(target_os = "linux", target_os = "android"))]
const PASS: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const PASS: OFlags = OFlags::RDONLY;

/// An opened folder.
pub(super) struct OsFolder {
    path: PathBuf,
    fd: OwnedFd,
    /// Whether to let the kernel resolve the whole path at once, which old ones cannot do.
    at_once: bool,
    open: Mutex<HashMap<PathBuf, Arc<OwnedFd>>>,
}

impl std::fmt::Debug for OsFolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("OsFolder").field(&self.path).finish()
    }
}

/// An open folder: this one, or one below it.
enum Opened<'a> {
    Here(BorrowedFd<'a>),
    Below(Arc<OwnedFd>),
}

impl AsFd for Opened<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Here(fd) => *fd,
            Self::Below(fd) => fd.as_fd(),
        }
    }
}

impl OsFolder {
    /// Opens a folder; links in the path are followed.
    pub(super) fn begin(path: &Path, at_once: bool) -> io::Result<Self> {
        let path = std::fs::canonicalize(path)?;
        let fd =
            rustix::fs::open(&path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self { path, fd, at_once, open: Mutex::new(HashMap::new()) })
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<OwnedFd>>> {
        lock(&self.open)
    }

    /// Forgets which folders are open at and below a path, since their names may now mean others.
    fn forget(&self, at: &Path) {
        self.known().retain(|path, _| !path.starts_with(at));
    }

    /// A folder below, to pass through.
    fn folder(&self, at: &Path) -> io::Result<Opened<'_>> {
        if at.as_os_str().is_empty() {
            return Ok(Opened::Here(self.fd.as_fd()));
        }
        if let Some(fd) = self.known().get(at) {
            return Ok(Opened::Below(Arc::clone(fd)));
        }
        let fd = Arc::new(self.way(at, PASS)?);
        let mut known = self.known();
        if known.len() >= MOST_OPEN {
            known.clear();
        }
        known.insert(at.to_path_buf(), Arc::clone(&fd));
        Ok(Opened::Below(fd))
    }

    /// Opens a folder below without following links.
    fn way(&self, at: &Path, how: OFlags) -> io::Result<OwnedFd> {
        let flags = how | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let opened = if self.at_once { at_once(self.fd.as_fd(), at, flags, Mode::empty()) } else { None };
        let opened = opened.unwrap_or_else(|| step_by_step(self.fd.as_fd(), at, flags));
        opened.map_err(|error| self.told(error, at))
    }

    /// The parent folder of a path, and its name there.
    fn parent<'p>(&self, at: &'p Path) -> io::Result<(Opened<'_>, &'p OsStr)> {
        let at = checked(at)?;
        let name = at.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        Ok((self.folder(at.parent().unwrap_or(Path::new("")))?, name))
    }

    /// The error of an operation on a path; a link in the way is reported as such.
    fn told(&self, error: Errno, at: &Path) -> io::Error {
        if !matches!(error, Errno::LOOP | Errno::NOTDIR | Errno::XDEV | Errno::MLINK) {
            return error.into();
        }
        let mut path = self.path.clone();
        for part in at.components() {
            path.push(part);
            if std::fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
                return LinkInTheWay::error(path);
            }
        }
        error.into()
    }

    /// Opens anything but a link; does not wait for named pipes.
    fn opened(&self, at: &Path, how: OFlags, mode: Mode) -> io::Result<File> {
        let flags = how | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let at = checked(at)?;
        // A page's folder usually contains only the page and is not worth an own descriptor.
        let straight = self.at_once && !at.parent().is_some_and(|folder| self.is_open(folder));
        let straight = if straight { at_once(self.fd.as_fd(), at, flags, mode) } else { None };
        let opened = match straight {
            Some(opened) => opened,
            None => {
                let (folder, name) = self.parent(at)?;
                rustix::fs::openat(folder.as_fd(), name, flags, mode)
            }
        };
        Ok(File::from(opened.map_err(|error| self.told(error, at))?))
    }

    fn is_open(&self, folder: &Path) -> bool {
        folder.as_os_str().is_empty() || self.known().contains_key(folder)
    }

    fn walk_into(&self, folder: BorrowedFd<'_>, at: &str, outcome: &mut WalkOutcome) -> io::Result<()> {
        for entry in Dir::read_from(folder)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let lossy = format!("{at}{}", name.to_string_lossy());
            let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW);
            let refuse = |why: RefusedWhy| Refused { lossy_name: lossy.clone(), why };
            let meta = match found {
                Ok(stat) => meta_of(&stat),
                Err(Errno::NOENT) => continue,
                Err(error) => {
                    let error = io::Error::from(error);
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
            if kind == EntryKind::Directory {
                let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
                let inner = rustix::fs::openat(folder, name, flags, Mode::empty()).map_err(io::Error::from);
                if let Err(error) = inner.and_then(|inner| self.walk_into(inner.as_fd(), &below, outcome)) {
                    outcome.refused.push(refuse(RefusedWhy::Unreadable(error.kind(), error.to_string())));
                }
            }
        }
        Ok(())
    }
}

/// Opens a folder or file in one step; `None` if the kernel cannot or may not.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn at_once(
    base: BorrowedFd<'_>,
    at: &Path,
    flags: OFlags,
    mode: Mode,
) -> Option<rustix::io::Result<OwnedFd>> {
    use rustix::fs::ResolveFlags;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    match rustix::fs::openat2(base, at, flags, mode, resolve) {
        // Old kernels do not know the call; some sandboxes reject unknown calls.
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::TOOBIG) => None,
        opened => Some(opened),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn at_once(_: BorrowedFd<'_>, _: &Path, _: OFlags, _: Mode) -> Option<rustix::io::Result<OwnedFd>> {
    None
}

/// Opens a folder name by name.
fn step_by_step(base: BorrowedFd<'_>, at: &Path, flags: OFlags) -> rustix::io::Result<OwnedFd> {
    let pass = PASS | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let mut names = at.components().peekable();
    let mut opened: Option<OwnedFd> = None;
    while let Some(name) = names.next() {
        let flags = if names.peek().is_some() { pass } else { flags };
        let from = opened.as_ref().map_or(base, AsFd::as_fd);
        opened = Some(rustix::fs::openat(from, name.as_os_str(), flags, Mode::empty())?);
    }
    opened.ok_or(Errno::INVAL)
}

// The fields' types differ between systems.
#[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions)]
fn meta_of(stat: &Stat) -> Meta {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Directory,
        FileType::Symlink => EntryKind::Symlink,
        _ => EntryKind::Other,
    };
    let nanos = Duration::from_nanos(u64::try_from(stat.st_mtime_nsec).unwrap_or(0));
    let modified = match u64::try_from(stat.st_mtime) {
        Ok(seconds) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
        Err(_) => SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(stat.st_mtime.unsigned_abs())),
    };
    let modified = modified.and_then(|time| time.checked_add(nanos));
    Meta { kind, len: u64::try_from(stat.st_size).unwrap_or(0), modified }
}

fn missing(error: Errno) -> bool {
    matches!(error, Errno::NOENT | Errno::NOTDIR)
}

impl Folder for OsFolder {
    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self, at: &Path) -> io::Result<Arc<dyn Folder>> {
        let fd = self.way(checked(at)?, OFlags::RDONLY)?;
        let open = Mutex::new(HashMap::new());
        Ok(Arc::new(Self { path: self.path.join(at), fd, at_once: self.at_once, open }))
    }

    fn read_limited(&self, at: &Path, limit: u64) -> io::Result<Vec<u8>> {
        super::read_whole(self.opened(at, OFlags::RDONLY, Mode::empty())?, limit)
    }

    fn look(&self, at: &Path) -> io::Result<Option<Meta>> {
        if at.as_os_str().is_empty() {
            return Ok(Some(meta_of(&rustix::fs::fstat(&self.fd)?)));
        }
        let (folder, name) = match self.parent(at) {
            Ok(found) => found,
            Err(error) if LinkInTheWay::of(&error).is_none() && super::is_missing(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        match rustix::fs::statat(folder.as_fd(), name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(meta_of(&stat))),
            Err(error) if missing(error) => Ok(None),
            Err(error) => Err(self.told(error, at)),
        }
    }

    fn walk(&self, at: &Path) -> io::Result<WalkOutcome> {
        let mut outcome = WalkOutcome::default();
        let at = if at.as_os_str().is_empty() { Path::new(".") } else { checked(at)? };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = if at == Path::new(".") {
            rustix::fs::openat(&self.fd, at, flags, Mode::empty())?
        } else {
            self.way(at, OFlags::RDONLY)?
        };
        self.walk_into(folder.as_fd(), "", &mut outcome)?;
        outcome.sort();
        Ok(outcome)
    }

    fn create_dir_all(&self, at: &Path) -> io::Result<()> {
        if at.as_os_str().is_empty() {
            return Ok(());
        }
        let (folder, name) = match self.parent(at) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.create_dir_all(at.parent().unwrap_or(Path::new("")))?;
                self.parent(at)?
            }
            found => found?,
        };
        match rustix::fs::mkdirat(folder.as_fd(), name, Mode::from_raw_mode(0o777)) {
            Err(Errno::EXIST) => match self.look(at)?.map(|meta| meta.kind) {
                Some(EntryKind::Directory) => Ok(()),
                Some(EntryKind::Symlink) => Err(LinkInTheWay::error(self.path.join(at))),
                _ => Err(io::ErrorKind::AlreadyExists.into()),
            },
            made => Ok(made?),
        }
    }

    fn create_private_dir(&self, at: &Path) -> io::Result<()> {
        if let Some(above) = at.parent() {
            self.create_dir_all(above)?;
        }
        let (folder, name) = self.parent(at)?;
        match rustix::fs::mkdirat(folder.as_fd(), name, Mode::from_raw_mode(ONLY_THE_USER)) {
            Err(Errno::EXIST) => {
                let fd = self.way(at, OFlags::RDONLY)?;
                let mode = rustix::fs::fstat(&fd)?.st_mode;
                if mode & 0o077 != 0 {
                    rustix::fs::fchmod(&fd, Mode::from_raw_mode(ONLY_THE_USER))?;
                }
                Ok(())
            }
            made => Ok(made?),
        }
    }

    fn create_new(&self, at: &Path, bytes: &[u8]) -> io::Result<Meta> {
        let mode = Mode::from_raw_mode(0o666);
        let mut file = self.opened(at, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, mode)?;
        file.write_all(bytes)?;
        Ok(meta_of(&rustix::fs::fstat(&file)?))
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
        if at.as_os_str().is_empty() {
            return Ok(rustix::fs::fsync(&self.fd)?);
        }
        self.opened(at, OFlags::RDONLY, Mode::empty())?.sync_all()
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn sync_all(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(&self.fd)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn sync_all(&self) -> io::Result<()> {
        rustix::fs::sync();
        Ok(())
    }

    fn rename(&self, from: &Path, folder: &dyn Folder, to: &Path) -> io::Result<()> {
        let Some(other) = folder.as_any().downcast_ref::<Self>() else {
            return Err(io::ErrorKind::CrossesDevices.into());
        };
        let (old, old_name) = self.parent(from)?;
        let (new, new_name) = other.parent(to)?;
        rustix::fs::renameat(old.as_fd(), old_name, new.as_fd(), new_name)?;
        self.forget(from);
        other.forget(to);
        Ok(())
    }

    fn remove_file(&self, at: &Path) -> io::Result<()> {
        let (folder, name) = self.parent(at)?;
        Ok(rustix::fs::unlinkat(folder.as_fd(), name, AtFlags::empty())?)
    }

    fn remove_dir(&self, at: &Path) -> io::Result<()> {
        let (folder, name) = self.parent(at)?;
        rustix::fs::unlinkat(folder.as_fd(), name, AtFlags::REMOVEDIR)
            .map_err(|error| self.told(error, at))?;
        self.forget(at);
        Ok(())
    }

    fn lock(&self, at: &Path, wait: bool) -> io::Result<LockOutcome> {
        use std::os::unix::fs::MetadataExt;
        let flags = OFlags::RDWR | OFlags::CREATE;
        let mut file = self.opened(at, flags, Mode::from_raw_mode(0o666))?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(super::file::no_file(&metadata));
        }
        // Writing to it would write to the other name of the same file.
        if metadata.nlink() > 1 {
            return Err(LinkInTheWay::error(self.path.join(at)));
        }
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
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(LockOutcome::Acquired(FileLock { _held: Box::new(file) }))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
