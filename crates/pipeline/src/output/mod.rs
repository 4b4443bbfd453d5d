//! Writes what changed, and keeps a manifest of what was published.
//!
//! A [`Publisher`] takes finished files one by one, from any thread, and compares each with the published
//! one. Files that differ are staged beside the site, where readers cannot see them; [`Publisher::finish`]
//! then moves them into the output. Invariants:
//!
//! - Before `finish`, nothing in the output changes. Unchanged files are never touched.
//! - Each file is complete at any moment, old or new: it gets its name by a rename, after its bytes are safe
//!   on the disk.
//! - If nothing is published yet, the whole site gets its name by one rename and waits for no disk.
//! - New files come first, then replaced ones, then, after a sync, deletions: no page ever refers to a
//!   missing file. Only where a file replaces a folder or vice versa, the old one has to go just before.
//! - Only files in the manifest are removed, and only if their contents are what it says: files that somebody
//!   else changed stay and are reported.
//! - No link in the site or the output is followed. Before the first change, the manifest names both what was
//!   published and what will be, so that a crash never makes us forget a file.
//! - The manifest is in `.bangyang/`, not in the output, where it would be published.

mod clear;
mod commit;
mod error;
mod item;
mod manifest;
mod packed;
mod place;
mod published;
mod publisher;
mod survey;
mod tree;

use std::path::PathBuf;

use crate::source::SitePath;

pub use error::{Action, OutputError, Unknown};
pub use manifest::{Fingerprint, Manifest};
pub use packed::{Packing, is_worth_packing};
pub use published::Published;
pub use publisher::{Publisher, Put, elsewhere, published};

/// The folder of a site that contains manifests, staged files, caches and the lock. Safe to delete while
/// nothing runs.
pub const PRIVATE_FOLDER: &str = ".bangyang";

/// Where and how to publish.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder, absolute or relative to the current directory; created if it is missing.
    pub out: PathBuf,
    /// Publish into a folder whose contents are not known to be ours. Files there with the name of one of
    /// ours become ours, because they have the same bytes or are replaced; everything else stays and remains
    /// foreign.
    pub adopt: bool,
    /// Wait for another build of this site to end instead of giving up.
    pub wait: bool,
}

/// The result of publishing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishSummary {
    /// Files that are new or replaced.
    pub written: usize,
    /// Files that were left as they are.
    pub unchanged: usize,
    /// Files that are no longer published, sorted: a host to which files are only ever added must delete
    /// them.
    pub removed: Vec<SitePath>,
    /// Those of them that somebody else has changed since, sorted: they were left where they are.
    pub changed: Vec<SitePath>,
}

#[cfg(test)]
mod tests;
