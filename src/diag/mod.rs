//! Diagnostics as data: codes, places, severities, messages in two languages, and their terminal and JSON forms.
//!
//! Any module may make a [`Diagnostic`]; only the command line and the preview server turn one into text.

mod catalog;
mod code;
mod lang;
mod place;
pub mod render;
mod suggest;

use std::collections::BTreeSet;

pub use catalog::{Entry, entry};
pub use code::Code;
pub use lang::Lang;
pub use place::{Place, mask_numbers};
use serde::Serialize;
pub use suggest::suggestion;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published while it stands.
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
}

impl Diagnostic {
    /// A diagnostic with the code's own severity and no place yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, severity: code.severity(), place: None, related: Vec::new(), args: Vec::new() }
    }

    /// Says where.
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

    /// What diagnostics are sorted by.
    fn key(&self) -> impl Ord {
        let place = self.place.as_ref().map(|place| (place.file.as_str(), place.line, place.column));
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

    /// Adds all of another run's part.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
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

    /// Sorted by file, line, column and code, those without a place first; equal ones once.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| a.key().cmp(&b.key()));
        self.list.dedup();
        self.list
    }

    /// The files in which errors stand, by path.
    #[must_use]
    pub fn files_with_errors(&self) -> BTreeSet<&str> {
        let errors = self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.filter_map(|diagnostic| Some(diagnostic.place.as_ref()?.file.as_str())).collect()
    }
}
