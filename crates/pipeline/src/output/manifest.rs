//! The list of what was published to an output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Action, During, OutputError};
use crate::source::{Checksum, Folder, LinkInTheWay, SitePath};

const FIRST_LINE: &str = "bangyang manifest 2";
const COMPLETE: &str = "state complete";
const OPEN: &str = "state open";
/// Begins the line with the location of the output.
const AT: &str = "at ";
/// Begins the list of files as they were before the change in progress.
const BEFORE: &str = "before";

/// Minimum number of lines that a thread reads or writes.
const CHUNK: usize = 1024;

/// Largest manifest that is read, in bytes: about ten million files.
const LARGEST: u64 = 1 << 30;

/// Identifies a file's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Length in bytes.
    pub len: u64,
    /// Checksum of the bytes.
    pub sum: Checksum,
}

impl Fingerprint {
    /// The fingerprint of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { len: u64::try_from(bytes.len()).unwrap_or(u64::MAX), sum: Checksum::of(bytes) }
    }
}

/// The files that were published to an output folder.
///
/// It is stored as text, one line each: the format's version, the state, the location of the output, the
/// files sorted by path (checksum, length, path), and last the hash of all lines above, which reveals damage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Our files, by their paths within the output.
    pub files: BTreeMap<SitePath, Fingerprint>,
    /// What else may be at their paths during a change: the files as they were before, sorted.
    pub before: BTreeSet<(SitePath, Fingerprint)>,
    /// Whether a change was started and not finished (or nothing is known at all): the files may be missing
    /// or of an older state.
    pub open: bool,
    /// The location of the output, relative to the site's folder if it is inside; `None` if that cannot be
    /// written on a line, and in manifests of earlier versions.
    pub at: Option<String>,
}

impl Manifest {
    /// The manifest when nothing is known: lists no files and differs from that of any finished state.
    pub(super) fn unknown() -> Self {
        Self { open: true, ..Self::default() }
    }

    #[cfg(test)]
    fn to_text(&self) -> String {
        self.lines().sealed(self.open)
    }

    /// Its files as text, which is mostly the same in every state.
    pub(super) fn lines(&self) -> Lines {
        let files: Vec<_> = self.files.iter().collect();
        let lines = files.par_chunks(CHUNK).map(|files| {
            let mut lines = String::new();
            for (path, file) in files {
                // Writing to a `String` does not fail.
                let _ = writeln!(lines, "{} {} {path}", file.sum, file.len);
            }
            lines
        });
        let at = self.at.as_ref().map_or_else(String::new, |at| format!("{AT}{at}\n"));
        Lines { at, files: lines.collect(), before: before_lines(&self.before) }
    }

    /// Parses a manifest; `None` if it is damaged or of another version.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let start = text.trim_end_matches('\n').rfind('\n')? + 1;
        let (body, last) = text.split_at_checked(start)?;
        let hash = last.strip_prefix("blake3 ")?.strip_suffix('\n')?;
        if blake3::Hash::from_hex(hash).ok()? != blake3::hash(body.as_bytes()) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let open = match lines.next()? {
            OPEN => true,
            COMPLETE => false,
            _ => return None,
        };
        let mut lines: Vec<&str> = lines.collect();
        let at = lines.first().and_then(|line| line.strip_prefix(AT)).map(str::to_owned);
        if at.is_some() {
            lines.remove(0);
        }
        let now = lines.iter().position(|line| *line == BEFORE).unwrap_or(lines.len());
        let (now, before) = lines.split_at_checked(now)?;
        let files: Vec<_> =
            now.par_iter().with_min_len(CHUNK).map(|line| file(line)).collect::<Option<_>>()?;
        let before = before.iter().skip(1).map(|line| file(line)).collect::<Option<_>>()?;
        Some(Self { files: files.into_iter().collect(), before, open, at })
    }

    /// Whether the contents at a path are what we published there or were about to replace.
    pub(super) fn knows(&self, path: &SitePath, found: Fingerprint) -> bool {
        let earlier = || self.before.contains(&(path.clone(), found));
        self.files.get(path).is_some_and(|file| *file == found) || (!self.before.is_empty() && earlier())
    }

    /// Everything that may be at the paths of this manifest and of the next one during the change between
    /// them.
    pub(super) fn and(&self, new: &Self, gone: &[SitePath]) -> Self {
        let mut files = new.files.clone();
        files.extend(gone.iter().filter_map(|path| Some((path.clone(), *self.files.get(path)?))));
        let before = self.replaced_by(&files);
        Self { files, before, open: true, at: new.at.clone() }
    }

    /// What may be at the paths of this manifest and is not among these files.
    pub(super) fn replaced_by(
        &self,
        files: &BTreeMap<SitePath, Fingerprint>,
    ) -> BTreeSet<(SitePath, Fingerprint)> {
        let mut before = self.before.clone();
        let replaced = self.files.iter().filter(|(path, file)| files.get(*path) != Some(*file));
        before.extend(replaced.map(|(path, file)| (path.clone(), *file)));
        before
    }

    /// Whether any of our files is below a folder.
    pub(super) fn has_below(&self, folder: &SitePath) -> bool {
        let start = format!("{folder}/");
        let mut after = self.files.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        after.next().is_some_and(|(path, _)| path.as_str().starts_with(&start))
    }

    /// Writes it atomically. Once this returns, it survives a power cut.
    pub(super) fn save(&self, site: &dyn Folder, path: &Path) -> Result<(), OutputError> {
        self.lines().save(self.open, site, path)
    }
}

/// A manifest's files as text.
pub(super) struct Lines {
    at: String,
    files: Vec<String>,
    before: String,
}

fn before_lines(before: &BTreeSet<(SitePath, Fingerprint)>) -> String {
    let mut lines = String::new();
    if !before.is_empty() {
        let _ = writeln!(lines, "{BEFORE}");
    }
    for (path, file) in before {
        let _ = writeln!(lines, "{} {} {path}", file.sum, file.len);
    }
    lines
}

impl Lines {
    /// The same files, with what was at their paths before.
    pub(super) fn after(mut self, before: &BTreeSet<(SitePath, Fingerprint)>) -> Self {
        self.before = before_lines(before);
        self
    }

    fn sealed(&self, open: bool) -> String {
        let mut text = format!("{FIRST_LINE}\n{}\n", if open { OPEN } else { COMPLETE });
        text.push_str(&self.at);
        text.extend(self.files.iter().map(String::as_str));
        text.push_str(&self.before);
        let hash = blake3::hash(text.as_bytes());
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "blake3 {}", hash.to_hex());
        text
    }

    /// Saves it as [`Manifest::save`] does.
    pub(super) fn save(&self, open: bool, site: &dyn Folder, path: &Path) -> Result<(), OutputError> {
        let draft = draft_of(path);
        let written = site.write(&draft, self.sealed(open).as_bytes()).below(Action::Write, site, &draft);
        let safe = written.and_then(|_| site.sync_file(&draft).below(Action::Sync, site, &draft));
        if safe.is_err() {
            // If that fails too, the next build removes it.
            let _ = site.remove_file(&draft);
        }
        safe?;
        site.rename(&draft, site, path).below(Action::Place, site, path)?;
        match path.parent() {
            Some(folder) => site.sync_file(folder).below(Action::Sync, site, folder),
            None => Ok(()),
        }
    }
}

/// Parses a line of the list.
fn file(line: &str) -> Option<(SitePath, Fingerprint)> {
    let (sum, rest) = line.split_once(' ')?;
    let (len, path) = rest.split_once(' ')?;
    let file = Fingerprint { len: len.parse().ok()?, sum: Checksum::from_hex(sum)? };
    Some((SitePath::try_from(path).ok()?, file))
}

fn draft_of(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Removes an unfinished manifest that a crash left.
pub(super) fn remove_draft(site: &dyn Folder, path: &Path) -> Result<(), OutputError> {
    let draft = draft_of(path);
    match site.look(&draft).below(Action::Read, site, &draft)? {
        Some(_) => site.remove_file(&draft).below(Action::Remove, site, &draft),
        None => Ok(()),
    }
}

/// The result of looking for a manifest.
#[derive(Debug)]
pub(super) enum Found {
    Missing,
    Damaged,
    Whole(Manifest),
}

/// Reads a manifest.
pub(super) fn find(site: &dyn Folder, path: &Path) -> Result<Found, OutputError> {
    let bytes = match site.read_limited(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if LinkInTheWay::of(&error).is_some() => {
            return Err(error).below(Action::Read, site, path);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
        Err(error) if matches!(error.kind(), io::ErrorKind::FileTooLarge | io::ErrorKind::IsADirectory) => {
            return Ok(Found::Damaged);
        }
        Err(error) => return Err(error).below(Action::Read, site, path),
    };
    let text = String::from_utf8(bytes).ok();
    Ok(text.as_deref().and_then(Manifest::from_text).map_or(Found::Damaged, Found::Whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let files = [("a b.html", "1"), ("x/页.html", "22"), ("x-y", "")];
        let files =
            files.map(|(path, text)| (SitePath::try_from(path).unwrap(), Fingerprint::of(text.as_bytes())));
        Manifest { files: BTreeMap::from(files), open: true, ..Manifest::default() }
    }

    /// A manifest during a change.
    fn changing() -> Manifest {
        let before = [("a b.html", "0"), ("x-y", "00")];
        let before =
            before.map(|(path, text)| (SitePath::try_from(path).unwrap(), Fingerprint::of(text.as_bytes())));
        Manifest { before: BTreeSet::from(before), ..manifest() }
    }

    #[test]
    fn comes_back_as_it_was_written() {
        for manifest in [manifest(), changing(), Manifest::default()] {
            assert_eq!(Manifest::from_text(&manifest.to_text()), Some(manifest));
        }
    }

    #[test]
    fn damage_is_seen_wherever_it_is() {
        let text = changing().to_text();
        for (n, _) in text.char_indices() {
            assert_eq!(Manifest::from_text(text.split_at(n).0), None, "cut at {n}");
            let mut bytes = text.clone().into_bytes();
            bytes[n] ^= 1;
            assert_eq!(
                String::from_utf8(bytes).ok().as_deref().and_then(Manifest::from_text),
                None,
                "flipped at {n}"
            );
        }
        assert_eq!(Manifest::from_text(&format!("{text}\n")), None);
    }

    #[test]
    fn what_is_of_another_form_is_damaged() {
        let sealed = |body: &str| format!("{body}blake3 {}\n", blake3::hash(body.as_bytes()).to_hex());
        for first in ["bangyang manifest 1", "bangyang manifest 3", ""] {
            assert_eq!(Manifest::from_text(&sealed(&format!("{first}\n{COMPLETE}\n"))), None);
        }
        assert!(Manifest::from_text(&sealed(&format!("{FIRST_LINE}\n{COMPLETE}\n"))).is_some());
    }

    #[test]
    fn a_change_knows_what_was_and_what_will_be() {
        let page = |text: &str| (SitePath::try_from("a.html").unwrap(), Fingerprint::of(text.as_bytes()));
        let of = |text: &str| Manifest { files: BTreeMap::from([page(text)]), ..Manifest::default() };
        let knows = |manifest: &Manifest, text: &str| {
            let (path, file) = page(text);
            manifest.knows(&path, file)
        };
        let change = of("1").and(&of("2"), &[]);
        assert!(change.open && knows(&change, "1") && knows(&change, "2") && !knows(&change, "3"));
        // A second change starts before the first was finished.
        let change = change.and(&of("3"), &[]);
        assert!(knows(&change, "1") && knows(&change, "2") && knows(&change, "3"));
        // A file that is being removed stays in the manifest until it is gone.
        let change = of("1").and(&Manifest::default(), &[page("1").0]);
        assert!(knows(&change, "1") && !knows(&of("2"), "1"));
    }

    #[test]
    fn knows_its_folders() {
        let has = |folder: &str| manifest().has_below(&SitePath::try_from(folder).unwrap());
        assert_eq!(["x", "x-y", "a b.html", "y", "x/页.html"].map(has), [true, false, false, false, false]);
    }
}
