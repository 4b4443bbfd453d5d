//! What lies in the site's folder.

use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::config::{doubtful_paths, refused_paths};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, reason};
use crate::source::{Entry, EntryKind, SitePath, System};

/// The folders of a site.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) content: Vec<Entry>,
    pub(super) themes: Vec<Entry>,
    pub(super) statics: Vec<SitePath>,
    pub(super) static_entries: Vec<Entry>,
    /// Whether something below `content/` could not be looked into: what is missing may well be there.
    pub(super) partly_unreadable: bool,
    /// The moment before the walk.
    pub(super) walked: SystemTime,
}

impl Input {
    /// Walks the three folders. One that is missing is empty.
    pub(super) fn walk(system: &dyn System, root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let walked = system.now();
        let content = walk(system, root, "content", diagnostics);
        let partly_unreadable = diagnostics.iter().any(|it| it.code == Code::UnreadableFile);
        let themes = walk(system, root, "themes", diagnostics);
        let statics = walk(system, root, "static", diagnostics);
        let files = statics.iter().filter(|entry| entry.kind == EntryKind::File);
        let paths = files.map(|entry| entry.path.clone()).collect();
        Self { content, themes, statics: paths, static_entries: statics, partly_unreadable, walked }
    }
}

fn walk(system: &dyn System, root: &Path, folder: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    if leads_outside(system, root, folder) {
        let place = SitePath::try_from(folder).ok().map(Place::file);
        let why = Arg::term("it leads out of the site's folder", "它指向网站文件夹外面");
        let link = Diagnostic::new(Code::LinkOutOfSite).at(place).arg("name", folder).arg("reason", why);
        diagnostics.push(link);
        return Vec::new();
    }
    match system.walk(&root.join(folder)) {
        Ok(outcome) => {
            refused_paths(folder, &outcome.refused, diagnostics);
            doubtful_paths(folder, &outcome.entries, diagnostics);
            outcome.entries
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let place = SitePath::try_from(folder).ok().map(Place::file);
            diagnostics.push(Diagnostic::new(Code::UnreadableFile).at(place).arg("reason", reason(&error)));
            Vec::new()
        }
    }
}

/// Whether a folder of the site is a link to somewhere else: whoever gives a site away could have it publish what lies on the
/// computer on which it is built.
fn leads_outside(system: &dyn System, root: &Path, folder: &str) -> bool {
    let path = root.join(folder);
    let is_link = system
        .link_metadata(&path)
        .is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == EntryKind::Symlink));
    let inside = || Some(system.canonicalize(&path).ok()?.starts_with(system.canonicalize(root).ok()?));
    is_link && inside() == Some(false)
}
