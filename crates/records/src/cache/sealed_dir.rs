//! A fixed number of cache files, so that a change rewrites only one of them.
//!
//! Their contents are up to the owner. Each is sealed with a hash; one that is damaged or of another version
//! is treated as missing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::Folder;

/// Number of files. More would make small sites slow to read; fewer would make large ones slow to write after
/// a small change.
pub const SHELVES: usize = 64;

/// Part of the seal; changes with the file format.
const VERSION: &[u8] = b"bangyang shelf 1";

/// Largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// A folder of such files.
pub struct SealedDir {
    site: Arc<dyn Folder>,
    folder: PathBuf,
}

impl SealedDir {
    /// The files in a folder of a site; the folder may be missing.
    #[must_use]
    pub const fn new(site: Arc<dyn Folder>, folder: PathBuf) -> Self {
        Self { site, folder }
    }

    /// The number of the file for a name; the same in every run.
    #[must_use]
    pub fn number(name: &str) -> usize {
        // FNV-1a: paths in the same folder differ at their ends.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        usize::try_from((hash >> 32) % 64).unwrap_or(0)
    }

    /// A file's contents, if it exists and is intact.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Vec<u8>> {
        let mut bytes = self.site.read_limited(&self.file(number), LARGEST).ok()?;
        let at = bytes.len().checked_sub(32)?;
        let (content, seal) = bytes.split_at_checked(at)?;
        if sealed(number, content).as_bytes() != seal {
            return None;
        }
        bytes.truncate(at);
        Some(bytes)
    }

    /// Writes a file atomically. If the system fails there is no file, which only costs time.
    pub fn put(&self, number: usize, mut content: Vec<u8>) {
        let seal = sealed(number, &content);
        content.extend_from_slice(seal.as_bytes());
        let file = self.file(number);
        let draft = draft(&file);
        let site = &*self.site;
        if site.write(&draft, &content).is_err() || site.rename(&draft, site, &file).is_err() {
            let _ = site.remove_file(&draft);
            self.remove(number);
        }
    }

    /// Whether a file exists, intact or not.
    #[must_use]
    pub fn has(&self, number: usize) -> bool {
        self.site.look(&self.file(number)).is_ok_and(|meta| meta.is_some())
    }

    /// Removes a file.
    pub fn remove(&self, number: usize) {
        // One that does not exist is as good as removed.
        let _ = self.site.remove_file(&self.file(number));
        self.sweep(number);
    }

    /// Removes what a killed build left of a file.
    pub fn sweep(&self, number: usize) {
        let _ = self.site.remove_file(&draft(&self.file(number)));
    }

    /// Creates the folder, readable only by this user.
    pub fn begin(&self) {
        // If this fails, so does every `put`, which only costs time.
        let _ = self.site.create_private_dir(&self.folder);
    }

    fn file(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:02}"))
    }
}

/// The temporary name of a file while it is written.
fn draft(file: &Path) -> PathBuf {
    file.with_extension("new")
}

/// A file's seal; it includes the number, so that a file in another's place counts as damaged.
fn sealed(number: usize, content: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(VERSION);
    hasher.update(&number.to_le_bytes());
    hasher.update(content);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{MemSystem, System};

    #[test]
    fn comes_back_as_it_was_laid_down_and_damage_is_seen() {
        let system = MemSystem::new();
        system.put_dir("/site").unwrap();
        let site = system.open(Path::new("/site")).unwrap();
        let shelf = SealedDir::new(Arc::clone(&site), PathBuf::from("cache/public.records"));
        assert_eq!(shelf.get(3), None);
        shelf.begin();
        shelf.put(3, b"content".to_vec());
        assert_eq!(shelf.get(3).as_deref(), Some(&b"content"[..]));
        let file = Path::new("cache/public.records/03");
        let whole = site.read_limited(file, LARGEST).unwrap();
        for n in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[n] ^= 1;
            site.write(file, &bytes).unwrap();
            assert_eq!(shelf.get(3), None, "flipped at {n}");
            site.write(file, &whole[..n]).unwrap();
            assert_eq!(shelf.get(3), None, "cut at {n}");
        }
        site.write(&file.with_file_name("04"), &whole).unwrap();
        assert_eq!(shelf.get(4), None);
        site.write(file, &whole).unwrap();
        assert!(shelf.get(3).is_some());
        site.write(&file.with_extension("new"), b"half").unwrap();
        shelf.remove(3);
        assert_eq!(shelf.get(3), None);
        assert_eq!(site.look(&file.with_extension("new")).unwrap(), None, "nor what was begun of it");
    }

    #[test]
    fn names_are_spread_evenly() {
        let mut counts = [0; SHELVES];
        for n in 0..6400 {
            counts[SealedDir::number(&format!("content/exemplars/p{n}.md"))] += 1;
        }
        assert!(counts.iter().all(|count| (50..200).contains(count)), "{counts:?}");
    }
}
