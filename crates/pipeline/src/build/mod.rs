//! The order of the stages and the threads.
//!
//! Walk, load, model, edition, routes, views and plan come first, each whole before the next; then pages are rendered and
//! pictures made on all threads, each handed on as it is finished; publishing comes last. With `hold_back`, a record that has an
//! error is taken out and everything behind loading is done again.

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

/// What a build is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The output folder; the edition's own where there is none.
    pub out: Option<PathBuf>,
    /// For whom.
    pub edition: Edition,
    /// The day up to which figures count.
    pub as_of: Option<Date>,
    /// The moment whose day, in the site's time zone, is today.
    pub now: Timestamp,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether persons who have not signed yet are shown too, so that they see what they sign. For the preview of the internal edition
    /// with drafts alone: where anything is written, or drafts are not shown, it means nothing.
    pub awaited: bool,
    /// Whether records with errors are left out instead of stopping the build.
    pub hold_back: bool,
    /// Where the site will be, instead of what `site.yaml` says.
    pub base_url: Option<Arc<str>>,
    /// Number of threads; that of the machine where there is none.
    pub jobs: Option<usize>,
    /// Whether an output folder that is not ours is taken over.
    pub adopt: bool,
    /// Whether warnings keep the site from being published.
    pub strict: bool,
    /// Whether the site is written; `check` does all but that.
    pub write: bool,
    /// What tells this build of the program from any other. Where it is not known, no page or record is taken over from an earlier build.
    pub program: Option<Arc<str>>,
}

impl Options {
    /// What decides on what the edition shows.
    pub(crate) fn edition_on(&self, today: jiff::civil::Date) -> edition::Options {
        let Self { edition, drafts, awaited, write, .. } = *self;
        let awaited = awaited && drafts && !write && edition == Edition::Internal;
        edition::Options { edition, today, drafts, awaited }
    }

    /// To look at the public edition of a site as it is at a moment, and to write nothing.
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

/// A part of the work, for the progress bar.
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

/// Who is told how far the work is. Called from many threads.
pub trait Reporter: Sync {
    /// A stage begins and has this many steps.
    fn begin(&self, stage: Stage, steps: usize);
    /// A step is done.
    fn step(&self);
    /// A part of the work that has this name is done: for those who measure.
    fn mark(&self, _name: &'static str) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Reporter for Silent {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

/// How a build ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The site is published, or checked.
    Done,
    /// The content has errors; the published site is as it was.
    ContentErrors,
    /// The machine failed.
    MachineFailed,
}

/// Numbers of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages that the site has.
    pub pages: usize,
    /// Files that were written.
    pub written: usize,
    /// Files that were as they are to be.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Pictures that the site has.
    pub images: usize,
    /// Persons who are not published.
    pub withheld: usize,
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Everything that there is to tell.
    pub diagnostics: Diagnostics,
    /// Its numbers.
    pub summary: Summary,
    /// The output folder.
    pub out: PathBuf,
    /// The site's language, where it is known.
    pub lang: Option<Lang>,
    /// Records left out because of errors, as `content/…` paths.
    pub held_back: Vec<String>,
    /// Persons whom the published site still shows though the records now withhold them.
    pub still_online: Vec<String>,
    /// URLs that the host must delete.
    pub purge: Vec<String>,
    /// The figures of the programs, as far as the build came.
    pub programs: Vec<Arc<Progress>>,
    /// The titles of the records that wait for review, by stage.
    pub waiting: Vec<(String, Vec<String>)>,
    /// What was read of the site. To free it takes a while; who is about to end the process need not.
    pub held: Held,
}

/// Something of no more use but to be freed.
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
