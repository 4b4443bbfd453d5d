//! Waits for files that other programs hold open for a moment: virus scanners, indexers, synchronisers and
//! backups open each file that appears, and on Windows such a file can be neither replaced nor removed.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::super::held::{HeldOpen, owner, owner_files};

/// Milliseconds to wait before each further attempt; in all, two and a half seconds.
const WAITS: [u64; 8] = [5, 15, 40, 100, 240, 500, 700, 900];

/// Longest owner file that is read.
const OWNER_FILE: u64 = 1 << 10;

/// Whether another program has the file open. Access is also “denied” while a removed file is still open
/// somewhere, and if a file that is to be replaced was opened without permission to do so.
#[cfg(not(unix))]
fn is_held(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    const USER_MAPPED_FILE: i32 = 1224;
    let codes = [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION, USER_MAPPED_FILE];
    cfg!(windows) && error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

/// Makes an attempt, and further ones while another program has one of the files open.
///
/// # Errors
/// That of the attempt; [`HeldOpen`] if a program still has a file open and can be named, or Windows says that
/// this is the reason.
#[cfg(not(unix))]
pub(super) fn patiently<T>(files: &[&Path], attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    persist(files, attempt, is_held, std::thread::sleep)
}

fn persist<T>(
    files: &[&Path],
    mut attempt: impl FnMut() -> io::Result<T>,
    is_held: fn(&io::Error) -> bool,
    sleep: fn(Duration),
) -> io::Result<T> {
    for wait in WAITS {
        match attempt() {
            Err(error) if is_held(&error) => {
                files.iter().for_each(|file| allow_writing(file));
                sleep(Duration::from_millis(wait));
            }
            done => return done,
        }
    }
    attempt().map_err(|error| if is_held(&error) { named(files, error) } else { error })
}

/// Clears the read-only attribute, which keeps files from being replaced on Windows.
fn allow_writing(file: &Path) {
    #[cfg(windows)]
    {
        let Ok(metadata) = fs::symlink_metadata(file) else { return };
        let mut permissions = metadata.permissions();
        if metadata.is_file() && permissions.readonly() {
            permissions.set_readonly(false);
            // If it cannot be cleared, the next attempt says why.
            let _ = fs::set_permissions(file, permissions);
        }
    }
    #[cfg(not(windows))]
    let _ = file;
}

/// The error with the names of those who hold the files.
fn named(files: &[&Path], error: io::Error) -> io::Error {
    for file in files {
        let mut by = programs(file);
        by.extend(owner_files(file).iter().filter_map(|at| owner(&small(at)?)));
        by.sort();
        by.dedup();
        if !by.is_empty() {
            return HeldOpen::error(file.to_path_buf(), by);
        }
    }
    // “Access denied” has other reasons too.
    match files.first() {
        Some(file) if error.kind() != io::ErrorKind::PermissionDenied => {
            HeldOpen::error(file.to_path_buf(), Vec::new())
        }
        _ => error,
    }
}

fn small(path: &Path) -> Option<Vec<u8>> {
    super::read_whole(super::opened(path).ok()?, OWNER_FILE).ok()
}

/// The programs on this computer that have a file open, as users know them.
#[cfg(windows)]
fn programs(file: &Path) -> Vec<String> {
    let asked = || -> Result<Vec<String>, restart_manager::Error> {
        let mut session = restart_manager::RestartSession::new()?;
        session.register_files([file])?;
        let applications = session.affected_applications()?;
        let own = std::process::id();
        let others =
            applications.iter().filter(|one| one.process().is_none_or(|process| process.pid() != own));
        let names = others.map(|one| one.display_name().to_string_lossy().trim().to_owned());
        let names = names.filter(|name| !name.is_empty()).collect();
        session.end()?;
        Ok(names)
    };
    // Windows may be unable to tell; the error message is then less precise.
    asked().unwrap_or_default()
}

/// Elsewhere, no program keeps another from replacing a file.
#[cfg(not(windows))]
fn programs(_: &Path) -> Vec<String> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn held() -> io::Error {
        io::ErrorKind::ResourceBusy.into()
    }

    fn is_busy(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::ResourceBusy
    }

    #[test]
    fn a_file_that_is_held_for_a_moment_is_waited_for() {
        let attempts = Cell::new(0);
        let attempt = || {
            attempts.set(attempts.get() + 1);
            if attempts.get() < 4 { Err(held()) } else { Ok(attempts.get()) }
        };
        assert_eq!(persist(&[], attempt, is_busy, |_| ()).unwrap(), 4);
    }

    #[test]
    fn other_errors_are_not_waited_for() {
        let attempts = Cell::new(0);
        let attempt = || -> io::Result<()> {
            attempts.set(attempts.get() + 1);
            Err(io::ErrorKind::StorageFull.into())
        };
        let error = persist(&[], attempt, is_busy, |_| panic!("waited")).unwrap_err();
        assert_eq!((error.kind(), attempts.get()), (io::ErrorKind::StorageFull, 1));
    }

    #[test]
    fn whoever_holds_it_in_the_end_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("台账.xlsx");
        let error = persist(&[&file], || -> io::Result<()> { Err(held()) }, is_busy, |_| ()).unwrap_err();
        assert_eq!(HeldOpen::of(&error).unwrap().by, Vec::<String>::new());

        let mut owner = vec![2; 1];
        owner.resize(55, b' ');
        owner.extend([2, 0]);
        owner.extend("秦岚".encode_utf16().flat_map(u16::to_le_bytes));
        fs::write(folder.path().join("~$台账.xlsx"), owner).unwrap();
        let error = persist(&[&file], || -> io::Result<()> { Err(held()) }, is_busy, |_| ()).unwrap_err();
        let told = HeldOpen::of(&error).unwrap();
        assert_eq!((told.path.as_path(), told.by.as_slice()), (file.as_path(), &["秦岚".to_owned()][..]));
    }
}
