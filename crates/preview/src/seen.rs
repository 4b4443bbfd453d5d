//! Which pages were viewed since the last reload, and their contents: if none of them has changed, browsers
//! need not reload.

use std::collections::BTreeMap;
use std::sync::Mutex;

use bangyang_domain::sync::lock;

/// Maximum number of pages that are compared: an editor does not have more open.
const MOST: usize = 32;

/// Viewed pages.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pages: Mutex<BTreeMap<String, blake3::Hash>>,
}

impl Seen {
    /// A page is viewed.
    pub(super) fn note(&self, path: &str, bytes: &[u8]) {
        let mut pages = lock(&self.pages);
        if pages.len() <= MOST {
            pages.insert(path.to_owned(), blake3::hash(bytes));
        }
    }

    /// All pages are reloaded.
    pub(super) fn forget(&self) {
        lock(&self.pages).clear();
    }

    /// Whether every viewed page is unchanged.
    pub(super) fn are_the_same(&self, page: impl Fn(&str) -> Option<Vec<u8>>) -> bool {
        let pages = lock(&self.pages).clone();
        let same = |(path, hash): (&String, &blake3::Hash)| {
            page(path).is_some_and(|bytes| blake3::hash(&bytes) == *hash)
        };
        pages.len() <= MOST && pages.iter().all(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_differs_or_is_gone_is_noticed() {
        let seen = Seen::default();
        assert!(seen.are_the_same(|_| None));
        seen.note("a.html", b"one");
        assert!(seen.are_the_same(|path| (path == "a.html").then(|| b"one".to_vec())));
        assert!(!seen.are_the_same(|_| Some(b"two".to_vec())));
        assert!(!seen.are_the_same(|_| None));
        seen.forget();
        assert!(seen.are_the_same(|_| None));
        (0..100).for_each(|n| seen.note(&n.to_string(), b"one"));
        assert!(!seen.are_the_same(|_| Some(b"one".to_vec())));
    }
}
