//! A theme's words in the site's language, and replacements for missing ones.
//!
//! If a theme has no words in the exact language (`es-MX`), the language without region is used (`es`), then
//! another region with the same script, then English. This is reported once per build.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::word_list::{PLURAL_FORMS, WordList};
use crate::diag::{Code, Diagnostic, Diagnostics, Lang, Place, listed};
use crate::domain::Language;

use super::called::{self, RegionWords};

/// Maximum number of missing keys named in a message.
const MOST_NAMED: usize = 8;

/// The site's language and where it is declared.
pub struct Speech<'a> {
    /// The language.
    pub language: &'a Language,
    /// Its place.
    pub place: Option<Place>,
    /// The site's word for its regions, if declared.
    pub regions: Option<&'a RegionWords>,
}

impl Speech<'_> {
    /// Whether readers may see words in another language.
    pub(super) fn may_show(&self, other: &Language) -> bool {
        self.language.distance(other).is_some()
    }
}

/// A site's language and its theme's words, for the names of built-in collections and fields.
pub(super) struct Said<'a> {
    pub(super) language: &'a Language,
    pub(super) words: &'a WordList,
}

impl Said<'_> {
    /// The word of the first of these keys that exists.
    pub(super) fn first(&self, keys: &[String]) -> Option<&Arc<str>> {
        keys.iter().find_map(|key| self.words.get(key.as_str()))
    }
}

/// The words of a chain of themes by language; for each key, the first theme wins.
#[derive(Default)]
pub(super) struct WordLists(BTreeMap<String, (Language, WordList)>);

impl WordLists {
    /// The list of a language.
    pub(super) fn of(&mut self, language: &Language) -> &mut WordList {
        &mut self.0.entry(language.tag().to_owned()).or_insert_with(|| (language.clone(), WordList::new())).1
    }

    /// The words for readers of a language; reports those that are in another language.
    pub(super) fn serving(self, speech: &Speech<'_>, diagnostics: &mut Diagnostics) -> WordList {
        let wanted = speech.language;
        let mut lists: Vec<&(Language, WordList)> = self.0.values().collect();
        lists.sort_by_key(|(of, _)| wanted.distance(of));
        let serving = || lists.iter().filter(|(of, _)| wanted.distance(of).is_some());
        let mut words = WordList::new();
        for (key, text) in serving().flat_map(|(_, list)| list) {
            words.entry(key.clone()).or_insert_with(|| text.clone());
        }
        let english = Language::from(Lang::En);
        let in_english = self.0.get(english.tag()).map(|(_, list)| list);
        let missing: Vec<(Arc<str>, Arc<str>)> = in_english
            .into_iter()
            .flatten()
            .filter(|(key, _)| !words.contains_key(*key) && !is_of_one_language(key, in_english))
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect();
        let nearest = serving().next().map(|(of, _)| of);
        if let Some(used) = nearest.filter(|used| *used != wanted) {
            let told = Diagnostic::new(Code::WordsOfAnotherRegion).at(speech.place.clone());
            diagnostics.push(told.arg("language", wanted.tag()).arg("used", used.tag()));
        }
        if !missing.is_empty() && wanted.distance(&english).is_none() {
            let named = missing.iter().take(MOST_NAMED).map(|(key, _)| &**key);
            let known = lists.iter().filter(|_| nearest.is_none()).map(|(of, _)| of.tag());
            diagnostics.push(
                Diagnostic::new(Code::WordsInEnglish)
                    .at(speech.place.clone())
                    .arg("language", wanted.tag())
                    .arg("count", missing.len())
                    .arg_opt("keys", listed(named).filter(|_| nearest.is_some()))
                    .arg_opt("known", listed(known)),
            );
        }
        words.extend(missing);
        called::fill(&mut words, speech.regions);
        words
    }
}

/// Whether a word is about how a language counts, writes dates or lists: Unicode's data are better than such
/// a word from another language.
fn is_of_one_language(key: &str, list: Option<&WordList>) -> bool {
    let is_form = |word: &str| PLURAL_FORMS.contains(&word);
    let (first, _) = key.split_once('.').unwrap_or((key, ""));
    let form = key
        .rsplit_once('.')
        .is_some_and(|(base, last)| is_form(last) && list.is_some_and(|list| list.contains_key(base)));
    form || is_form(first)
        || matches!(first, "date" | "month" | "number")
        || matches!(key, "period.month" | "period.year" | "list.separator")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(tag: &str, lists: &[(&str, &[(&str, &str)])]) -> (WordList, Vec<Code>) {
        let language = Language::parse(tag).unwrap();
        let mut all = WordLists::default();
        for (tag, words) in lists {
            let list = all.of(&Language::parse(tag).unwrap());
            list.extend(words.iter().map(|(key, text)| (Arc::from(*key), Arc::from(*text))));
        }
        let mut diagnostics = Diagnostics::default();
        let words =
            all.serving(&Speech { language: &language, place: None, regions: None }, &mut diagnostics);
        (words, diagnostics.iter().map(|it| it.code).collect())
    }

    const ENGLISH: (&str, &[(&str, &str)]) =
        ("en", &[("a", "a"), ("b", "b"), ("b.one", "b1"), ("one.people", "person"), ("month.1", "January")]);

    #[test]
    fn the_nearest_language_serves_and_that_is_told() {
        let spanish: (&str, &[(&str, &str)]) = ("es", &[("a", "á"), ("b", "bé")]);
        let mexican: (&str, &[(&str, &str)]) = ("es-MX", &[("a", "MX")]);
        let said = |(words, codes): (WordList, Vec<Code>)| {
            (["a", "b"].map(|key| words.get(key).map(ToString::to_string).unwrap_or_default()), codes)
        };
        let of = |texts: [&str; 2]| texts.map(str::to_owned);
        assert_eq!(said(serve("es", &[ENGLISH, spanish])), (of(["á", "bé"]), vec![]));
        assert_eq!(said(serve("es-MX", &[spanish, ENGLISH, mexican])), (of(["MX", "bé"]), vec![]));
        assert_eq!(
            said(serve("es-AR", &[ENGLISH, spanish])),
            (of(["á", "bé"]), vec![Code::WordsOfAnotherRegion])
        );
        assert_eq!(said(serve("fr", &[ENGLISH, spanish])), (of(["a", "b"]), vec![Code::WordsInEnglish]));
        assert_eq!(
            said(serve("es", &[ENGLISH, mexican])).1,
            [Code::WordsOfAnotherRegion, Code::WordsInEnglish]
        );
    }

    #[test]
    fn how_english_counts_is_no_word_for_others() {
        let (words, codes) = serve("es", &[ENGLISH, ("es", &[("a", "á"), ("b", "bé")])]);
        assert_eq!(words.keys().map(AsRef::as_ref).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(codes, []);
    }
}
