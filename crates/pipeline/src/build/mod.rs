//! Runs the stages in order and manages the threads.
//!
//! Walk, load, model, edition, routes, views and plan run one after another, each to its end. Then pages are
//! rendered and pictures made on all threads, and each file is passed on as soon as it is finished.
//! Publishing comes last. With `hold_back`, records with errors are removed and everything after loading runs
//! again.

mod attempt;
mod begun;
mod consents;
mod figures;
mod input;
mod kept;
mod live;
mod making;
mod pictures;
mod places;
mod portraits;
mod private;
mod publish;
mod review;
mod run;
mod unused;
mod warm;

pub use consents::{Person, consents};
pub use figures::ProgramFigures;
pub use live::{Draft, Live, LiveFile, live};
pub use review::{Refusal, Signed, Target, sign};
pub use run::STACK;
pub use run::build;

use std::any::Any;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::diag::{Diagnostics, Lang};
use crate::domain::Date;
use crate::edition::{self, Edition};
use crate::progress::Progress;

/// The options of a build.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder; by default that of the edition.
    pub out: Option<PathBuf>,
    /// The edition to build.
    pub edition: Edition,
    /// The day up to which figures count.
    pub as_of: Option<Date>,
    /// The current time; *today* is its day in the site's time zone.
    pub now: Timestamp,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether persons who have not signed yet are shown too, so that they can see what they are asked to
    /// sign. Only for previews of the internal edition with drafts; otherwise ignored.
    pub awaited: bool,
    /// Whether records with errors are left out instead of stopping the build.
    pub hold_back: bool,
    /// The site's address; overrides `site.yaml`.
    pub base_url: Option<Arc<str>>,
    /// Number of threads; by default that of the machine.
    pub jobs: Option<usize>,
    /// Whether to take over an output folder that this program did not write.
    pub adopt: bool,
    /// Whether warnings prevent publishing.
    pub strict: bool,
    /// Whether the site is written; `check` does everything else.
    pub write: bool,
    /// Identifies this build of the program. If it is not known, no page or record is reused from an earlier
    /// build.
    pub program: Option<Arc<str>>,
}

impl Options {
    /// The inputs to the edition's decisions.
    pub(crate) fn edition_on(&self, today: jiff::civil::Date) -> edition::Options {
        let Self { edition, drafts, awaited, write, .. } = *self;
        let awaited = awaited && drafts && !write && edition == Edition::Internal;
        edition::Options { edition, today, drafts, awaited }
    }

    /// Options to examine the public edition at a given time without writing anything.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Self {
            root: root.into(),
            out: None,
            edition: Edition::Public,
            as_of: None,
            now,
            drafts: false,
            awaited: false,
            hold_back: false,
            base_url: None,
            jobs: None,
            adopt: false,
            strict: false,
            write: false,
            program: None,
        }
    }
}

/// A phase of the work, for the progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and checking.
    Load,
    /// Rendering pages.
    Render,
    /// Making pictures.
    Images,
    /// Publishing.
    Publish,
}

/// Receives progress. Called from many threads.
pub trait Reporter: Sync {
    /// A stage begins; it has this many steps.
    fn begin(&self, stage: Stage, steps: usize);
    /// A step is done.
    fn step(&self);
    /// A named part of the work is finished; for benchmarks.
    fn mark(&self, _name: &'static str) {}
}

/// Reports nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Reporter for Silent {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

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
pub struct Summary {
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
    pub summary: Summary,
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
    _held: Option<Box<dyn Any + Send + Sync>>,
}

impl Held {
    fn new(held: impl Any + Send + Sync) -> Self {
        Self { _held: Some(Box::new(held)) }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}
