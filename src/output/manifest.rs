//! The list of what was published to an output folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Action, During, OutputError};
use crate::source::{Checksum, SitePath, System};

const FIRST_LINE: &str = "bangyang manifest 2";
/// Its hashes are of another kind, so that all files look new.
const EARLIER: &str = "bangyang manifest 1";
const COMPLETE: &str = "state complete";
const OPEN: &str = "state open";

/// So many lines at least are read or written by one thread.
const CHUNK: usize = 1024;

/// Largest manifest that is read: some ten million files.
const LARGEST: u64 = 1 << 30;

/// Tells whether two files are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Length in bytes.
    pub len: u64,
    /// Stands for the bytes.
    pub sum: Checksum,
}

impl Fingerprint {
    /// Of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { len: u64::try_from(bytes.len()).unwrap_or(u64::MAX), sum: Checksum::of(bytes) }
    }
}

/// What was published to an output folder.
///
/// Written as text, a line each: the format's version, the state, the files sorted by path (checksum, length, path), and last the hash
/// of all lines above, so that a damaged manifest is known for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The files that are ours, by their paths within the output.
    pub files: BTreeMap<SitePath, Fingerprint>,
    /// A change was begun and did not come to its end (or nothing is known at all): the files may or may not be there, and may be of an
    /// older state.
    pub open: bool,
}

impl Manifest {
    /// Nothing is known: it lists no files, and differs from the manifest of any finished state.
    pub(super) fn unknown() -> Self {
        Self { files: BTreeMap::new(), open: true }
    }

    #[cfg(test)]
    fn to_text(&self) -> String {
        self.lines().sealed(self.open)
    }

    /// Its files as they are written: much the same in every state.
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
        Lines(lines.collect::<Vec<_>>())
    }

    /// `None` where it is damaged or of another version.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let start = text.trim_end_matches('\n').rfind('\n')? + 1;
        let (body, last) = text.split_at_checked(start)?;
        let hash = last.strip_prefix("blake3 ")?.strip_suffix('\n')?;
        if blake3::Hash::from_hex(hash).ok()? != blake3::hash(body.as_bytes()) {
            return None;
        }
        let mut lines = body.lines();
        let is_earlier = match lines.next()? {
            FIRST_LINE => false,
            EARLIER => true,
            _ => return None,
        };
        let open = match lines.next()? {
            OPEN => true,
            COMPLETE => false,
            _ => return None,
        };
        let lines: Vec<&str> = lines.collect();
        let files = lines.par_iter().with_min_len(CHUNK).map(|line| {
            let (sum, rest) = line.split_once(' ')?;
            let (len, path) = rest.split_once(' ')?;
            let sum = Checksum::from_hex(if is_earlier { sum.get(..2 * Checksum::LEN)? } else { sum })?;
            let file = Fingerprint { len: len.parse().ok()?, sum };
            Some((SitePath::try_from(path).ok()?, file))
        });
        let files: Vec<_> = files.collect::<Option<_>>()?;
        Some(Self { files: files.into_iter().collect(), open })
    }

    /// Whether any file of ours lies below a folder.
    pub(super) fn has_below(&self, folder: &SitePath) -> bool {
        let start = format!("{folder}/");
        let mut after = self.files.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        after.next().is_some_and(|(path, _)| path.as_str().starts_with(&start))
    }

    /// Writes it whole or not at all. Once this returns, it survives a power cut.
    pub(super) fn save(&self, system: &dyn System, path: &Path) -> Result<(), OutputError> {
        self.lines().save(self.open, system, path)
    }
}

/// A manifest's files, written.
pub(super) struct Lines(Vec<String>);

impl Lines {
    fn sealed(&self, open: bool) -> String {
        let mut text = format!("{FIRST_LINE}\n{}\n", if open { OPEN } else { COMPLETE });
        text.extend(self.0.iter().map(String::as_str));
        let hash = blake3::hash(text.as_bytes());
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "blake3 {}", hash.to_hex());
        text
    }

    /// As [`Manifest::save`] does it.
    pub(super) fn save(&self, open: bool, system: &dyn System, path: &Path) -> Result<(), OutputError> {
        let draft = draft_of(path);
        let written = system.write(&draft, self.sealed(open).as_bytes()).during(Action::Write, &draft);
        let safe = written.and_then(|()| system.sync_file(&draft).during(Action::Sync, &draft));
        if safe.is_err() {
            // Where that fails too, the next build removes it.
            let _ = system.remove_file(&draft);
        }
        safe?;
        system.rename(&draft, path).during(Action::Place, path)?;
        match path.parent() {
            Some(folder) => system.sync_file(folder).during(Action::Sync, folder),
            None => Ok(()),
        }
    }
}

fn draft_of(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Removes the draft of a manifest that a crash left.
pub(super) fn remove_draft(system: &dyn System, path: &Path) -> Result<(), OutputError> {
    let draft = draft_of(path);
    match system.link_metadata(&draft).during(Action::Read, &draft)? {
        Some(_) => system.remove_file(&draft).during(Action::Remove, &draft),
        None => Ok(()),
    }
}

/// A manifest as it was found.
#[derive(Debug)]
pub(super) enum Found {
    Missing,
    Damaged,
    Whole(Manifest),
}

/// Reads a manifest.
pub(super) fn find(system: &dyn System, path: &Path) -> Result<Found, OutputError> {
    let bytes = match system.read_limited(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
        Err(error) if matches!(error.kind(), io::ErrorKind::FileTooLarge | io::ErrorKind::IsADirectory) => {
            return Ok(Found::Damaged);
        }
        Err(error) => return Err(error).during(Action::Read, path),
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
        Manifest { files: BTreeMap::from(files), open: true }
    }

    #[test]
    fn comes_back_as_it_was_written() {
        for manifest in [manifest(), Manifest::default()] {
            assert_eq!(Manifest::from_text(&manifest.to_text()), Some(manifest));
        }
    }

    #[test]
    fn damage_is_seen_wherever_it_is() {
        let text = manifest().to_text();
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
    fn an_earlier_one_names_the_same_files_with_other_contents() {
        let hash = blake3::hash(b"x").to_hex();
        let body = format!("{EARLIER}\n{COMPLETE}\n{hash} 5 a b.html\n");
        let sealed = |body: &str| format!("{body}blake3 {}\n", blake3::hash(body.as_bytes()).to_hex());
        let earlier = Manifest::from_text(&sealed(&body)).unwrap();
        let (path, file) = earlier.files.iter().next().unwrap();
        assert_eq!((path.as_str(), file.len, earlier.open), ("a b.html", 5, false));
        assert_ne!(*file, Fingerprint::of(b"xxxxx"));
        // What is of neither form is not taken for either.
        assert_eq!(Manifest::from_text(&sealed(&body.replace(EARLIER, FIRST_LINE))), None);
        assert_eq!(Manifest::from_text(&sealed(&body.replace("manifest 1", "manifest 3"))), None);
    }

    #[test]
    fn knows_its_folders() {
        let has = |folder: &str| manifest().has_below(&SitePath::try_from(folder).unwrap());
        assert_eq!(["x", "x-y", "a b.html", "y", "x/页.html"].map(has), [true, false, false, false, false]);
    }
}
