//! A site in memory whose pages are rendered on request; for the preview.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::context::{BuildPass, Planned};
use super::input::Input;
use super::options::BuildOptions;
use super::outcome::BuildSummary;
use super::places::Places;
use super::reporter::Silent;
use super::reuse::InputFingerprint;
use super::run::{MAX_PASSES, Ready};
use super::told::{image_error, once};
use crate::config::Asset;
use crate::diag::{Diagnostic, Diagnostics};
use crate::domain::Variant;
use crate::load::{Earlier, Memory};
use crate::model::Model;
use crate::plan::{Page, PageKind, Plan};
use crate::progress::Progress;
use crate::render::{Rendered, Renderer};
use crate::source::System;
use crate::sync::{lock, unpoisoned};
use crate::view::Media;
use crate::{extract, images, search};

/// The result of reading and planning a site.
#[derive(Debug)]
pub struct Draft {
    /// The diagnostics, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers that are known before rendering.
    pub summary: BuildSummary,
    /// Whether no error known before rendering would prevent publishing.
    pub is_sound: bool,
}

/// A file of the site that is not a page.
#[derive(Clone, Copy)]
pub enum LiveFile<'a> {
    /// A file of the theme.
    Asset(&'a Asset),
    /// Copied unchanged; its path within the site.
    Copy(&'a str),
    /// An attachment of a record; its path within the site.
    Attached(&'a str),
    /// A picture variant to be generated; the path of the original.
    Picture(&'a str, Variant),
}

/// A site that was read and planned. Pages are rendered on request.
pub struct Live<'a> {
    pass: &'a BuildPass<'a>,
    plan: &'a Plan,
    renderer: Renderer<'a>,
    model: &'a Model,
    programs: &'a [Arc<Progress>],
    files: BTreeMap<&'a str, LiveFile<'a>>,
    search: Option<search::SearchInputs<'a>>,
    /// Built when the first of its files is requested.
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// Reads and plans a site and calls `then` with it; with `None` if the settings or templates cannot be used.
/// `memory` caches what was read between calls.
pub fn live<R>(
    system: &dyn System,
    options: &BuildOptions,
    memory: &Memory,
    then: impl FnOnce(Draft, Option<&Live<'_>>) -> R,
) -> R {
    let mut found = Diagnostics::default();
    let input = Input::walk(system, &options.root, &mut found);
    let inputs = InputFingerprint::new(options, &input);
    let earlier = Earlier::Memory(memory, input.walked);
    let mut ready = match Ready::load(system, options, input, inputs, earlier, found) {
        Ok(ready) => ready,
        Err(diagnostics) => {
            let draft = Draft {
                diagnostics: diagnostics.sorted(),
                summary: BuildSummary::default(),
                is_sound: false,
            };
            return then(draft, None);
        }
    };
    if options.hold_back {
        for _ in 0..MAX_PASSES {
            let made = ready.pass(system, options, &Silent).planned(|planned| planned.made).0;
            if made.failed.is_empty() {
                break;
            }
            ready.hold_back(made);
        }
    }
    // Findings about texts do not keep anyone from viewing them; unless records may be held back, the checks
    // run later.
    let pass = BuildPass { checks_later: !options.hold_back, ..ready.pass(system, options, &Silent) };
    let (shown, _rest) = pass.planned(|planned| {
        let search = planned.search();
        let Planned { plan, renderer, made, model, programs, .. } = planned;
        let is_sound = !pass.errors_before && !made.diagnostics.has_errors();
        let mut diagnostics = ready.diagnostics.clone();
        diagnostics.extend(made.diagnostics);
        let diagnostics = ready.hide(system, options, diagnostics);
        let draft = Draft { diagnostics: diagnostics.sorted(), summary: made.summary, is_sound };
        match renderer {
            Some(renderer) => {
                let (pass, files, index) = (&pass, files(plan), OnceLock::new());
                let live = Live { pass, plan, renderer, model, programs, files, search, index };
                then(draft, Some(&live))
            }
            None => then(draft, None),
        }
    });
    shown
}

fn files(plan: &Plan) -> BTreeMap<&str, LiveFile<'_>> {
    let assets = plan.assets.iter().map(|(url, asset)| (url.path(), LiveFile::Asset(asset)));
    let statics = plan.statics.iter().map(|(url, path)| (url.path(), LiveFile::Copy(path.as_str())));
    let media = plan.media.iter().map(|media| match media {
        Media::Picture { url, source, variant } => (url.path(), LiveFile::Picture(source, *variant)),
        Media::File { url, source } => (url.path(), LiveFile::Attached(source)),
    });
    media.chain(assets).chain(statics).collect()
}

impl<'a> Live<'a> {
    /// The page at a path such as `bases/jinxiu.html`.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<&'a Page> {
        self.plan.page(path)
    }

    /// All pages, by URL.
    #[must_use]
    pub fn pages(&self) -> &'a [Page] {
        &self.plan.pages
    }

    /// The page for unknown addresses.
    #[must_use]
    pub fn not_found(&self) -> Option<&'a Page> {
        self.plan.pages.iter().find(|page| matches!(page.kind, PageKind::NotFound))
    }

    /// The file at a path, if it is not a page.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<LiveFile<'a>> {
        self.files.get(path).copied()
    }

    /// A file of the search index.
    #[must_use]
    pub fn search(&self, path: &str) -> Option<&[u8]> {
        let search = self.search.as_ref().filter(|_| path.starts_with(search::FOLDER))?;
        let index = self.index.get_or_init(|| {
            let files = Mutex::new(BTreeMap::new());
            let put = |path: &str, bytes: &[u8]| {
                lock(&files).insert(path.to_owned(), bytes.to_vec());
            };
            search::index(search, &put);
            unpoisoned(files.into_inner())
        });
        index.get(path).map(Vec::as_slice)
    }

    /// Renders a page. Returns its bytes, if it could be rendered, and its diagnostics.
    #[must_use]
    pub fn render(&self, page: &Page) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
        let Rendered { bytes, diagnostic, findings } = self.renderer.render(page);
        let mut diagnostics = Diagnostics::default();
        diagnostic.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        let BuildPass { system, options, loaded, .. } = self.pass;
        Places::new(*system, &options.root, &loaded.files).add(findings, &mut diagnostics);
        (bytes, diagnostics.sorted())
    }

    /// Checks the contents of records.
    #[must_use]
    pub fn check_content(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.pass.checks_later {
            self.pass.check_content(self.model, self.programs, &mut findings);
        }
        self.pass.told(findings).sorted()
    }

    /// Renders all pages in turn and returns the diagnostics; `None` if `go_on` returned false and it stopped
    /// early.
    pub fn check(&self, go_on: impl Fn() -> bool) -> Option<Vec<Diagnostic>> {
        let mut found = Diagnostics::default();
        for page in &self.plan.pages {
            if !go_on() {
                return None;
            }
            self.render(page).1.into_iter().for_each(|diagnostic| found.push(diagnostic));
        }
        Some(once(found).sorted())
    }

    /// Reads a file of the site.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, source: &str) -> Result<Vec<u8>, Diagnostic> {
        self.pass.file(source)
    }

    /// A file that is published unchanged.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn copy(&self, source: &str) -> Result<Vec<u8>, Diagnostic> {
        self.pass.file(source).map(extract::published)
    }

    /// An attachment of a record, as it is published.
    ///
    /// # Errors
    /// If it cannot be read or may not be published.
    pub fn attached(&self, source: &str) -> Result<Vec<u8>, Diagnostic> {
        self.pass.attached(source).map(extract::published)
    }

    /// Generates a variant of a picture from the bytes of the original.
    ///
    /// # Errors
    /// If it is not a picture that can be shown.
    pub fn picture(&self, source: &str, variant: Variant, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let made = images::make(bytes, &[variant]).map_err(|error| image_error(source, &error))?;
        Ok(made.into_iter().next().unwrap_or_default())
    }
}
