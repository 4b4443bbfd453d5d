//! A language's words by key.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Plural forms: suffixes of keys for the forms of a word (`list.people.one`).
pub const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Words by key.
pub type WordList = BTreeMap<Arc<str>, Arc<str>>;
