//! A cache of picture variants.
//!
//! Each is a file whose name is the hash of all its inputs and which begins with a hash of name and contents:
//! a damaged, truncated or renamed file is treated as missing. When a build ends, it removes the variants
//! that it did not use, so that nothing remains of pictures that are no longer shown or belong to withheld
//! persons.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::source::Folder;
use crate::sync::{lock, unpoisoned};

/// Largest variant that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// The variants in a folder.
pub struct Pictures {
    site: Arc<dyn Folder>,
    folder: PathBuf,
    /// Names of the files that this build uses.
    used: Mutex<BTreeSet<String>>,
}

impl Pictures {
    /// The variants in a folder of a site; the folder may be missing.
    #[must_use]
    pub fn new(site: Arc<dyn Folder>, folder: PathBuf) -> Self {
        Self { site, folder, used: Mutex::default() }
    }

    /// Marks a variant as used, so that it is kept.
    pub fn keep(&self, key: blake3::Hash) {
        lock(&self.used).insert(name(key));
    }

    /// A variant's bytes, if it is cached and intact.
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

    /// Stores a variant for later builds. If the system fails, it is generated again then.
    pub fn put(&self, key: blake3::Hash, content: &[u8]) {
        let file = self.folder.join(name(key));
        let draft = file.with_extension("new");
        let bytes = [sealed(key, content).as_bytes(), content].concat();
        let site = &*self.site;
        if site.write(&draft, &bytes).is_err() || site.rename(&draft, site, &file).is_err() {
            let _ = site.remove_file(&draft);
        }
    }

    /// Creates the folder for variants, readable only by this user.
    pub fn begin(&self) {
        // If this fails, so does every `put`, which only costs time.
        let _ = self.site.create_private_dir(&self.folder);
    }

    /// Removes all variants that this build did not use.
    pub fn prune(self) {
        let used = unpoisoned(self.used.into_inner());
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
