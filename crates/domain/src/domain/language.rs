//! The language of a site: any with a BCP 47 tag.
//!
//! Messages to editors exist in only two languages ([`Lang`]); sites in other languages get them in English.

use std::sync::Arc;

use icu_locale::subtags::Script;
use icu_locale::{Direction, LanguageIdentifier, LocaleDirectionality, LocaleExpander, TransformResult};

use super::Country;
use super::Notation;
use crate::diag::Lang;

/// A site's language, known to Unicode's data. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    id: LanguageIdentifier,
    /// Its script: explicit in the tag, otherwise the likely one.
    script: Option<Script>,
    /// The country in which it is spoken: the region of its tag, else the likely one.
    country: Option<Country>,
    tag: Arc<str>,
    messages: Lang,
    notation: Notation,
}

impl Language {
    /// Parses a tag such as `es`, `pt-BR` or `zh-Hant`; `None` if it is invalid or the language is unknown.
    /// Case and underscores do not matter; the tag is normalised.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let id = LanguageIdentifier::try_from_str(&tag.replace('_', "-")).ok()?;
        let mut full = id.clone();
        let known = LocaleExpander::new_extended().maximize(&mut full);
        let was_full = id.script.is_some() && id.region.is_some();
        if id.language.is_unknown() || (known == TransformResult::Unmodified && !was_full) {
            return None;
        }
        let messages = if id.language.as_str() == "zh" { Lang::ZhCn } else { Lang::En };
        let (tag, notation) = (Arc::from(id.to_string()), Notation::of(&id));
        let country = full.region.and_then(|region| Country::parse(region.as_str()));
        Some(Self { script: full.script, country, id, tag, messages, notation })
    }

    /// The default language of a site: simplified Chinese.
    #[must_use]
    pub fn usual() -> Self {
        Self::from(Lang::ZhCn)
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The identifier for Unicode's data.
    #[must_use]
    pub const fn id(&self) -> &LanguageIdentifier {
        &self.id
    }

    /// Its number notation.
    #[must_use]
    pub const fn notation(&self) -> Notation {
        self.notation
    }

    /// The country of its readers: the region of its tag, else the country in which most of them live.
    #[must_use]
    pub const fn country(&self) -> Option<Country> {
        self.country
    }

    /// The language of messages for the site's editors.
    #[must_use]
    pub const fn messages(&self) -> Lang {
        self.messages
    }

    /// Whether it is Chinese in any script.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        self.messages == Lang::ZhCn
    }

    /// Whether it is simplified Chinese.
    #[must_use]
    pub fn is_simplified_chinese(&self) -> bool {
        self.is_chinese() && self.script == Some(icu_locale::subtags::script!("Hans"))
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        let mut id = self.id.clone();
        id.script = self.script.or(id.script);
        LocaleDirectionality::new_extended().get(&id) == Some(Direction::RightToLeft)
    }

    /// How well texts in another language serve readers of this one, smaller is better; `None` if they do
    /// not. The same tag comes first, then the language without region, then another region with the same
    /// script.
    #[must_use]
    pub fn distance(&self, other: &Self) -> Option<u8> {
        if self.id == other.id {
            return Some(0);
        }
        if self.id.language != other.id.language || self.script != other.script {
            return None;
        }
        Some(match (other.id.region, &other.id.variants) {
            (region, _) if region.is_some() && region == self.id.region => 1,
            (None, _) => 2,
            (Some(_), _) => 3,
        })
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        let id = match lang {
            Lang::ZhCn => icu_locale::langid!("zh-CN"),
            Lang::En => icu_locale::langid!("en"),
        };
        let script = match lang {
            Lang::ZhCn => icu_locale::subtags::script!("Hans"),
            Lang::En => icu_locale::subtags::script!("Latn"),
        };
        Self {
            id,
            script: Some(script),
            country: Country::parse(match lang {
                Lang::ZhCn => "CN",
                Lang::En => "US",
            }),
            tag: Arc::from(lang.tag()),
            messages: lang,
            notation: Notation::POINT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn takes_the_tags_of_languages_that_there_are() {
        for (tag, kept) in [
            ("es", "es"),
            ("ES-mx", "es-MX"),
            ("pt_br", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("uz-Cyrl", "uz-Cyrl"),
        ] {
            assert_eq!(read(tag).tag(), kept);
        }
        for tag in ["", "x", "english", "zh-", "und", "qqq", "español", "title", "em"] {
            assert!(Language::parse(tag).is_none(), "{tag}");
        }
        for lang in Lang::ALL {
            assert_eq!(read(lang.tag()), Language::from(lang));
        }
    }

    #[test]
    fn knows_its_direction_by_its_script() {
        let rtl: Vec<bool> = ["ar", "he", "fa-IR", "ur", "az-Arab", "az", "es", "zh-CN", "en", "ckb"]
            .map(|tag| read(tag).is_right_to_left())
            .into();
        assert_eq!(rtl, [true, true, true, true, true, false, false, false, false, true]);
    }

    #[test]
    fn another_region_serves_where_the_script_is_the_same() {
        let distance = |of: &str, other: &str| read(of).distance(&read(other));
        assert_eq!(distance("es-MX", "es-MX"), Some(0));
        assert_eq!(distance("es-MX", "es"), Some(2));
        assert_eq!(distance("es", "es-MX"), Some(3));
        assert_eq!(distance("zh", "zh-CN"), Some(3));
        assert_eq!(distance("zh-Hans", "zh-CN"), Some(3));
        assert_eq!(distance("zh-TW", "zh-CN"), None);
        assert_eq!(distance("sr-Latn", "sr"), None);
        assert_eq!(distance("es", "pt"), None);
    }
}
