//! The manifest of what was published, and writing what changed.
//!
//! A [`Publisher`] takes the finished files one by one, from any thread, and compares each with what is
//! published. What differs is staged beside the site, out of readers' sight; [`Publisher::finish`] then moves
//! it into the output. Invariants:
//!
//! - Before `finish`, nothing in the output changes. Files that stay the same are never touched.
//! - Each file is whole at any moment, old or new: it gets its name by a rename, after its bytes are safe on
//!   the disk.
//! - Where nothing is published yet, the whole site gets its name by one rename, and waits for no disk.
//! - New files come first, then replaced ones, then, after a sync, deletions: no page ever refers to what is
//!   not there. Only where a file takes the place of a folder, or a folder that of a file, the old has to go
//!   just before the new comes.
//! - Only files in the manifest are removed, and only while they hold what it says: what somebody else wrote
//!   there stays, and is reported.
//! - Nothing is reached through a link that is in the site or in the output. Before the first change, the
//!   manifest names what was published and what will be, so that no crash makes us forget a file of ours.
//! - The manifest is in `.bangyang/`, not in the output, where it would be published.

mod commit;
mod error;
mod manifest;
mod packed;
mod place;
mod publisher;
mod survey;
mod tree;

use std::path::PathBuf;

use crate::source::SitePath;

pub use error::{Action, OutputError, Unknown};
pub use manifest::{Fingerprint, Manifest};
pub use packed::{Packing, is_worth_packing};
pub use publisher::{Published, Publisher, Put, elsewhere, published};

/// The folder of a site that holds manifests, staged files, caches and the lock. Safe to delete while nothing runs.
pub const PRIVATE_FOLDER: &str = ".bangyang";

/// Where and how to publish.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder, absolute or seen from the current folder; made where it is missing.
    pub out: PathBuf,
    /// Publish into a folder whose content is not known to be ours. Files there that bear the name of one of ours become ours, by their
    /// bytes or by being replaced; everything else stays, and stays foreign.
    pub adopt: bool,
    /// Wait for another build of this site to end instead of giving up.
    pub wait: bool,
}

/// What publishing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that are new or replaced.
    pub written: usize,
    /// Files that were left as they are.
    pub unchanged: usize,
    /// Files that were published and are so no longer, sorted: what a host that only ever adds files must delete.
    pub removed: Vec<SitePath>,
    /// Files among them that somebody else has changed since, sorted: they were left where they are.
    pub changed: Vec<SitePath>,
}

#[cfg(test)]
mod tests;
