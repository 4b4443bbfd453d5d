//! What threads tell the session, and what it tells the server.

use std::io;
use std::sync::mpsc::Sender;

use bangyang_domain::diag::Diagnostic;
use bangyang_pipeline::build::Draft;

use super::ask::Ask;
use super::change::Change;
use super::problems::Shown;

/// Messages from the other threads to the session.
pub(super) enum Message {
    /// Something of the site has changed.
    Changed(Change),
    /// A generation has read and planned the site and, if possible, answers. `is_same`: all viewed pages are
    /// unchanged.
    Planned { number: u64, draft: Draft, asks: Option<Sender<Ask>>, is_same: bool },
    /// All pages of a generation have been checked.
    Checked { number: u64, diagnostics: Vec<Diagnostic> },
    /// A viewed page has problems.
    Found { number: u64, diagnostics: Vec<Diagnostic> },
    /// A generation panicked.
    Died { number: u64 },
    /// The server cannot continue.
    Server(io::Error),
}

/// The state that the server uses for answers.
pub(super) struct State {
    /// The version of the site; pages with another version are reloaded.
    pub(super) version: String,
    /// The generation that answers; `None` if the site could not be planned at all.
    pub(super) asks: Option<Sender<Ask>>,
    /// The problems that prevent publishing.
    pub(super) problems: Vec<Diagnostic>,
    /// How they relate to the answers.
    pub(super) shown: Shown,
    /// Whether the site is being read for the first time, so that an answer will follow.
    pub(super) is_starting: bool,
}

impl State {
    /// The state before anything was read.
    pub(super) fn starting(start: &str) -> Self {
        let version = format!("{start}-0");
        Self { version, asks: None, problems: Vec::new(), shown: Shown::Instead, is_starting: true }
    }
}
