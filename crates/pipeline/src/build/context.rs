//! Input and results of the stages after loading.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil;

use super::input::Input;
use super::options::BuildOptions;
use super::outcome::{BuildSummary, Status};
use super::portraits::Portraits;
use super::reporter::Reporter;
use super::reuse::InputFingerprint;
use crate::cache::Stamp;
use crate::checks::names::Names;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::domain::{FileIx, Span};
use crate::edition::Withheld;
use crate::load::{Loaded, Store};
use crate::model::Model;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::render::Renderer;
use crate::search;
use crate::source::System;
use crate::view::{RecordCard, Viewer};

/// One pass over the stages after loading, and what it needs.
pub(super) struct BuildPass<'a> {
    pub(super) system: &'a dyn System,
    pub(super) options: &'a BuildOptions,
    pub(super) config: &'a Arc<Config>,
    pub(super) input: &'a Input,
    pub(super) loaded: &'a Loaded,
    pub(super) today: civil::Date,
    /// Whether earlier errors already keep the site from being published.
    pub(super) errors_before: bool,
    /// Whether there were warnings before this pass.
    pub(super) warnings_before: bool,
    /// Whether there were diagnostics of any severity before this pass.
    pub(super) told_before: bool,
    pub(super) inputs: InputFingerprint,
    /// The stamp of the previous build.
    pub(super) last: Option<&'a Stamp>,
    /// Where records are stored for the next build.
    pub(super) store: Option<&'a Store>,
    pub(super) reporter: &'a dyn Reporter,
    /// Whether the caller checks the texts itself later ([`BuildPass::check_content`]).
    pub(super) checks_later: bool,
}

/// The results of a pass.
pub(super) struct PassOutcome {
    pub(super) status: Status,
    pub(super) diagnostics: Diagnostics,
    /// The positions of records with errors.
    pub(super) failed: Vec<(FileIx, Span)>,
    pub(super) summary: BuildSummary,
    pub(super) still_online: Vec<String>,
    pub(super) purge: Vec<String>,
    pub(super) programs: Vec<Arc<Progress>>,
    pub(super) waiting: Vec<(String, Vec<String>)>,
    /// By `FileIx`: whether the file is published in full and has no diagnostics.
    pub(super) whole: Vec<bool>,
    /// The published pictures, by their paths within the site.
    pub(super) shown: BTreeSet<Arc<str>>,
}

/// A planned site, ready to be rendered.
pub(super) struct Planned<'p> {
    pub(super) plan: &'p Plan,
    /// `None` if a template has a syntax error.
    pub(super) renderer: Option<Renderer<'p>>,
    pub(super) made: PassOutcome,
    pub(super) viewer: Viewer<'p>,
    pub(super) cards: &'p Arc<[Arc<RecordCard>]>,
    pub(super) model: &'p Model,
    pub(super) programs: &'p [Arc<Progress>],
    pub(super) withheld: &'p [Withheld],
    /// Empty if the checks run later.
    pub(super) names: &'p Names,
    /// Pictures of persons who may not be shown.
    pub(super) portraits: &'p Portraits,
}

impl<'p> Planned<'p> {
    /// The input of the search index; `None` if the site has no search.
    pub(super) fn search(&self) -> Option<search::SearchInputs<'p>> {
        let Self { viewer, cards, plan, .. } = self;
        plan.has_search().then_some(search::SearchInputs { viewer: *viewer, cards, plan })
    }
}
