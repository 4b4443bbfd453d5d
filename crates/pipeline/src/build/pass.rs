//! Runs the pipeline after loading.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::context::{BuildPass, PassOutcome, Planned};
use super::early_publisher::EarlyPublisher;
use super::figures::ProgramFigures;
use super::outcome::{BuildSummary, Held, Status};
use super::places::Places;
use super::portraits::Portraits;
use super::told::for_want_of_a_file;
use crate::checks;
use crate::checks::names::Names;
use crate::config::text::read_text;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, Severity};
use crate::domain::signature::Shortcodes;
use crate::domain::{FileIx, Finding, Record, Value, Withdrawal};
use crate::edition::{self, PublicIx, PublicProgram, Published, Withheld};
use crate::i18n::Words;
use crate::load::Loaded;
use crate::model::Model;
use crate::output::{self, OutputError};
use crate::plan::{self, Page, Plan};
use crate::progress::{Progress, as_of};
use crate::render::{self, Renderer};
use crate::review::Reviews;
use crate::routes::{Routes, Url, own_urls};
use crate::source::{SitePath, shown_path};
use crate::view::progress::ProgressBook;
use crate::view::{Figures, Index, NoFigures, RecordCard, Viewer};

/// Largest picture or file that is read: 256 MiB.
const LARGEST_FILE: u64 = 256 << 20;

impl BuildPass<'_> {
    pub(super) fn run(&self) -> PassOutcome {
        let output = EarlyPublisher::new(self);
        let ((mut made, unpublished, still_online), rest) = rayon::in_place_scope(|scope| {
            scope.spawn(|_| output.open_early());
            self.planned(|planned| {
                let search = planned.search();
                let Planned { plan, renderer, mut made, withheld, model, names, portraits, .. } = planned;
                let with = (search.as_ref(), names, portraits, &output);
                let unpublished = renderer.and_then(|renderer| self.make(plan, &renderer, with, &mut made));
                (made, unpublished, self.still_online(withheld, model, plan))
            })
        });
        self.publish_and_persist(unpublished, rest, &mut made);
        if made.status != Status::Done {
            match still_online {
                Ok(still_online) => made.still_online = still_online,
                // An unreadable manifest must not look as if no withheld person were online.
                Err(error) => super::publish::tell(&error, &self.options.root, &mut made.diagnostics),
            }
        }
        made
    }

    /// Runs all stages up to the renderer, then `then`. Also returns what the site was made of, which only
    /// has to be freed; that takes a while.
    pub(super) fn planned<R>(&self, then: impl FnOnce(Planned<'_>) -> R) -> (R, Held) {
        let mut findings = Vec::new();
        let mut diagnostics = Diagnostics::default();
        let config = self.config;
        let model = Model::new(self.loaded.records.clone(), &self.loaded.failed, config, &mut findings);
        if !self.options.hold_back {
            model.check(self.loaded.broken.clone(), &self.loaded.failed, config, &mut findings);
        }
        self.reporter.mark("model");
        let reviews = self.reviews(&model);
        reviews.findings(&model, config, &self.loaded.files, &mut findings);
        let programs = self.programs(&model, &reviews);
        self.reporter.mark("progress");
        let options = self.options.edition_on(self.today);
        let Loaded { files, failed_files, .. } = self.loaded;
        let check = || {
            let mut findings = Vec::new();
            let checked = (!self.checks_later).then(|| self.check_content(&model, &programs, &mut findings));
            (checked.unwrap_or_default(), findings)
        };
        let publish = || {
            let waits = |record| reviews.is_waiting(record);
            edition::publish(&model, config, files, failed_files, options, &waits)
        };
        let (((names, doubts), found), (mut published, withheld)) = rayon::join(check, publish);
        let (portraits, copies) = Portraits::hide(&mut published, &self.loaded.attachments);
        copies.into_iter().for_each(|told| diagnostics.push(told));
        self.still_elsewhere(&withheld, &model, &mut diagnostics);
        findings.extend(found);
        self.reporter.mark("checks+edition");
        let (index, routes) =
            rayon::join(|| Index::new(&published), || Routes::new(&published, config, &mut findings));
        self.reporter.mark("routes+index");
        let words = Words::new(&config.site.lang, config.theme.words.clone());
        let figures = self.figures(programs.clone(), &words);
        let shortcodes = &config.theme.shortcodes;
        let book = self.book(&programs, &published);
        let hints = self.viewer(&published, &routes, &words, &index, &book, shortcodes).make_hints();
        let index = index.with_hints(hints);
        let viewer = self.viewer(&published, &routes, &words, &index, &book, shortcodes);
        self.reporter.mark("hints");
        let cards = cards(&published, &viewer);
        self.reporter.mark("cards");
        let inputs = plan::PlanInputs {
            config,
            viewer,
            cards: &cards,
            today: self.today,
            statics: &self.input.statics,
        };
        let plan = plan::plan(&inputs, &mut diagnostics, &mut findings);
        self.reporter.mark("plan");
        if config.theme.broken {
            // Without the theme, it is not known which shortcodes exist.
            findings.retain(|finding| finding.diagnostic.code != Code::BadShortcode);
        }
        let mut made = PassOutcome {
            status: Status::ContentErrors,
            diagnostics,
            failed: Vec::new(),
            summary: BuildSummary {
                pages: pages(&plan),
                withheld: withheld.len(),
                ..BuildSummary::default()
            },
            still_online: Vec::new(),
            purge: Vec::new(),
            programs: programs.clone(),
            waiting: reviews.by_stage(&model, config),
            shown: super::persist::shown(&plan),
            whole: self.whole(&model, &viewer, &doubts, &findings),
        };
        let unused = self.unused_files(&model, &published, &plan, &findings);
        unused.into_iter().for_each(|told| made.diagnostics.push(told));
        self.tell_withheld(&model, &withheld, &mut made);
        self.check_settings(&names, &mut made.diagnostics);
        checks::closed::check(&programs, &model, files, &mut made.diagnostics);
        self.settle(findings, &mut made);
        let render_inputs = render::RenderInputs {
            config,
            viewer,
            plan: &plan,
            base_url: &config.site.base_url,
            today: self.today,
        };
        // A broken chain of themes was reported already; that each page lacks its template adds nothing.
        let renderer = (!config.theme.broken)
            .then(|| Renderer::new(render_inputs, &cards, figures, &mut made.diagnostics))
            .flatten();
        self.reporter.mark("renderer");
        let done = then(Planned {
            plan: &plan,
            renderer,
            made,
            viewer,
            cards: &cards,
            model: &model,
            programs: &programs,
            withheld: &withheld,
            names: &names,
            portraits: &portraits,
        });
        (done, Held::new((model, published, routes, index, book, cards, plan)))
    }

    /// Checks the contents of records. Returns the names that they may not contain, and the files whose
    /// findings may be explained by other records.
    pub(super) fn check_content(
        &self,
        model: &Model,
        programs: &[Arc<Progress>],
        findings: &mut Vec<Finding>,
    ) -> (Names, Vec<FileIx>) {
        let (config, today) = (self.config, self.today);
        let names = Names::new(model, config, &self.loaded.files, today, self.options.drafts);
        let known = |file| self.loaded.is_known(file);
        let inputs =
            checks::content::ContentInputs { model, config, programs, names: &names, today, known: &known };
        let doubts = checks::content::run(&inputs, findings);
        (names, doubts)
    }

    /// Checks the settings for names that they may not contain.
    fn check_settings(&self, names: &Names, diagnostics: &mut Diagnostics) {
        if names.is_empty() {
            return;
        }
        for entry in self.input.content.iter().filter(|entry| checks::settings::is_shown(entry.path.as_str()))
        {
            let path = SitePath::try_from(format!("content/{}", entry.path).as_str()).ok();
            let text = path.and_then(|path| {
                read_text(self.system, &self.options.root, &path, &mut Diagnostics::default())
            });
            let found = text.map_or_else(Vec::new, |text| checks::settings::mentions(&text, names));
            found.into_iter().for_each(|told| diagnostics.push(told));
        }
    }

    fn viewer<'b>(
        &'b self,
        published: &'b Published,
        routes: &'b Routes,
        words: &'b Words,
        index: &'b Index,
        progress: &'b ProgressBook,
        shortcodes: &'b Shortcodes,
    ) -> Viewer<'b> {
        Viewer {
            progress,
            published,
            routes,
            collections: &self.config.collections,
            regions: &self.config.regions,
            today: self.today,
            attachments: &self.loaded.attachments,
            recipe: &self.config.theme.recipe,
            faults: &self.loaded.faults,
            spellings: &self.loaded.spellings,
            words,
            index,
            shortcodes,
            page_ids: &self.config.page_ids,
        }
    }

    /// The records that wait for review.
    fn reviews(&self, model: &Model) -> Reviews {
        let digest = |path: &str| super::review::digest(self.system, &self.options.root, self.loaded, path);
        Reviews::new(model, self.config, &self.loaded.files, &digest)
    }

    /// The programs' figures as far as the edition may show them.
    fn book(&self, programs: &[Arc<Progress>], published: &Published) -> ProgressBook {
        let public = programs
            .iter()
            .map(|progress| PublicProgram::new(Arc::clone(progress), published, self.config, self.today));
        ProgressBook::new(public.collect(), &self.config.regions, &self.config.collections, published)
    }

    /// The programs' figures in display order ([`Calendar::turn`](crate::progress::Calendar::turn)).
    fn programs(&self, model: &Model, reviews: &Reviews) -> Vec<Arc<Progress>> {
        let programs = self.config.programs.par_iter().map(|program| {
            let on = as_of(program, self.options.as_of, self.today);
            Arc::new(Progress::new(model, self.config, program, on, &|record| reviews.is_waiting(record)))
        });
        let mut programs: Vec<Arc<Progress>> = programs.collect();
        programs.sort_by_key(|progress| progress.calendar().turn(self.today));
        programs
    }

    fn figures(&self, programs: Vec<Arc<Progress>>, words: &Words) -> Arc<dyn Figures> {
        if programs.is_empty() {
            return Arc::new(NoFigures);
        }
        let (words, config) = (words.clone(), Arc::clone(self.config));
        Arc::new(ProgramFigures { programs, words, edition: self.options.edition, config })
    }

    /// Drops findings that may be due only to an unreadable file.
    fn keep_sure(&self, findings: &mut Vec<Finding>) {
        if self.input.partly_unreadable {
            findings.retain(|finding| !for_want_of_a_file(&finding.diagnostic));
        }
    }

    /// Resolves findings to diagnostics; for callers that hold no record back.
    pub(super) fn told(&self, mut findings: Vec<Finding>) -> Diagnostics {
        let Self { system, options, config, loaded, .. } = self;
        self.keep_sure(&mut findings);
        let mut diagnostics = Diagnostics::default();
        Places::new(*system, &options.root, &loaded.files).add(findings, &mut diagnostics);
        super::private::hide(*system, &options.root, config, diagnostics)
    }

    /// Resolves findings to diagnostics and remembers which are errors of records.
    pub(super) fn settle(&self, mut findings: Vec<Finding>, made: &mut PassOutcome) {
        self.keep_sure(&mut findings);
        let errors = findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Error);
        // A leak stops the build: if the record were held back, nobody would look for what else the person's
        // file gives away.
        let errors = errors.filter(|finding| finding.diagnostic.code != Code::LeakedNumber);
        made.failed.extend(errors.map(|finding| (finding.file, finding.span)));
        Places::new(self.system, &self.options.root, &self.loaded.files).add(findings, &mut made.diagnostics);
    }

    fn tell_withheld(&self, model: &Model, withheld: &[Withheld], made: &mut PassOutcome) {
        let mut places = Places::new(self.system, &self.options.root, &self.loaded.files);
        // Possible withdrawals of consent were reported at the place where they are written.
        let is_told = |person: &&Withheld| {
            let field = self.config.collection(person.collection).and_then(|it| it.roles.consent);
            let consent = field.and_then(|at| model.record(person.record)?.get(at));
            matches!(consent, Some(Value::Consent(consent)) if consent.withdrawn == Some(Withdrawal::Unclear))
        };
        for person in withheld.iter().filter(|person| !is_told(person)) {
            let (en, zh) = person.reason.words();
            made.diagnostics.push(
                Diagnostic::new(Code::PersonWithheld)
                    .at(places.place(person.file, person.span))
                    .arg("name", &person.name)
                    .arg("reason", Arg::Term { en: en.to_owned(), zh: zh.to_owned() }),
            );
        }
    }

    /// Reads a file of the site.
    pub(super) fn file(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        self.system.read_limited(&self.options.root.join(path), LARGEST_FILE).map_err(|error| {
            match SitePath::try_from(path) {
                Ok(path) => crate::config::text::unreadable(&path, &error),
                Err(_) => Diagnostic::new(Code::UnreadableFile).arg("reason", crate::diag::reason(&error)),
            }
        })
    }

    /// The withheld persons whose pages are still in the published output.
    fn still_online(
        &self,
        withheld: &[Withheld],
        model: &Model,
        plan: &Plan,
    ) -> Result<Vec<String>, OutputError> {
        // It is not known what a record with errors is meant to say, so a person is also listed if what could
        // be read means that she may not be shown.
        let broken = self.loaded.broken.iter().filter(|record| self.may_not_be_shown(record));
        let broken: Vec<&Record> = broken.collect();
        if withheld.is_empty() && broken.is_empty() {
            return Ok(Vec::new());
        }
        let out = super::options::out_folder(self.options);
        let manifest = output::published(self.system, &self.options.root, &out)?;
        let online =
            |url: &Url| SitePath::try_from(url.path()).is_ok_and(|path| manifest.files.contains_key(&path));
        let planned: BTreeSet<&Url> = plan.pages.iter().map(|page| &page.url).collect();
        let is_online = |record: &Record| {
            let (own, hidden) = own_urls(record, self.config);
            // A placeholder name can also stand for another person, who is still shown.
            own.is_some_and(|url| online(&url))
                || hidden.iter().any(|url| !planned.contains(url) && online(url))
        };
        let persons = withheld.iter().filter(|person| model.record(person.record).is_some_and(is_online));
        let broken = broken.into_iter().filter(|record| is_online(record)).filter_map(|record| {
            let title = self.config.collection(record.collection)?.roles.title?;
            Some(record.get(title).and_then(Value::as_text).unwrap_or(&record.id).to_string())
        });
        Ok(persons.map(|person| person.name.to_string()).chain(broken).collect())
    }

    /// Reports other output folders of the site that still contain the page of a withheld person.
    fn still_elsewhere(&self, withheld: &[Withheld], model: &Model, diagnostics: &mut Diagnostics) {
        if withheld.is_empty() {
            return;
        }
        let out = super::options::out_folder(self.options);
        // If this output folder is not allowed where it is, publishing reports that.
        let others = output::elsewhere(self.system, &self.options.root, &out).unwrap_or_default();
        for person in withheld {
            let Some(own) = model.record(person.record).and_then(|record| own_urls(record, self.config).0)
            else {
                continue;
            };
            let Ok(page) = SitePath::try_from(own.path()) else { continue };
            for (at, _) in others.iter().filter(|(_, manifest)| manifest.files.contains_key(&page)) {
                let (en, zh) = person.reason.words();
                let file = self.loaded.files.get(person.file.at());
                diagnostics.push(
                    Diagnostic::new(Code::StillElsewhere)
                        .at(file.cloned().map(Place::file))
                        .arg("name", &person.name)
                        .arg("reason", Arg::term(en, zh))
                        .arg("out", shown_path(at)),
                );
            }
        }
    }

    /// Whether a record is of a person without a valid consent, as far as it can be read.
    fn may_not_be_shown(&self, record: &Record) -> bool {
        let field = self.config.collection(record.collection).and_then(|collection| collection.roles.consent);
        let consent = |field| match record.get(field) {
            Some(Value::Consent(consent)) => Some(&**consent),
            _ => None,
        };
        field.is_some_and(|field| {
            edition::standing(consent(field), self.today).0 != edition::ConsentStatus::Holds
        })
    }
}

/// The cards of all records.
fn cards(published: &Published, viewer: &Viewer<'_>) -> Arc<[Arc<RecordCard>]> {
    let count = u32::try_from(published.records().len()).unwrap_or(u32::MAX);
    // A missing card would shift the index of every later one.
    #[expect(clippy::expect_used, reason = "a record without a card must not shift the others")]
    let card = |n| Arc::new(viewer.card(PublicIx(n)).expect("each record of the edition has a card"));
    (0..count).into_par_iter().map(card).collect()
}

/// The number of pages that readers can open.
fn pages(plan: &Plan) -> usize {
    plan.pages.iter().filter(|page: &&Page| page.kind.is_html()).count()
}
