//! Walks the site's folders.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::config::{doubtful_paths, refused_paths};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, reason};
use crate::load::is_left_behind;
use crate::source::{Entry, EntryKind, SitePath, System, holds_leaving};

/// The folders of a site.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) content: Vec<Entry>,
    pub(super) themes: Vec<Entry>,
    pub(super) statics: Vec<SitePath>,
    pub(super) static_entries: Vec<Entry>,
    /// Whether a part of `content/` could not be read: files that seem to be missing may be there.
    pub(super) partly_unreadable: bool,
    /// The time just before the walk.
    pub(super) walked: SystemTime,
}

impl Input {
    /// Walks the three folders. A missing one counts as empty.
    pub(super) fn walk(system: &dyn System, root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let walked = system.now();
        let content = walk(system, root, "content", diagnostics);
        let partly_unreadable = diagnostics.iter().any(|it| it.code == Code::UnreadableFile);
        let themes = walk(system, root, "themes", diagnostics);
        let statics = walk(system, root, "static", diagnostics);
        let files = statics.iter().filter(|entry| entry.kind == EntryKind::File);
        let (passed_over, paths): (Vec<SitePath>, Vec<SitePath>) =
            files.map(|entry| entry.path.clone()).partition(|path| left_behind(path).is_some());
        passed_over_in_static(&passed_over).into_iter().for_each(|told| diagnostics.push(told));
        Self { content, themes, statics: paths, static_entries: statics, partly_unreadable, walked }
    }
}

/// Dotfiles that websites need.
const MEANT: [&str; 4] = [".well-known", ".nojekyll", ".htaccess", ".user.ini"];
/// Maximum number of files named in one message.
const MOST_NAMED: usize = 8;

/// The part of a path in `static/` that is certainly not meant to be published: temporary files, passwords
/// (`.env`), version history (`.git`).
fn left_behind(path: &SitePath) -> Option<&str> {
    let path = path.as_str();
    let mut end = 0;
    for part in path.split('/') {
        end += part.len();
        if is_left_behind(part) && !MEANT.contains(&part) {
            return path.get(..end);
        }
        end += 1;
    }
    None
}

/// Reports what is skipped, once per folder.
fn passed_over_in_static(paths: &[SitePath]) -> Option<Diagnostic> {
    let found = paths.iter().filter_map(left_behind).map(|path| format!("static/{path}"));
    let found: BTreeSet<String> = found.collect();
    let first = SitePath::try_from(found.first()?.as_str()).ok();
    let named: Vec<&str> = found.iter().take(MOST_NAMED).map(String::as_str).collect();
    let others = found.len().saturating_sub(MOST_NAMED);
    Some(
        Diagnostic::new(Code::StaticPassedOver)
            .at(first.map(Place::file))
            .arg("files", Arg::term(named.join(", "), named.join("、")))
            .arg_opt("others", (others > 0).then_some(others)),
    )
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
            let mut entries = outcome.entries;
            // Temporary files of other programs are neither read nor published.
            entries.retain(|entry| !holds_leaving(entry.path.as_str()));
            doubtful_paths(folder, &entries, diagnostics);
            entries
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let place = SitePath::try_from(folder).ok().map(Place::file);
            diagnostics.push(Diagnostic::new(Code::UnreadableFile).at(place).arg("reason", reason(&error)));
            Vec::new()
        }
    }
}

/// Whether a folder of the site is a link to somewhere else: a site from an untrusted source could otherwise
/// publish files of the computer on which it is built.
fn leads_outside(system: &dyn System, root: &Path, folder: &str) -> bool {
    let path = root.join(folder);
    let is_link = system
        .link_metadata(&path)
        .is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == EntryKind::Symlink));
    let inside = || Some(system.canonicalize(&path).ok()?.starts_with(system.canonicalize(root).ok()?));
    is_link && inside() == Some(false)
}
