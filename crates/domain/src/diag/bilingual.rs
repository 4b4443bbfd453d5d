//! Fixed texts in the languages of messages.

use super::{Arg, Lang};

/// A fixed text in each language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Bilingual {
    /// The text in a language.
    #[must_use]
    pub const fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::ZhCn => self.zh,
        }
    }
}

impl From<Bilingual> for Arg {
    fn from(words: Bilingual) -> Self {
        Self::term(words.en, words.zh)
    }
}
