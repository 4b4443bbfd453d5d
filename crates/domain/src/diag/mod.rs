//! Diagnostics as data: codes, places, severities, messages in two languages, and their terminal and JSON forms.
//!
//! Any module may make a [`Diagnostic`]; only the command line and the preview server turn one into text.

mod bilingual;
mod catalog;
mod code;
mod digits;
mod fix;
mod lang;
mod place;
mod reason;
pub mod render;
mod suggest;

use std::collections::{BTreeMap, BTreeSet};

pub use bilingual::Bilingual;
pub use catalog::{Entry, entry};
pub use code::Code;
pub use digits::spoken_digit;
pub use fix::{Fix, Patch};
pub use lang::Lang;
pub use place::{Lines, Place, Spot, TextSpot, floor_char, mask_numbers};
pub use reason::{internal, reason};
use serde::Serialize;
pub use suggest::{listed, only_near, suggestion, suggestion_by_title};

use crate::source::SitePath;

/// Maximum number of diagnostics of one code that are told of one file: behind them a program ran wild, or a
/// key was held down, and each place costs a look through the file.
pub const MOST_ALIKE: usize = 200;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published while it is.
    Error,
    /// Published, but an editor should look.
    Warning,
    /// For information.
    Note,
}

/// A value that a message names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// The same in every language.
    Plain(String),
    /// A term with a word of its own in each language.
    Term {
        /// English.
        en: String,
        /// Simplified Chinese.
        zh: String,
    },
}

impl Arg {
    /// A term with a word of its own in each language.
    #[must_use]
    pub fn term(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::Term { en: en.into(), zh: zh.into() }
    }

    /// The text in a language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match (self, lang) {
            (Self::Plain(text), _) | (Self::Term { en: text, .. }, Lang::En) => text,
            (Self::Term { zh, .. }, Lang::ZhCn) => zh,
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<&std::sync::Arc<str>> for Arg {
    fn from(text: &std::sync::Arc<str>) -> Self {
        Self::Plain(text.to_string())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Plain(number.to_string())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Plain(number.to_string())
    }
}

/// Something to tell the editor, publisher or theme author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub code: Code,
    /// How grave it is here; the code's own severity unless the caller changed it.
    pub severity: Severity,
    /// The offending value's place.
    pub place: Option<Place>,
    /// Other places that matter, such as the first of two equal keys.
    pub related: Vec<Place>,
    /// Values for the message's placeholders.
    pub args: Vec<(&'static str, Arg)>,
    /// What fixes it, where that is certain.
    pub fix: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic with the code's own severity and no place yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: None,
            related: Vec::new(),
            args: Vec::new(),
            fix: Vec::new(),
        }
    }

    /// Returns where.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// Names another place that matters.
    #[must_use]
    pub fn and_at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.related.extend(place.into());
        self
    }

    /// Gives a value for a placeholder.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Gives a value for a placeholder, where there is one; help lines that need it are left out otherwise.
    #[must_use]
    pub fn arg_opt(self, name: &'static str, value: Option<impl Into<Arg>>) -> Self {
        match value {
            Some(value) => self.arg(name, value),
            None => self,
        }
    }

    /// Returns what fixes it for certain, where that is known.
    #[must_use]
    pub fn mended_by(mut self, fix: impl IntoIterator<Item = Fix>) -> Self {
        self.fix.extend(fix);
        self
    }

    /// The same without anything that an editor typed: for values that nobody may see. It still says where to look, and which
    /// field is meant.
    #[must_use]
    pub fn without_values(mut self) -> Self {
        self.place = self.place.map(Place::masked);
        self.related = self.related.into_iter().map(Place::masked).collect();
        // A word where a key should be may be a value that was typed into the wrong place.
        let wrong_key = matches!(
            self.code,
            Code::UnknownField | Code::UnknownSetting | Code::DuplicateKey | Code::ColonWithoutBlank
        );
        self.args.retain(|(name, _)| *name != "suggestion");
        self.fix.clear();
        for (name, value) in &mut self.args {
            let typed = matches!(
                *name,
                "found"
                    | "candidates"
                    | "removed"
                    | "file"
                    | "detail"
                    | "id"
                    | "items"
                    | "list"
                    | "first"
                    | "whole"
                    | "part"
                    | "kept"
            ) || (wrong_key && matches!(*name, "field" | "key"));
            if typed {
                *value = Arg::from("•••");
            }
        }
        self
    }

    /// What diagnostics are sorted by.
    fn key(&self) -> impl Ord {
        let place = self.place.as_ref().map(|place| (place.file.as_str(), place.line(), place.column()));
        (place, self.severity, self.code, self.args.as_slice())
    }
}

/// All diagnostics of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes one back that turns out to be no more than what another brings with it.
    pub fn retract(&mut self, diagnostic: &Diagnostic) {
        self.list.retain(|told| told != diagnostic);
    }

    /// Adds all of another run's part.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// All, each as [`Diagnostic::without_values`] has it.
    #[must_use]
    pub fn without_values(self) -> Self {
        Self { list: self.list.into_iter().map(Diagnostic::without_values).collect() }
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// As they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Sorted by file, line, column and code, those without a place first; equal ones once, and of one error no more for a file than
    /// anybody would read.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| a.key().cmp(&b.key()));
        self.list.dedup();
        let mut alike: BTreeMap<(SitePath, Code), usize> = BTreeMap::new();
        self.list.retain(|diagnostic| {
            // Who is withheld and what waits is a list that must not lack anybody.
            let place = diagnostic.place.as_ref().filter(|_| diagnostic.severity == Severity::Error);
            let Some(place) = place else { return true };
            let count = alike.entry((place.file.clone(), diagnostic.code)).or_default();
            *count += 1;
            *count <= MOST_ALIKE
        });
        self.list
    }

    /// The files in which errors are, by path.
    #[must_use]
    pub fn files_with_errors(&self) -> BTreeSet<&str> {
        let errors = self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.filter_map(|diagnostic| Some(diagnostic.place.as_ref()?.file.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    #[test]
    fn nothing_typed_is_left_without_values() {
        let file = SitePath::try_from("content/a.md").unwrap();
        let place = || Place::of(file.clone(), "guarantor: Wang Damo", 11..20);
        for code in Code::ALL {
            let mut diagnostic = Diagnostic::new(code).at(place()).and_at(place()).arg("line", 3_usize);
            for name in
                ["found", "suggestion", "candidates", "removed", "file", "detail", "items", "list", "first"]
            {
                diagnostic = diagnostic.arg(name, "Wang Damo");
            }
            let diagnostic = diagnostic.mended_by(Fix::at(&place(), "Wang Damo"));
            let hidden = diagnostic.without_values();
            for lang in Lang::ALL {
                let told = render::terminal(&hidden, lang, false) + &render::json(&hidden, lang);
                assert!(!told.contains("Wang"), "{told}");
                assert!(told.contains("content/a.md"), "{told}");
            }
        }
        let key = Diagnostic::new(Code::UnknownField).arg("field", "Wang Damo").arg("collection", "persons");
        assert!(!key.without_values().message(Lang::En).contains("Wang"));
        let field = Diagnostic::new(Code::BadPhone).arg("field", "guarantor").arg("found", "Wang Damo");
        assert!(field.without_values().message(Lang::En).contains("guarantor"));
    }
}
