//! Texts that exist in several languages.

use std::sync::Arc;

use crate::diag::{Arg, Lang};

/// A text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    zh: Option<Arc<str>>,
    en: Option<Arc<str>>,
}

impl Label {
    /// The same text whatever the language.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let text: Arc<str> = Arc::from(text);
        Self { zh: Some(text.clone()), en: Some(text) }
    }

    /// Sets the text of one language.
    pub fn set(&mut self, lang: Lang, text: &str) {
        *match lang {
            Lang::ZhCn => &mut self.zh,
            Lang::En => &mut self.en,
        } = Some(Arc::from(text));
    }

    /// The text in `lang`, else in the other language; `None` where neither is set.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&Arc<str>> {
        match lang {
            Lang::ZhCn => self.zh.as_ref().or(self.en.as_ref()),
            Lang::En => self.en.as_ref().or(self.zh.as_ref()),
        }
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&Arc<str>> {
        match lang {
            Lang::ZhCn => self.zh.as_ref(),
            Lang::En => self.en.as_ref(),
        }
    }

    /// The texts of all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.zh, &self.en].into_iter().flatten().map(AsRef::as_ref)
    }

    /// The text in `lang`, else in the other language, else `fallback`.
    #[must_use]
    pub fn or<'a>(&'a self, lang: Lang, fallback: &'a str) -> &'a str {
        self.get(lang).map_or(fallback, AsRef::as_ref)
    }

    /// The text in every language, for a diagnostic.
    #[must_use]
    pub fn term(&self, fallback: &str) -> Arg {
        Arg::term(self.or(Lang::En, fallback), self.or(Lang::ZhCn, fallback))
    }

    /// Whether any language has words.
    #[must_use]
    pub fn says_something(&self) -> bool {
        [&self.zh, &self.en].into_iter().flatten().any(|text| !text.trim().is_empty())
    }

    /// Whether no language is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh.is_none() && self.en.is_none()
    }

    /// This label with the languages that `over` sets replaced.
    #[must_use]
    pub fn overridden_by(&self, over: &Self) -> Self {
        Self {
            zh: over.zh.clone().or_else(|| self.zh.clone()),
            en: over.en.clone().or_else(|| self.en.clone()),
        }
    }
}
