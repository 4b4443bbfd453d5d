//! What lies in the site's folder.

use std::io;
use std::path::Path;

use crate::config::refused_paths;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place};
use crate::source::{Entry, EntryKind, SitePath, System};

/// The folders of a site.
#[derive(Debug, Default)]
pub(super) struct Input {
    pub(super) content: Vec<Entry>,
    pub(super) themes: Vec<Entry>,
    pub(super) statics: Vec<SitePath>,
}

impl Input {
    /// Walks the three folders. One that is missing is empty.
    pub(super) fn walk(system: &dyn System, root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let mut walked = |folder: &str| walk(system, root, folder, diagnostics);
        let (content, themes, statics) = (walked("content"), walked("themes"), walked("static"));
        let files = statics.into_iter().filter(|entry| entry.kind == EntryKind::File);
        Self { content, themes, statics: files.map(|entry| entry.path).collect() }
    }
}

fn walk(system: &dyn System, root: &Path, folder: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    match system.walk(&root.join(folder)) {
        Ok(outcome) => {
            refused_paths(folder, &outcome.refused, diagnostics);
            outcome.entries
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let place = SitePath::try_from(folder).ok().map(Place::file);
            let reason = Arg::Term { en: error.to_string(), zh: error.to_string() };
            diagnostics.push(Diagnostic::new(Code::UnreadableFile).at(place).arg("reason", reason));
            Vec::new()
        }
    }
}
