//! A complete build.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil;

use super::context::{BuildPass, PassOutcome};
use super::input::Input;
use super::options::{BuildOptions, out_folder};
use super::outcome::{BuildSummary, Held, Outcome, Status};
use super::reporter::{Reporter, Stage};
use super::reuse::{self, InputFingerprint};
use crate::cache::Stamp;
use crate::checks;
use crate::checks::leaks::{Allowed, Kind};
use crate::config::Config;
use crate::config::text::read_text;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, internal};
use crate::load::{self, Earlier, Loaded, Store};
use crate::source::{SitePath, System};

/// How often a build removes records and starts again: records may fail in a chain, each because another one
/// is missing.
pub(super) const MAX_PASSES: usize = 20;

/// Stack size of render threads, in bytes: enough for the deepest allowed nesting of templates in debug
/// builds, where each level takes about 50 kB. Unused stack costs nothing.
pub const STACK: usize = 64 << 20;

/// Loads, checks, renders and publishes a site.
#[must_use]
pub fn build(system: &dyn System, options: &BuildOptions, reporter: &dyn Reporter) -> Outcome {
    // 0 means one per core.
    let jobs = options.jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    let run = || match pool {
        Ok(pool) => pool.install(|| run(system, options, reporter)),
        // If a thread pool cannot be created, use the global one.
        Err(_) => run(system, options, reporter),
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|broken| {
        let why = broken.downcast_ref::<&str>().copied().map(str::to_owned);
        let why = why.or_else(|| broken.downcast_ref::<String>().cloned());
        let mut outcome = nothing_yet(options);
        outcome.diagnostics.push(internal("the site", &why.unwrap_or_else(|| "it broke off".to_owned())));
        outcome
    })
}

fn nothing_yet(options: &BuildOptions) -> Outcome {
    Outcome {
        status: Status::ContentErrors,
        diagnostics: Diagnostics::default(),
        summary: BuildSummary::default(),
        out: out_folder(options),
        lang: None,
        held_back: Vec::new(),
        still_online: Vec::new(),
        purge: Vec::new(),
        programs: Vec::new(),
        waiting: Vec::new(),
        held: Held::default(),
    }
}

fn run(system: &dyn System, options: &BuildOptions, reporter: &dyn Reporter) -> Outcome {
    reporter.begin(Stage::Load, 0);
    let mut outcome = nothing_yet(options);
    let mut found = Diagnostics::default();
    let (input, last) =
        rayon::join(|| Input::walk(system, &options.root, &mut found), || reuse::last(system, options));
    let inputs = InputFingerprint::new(options, &input);
    for name in reuse::strangers(system, options) {
        found.push(Diagnostic::new(Code::LinkInCache).arg("file", name));
    }
    if found.is_empty()
        && let Some((summary, lang)) = inputs.unchanged(system, options, last.as_ref())
    {
        return Outcome { status: Status::Done, summary, lang, ..outcome };
    }
    let store = reuse::store(system, options, &input);
    let earlier = store.as_ref().map_or(Earlier::Nothing, Earlier::Store);
    let mut ready = match Ready::load(system, options, input, inputs, earlier, found) {
        Ok(ready) => Ready { last, ..ready.without_entries() },
        Err(diagnostics) => {
            // It is not known whose data may no longer be stored.
            store.iter().for_each(Store::clear);
            outcome.diagnostics = diagnostics;
            return outcome;
        }
    };
    reporter.mark("load");
    outcome.lang = Some(ready.config.site.lang.messages());
    let mut held_back = failed_files(&ready.diagnostics, options.hold_back);
    for _ in 0..MAX_PASSES {
        let made = BuildPass { store: store.as_ref(), ..ready.pass(system, options, reporter) }.run();
        if !options.hold_back || made.failed.is_empty() {
            let found = std::mem::take(&mut ready.diagnostics);
            finish(&mut outcome, made, found, held_back);
            outcome.diagnostics = ready.hide(system, options, outcome.diagnostics);
            outcome.held = Held::new(ready);
            return outcome;
        }
        held_back.extend(ready.hold_back(made));
    }
    store.iter().for_each(Store::clear);
    let found = std::mem::take(&mut ready.diagnostics);
    outcome.diagnostics = ready.hide(system, options, found);
    outcome
}

/// A loaded site.
pub(super) struct Ready {
    input: Input,
    inputs: InputFingerprint,
    last: Option<Stamp>,
    pub(super) config: Arc<Config>,
    pub(super) loaded: Loaded,
    pub(super) today: civil::Date,
    settings_fail: bool,
    pub(super) diagnostics: Diagnostics,
}

impl Ready {
    /// Loads a site for commands that do not build it.
    pub(super) fn read(system: &dyn System, options: &BuildOptions) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let input = Input::walk(system, &options.root, &mut found);
        let inputs = InputFingerprint::new(options, &input);
        Self::load(system, options, input, inputs, Earlier::Nothing, found)
    }

    /// Loads a site. Returns the diagnostics if its settings cannot be used.
    pub(super) fn load(
        system: &dyn System,
        options: &BuildOptions,
        input: Input,
        inputs: InputFingerprint,
        earlier: Earlier<'_>,
        mut diagnostics: Diagnostics,
    ) -> Result<Self, Diagnostics> {
        if input.content.is_empty() && input.partly_unreadable {
            // It cannot be determined whether there is a site.
            return Err(diagnostics);
        }
        let config = Config::load(system, &options.root, &input.content, &input.themes, &mut diagnostics);
        let Some(mut config) = config else { return Err(diagnostics) };
        if let Some(base_url) = &options.base_url {
            config.site.base_url = base_url.clone();
        }
        let config = Arc::new(config);
        leaked_settings(system, &options.root, &input, &config, &mut diagnostics);
        let settings_fail = diagnostics.count(Severity::Error) > 0;
        let allowed = Allowed::new(&config.site);
        let numbers = |text: &str, heading: &str| numbers_of_persons(&allowed, text, heading);
        let from = (system, options.root.as_path(), input.content.as_slice(), &*config);
        let loaded = load::load_with(from, earlier, &numbers, &mut diagnostics);
        let today = config.site.timezone.to_datetime(options.now).date();
        Ok(Self { input, inputs, last: None, config, loaded, today, settings_fail, diagnostics })
    }

    /// Drops the list of record files, which is not needed after loading.
    fn without_entries(mut self) -> Self {
        let config = Arc::clone(&self.config);
        self.input.content.retain(|entry| load::is_settings(&config, entry));
        self.input.content.shrink_to_fit();
        self
    }

    /// The diagnostics, with private values masked in quoted lines.
    pub(super) fn hide(
        &self,
        system: &dyn System,
        options: &BuildOptions,
        found: Diagnostics,
    ) -> Diagnostics {
        super::private::hide(system, &options.root, &self.config, found)
    }

    /// Prepares one pass over the stages after loading.
    pub(super) fn pass<'a>(
        &'a self,
        system: &'a dyn System,
        options: &'a BuildOptions,
        reporter: &'a dyn Reporter,
    ) -> BuildPass<'a> {
        let Self { input, inputs, last, config, loaded, today, settings_fail, diagnostics } = self;
        BuildPass {
            system,
            options,
            config,
            input,
            loaded,
            today: *today,
            // With `hold_back`, errors of records that were already removed do not count.
            errors_before: *settings_fail
                || (!options.hold_back && diagnostics.count(Severity::Error) > 0)
                || (options.hold_back && !all_in_records(diagnostics, config)),
            warnings_before: diagnostics.count(Severity::Warning) > 0,
            told_before: !diagnostics.is_empty(),
            inputs: *inputs,
            last: last.as_ref(),
            store: None,
            reporter,
            checks_later: false,
        }
    }

    /// Removes the records in which a pass found errors. Returns the files that contain them.
    pub(super) fn hold_back(&mut self, made: PassOutcome) -> Vec<String> {
        let errors = made.diagnostics.sorted().into_iter();
        errors
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .for_each(|error| self.diagnostics.push(error));
        take_out(&mut self.loaded, &made.failed)
    }
}

fn finish(
    outcome: &mut Outcome,
    made: PassOutcome,
    mut diagnostics: Diagnostics,
    mut held_back: Vec<String>,
) {
    diagnostics.extend(made.diagnostics);
    held_back.sort();
    held_back.dedup();
    outcome.diagnostics = diagnostics;
    outcome.held_back = held_back;
    outcome.status = made.status;
    outcome.summary = made.summary;
    outcome.still_online = made.still_online;
    outcome.purge = made.purge;
    outcome.programs = made.programs;
    outcome.waiting = made.waiting;
}

/// Where numbers of persons are in a cell of a spreadsheet; the site's own telephone number is none.
fn numbers_of_persons(allowed: &Allowed, text: &str, heading: &str) -> Vec<Range<usize>> {
    let found = allowed.scan(text, heading, false).into_iter();
    let cut = found.filter(|leak| {
        let is_number = leak.kind.is_grave() || leak.kind == Kind::Phone;
        is_number && text.get(leak.range.clone()).is_none_or(|found| !allowed.has(found, leak.kind))
    });
    cut.map(|leak| leak.range).collect()
}

/// Reports private data in settings that readers see.
fn leaked_settings(
    system: &dyn System,
    root: &std::path::Path,
    input: &Input,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let allowed = Allowed::new(&config.site);
    for entry in input.content.iter().filter(|entry| checks::settings::is_shown(entry.path.as_str())) {
        let path = SitePath::try_from(format!("content/{}", entry.path.as_str()).as_str()).ok();
        // Unreadable files were reported already.
        let text = path.and_then(|path| read_text(system, root, &path, &mut Diagnostics::default()));
        if let Some(text) = text {
            checks::settings::check(&text, &allowed).into_iter().for_each(|told| diagnostics.push(told));
        }
    }
}

/// Whether every error so far is in a record, which can be held back.
fn all_in_records(diagnostics: &Diagnostics, config: &Config) -> bool {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).all(|diagnostic| {
        let Some(place) = &diagnostic.place else { return false };
        let folder = place.file.as_str().strip_prefix("content/").and_then(|path| path.split('/').next());
        folder.is_some_and(|folder| config.collection_named(folder).is_some())
    })
}

/// The files in which loading found errors.
fn failed_files(diagnostics: &Diagnostics, hold_back: bool) -> Vec<String> {
    let errors = diagnostics.iter().filter(|diagnostic| hold_back && diagnostic.severity == Severity::Error);
    errors.filter_map(|diagnostic| Some(diagnostic.place.as_ref()?.file.to_string())).collect()
}

/// Removes the records at these positions. Returns the files that contain them.
fn take_out(loaded: &mut Loaded, failed: &[(crate::domain::FileIx, crate::domain::Span)]) -> Vec<String> {
    let mut files = Vec::new();
    let Loaded { records, failed: known, failed_files, files: paths, .. } = loaded;
    records.retain(|record| {
        let holds = |(file, span): &(crate::domain::FileIx, crate::domain::Span)| {
            let end = record.body.as_ref().map_or(record.span.end, |body| {
                let length = u32::try_from(body.text.len()).unwrap_or(u32::MAX);
                record.span.end.max(body.start.saturating_add(length))
            });
            *file == record.file && record.span.start <= span.start && span.start <= end
        };
        if !failed.iter().any(holds) {
            return true;
        }
        known.insert((record.collection, record.id.clone()));
        if let Some(path) = paths.get(record.file.at()) {
            failed_files.insert(Arc::from(path.as_str()), record.collection);
            files.push(path.to_string());
        }
        false
    });
    files
}
