//! Words in texts: every text of a site is looked through for some dozens of them, by whole vectors of bytes at once.

use memchr::memmem::Finder;

/// Words that are looked for.
pub(super) struct Words(Vec<(&'static str, Finder<'static>)>);

impl Words {
    /// Prepared once, for good.
    pub(super) fn new(words: &[&'static str]) -> Self {
        Self(words.iter().map(|word| (*word, Finder::new(*word))).collect())
    }

    /// The places of the words in a text: those of the first word, then those of the next.
    pub(super) fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        self.0.iter().flat_map(|(word, finder)| finder.find_iter(text.as_bytes()).map(|at| (at, *word)))
    }
}
