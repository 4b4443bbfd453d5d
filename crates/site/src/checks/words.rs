//! Searches texts for several words at once. Every text of a site is searched for dozens of them, with SIMD
//! instructions.

use aho_corasick::packed;
use memchr::memmem::Finder;

/// The words to search for.
pub(super) struct Words {
    /// Finds the first occurrence of any of the words in one pass; `None` if the processor or the words do
    /// not allow that.
    any: Option<packed::Searcher>,
    each: Vec<(&'static str, Finder<'static>)>,
}

impl Words {
    /// Prepares the search; done once.
    pub(super) fn new(words: &[&'static str]) -> Self {
        Self {
            any: packed::Searcher::new(words),
            each: words.iter().map(|word| (*word, Finder::new(*word))).collect(),
        }
    }

    /// The occurrences in a text: those of the first word, then those of the next.
    pub(super) fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        // Most texts contain none of them.
        let first = match &self.any {
            Some(any) => any.find(text).map(|found| found.start()),
            None => Some(0),
        };
        let rest = first.and_then(|at| Some((at, text.as_bytes().get(at..)?)));
        self.each.iter().flat_map(move |(word, finder)| {
            let places = rest.map(|(from, rest)| finder.find_iter(rest).map(move |at| from + at));
            places.into_iter().flatten().map(|at| (at, *word))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_one_after_the_other_wherever_they_stand() {
        let words = Words::new(&["将近", "近", "约"]);
        let places = |text: &str| words.places(text).collect::<Vec<_>>();
        for before in [0, 1, 15, 16, 31, 33, 100] {
            let before = "a".repeat(before);
            let at = before.len();
            let text = format!("{before}将近三十人，约两天，近来");
            let wanted = [(at, "将近"), (at + 3, "近"), (at + 30, "近"), (at + 18, "约")];
            assert_eq!(places(&text), wanted, "{text}");
            assert_eq!(places(&format!("{before}没有")), [], "{before}");
        }
    }
}
