//! Checks of files that are published beside the pages.

mod kind;
mod leaked;
mod mentioned;
mod not_readable;
mod traces;

pub use kind::{is_running, offered, running};

use super::leaks::Allowed;
use super::names::Names;
use crate::diag::{Diagnostic, Place};
use crate::domain::TextKind;
use crate::extract::look;
use crate::source::SitePath;

/// The persons who may not be named but are named in a published file's path.
#[must_use]
pub fn named(path: &SitePath, names: &Names) -> Vec<Diagnostic> {
    let found = names.find(path.as_str(), TextKind::Plain, &|_| false).into_iter();
    found.map(|(_, person)| super::content::mention(person).at(Place::file(path.clone()))).collect()
}

/// The private numbers in a published file's path.
#[must_use]
pub fn numbered(path: &SitePath, allowed: &Allowed) -> Vec<Diagnostic> {
    leaked::in_path(path, allowed)
}

/// Checks a file that is to be published. `path` is its path within the site.
#[must_use]
pub fn check(path: &str, bytes: &[u8], allowed: &Allowed, names: &Names) -> Vec<Diagnostic> {
    let contents = look(path, bytes);
    let mut found = Vec::new();
    leaked::check(&contents, allowed, &mut found);
    mentioned::check(&contents, names, &mut found);
    not_readable::check(&contents, &mut found);
    traces::check(&contents, &mut found);
    let place = SitePath::try_from(path).ok().map(Place::file);
    found.into_iter().map(|diagnostic| diagnostic.at(place.clone())).collect()
}
