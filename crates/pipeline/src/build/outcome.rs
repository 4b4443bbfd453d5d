//! The outcome of a build.

use std::any::Any;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diag::{Diagnostics, Lang};
use crate::progress::Progress;

/// How a build ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The site is published or, for `check`, examined.
    Done,
    /// The content has errors; the published site is unchanged.
    ContentErrors,
    /// The machine failed.
    MachineFailed,
}

/// The numbers of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildSummary {
    /// Pages of the site.
    pub pages: usize,
    /// Files that were written.
    pub written: usize,
    /// Files that were already up to date.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Pictures of the site.
    pub images: usize,
    /// Persons who are not published.
    pub withheld: usize,
}

/// The result of a build.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// All diagnostics.
    pub diagnostics: Diagnostics,
    /// Its numbers.
    pub summary: BuildSummary,
    /// The output folder.
    pub out: PathBuf,
    /// The site's language, where it is known.
    pub lang: Option<Lang>,
    /// Records left out because of errors, as `content/…` paths.
    pub held_back: Vec<String>,
    /// Persons whom the published site still shows although the records now withhold them.
    pub still_online: Vec<String>,
    /// URLs that must be deleted from the host.
    pub purge: Vec<String>,
    /// The programs' figures, if the build got that far.
    pub programs: Vec<Arc<Progress>>,
    /// The titles of the records that wait for review, by stage.
    pub waiting: Vec<(String, Vec<String>)>,
    /// The data of the site. Freeing it takes a while; a process that is about to exit need not.
    pub held: Held,
}

/// Data that only has to be freed.
#[derive(Default)]
pub struct Held {
    pub(super) _held: Option<Box<dyn Any + Send + Sync>>,
}

impl Held {
    pub(super) fn new(held: impl Any + Send + Sync) -> Self {
        Self { _held: Some(Box::new(held)) }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}
