//! Publishing, on an in-memory file system unless the name says otherwise.

mod disk;
mod faults;
mod guards;
mod publish;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::source::{MemSystem, System};

/// Files by path.
type Files = BTreeMap<String, String>;

fn files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Files {
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn path(text: &str) -> SitePath {
    SitePath::try_from(text).unwrap()
}

fn options() -> PublishOptions {
    PublishOptions {
        root: PathBuf::from("/site"),
        out: PathBuf::from("/site/public"),
        adopt: false,
        wait: false,
    }
}

/// A site with some content.
fn site() -> MemSystem {
    let system = MemSystem::new();
    system.put("/site/content/a.md", "a").unwrap();
    system
}

fn publish_to(
    system: &dyn System,
    options: &PublishOptions,
    files: &Files,
) -> Result<PublishSummary, OutputError> {
    let publisher = Publisher::begin(system, options)?;
    for (name, text) in files {
        publisher.put(&path(name), text.as_bytes())?;
    }
    publisher.finish()
}

fn publish(system: &dyn System, files: &Files) -> Result<PublishSummary, OutputError> {
    publish_to(system, &options(), files)
}

/// The contents of a folder, its files as text.
fn files_in(system: &MemSystem, folder: &str) -> Files {
    let within = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    system.files(folder).into_iter().map(|(path, bytes)| (within(&path), text(bytes))).collect()
}

fn output(system: &MemSystem) -> Files {
    files_in(system, "/site/public")
}

fn summary(written: usize, unchanged: usize, removed: &[&str]) -> PublishSummary {
    PublishSummary {
        written,
        unchanged,
        removed: removed.iter().map(|name| path(name)).collect(),
        changed: Vec::new(),
    }
}
