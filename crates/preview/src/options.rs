//! Options of the preview, and the events that it reports.

use std::time::Duration;

use bangyang_domain::diag::{Diagnostic, Lang};
use bangyang_pipeline::build::{self, BuildSummary};

/// An event to be reported on the terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The system cannot report changes here, so they are polled.
    Polling,
    /// The site was read.
    Planned {
        /// All errors, and warnings that were not reported last time.
        diagnostics: &'a [Diagnostic],
        /// All diagnostics.
        all: &'a [Diagnostic],
        /// Its numbers.
        summary: BuildSummary,
        /// How long it took.
        took: Duration,
        /// Whether the previous version stays visible because this one has errors.
        keeps_old: bool,
    },
    /// Further problems were found in pages rendered since.
    Found {
        /// Those that were not reported before.
        diagnostics: &'a [Diagnostic],
    },
    /// The first page is available.
    Ready {
        /// Its address.
        url: &'a str,
        /// Whether other computers have access.
        is_open: bool,
    },
    /// An internal error occurred.
    Broken,
}

/// Options of the preview.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Options for reading the site. Its `base_url` is replaced by the preview's address.
    pub build: build::BuildOptions,
    /// Whether `build.now` is used regardless of the clock.
    pub is_now_fixed: bool,
    /// The name or address to listen on.
    pub host: String,
    /// The port; 0 for any free one.
    pub port: u16,
    /// Whether to poll for changes instead of relying on the system's events.
    pub poll: bool,
    /// The language of the preview's own messages.
    pub lang: Lang,
}
