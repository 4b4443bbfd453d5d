//! The sort order of names and titles.

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale;

use super::{Language, slug};

/// The sort order of texts in a language: by pronunciation for Chinese, otherwise by Unicode's data.
///
/// Unicode sorts Chinese character by character and does not know that some are pronounced differently in
/// surnames (单, 曾, 解), so Chinese has its own order here.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of a language.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        if language.is_chinese() {
            return Self(None);
        }
        let mut wanted = CollatorPreferences::from(&Locale::from(language.id().clone()));
        // “Session 2” before “Session 10”.
        wanted.numeric_ordering = Some(CollationNumericOrdering::True);
        Self(Collator::try_new(wanted, CollatorOptions::default()).ok())
    }

    /// The sort key of a text, compared bytewise.
    #[must_use]
    pub fn key(&self, text: &str) -> Vec<u8> {
        let Some(collator) = &self.0 else { return slug::slug(text).into_bytes() };
        let mut key = Vec::with_capacity(text.len() * 2 + 8);
        // Writing to a vector cannot fail.
        let _ = collator.write_sort_key_to(text, &mut key);
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(tag: &str, texts: &str) -> String {
        let collation = Collation::new(&Language::parse(tag).unwrap());
        let mut texts: Vec<&str> = texts.split_whitespace().collect();
        texts.sort_by_cached_key(|text| collation.key(text));
        texts.join(" ")
    }

    #[test]
    fn each_language_has_its_alphabet() {
        let words = "ñu oso nu Zoe ágil zeta Álava alba";
        assert_eq!(sorted("es", words), "ágil Álava alba nu ñu oso zeta Zoe");
        assert_eq!(sorted("sv", "zebra ål ärla öl ark"), "ark zebra ål ärla öl");
        assert_eq!(sorted("en", "B a Ä b10 b2"), "a Ä B b2 b10");
        assert_eq!(sorted("zh-CN", "曾玉莲 陈秀英 单桂兰 欧阳红 阿兰"), "阿兰 陈秀英 欧阳红 单桂兰 曾玉莲");
    }
}
