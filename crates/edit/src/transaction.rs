//! Replaces several files of a site: all of them, or none.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::original::Original;
use crate::config::text::LARGEST_TEXT;
use crate::source::{EntryKind, Folder, LinkInTheWay, SitePath, System};

/// New contents of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The file, relative to the site.
    pub file: SitePath,
    /// What it contained when the change was made; `None` if it did not exist.
    pub before: Option<Vec<u8>>,
    /// What it should contain.
    pub after: Vec<u8>,
}

/// Why nothing was replaced.
#[derive(Debug)]
pub enum ReplaceError {
    /// Somebody else changed the file after it was read.
    Changed(SitePath),
    /// It cannot be written.
    Io(SitePath, io::Error),
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(file) => write!(f, "{file} was changed meanwhile"),
            Self::Io(file, error) => write!(f, "{file} cannot be written: {error}"),
        }
    }
}

impl std::error::Error for ReplaceError {}

/// Replaces files of the site in `root`, such that each is complete at any moment, old or new.
///
/// New contents are first written beside all files and synced; then they are renamed into place. If that fails,
/// the files that were already replaced get their old contents back, which were put aside before. Nothing is written
/// through a link, nor in place of one, since its target may not belong to the site.
///
/// # Errors
/// If a file was changed meanwhile or cannot be written; then none is replaced. (If the computer stops between two
/// renames, some are.)
pub fn replace_all(
    system: &dyn System,
    root: &Path,
    replacements: &[Replacement],
) -> Result<(), ReplaceError> {
    let Some(first) = replacements.first() else { return Ok(()) };
    let site = system.open(root).map_err(|error| ReplaceError::Io(first.file.clone(), error))?;
    let files: Vec<Staged<'_>> = replacements.iter().map(Staged::new).collect();
    let outcome = stage(&*site, &files).and_then(|()| place(&*site, &files));
    // What is left of the files beside them is hidden from the site, and overwritten next time.
    for file in &files {
        let _ = site.remove_file(&file.aside);
        if outcome.is_err() {
            let _ = site.remove_file(&file.new);
        }
    }
    outcome
}

/// A file with the names beside it.
struct Staged<'r> {
    wanted: &'r Replacement,
    at: &'r Path,
    folder: &'r Path,
    new: PathBuf,
    aside: PathBuf,
}

impl<'r> Staged<'r> {
    fn new(wanted: &'r Replacement) -> Self {
        let at = Path::new(wanted.file.as_str());
        let folder = at.parent().unwrap_or(Path::new(""));
        let name = at.file_name().unwrap_or_default().to_string_lossy();
        let (new, aside) = (folder.join(format!(".{name}.new")), folder.join(format!(".{name}.old")));
        Self { wanted, at, folder, new, aside }
    }

    fn failed(&self, error: io::Error) -> ReplaceError {
        ReplaceError::Io(self.wanted.file.clone(), error)
    }

    /// Fails if the file is not as it was read, or something else is in its place.
    fn verify(&self, site: &dyn Folder) -> Result<(), ReplaceError> {
        let found = match site.look(self.at).map_err(|error| self.failed(error))?.map(|meta| meta.kind) {
            Some(EntryKind::Directory) => return Err(self.failed(io::ErrorKind::IsADirectory.into())),
            Some(EntryKind::Symlink) => {
                return Err(self.failed(LinkInTheWay::error(site.path().join(self.at))));
            }
            Some(_) => {
                let found = site.read_limited(self.at, LARGEST_TEXT);
                Some(found.map_err(|error| self.failed(error))?)
            }
            None => None,
        };
        if found == self.wanted.before {
            Ok(())
        } else {
            Err(ReplaceError::Changed(self.wanted.file.clone()))
        }
    }
}

/// Writes everything beside the files.
fn stage(site: &dyn Folder, files: &[Staged<'_>]) -> Result<(), ReplaceError> {
    for file in files {
        file.verify(site)?;
        let written = || {
            site.create_dir_all(file.folder)?;
            site.write(&file.new, &file.wanted.after)?;
            site.sync_file(&file.new)?;
            // A file that is replaced alone never has to get its old contents back.
            if let (Some(before), 2..) = (&file.wanted.before, files.len()) {
                site.write(&file.aside, before)?;
                site.sync_file(&file.aside)?;
            }
            Ok(())
        };
        written().map_err(|error| file.failed(error))?;
    }
    files.iter().try_for_each(|file| file.verify(site))
}

/// Renames the new contents into place, or leaves everything as it was.
fn place(site: &dyn Folder, files: &[Staged<'_>]) -> Result<(), ReplaceError> {
    for (done, file) in files.iter().enumerate() {
        if let Err(error) = site.rename(&file.new, site, file.at) {
            for replaced in files.iter().take(done).rev() {
                let _ = match replaced.wanted.before {
                    Some(_) => site.rename(&replaced.aside, site, replaced.at),
                    None => site.remove_file(replaced.at),
                };
            }
            return Err(file.failed(error));
        }
    }
    // The files are in place; if the system cannot guarantee that their names survive a power cut, reporting a
    // failure would not help.
    for file in files {
        let _ = site.sync_file(file.folder);
    }
    Ok(())
}

/// Reads a file of the site, to be changed and given to [`replace_all`].
///
/// # Errors
/// If it cannot be read, or is not text that can be written back.
pub fn read_file(system: &dyn System, root: &Path, file: &SitePath) -> io::Result<Original> {
    let bytes = system.read_limited(&root.join(file.as_str()), LARGEST_TEXT)?;
    Original::read(bytes).map_err(|refusal| io::Error::new(io::ErrorKind::InvalidData, refusal))
}
