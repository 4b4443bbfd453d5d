//! BY012 and BY013: files of `content/` that nothing uses. They are not records, and no record shows or links
//! to them.
//!
//! What the edition publishes is known from the plan. The few remaining files are searched for in all
//! records: drafts, withheld persons, fields that the edition does not show, and files with errors.

mod kind;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Arg, Code, Diagnostic, Place, listed};
use crate::domain::{
    Attachment, Collection, Field, Record, Spellings, TextKind, Visibility, near, readings, text,
};
use crate::markdown::{self, Piece};
use crate::source::SitePath;
use kind::Kind;

/// Up to this many files of a folder are reported individually; more are reported in one message.
const MOST_ALONE: usize = 3;
/// How many of them are named.
const MOST_NAMED: usize = 5;

/// The input of the check.
pub struct UnusedInputs<'a> {
    /// Files that are neither records nor settings, by their paths within the site.
    pub attachments: &'a BTreeMap<Arc<str>, Attachment>,
    /// How the disk spells their names.
    pub spellings: &'a Spellings,
    /// The settings.
    pub config: &'a Config,
    /// The files of the records, by `FileIx`.
    pub files: &'a [SitePath],
    /// The records.
    pub records: &'a [&'a Record],
    /// Whether the edition shows the record at an index in full; what its texts use is then known already.
    pub is_whole: &'a (dyn Fn(usize) -> bool + Sync),
    /// The files with erroneous records.
    pub failed: &'a [&'a str],
    /// Folders that are not collections and were reported already.
    pub told: &'a BTreeSet<Box<str>>,
    /// Reads a text file.
    pub read: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

/// Reports the files that nothing uses. `used` are those that are published.
#[must_use]
pub fn check(inputs: &UnusedInputs<'_>, used: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut left: BTreeSet<&str> =
        inputs.attachments.keys().map(AsRef::as_ref).filter(|path| !used.contains(path)).collect();
    if left.is_empty() {
        return Vec::new();
    }
    let named =
        inputs.records.par_iter().enumerate().map(|(at, record)| in_record(inputs, at, record, &left));
    for path in named.collect::<Vec<_>>().into_iter().flatten() {
        left.remove(path.as_str());
    }
    in_failed(inputs, &mut left);
    in_private(inputs, &mut left);
    tell(inputs, &left)
}

/// Finds the files that a record uses.
fn in_record(inputs: &UnusedInputs<'_>, at: usize, record: &Record, left: &BTreeSet<&str>) -> Vec<String> {
    let mut found = Vec::new();
    let Some(collection) = inputs.config.collection(record.collection) else { return found };
    let file = inputs.files.get(record.file.at());
    let folder = file.and_then(|file| file.as_str().rsplit_once('/')).map_or("content", |(folder, _)| folder);
    record.texts(collection, &mut |it| match it.kind {
        TextKind::File | TextKind::Picture => found.push(inputs.spellings.of(it.text).to_owned()),
        TextKind::Markdown if may_name_file(it.text) && !(inputs.is_whole)(at) => {
            let document = markdown::read(it.text, &inputs.config.theme.shortcodes);
            targets(&document.pieces, &mut |target| {
                found.extend(resolve(inputs, target, folder, left));
            });
        }
        TextKind::Markdown | TextKind::Plain | TextKind::Formatted(_) => {}
    });
    found
}

/// Whether a text contains a link, picture or shortcode.
fn may_name_file(text: &str) -> bool {
    ["](", "]:", "{{", "{%", "<"].iter().any(|sign| text.contains(sign))
}

/// Passes on the targets of links, pictures and shortcodes in a text.
fn targets(pieces: &[Piece], take: &mut dyn FnMut(&str)) {
    for piece in pieces {
        match piece {
            Piece::Html(_) => {}
            Piece::Picture { target, .. } => take(target),
            Piece::Link { target, text, .. } => {
                take(target);
                targets(text, take);
            }
            Piece::Shortcode { args, .. } => {
                for arg in args {
                    if let markdown::Arg::Text(list) = &arg.value {
                        take(list);
                        list.split([',', '，', '、', '|']).for_each(|file| take(file.trim()));
                    }
                }
            }
        }
    }
}

/// The file to which a text refers: relative to the record, or starting with `content/`.
fn resolve(inputs: &UnusedInputs<'_>, target: &str, folder: &str, left: &BTreeSet<&str>) -> Option<String> {
    let (base, target) = match target.strip_prefix('/') {
        Some(rest) => ("content", rest.strip_prefix("content/").unwrap_or(rest)),
        None => (folder, target),
    };
    let base = SitePath::try_from(base).ok()?;
    let paths = readings(target).filter_map(|reading| base.join(&reading.path).ok());
    let mut known = paths.map(|path| inputs.spellings.of(path.as_str()).to_owned());
    known.find(|path| left.contains(path.as_str()))
}

/// Removes files that are named in erroneous files, of which it is not known what they use.
fn in_failed(inputs: &UnusedInputs<'_>, left: &mut BTreeSet<&str>) {
    for file in inputs.failed {
        if left.is_empty() {
            return;
        }
        if let Some(text) = (inputs.read)(file) {
            left.retain(|path| !names(&text, path));
        }
    }
}

/// Removes files that are named in records with private values, which were dropped on reading.
fn in_private(inputs: &UnusedInputs<'_>, left: &mut BTreeSet<&str>) {
    let keeps =
        |collection: &&Collection| collection.fields.iter().any(|field| holds_private_files(field, false));
    for collection in inputs.config.collections.iter().filter(keeps) {
        let folder = format!("content/{}/", collection.id);
        for file in inputs.files.iter().filter(|file| file.as_str().starts_with(&folder)) {
            if left.is_empty() {
                return;
            }
            if let Some(text) = (inputs.read)(file.as_str()) {
                left.retain(|path| !names(&text, path));
            }
        }
    }
}

fn holds_private_files(field: &Field, private: bool) -> bool {
    let private = private || field.visibility == Visibility::Private;
    let item = field.kind.item();
    (private && item.definition().names_file)
        || item.fields().iter().any(|field| holds_private_files(field, private))
}

/// Whether a text names a file anywhere, or one with another extension that was reported as missing.
fn names(text: &str, path: &str) -> bool {
    let name = text::composed(near::file_name(path));
    let stem = format!("{}.", near::stem(&name));
    let has = |text: &str| text.contains(&*name) || text.contains(&stem);
    has(text) || (text.contains('%') && has(&crate::domain::decode(text)))
}

/// The top-level folder of a file in `content/`.
fn first_folder(path: &str) -> Option<&str> {
    path.strip_prefix("content/")?.split_once('/').map(|(folder, _)| folder)
}

fn tell(inputs: &UnusedInputs<'_>, left: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut by_folder: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in left {
        by_folder.entry(first_folder(path).unwrap_or("")).or_default().push(path);
    }
    for (folder, paths) in by_folder.into_iter().filter(|(folder, _)| !inputs.told.contains(*folder)) {
        let is_collection = inputs.config.collection_named(&text::composed(folder)).is_some();
        let all = || inputs.attachments.keys().filter(|path| first_folder(path) == Some(folder)).count();
        if !is_collection && all() == paths.len() {
            told.extend(unused_folder(inputs, folder, paths.len()));
        } else {
            told.extend(unused_files(&paths));
        }
    }
    told
}

fn unused_folder(inputs: &UnusedInputs<'_>, folder: &str, count: usize) -> Option<Diagnostic> {
    let known = || inputs.config.collections.iter().map(|collection| &*collection.id);
    let place = Place::file(SitePath::try_from(format!("content/{folder}").as_str()).ok()?);
    let diagnostic = Diagnostic::new(Code::UnusedFolder).at(place).arg("folder", folder).arg("count", count);
    let meant = inputs.config.folder_meant(folder, &["programs", "collections"]);
    Some(diagnostic.arg_opt("suggestion", meant).arg_opt("known", listed(known())))
}

/// One message per file, or one for all if a folder has many of a kind.
fn unused_files(paths: &[&str]) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<(&str, Kind), Vec<&str>> = BTreeMap::new();
    for path in paths {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        alike.entry((folder, Kind::of(path))).or_default().push(path);
    }
    let mut told = Vec::new();
    for ((_, kind), paths) in alike {
        if paths.len() <= MOST_ALONE {
            told.extend(paths.iter().filter_map(|path| unused_file(path, kind)));
            continue;
        }
        let Some((first, others)) = paths.split_first() else { continue };
        let mut names: Vec<&str> = others.iter().take(MOST_NAMED).map(|path| near::file_name(path)).collect();
        if others.len() > MOST_NAMED {
            names.push("…");
        }
        let diagnostic =
            unused_file(first, kind).map(|it| it.arg("others", others.len()).arg_opt("names", listed(names)));
        told.extend(diagnostic);
    }
    told
}

fn unused_file(path: &str, kind: Kind) -> Option<Diagnostic> {
    let name = near::file_name(path);
    let place = Place::file(SitePath::try_from(path).ok()?);
    let (en, zh) = kind.mend(name);
    Some(Diagnostic::new(Code::UnusedFile).at(place).arg("name", name).arg("mend", Arg::term(en, zh)))
}
