//! Renders a planned site on all threads and hands the files to the publisher.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::context::{BuildPass, PassOutcome};
use super::early_publisher::EarlyPublisher;
use super::outcome::Status;
use super::portraits::Portraits;
use super::publish::{Sink, tell};
use super::reporter::Stage;
use super::reuse::{self, Reuse};
use super::told::once;
use crate::checks::leaks::Allowed;
use crate::checks::names::Names;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, internal, listed};
use crate::domain::{FileIx, Finding, Record, near};
use crate::edition::Edition;
use crate::output::{self, OutputError, Publisher};
use crate::plan::{Page, PageKind, Plan};
use crate::render::{Fingerprints, Renderer};
use crate::routes::Url;
use crate::source::{Checksum, SitePath};
use crate::sync::{lock, unpoisoned};
use crate::view::Media;
use crate::{checks, extract, search};

/// Maximum number of records that are named as users of a file.
const MOST_RECORDS: usize = 3;

impl<'a> BuildPass<'a> {
    /// Renders everything. Returns the staged site if nothing prevents publishing it.
    pub(super) fn make(
        &self,
        plan: &Plan,
        renderer: &Renderer<'_>,
        (search, names, portraits, output): (
            Option<&search::SearchInputs<'_>>,
            &Names,
            &Portraits,
            &EarlyPublisher<'a>,
        ),
        made: &mut PassOutcome,
    ) -> Option<StagedBuild<'_>> {
        let clean = |made: &PassOutcome| {
            let warned = self.warnings_before || made.diagnostics.count(Severity::Warning) > 0;
            !self.errors_before
                && made.diagnostics.count(Severity::Error) == 0
                && !(self.options.strict && warned)
        };
        let mut sink = Sink { publisher: None, compress: self.config.site.compress };
        if self.options.write && clean(made) {
            match output.take() {
                Ok(publisher) => {
                    publisher.expect_files(plan.files().count());
                    sink.publisher = Some(publisher);
                }
                Err(error) => {
                    self.machine(&error, made);
                    return None;
                }
            }
        }
        self.reporter.begin(Stage::Render, plan.pages.len());
        let found = Found::new((names, portraits), made);
        // Only `check` examines finished pages; a build may reuse pages without reading them.
        let checked = (!self.options.write).then(|| checks::output::Output::new(self.config, plan));
        let reuse =
            sink.publisher.as_ref().and_then(|_| Reuse::new(self.options, self.last, plan.pages.len()));
        let day = (&**self.config, self.today);
        let epoch = reuse
            .as_ref()
            .and_then(|_| reuse::epoch(self.system, self.options, self.input, day, renderer.globals()));
        let prints = epoch.map(|epoch| Fingerprints::new(renderer, epoch));
        self.reporter.mark("epoch");
        let earlier = reuse.as_ref().zip(prints.as_ref()).map(|(reuse, prints)| Earlier { reuse, prints });
        self.pages(plan, renderer, &sink, &found, (earlier.as_ref(), checked.as_ref()));
        self.reporter.mark("pages");
        self.reporter.begin(Stage::Images, plan.sources());
        self.pictures(plan, &sink, reuse.as_ref(), &found);
        self.copies(plan, &sink, &found);
        // An index has no diagnostics, so it is built only if something is written.
        if let Some(search) = search.filter(|_| sink.publisher.is_some()) {
            search::index(search, &|path, bytes| found.put(&sink, path, bytes));
        }
        let Found { diagnostics, findings, error, images, .. } = found;
        let mut diagnostics = unpoisoned(diagnostics.into_inner());
        // If a page is missing, dead links to it are no news.
        if let Some(checked) = checked.filter(|_| !diagnostics.has_errors()) {
            checked.finish(&mut diagnostics);
        }
        checks::output::stale(self.config, plan, self.today, &mut diagnostics);
        checks::output::incomplete(self.config, plan, &mut diagnostics);
        made.diagnostics.extend(once(diagnostics));
        self.settle(unpoisoned(findings.into_inner()), made);
        made.summary.images = unpoisoned(images.into_inner());
        if let Some(error) = unpoisoned(error.into_inner()) {
            self.machine(&error, made);
            return None;
        }
        if !clean(made) {
            if let Some(publisher) = sink.publisher {
                publisher.abandon();
            }
            return None;
        }
        self.reporter.mark("pictures and copies");
        Some(StagedBuild { publisher: sink.publisher, reuse })
    }

    /// Publishes the staged site.
    pub(super) fn publish(&self, unpublished: StagedBuild<'_>, made: &mut PassOutcome) {
        let StagedBuild { publisher, reuse } = unpublished;
        self.reporter.begin(Stage::Publish, 0);
        if let Some(publisher) = publisher {
            let site = reuse::Site {
                system: self.system,
                options: self.options,
                config: self.config,
                inputs: self.inputs,
                summary: made.summary,
                silent: made.diagnostics.is_empty() && !self.told_before,
            };
            let stamp = |published: &output::Published<'_>| {
                if let Some(reuse) = reuse {
                    reuse.leave(&site, published);
                }
            };
            match publisher.finish_then(stamp) {
                Ok(summary) => self.published(&summary, made),
                Err(error) => return self.machine(&error, made),
            }
        }
        made.status = Status::Done;
    }

    fn published(&self, summary: &output::PublishSummary, made: &mut PassOutcome) {
        made.summary.written = summary.written;
        made.summary.unchanged = summary.unchanged;
        made.summary.removed = summary.removed.len();
        for path in &summary.changed {
            made.diagnostics.push(Diagnostic::new(Code::PublishedFileChanged).arg("file", path.as_str()));
        }
        // The internal edition is not served at the public address; if it is published elsewhere,
        // `--base-url` says where.
        if self.options.edition == Edition::Internal && self.options.base_url.is_none() {
            return;
        }
        let base = &self.config.site.base_url;
        made.purge = summary.removed.iter().map(|path| Url::new(path.as_str()).absolute(base)).collect();
    }

    fn machine(&self, error: &OutputError, made: &mut PassOutcome) {
        tell(error, &self.options.root, &mut made.diagnostics);
        made.status = if error.is_machine_failure() { Status::MachineFailed } else { Status::ContentErrors };
    }

    fn pages(
        &self,
        plan: &Plan,
        renderer: &Renderer<'_>,
        sink: &Sink<'_>,
        found: &Found<'_>,
        (earlier, checked): (Option<&Earlier<'_>>, Option<&checks::output::Output<'_>>),
    ) {
        let pages = in_order(plan);
        let next = AtomicUsize::new(0);
        rayon::broadcast(|_| {
            while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.reporter.step();
                if found.is_over() {
                    return;
                }
                self.page(page, renderer, sink, found, (earlier, checked));
            }
        });
    }

    fn page(
        &self,
        page: &Page,
        renderer: &Renderer<'_>,
        sink: &Sink<'_>,
        found: &Found<'_>,
        (earlier, checked): (Option<&Earlier<'_>>, Option<&checks::output::Output<'_>>),
    ) {
        // The page is in several lists, with the same contents.
        let path = match path_of(page.url.path()) {
            Ok(path) => path,
            Err(told) => return found.nowhere(told),
        };
        let print = earlier.and_then(|earlier| earlier.prints.of(page));
        if let (Some(earlier), Some(print)) = (earlier, print) {
            match earlier.keep(sink, &path, print) {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => return found.fail(error),
            }
        }
        let rendered = renderer.render(page);
        if let (Some(earlier), Some(print)) = (earlier, print)
            && rendered.diagnostic.is_none()
            && rendered.findings.is_empty()
        {
            earlier.note(page, &path, print);
        }
        if let Some(diagnostic) = rendered.diagnostic {
            found.diagnostic(diagnostic);
        }
        if !rendered.findings.is_empty() {
            lock(&found.findings).extend(rendered.findings);
        }
        if let Some(bytes) = rendered.bytes {
            if let Some(checked) = checked {
                checked.page(page, &bytes);
            }
            if let Err(error) = sink.put_at(&path, &bytes) {
                found.fail(error);
            }
        }
    }

    fn copies(&self, plan: &Plan, sink: &Sink<'_>, found: &Found<'_>) {
        plan.assets.par_iter().for_each(|(url, asset)| found.put(sink, url.path(), &asset.bytes));
        let running = plan.statics.par_iter().filter_map(|(url, path)| {
            let named = checks::files::named(path, found.names);
            let numbered = checks::files::numbered(path, &Allowed::new(&self.config.site));
            named.into_iter().chain(numbered).for_each(|told| found.diagnostic(told));
            let bytes = self.read(path.as_str(), found)?;
            if let Some(copy) = found.portraits.copy(path.as_str(), &bytes) {
                found.diagnostic(copy);
                return None;
            }
            let runs = checks::files::is_running(path.as_str(), &bytes, &self.config.site);
            self.give(path.as_str(), bytes, url.path(), sink, found);
            runs.then(|| path.clone())
        });
        let running = running.collect();
        checks::files::running(running).into_iter().for_each(|told| found.diagnostic(told));
        plan.media.par_iter().for_each(|media| {
            if let Media::File { url, source } = media {
                self.reporter.step();
                match self.attached(source) {
                    Ok(bytes) => self.give(source, bytes, url.path(), sink, found),
                    Err(told) => found.diagnostic(self.with_records(told, source)),
                }
            }
        });
    }

    /// Adds to a diagnostic about a file the records that offer it: that is where it can be removed.
    fn with_records(&self, told: Diagnostic, source: &str) -> Diagnostic {
        if !source.starts_with("content/") {
            return told;
        }
        let name = near::file_name(source);
        let offers = |record: &&Record| {
            let mut found = record.body.as_ref().is_some_and(|body| body.text.contains(name));
            record
                .values
                .iter()
                .for_each(|(_, value)| value.texts(&mut |_, text| found |= text.contains(name)));
            found
        };
        let records = self.loaded.records.iter().map(AsRef::as_ref).chain(&self.loaded.broken);
        let files: BTreeSet<FileIx> = records.filter(offers).map(|record| record.file).collect();
        let paths = files.iter().filter_map(|file| self.loaded.files.get(file.at()));
        let is_beside = |path: &&SitePath| near::folder(path.as_str()) == near::folder(source);
        let (beside, elsewhere): (Vec<&SitePath>, Vec<&SitePath>) = paths.partition(is_beside);
        let records = if beside.is_empty() { elsewhere } else { beside };
        told.arg_opt("records", listed(records.iter().take(MOST_RECORDS).map(|path| path.as_str())))
    }

    /// Reads an attachment, if it may be published.
    pub(super) fn attached(&self, source: &str) -> Result<Vec<u8>, Diagnostic> {
        let bytes = self.file(source)?;
        checks::files::offered(source, &bytes).map_or(Ok(bytes), Err)
    }

    /// Publishes an attachment without its personal metadata, and only if it could be examined.
    fn give(&self, source: &str, bytes: Vec<u8>, url: &str, sink: &Sink<'_>, found: &Found<'_>) {
        if found.is_over() {
            return;
        }
        let bytes = extract::published(bytes);
        let allowed = Allowed::new(&self.config.site);
        checks::files::check(source, &bytes, &allowed, found.names)
            .into_iter()
            .for_each(|told| found.diagnostic(self.with_records(told, source)));
        found.put(sink, url, &bytes);
    }

    pub(super) fn read(&self, path: &str, found: &Found<'_>) -> Option<Vec<u8>> {
        self.file(path).map_err(|diagnostic| found.diagnostic(diagnostic)).ok()
    }
}

/// A site that is staged and waits to be published. The data that it was made of is no longer needed.
pub(super) struct StagedBuild<'a> {
    /// `None` if nothing is to be written.
    publisher: Option<Publisher<'a>>,
    reuse: Option<Reuse<'a>>,
}

/// Pages in rendering order: pages that show the same records are neighbours, so that what one needed is in
/// the cache for the next.
fn in_order(plan: &Plan) -> Vec<&Page> {
    let mut pages: Vec<&Page> = plan.pages.iter().collect();
    pages.sort_by_key(|page| match &page.kind {
        PageKind::Record(record) => Some(record.record),
        PageKind::List(list) => list.records.get(list.first).copied(),
        _ => None,
    });
    pages
}

/// The previous build's output, and the fingerprints of this build's pages.
struct Earlier<'a> {
    reuse: &'a Reuse<'a>,
    prints: &'a Fingerprints<'a>,
}

impl Earlier<'_> {
    /// Keeps the published page if its fingerprint is the same. Returns whether it was kept.
    fn keep(&self, sink: &Sink<'_>, path: &SitePath, print: Checksum) -> Result<bool, OutputError> {
        let Some(publisher) = &sink.publisher else { return Ok(false) };
        let kept = self.reuse.has(publisher, path, print) && sink.keep(path)?;
        if kept {
            self.reuse.note(path.clone(), print, true);
        }
        Ok(kept)
    }

    /// Records the fingerprint of a rendered page, if it covers all that the page shows.
    fn note(&self, page: &Page, path: &SitePath, print: Checksum) {
        if self.prints.covers(page) {
            self.reuse.note(path.clone(), print, false);
        }
    }
}

/// The results that all threads share.
pub(super) struct Found<'n> {
    names: &'n Names,
    pub(super) portraits: &'n Portraits,
    /// Whether the plan has already reported an address that no file can have.
    told_of_addresses: bool,
    diagnostics: Mutex<Diagnostics>,
    findings: Mutex<Vec<Finding>>,
    error: Mutex<Option<OutputError>>,
    /// Number of published pictures.
    pub(super) images: Mutex<usize>,
}

impl<'n> Found<'n> {
    fn new((names, portraits): (&'n Names, &'n Portraits), made: &PassOutcome) -> Self {
        let told_of_addresses = made.diagnostics.iter().any(|told| told.code == Code::BadAddress);
        let (diagnostics, findings) = (Mutex::default(), Mutex::default());
        Self {
            names,
            portraits,
            told_of_addresses,
            diagnostics,
            findings,
            error: Mutex::default(),
            images: Mutex::default(),
        }
    }

    /// Whether to stop early because the machine failed.
    pub(super) fn is_over(&self) -> bool {
        lock(&self.error).is_some()
    }

    pub(super) fn diagnostic(&self, diagnostic: Diagnostic) {
        lock(&self.diagnostics).push(diagnostic);
    }

    pub(super) fn put(&self, sink: &Sink<'_>, path: &str, bytes: &[u8]) {
        match path_of(path).map(|path| sink.put_at(&path, bytes)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.fail(error),
            Err(told) => self.nowhere(told),
        }
    }

    /// Reports a file whose URL is not a valid path, unless the plan has reported it already.
    fn nowhere(&self, told: Diagnostic) {
        if !self.told_of_addresses {
            self.diagnostic(told);
        }
    }

    pub(super) fn fail(&self, error: OutputError) {
        lock(&self.error).get_or_insert(error);
    }
}

/// The output path of a URL. URLs are made of slugs and of validated names; one that is not a valid path is
/// reported, since the file would be missing.
pub(super) fn path_of(url: &str) -> Result<SitePath, Diagnostic> {
    SitePath::try_from(url).map_err(|error| internal(url, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Lang, render};

    /// A planned file without a valid path must not be skipped silently.
    #[test]
    fn what_has_no_place_is_told() {
        for url in ["", "a//b.html", "../a.html", "/a.html", "a\u{7}.html", "con.html"] {
            let told = path_of(url).expect_err(url);
            assert_eq!(told.code, Code::InternalError);
            for lang in Lang::ALL {
                assert!(render::terminal(&told, lang, false).contains("BY511"));
            }
        }
        assert_eq!(path_of("a/b.html").unwrap().as_str(), "a/b.html");
    }

    #[test]
    fn each_file_without_a_place_keeps_the_site_from_being_published() {
        let (names, portraits) = (Names::default(), Portraits::default());
        let found = |told_of_addresses| Found {
            names: &names,
            portraits: &portraits,
            told_of_addresses,
            diagnostics: Mutex::default(),
            findings: Mutex::default(),
            error: Mutex::default(),
            images: Mutex::default(),
        };
        let sink = Sink { publisher: None, compress: true };
        let new = found(false);
        new.put(&sink, "a//b.html", b"x");
        assert!(unpoisoned(new.diagnostics.into_inner()).has_errors());
        let known = found(true);
        known.put(&sink, "a//b.html", b"x");
        assert!(unpoisoned(known.diagnostics.into_inner()).is_empty());
    }
}
