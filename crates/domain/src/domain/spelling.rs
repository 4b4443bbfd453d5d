//! File names whose letters are decomposed on disk, as older Macs and some archives write them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::text;

/// The decomposed paths by their composed form. What editors write is composed when it is read, so it is
/// looked up here before files are searched. Empty for most sites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spellings(BTreeMap<Box<str>, Arc<str>>);

impl Spellings {
    /// Collects those of a site's paths. If a file with the composed name exists too, that one is meant.
    #[must_use]
    pub fn new<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Self {
        let mut known: BTreeMap<Box<str>, Arc<str>> = BTreeMap::new();
        for path in paths.clone() {
            let composed = text::composed(path);
            if *composed != *path {
                known.entry(Box::from(&*composed)).or_insert_with(|| Arc::from(path));
            }
        }
        if !known.is_empty() {
            for path in paths {
                known.remove(path);
            }
        }
        Self(known)
    }

    /// The path as on disk.
    #[must_use]
    pub fn of<'p>(&'p self, path: &'p str) -> &'p str {
        if self.0.is_empty() {
            return path;
        }
        self.0.get(&*text::composed(path)).map_or(path, AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composed_name_finds_the_other() {
        let paths = ["content/Jose\u{301}/Rene\u{301}.jpg", "content/a.jpg"];
        let spellings = Spellings::new(paths.into_iter());
        assert_eq!(spellings.of("content/José/René.jpg"), paths[0]);
        // A folder as on disk, and a name as the editor writes it.
        assert_eq!(spellings.of("content/Jose\u{301}/René.jpg"), paths[0]);
        assert_eq!(spellings.of("content/a.jpg"), "content/a.jpg");
        let both = ["content/é.jpg", "content/e\u{301}.jpg"];
        assert_eq!(Spellings::new(both.into_iter()).of("content/é.jpg"), "content/é.jpg");
    }
}
