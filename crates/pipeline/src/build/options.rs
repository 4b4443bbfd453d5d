//! The options of a build.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::Date;
use crate::edition;
use crate::edition::Edition;

/// The options of a build.
#[derive(Clone, Debug)]
pub struct BuildOptions {
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

impl BuildOptions {
    /// The inputs to the edition's decisions.
    pub(crate) fn edition_on(&self, today: jiff::civil::Date) -> edition::EditionOptions {
        let Self { edition, drafts, awaited, write, .. } = *self;
        let awaited = awaited && drafts && !write && edition == Edition::Internal;
        edition::EditionOptions { edition, today, drafts, awaited }
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

/// The output folder.
pub(super) fn out_folder(options: &BuildOptions) -> std::path::PathBuf {
    options.out.clone().unwrap_or_else(|| {
        options.root.join(match options.edition {
            Edition::Public => "public",
            Edition::Internal => "public-internal",
        })
    })
}
