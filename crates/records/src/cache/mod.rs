//! Caches that a build leaves for the next one: stamps, and picture variants.
//!
//! A [`Stamp`] says which sources a published site was made from and how its files looked when they were
//! written. If neither has changed, a build has nothing to do; if a page would be made from the same inputs,
//! it is not rendered again. Pages need no store of their own: they are in the output. A stamp contains only
//! hashes and paths of published files, so nothing from any record and nothing about withheld persons.

mod pictures;
mod sealed_dir;

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

pub use pictures::Pictures;
pub use sealed_dir::{SHELVES, SealedDir};

use crate::source::{Checksum, Entry, EntryKind, Folder, Meta, SitePath};

/// Minimum number of lines that a thread reads or writes.
const CHUNK: usize = 1024;

const FIRST_LINE: &str = "bangyang stamp 3";

/// Largest stamp that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// What a published site was made from, and how its files look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// A hash of everything that the site is made from: sources, options, the program itself.
    pub inputs: blake3::Hash,
    /// The first second of the day on which it was made, in the site's time zone, and that of the next day.
    pub day: (i64, i64),
    /// The tag of the site's language.
    pub lang: String,
    /// Whether the build had no diagnostics: no warnings, no withheld persons.
    pub silent: bool,
    /// Number of pages.
    pub pages: usize,
    /// Number of pictures.
    pub images: usize,
    /// Its files, sorted by path.
    pub files: Vec<StampedFile>,
}

/// A file as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampedFile {
    /// Its path within the output.
    pub path: SitePath,
    /// Its length in bytes.
    pub len: u64,
    /// When it was written, in nanoseconds since 1970.
    pub modified: u128,
    /// The fingerprint of its inputs, if it has one.
    pub page: Option<Checksum>,
}

impl StampedFile {
    /// Whether a file's metadata are those of the file that was written.
    #[must_use]
    pub fn is(&self, meta: &Meta) -> bool {
        meta.kind == EntryKind::File && meta.len == self.len && nanos(meta.modified) == Some(self.modified)
    }
}

/// A time in nanoseconds since 1970; `None` if the system does not know it or it is earlier.
#[must_use]
pub fn nanos(time: Option<SystemTime>) -> Option<u128> {
    Some(time?.duration_since(UNIX_EPOCH).ok()?.as_nanos())
}

/// A hash of how files look: paths, lengths, times. `None` if a time is unknown, or so close to `now` that
/// the file could change without looking different.
#[must_use]
pub fn look(folders: &[(&str, &[Entry])], now: SystemTime) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    for (folder, entries) in folders {
        hasher.update(folder.as_bytes());
        hasher.update(&[0]);
        for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Directory) {
            let (len, modified) = entry.look(now)?;
            hasher.update(entry.path.as_str().as_bytes());
            hasher.update(&[0]);
            hasher.update(&len.to_le_bytes());
            hasher.update(&nanos(Some(modified))?.to_le_bytes());
        }
    }
    Some(hasher.finalize())
}

impl Stamp {
    /// Reads a site's stamp; `None` if there is none, or it is damaged or of another version.
    #[must_use]
    pub fn read(site: &dyn Folder, file: &Path) -> Option<Self> {
        let bytes = site.read_limited(file, LARGEST).ok()?;
        Self::from_text(std::str::from_utf8(&bytes).ok()?)
    }

    /// Writes it atomically.
    ///
    /// # Errors
    /// If the system fails; there is no stamp then.
    pub fn write(&self, site: &dyn Folder, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            site.create_dir_all(folder)?;
        }
        let draft = file.with_extension("new");
        site.write(&draft, self.to_text().as_bytes())?;
        site.rename(&draft, site, file)
    }

    /// Removes a stamp that may name files which are no longer published.
    pub fn remove(site: &dyn Folder, file: &Path) {
        // If it is missing or cannot be removed now, the next build that leaves a stamp replaces it.
        let _ = site.remove_file(file);
    }

    fn to_text(&self) -> String {
        let Self { inputs, day, lang, silent, pages, images, files } = self;
        let (from, to) = day;
        let mut text =
            format!("{FIRST_LINE}\n{} {from} {to} {lang} {silent} {pages} {images}\n", inputs.to_hex());
        let lines = files.par_chunks(CHUNK).map(|files| {
            let mut lines = String::new();
            for file in files {
                // Writing to a `String` does not fail.
                let _ = match file.page {
                    Some(page) => writeln!(lines, "{} {} {page} {}", file.len, file.modified, file.path),
                    None => writeln!(lines, "{} {} - {}", file.len, file.modified, file.path),
                };
            }
            lines
        });
        text.extend(lines.collect::<Vec<_>>());
        let hash = blake3::hash(text.as_bytes());
        let _ = writeln!(text, "blake3 {}", hash.to_hex());
        text
    }

    fn from_text(text: &str) -> Option<Self> {
        let start = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let (body, last) = text.split_at_checked(start)?;
        let hash = last.strip_prefix("blake3 ")?.strip_suffix('\n')?;
        if blake3::Hash::from_hex(hash).ok()? != blake3::hash(body.as_bytes()) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut head = lines.next()?.split(' ');
        let inputs = blake3::Hash::from_hex(head.next()?).ok()?;
        let day = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let lang = head.next()?.to_owned();
        let silent = head.next()?.parse().ok()?;
        let (pages, images) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let lines: Vec<&str> = lines.collect();
        let files = lines.par_iter().with_min_len(CHUNK).map(|line| {
            let (len, rest) = line.split_once(' ')?;
            let (modified, rest) = rest.split_once(' ')?;
            let (page, path) = rest.split_once(' ')?;
            let page = match page {
                "-" => None,
                page => Some(Checksum::from_hex(page)?),
            };
            Some(StampedFile {
                page,
                path: SitePath::try_from(path).ok()?,
                len: len.parse().ok()?,
                modified: modified.parse().ok()?,
            })
        });
        Some(Self { inputs, day, lang, silent, pages, images, files: files.collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn stamp() -> Stamp {
        let file = |path: &str, len| StampedFile {
            path: SitePath::try_from(path).unwrap(),
            len,
            modified: 1_656_561_600_123_456_789,
            page: (len > 0).then(|| Checksum::of(path.as_bytes())),
        };
        Stamp {
            inputs: blake3::hash(b"x"),
            day: (1_656_518_400, 1_656_604_800),
            lang: "zh-CN".to_owned(),
            silent: true,
            pages: 2,
            images: 0,
            files: vec![file("a b.html", 3), file("x/页.html", 0)],
        }
    }

    #[test]
    fn comes_back_as_it_was_written_and_damage_is_seen() {
        let text = stamp().to_text();
        assert_eq!(Stamp::from_text(&text), Some(stamp()));
        for (n, _) in text.char_indices() {
            assert_eq!(Stamp::from_text(text.split_at(n).0), None, "cut at {n}");
            let mut bytes = text.clone().into_bytes();
            bytes[n] ^= 1;
            let damaged = String::from_utf8(bytes).ok();
            assert_eq!(damaged.as_deref().and_then(Stamp::from_text), None, "flipped at {n}");
        }
    }

    #[test]
    fn a_look_is_of_paths_lengths_and_times_and_not_of_what_is_too_fresh() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000);
        let entry = |path: &str, len, seconds| Entry {
            path: SitePath::try_from(path).unwrap(),
            kind: EntryKind::File,
            len,
            modified: Some(UNIX_EPOCH + Duration::from_secs(seconds)),
        };
        let of = |entries: &[Entry]| look(&[("content", entries)], now);
        let one = of(&[entry("a.md", 1, 10)]);
        assert!(one.is_some());
        assert_eq!(one, of(&[entry("a.md", 1, 10)]));
        for other in [entry("b.md", 1, 10), entry("a.md", 2, 10), entry("a.md", 1, 11)] {
            assert_ne!(one, of(&[other]));
        }
        assert_ne!(one, look(&[("themes", &[entry("a.md", 1, 10)])], now));
        assert_eq!(of(&[entry("a.md", 1, 998)]), None);
        assert_eq!(of(&[Entry { modified: None, ..entry("a.md", 1, 10) }]), None);
    }
}
