//! Texts that exist in several languages.

use std::sync::Arc;

use super::Language;
use crate::diag::{Arg, Lang};

/// A text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    zh: Option<Arc<str>>,
    en: Option<Arc<str>>,
    /// In languages other than those of messages.
    others: Vec<(Language, Arc<str>)>,
    /// Whether the text is the same in every language.
    plain: bool,
}

/// The audience of a label: an editor, in a language of messages, or the site's readers.
pub trait LabelAudience: Copy {
    /// The best text of a label for this audience.
    fn text_of(self, label: &Label) -> Option<&Arc<str>>;
}

impl LabelAudience for Lang {
    fn text_of(self, label: &Label) -> Option<&Arc<str>> {
        let (first, second) = match self {
            Self::ZhCn => (&label.zh, &label.en),
            Self::En => (&label.en, &label.zh),
        };
        first.as_ref().or(second.as_ref()).or_else(|| Some(&label.others.first()?.1))
    }
}

impl LabelAudience for &Language {
    fn text_of(self, label: &Label) -> Option<&Arc<str>> {
        let nearest = if label.others.is_empty() { None } else { self.nearest(label) };
        // To other Chinese scripts, simplified Chinese is as foreign as any other language.
        nearest.or_else(|| if self.is_simplified_chinese() { Lang::ZhCn } else { Lang::En }.text_of(label))
    }
}

impl Language {
    /// The best text among those in languages other than those of messages.
    fn nearest<'l>(&self, label: &'l Label) -> Option<&'l Arc<str>> {
        let served = label.others.iter().filter_map(|(of, text)| Some((self.distance(of)?, text)));
        served.min_by_key(|(distance, _)| *distance).map(|(_, text)| text)
    }
}

impl Label {
    /// The same text in every language.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let text: Arc<str> = Arc::from(text);
        Self { zh: Some(text.clone()), en: Some(text), others: Vec::new(), plain: true }
    }

    /// Sets the text in one language.
    pub fn set(&mut self, lang: Lang, text: &str) {
        *match lang {
            Lang::ZhCn => &mut self.zh,
            Lang::En => &mut self.en,
        } = Some(Arc::from(text));
        self.plain = false;
    }

    /// Sets the text in any language.
    pub fn set_in(&mut self, language: &Language, text: &str) {
        if let Some(lang) = Lang::ALL.into_iter().find(|lang| lang.tag() == language.tag()) {
            return self.set(lang, text);
        }
        self.plain = false;
        self.others.retain(|(of, _)| of != language);
        self.others.push((language.clone(), Arc::from(text)));
    }

    /// The best text for an audience; `None` if there is none at all.
    #[must_use]
    pub fn get(&self, reader: impl LabelAudience) -> Option<&Arc<str>> {
        reader.text_of(self)
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&Arc<str>> {
        match lang {
            Lang::ZhCn => self.zh.as_ref(),
            Lang::En => self.en.as_ref(),
        }
    }

    /// The texts in all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let others = self.others.iter().map(|(_, text)| text);
        [&self.zh, &self.en].into_iter().flatten().chain(others).map(AsRef::as_ref)
    }

    /// The best text for an audience, otherwise `fallback`.
    #[must_use]
    pub fn or<'a>(&'a self, reader: impl LabelAudience, fallback: &'a str) -> &'a str {
        self.get(reader).map_or(fallback, AsRef::as_ref)
    }

    /// The text as an argument of a diagnostic.
    #[must_use]
    pub fn term(&self, fallback: &str) -> Arg {
        Arg::term(self.or(Lang::En, fallback), self.or(Lang::ZhCn, fallback))
    }

    /// Whether any text is not empty.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.texts().any(|text| !text.trim().is_empty())
    }

    /// Whether no language is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    /// This label with the languages in `over` replaced; all of them if that is the same in every language.
    #[must_use]
    pub fn overridden_by(&self, over: &Self) -> Self {
        if over.plain {
            return over.clone();
        }
        let mut out = Self { plain: false, ..self.clone() };
        out.zh = over.zh.clone().or(out.zh);
        out.en = over.en.clone().or(out.en);
        for (language, text) in &over.others {
            out.set_in(language, text);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_speaks_to_each_reader_as_well_as_it_can() {
        let [spanish, mexican, french] = ["es", "es-MX", "fr"].map(|tag| Language::parse(tag).unwrap());
        let mut label = Label::default();
        label.set(Lang::En, "Honourees");
        label.set(Lang::ZhCn, "典型人物");
        assert_eq!(label.or(&spanish, ""), "Honourees");
        label.set_in(&spanish, "Personas homenajeadas");
        let shown = [&spanish, &mexican, &french, &Language::usual()].map(|language| label.or(language, ""));
        assert_eq!(shown, ["Personas homenajeadas", "Personas homenajeadas", "Honourees", "典型人物"]);
        let own = label.overridden_by(&Label::plain("Socias"));
        assert_eq!([own.or(&spanish, ""), own.or(Lang::ZhCn, "")], ["Socias", "Socias"]);
        let mut english = Label::default();
        english.set(Lang::En, "Members");
        assert_eq!(label.overridden_by(&english).or(&spanish, ""), "Personas homenajeadas");
    }

    #[test]
    fn a_label_in_one_other_language_is_better_than_none() {
        let mut label = Label::default();
        label.set_in(&Language::parse("es").unwrap(), "Cursos");
        assert_eq!(label.or(Lang::En, "?"), "Cursos");
        assert!(label.says_something() && !label.is_empty());
    }
}
