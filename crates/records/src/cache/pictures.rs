//! Variants of pictures that were made before.
//!
//! Each is a file whose name is the hash of all that it was made of, and which begins with a hash of name and bytes: one that is
//! damaged, cut off or of another name is as if it were not there. What a build has no use for goes when it ends, so that nothing stays of
//! pictures that are shown no longer, or of persons who are withheld.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::Folder;

/// Largest variant that is read.
const LARGEST: u64 = 256 << 20;

/// The variants that are in a folder.
pub struct Pictures {
    site: Arc<dyn Folder>,
    folder: PathBuf,
    /// Names of the files that this build has use for.
    used: Mutex<BTreeSet<String>>,
}

impl Pictures {
    /// The variants in a folder of a site, which may be missing.
    #[must_use]
    pub fn new(site: Arc<dyn Folder>, folder: PathBuf) -> Self {
        Self { site, folder, used: Mutex::default() }
    }

    /// Notes that a variant is of use: it stays.
    pub fn keep(&self, key: blake3::Hash) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name(key));
    }

    /// A variant's bytes, if it was made before and is whole.
    #[must_use]
    pub fn get(&self, key: blake3::Hash) -> Option<Vec<u8>> {
        let mut bytes = self.site.read_limited(&self.folder.join(name(key)), LARGEST).ok()?;
        let (seal, content) = bytes.split_first_chunk::<32>()?;
        if sealed(key, content) != *seal {
            return None;
        }
        bytes.drain(..32);
        Some(bytes)
    }

    /// Keeps a variant for later builds. Where the system fails it is made again then: nothing is lost.
    pub fn put(&self, key: blake3::Hash, content: &[u8]) {
        let file = self.folder.join(name(key));
        let draft = file.with_extension("new");
        let bytes = [sealed(key, content).as_bytes(), content].concat();
        let site = &*self.site;
        if site.write(&draft, &bytes).is_err() || site.rename(&draft, site, &file).is_err() {
            let _ = site.remove_file(&draft);
        }
    }

    /// Makes the folder, so that there is something to put variants into; nobody else may look into it.
    pub fn begin(&self) {
        // Without it every `put` fails, and costs time only.
        let _ = self.site.create_private_dir(&self.folder);
    }

    /// Removes what no variant of this build is.
    pub fn prune(self) {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Ok(found) = self.site.walk(&self.folder) else { return };
        for entry in found.entries.iter().filter(|entry| !used.contains(entry.path.as_str())) {
            let _ = self.site.remove_file(&self.folder.join(entry.path.as_str()));
        }
        if used.is_empty() {
            let _ = self.site.remove_dir(&self.folder);
        }
    }
}

fn name(key: blake3::Hash) -> String {
    key.to_hex().to_string()
}

fn sealed(key: blake3::Hash, content: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes()).update(content);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source::{MemSystem, System};

    const FOLDER: &str = ".bangyang/cache/public.pictures";

    fn site(system: &MemSystem) -> Arc<dyn Folder> {
        system.put_dir("/site").unwrap();
        system.open(Path::new("/site")).unwrap()
    }

    fn pictures(system: &MemSystem) -> Pictures {
        let pictures = Pictures::new(site(system), PathBuf::from(FOLDER));
        pictures.begin();
        pictures
    }

    #[test]
    fn what_was_put_is_there_and_damage_is_seen() {
        let system = MemSystem::new();
        let (one, other) = (blake3::hash(b"one"), blake3::hash(b"other"));
        let kept = pictures(&system);
        assert_eq!(kept.get(one), None);
        kept.put(one, b"pixels");
        assert_eq!(kept.get(one).as_deref(), Some(&b"pixels"[..]));
        assert_eq!(kept.get(other), None);
        let file = Path::new(FOLDER).join(one.to_hex().as_str());
        let whole = site(&system).read_limited(&file, LARGEST).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            site(&system).write(&file, &damaged).unwrap();
            assert_eq!(kept.get(one), None, "flipped at {at}");
            site(&system).write(&file, &whole[..at]).unwrap();
            assert_eq!(kept.get(one), None, "cut at {at}");
        }
        site(&system).write(&Path::new(FOLDER).join(other.to_hex().as_str()), &whole).unwrap();
        assert_eq!(kept.get(other), None, "what lies under another name is not it");
        kept.put(one, b"pixels");
        assert!(kept.get(one).is_some(), "it is made again");
    }

    #[test]
    fn what_is_of_no_use_goes() {
        let system = MemSystem::new();
        let (one, other) = (blake3::hash(b"one"), blake3::hash(b"other"));
        let kept = pictures(&system);
        kept.put(one, b"a");
        kept.put(other, b"b");
        site(&system).write(&Path::new(FOLDER).join("left.new"), b"c").unwrap();
        kept.keep(one);
        kept.prune();
        assert_eq!(system.files(Path::new("/site").join(FOLDER)).len(), 1);
        assert!(pictures(&system).get(one).is_some());
        pictures(&system).prune();
        assert_eq!(system.files(Path::new("/site").join(FOLDER)).len(), 0);
    }
}
