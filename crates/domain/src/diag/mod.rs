//! Diagnostics as data: codes, places, severities, messages in two languages, and their terminal and JSON
//! forms.
//!
//! Any module may create a [`Diagnostic`]; only the command line and the preview server turn one into text.

mod bilingual;
mod catalog;
mod code;
mod digits;
mod fix;
mod lang;
mod place;
mod printable;
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
pub use place::{CellSpot, Lines, Place, Spot, TextSpot, floor_char, mask_numbers};
pub use printable::{printable, steers};
pub use reason::{internal, reason};
use serde::Serialize;
pub use suggest::{listed, only_near, suggestion, suggestion_by_title};

use crate::source::SitePath;

/// Maximum number of diagnostics of one code per file: more come from a program gone wrong or a stuck key,
/// and each place costs a scan of the file.
pub const MAX_PER_CODE_PER_FILE: usize = 200;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published while there is one.
    Error,
    /// Published, but an editor should check.
    Warning,
    /// For information.
    Note,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// The same in every language.
    Plain(String),
    /// A term with a word in each language.
    Term {
        /// English.
        en: String,
        /// Simplified Chinese.
        zh: String,
    },
}

impl Arg {
    /// A term with a word in each language.
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

/// A report for the editor, publisher or theme author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// Its severity; the code's own unless the caller changed it.
    pub severity: Severity,
    /// The place of the offending value.
    pub place: Option<Place>,
    /// Other relevant places, such as the first of two duplicate keys.
    pub related: Vec<Place>,
    /// Values of the message's placeholders.
    pub args: Vec<(&'static str, Arg)>,
    /// Its fix, if that is certain.
    pub fix: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic with the code's severity and no place.
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

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn and_at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.related.extend(place.into());
        self
    }

    /// Sets an argument.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Sets an argument if there is a value; without it, help lines that need it are omitted.
    #[must_use]
    pub fn arg_opt(self, name: &'static str, value: Option<impl Into<Arg>>) -> Self {
        match value {
            Some(value) => self.arg(name, value),
            None => self,
        }
    }

    /// Sets the fix, if there is a certain one.
    #[must_use]
    pub fn mended_by(mut self, fix: impl IntoIterator<Item = Fix>) -> Self {
        self.fix.extend(fix);
        self
    }

    /// The same without anything that an editor typed, for private values. It still says where to look and
    /// which field is meant.
    #[must_use]
    pub fn without_values(mut self) -> Self {
        self.place = self.place.map(Place::masked);
        self.related = self.related.into_iter().map(Place::masked).collect();
        // A word in the place of a key may be a value typed into the wrong line.
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

    /// The sort key of diagnostics.
    fn key(&self) -> impl Ord {
        let place = self.place.as_ref().map(|place| (place.file.as_str(), place.order()));
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

    /// Removes one that turned out to follow from another.
    pub fn retract(&mut self, diagnostic: &Diagnostic) {
        self.list.retain(|told| told != diagnostic);
    }

    /// Adds all diagnostics of another list.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// All of them by [`Diagnostic::without_values`].
    #[must_use]
    pub fn without_values(self) -> Self {
        Self { list: self.list.into_iter().map(Diagnostic::without_values).collect() }
    }

    /// Number of diagnostics with this severity.
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

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Sorted by file, line, column and code, those without a place first; without duplicates, and with a
    /// limit per file for errors of the same code.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| a.key().cmp(&b.key()));
        self.list.dedup();
        let mut alike: BTreeMap<(SitePath, Code), usize> = BTreeMap::new();
        self.list.retain(|diagnostic| {
            // Lists of withheld persons and of waiting records must be complete.
            let place = diagnostic.place.as_ref().filter(|_| diagnostic.severity == Severity::Error);
            let Some(place) = place else { return true };
            let count = alike.entry((place.file.clone(), diagnostic.code)).or_default();
            *count += 1;
            *count <= MAX_PER_CODE_PER_FILE
        });
        self.list
    }

    /// The files with errors, by path.
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
