//! A thread that reads and plans the site once, and answers requests from memory until a newer one replaces
//! it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use hyper::body::Bytes;

use super::ask::{Answer, Ask};
use super::message::Message;
use super::pictures::Pictures;
use super::seen::Seen;
use bangyang_domain::diag::{Diagnostic, Severity, internal};
use bangyang_domain::source::System;
use bangyang_pipeline::build::{self, Draft, Live, LiveFile};
use bangyang_records::load::Memory;

/// How long page requests take precedence before all pages are checked for errors.
const BEFORE_CHECK: Duration = Duration::from_millis(300);

/// The context of a generation.
pub(super) struct Work<'e> {
    pub(super) system: &'e dyn System,
    pub(super) options: build::BuildOptions,
    pub(super) pictures: &'e Pictures,
    pub(super) memory: &'e Memory,
    pub(super) seen: &'e Seen,
    /// A thread pool for answers, so that none waits for a site that is being read.
    pub(super) answerers: &'e rayon::ThreadPool,
    pub(super) number: u64,
    pub(super) messages: Sender<Message>,
    /// Whether the check of all pages has become pointless.
    pub(super) stale: Arc<AtomicBool>,
}

impl Work<'_> {
    /// Reads and plans the site, reports it, and answers until all requesters are gone.
    pub(super) fn run(self) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            build::live(self.system, &self.options, self.memory, |draft, live| self.live(draft, live));
        }));
        if done.is_err() {
            self.tell(Message::Died { number: self.number });
        }
    }

    fn live(&self, draft: Draft, live: Option<&Live<'_>>) {
        let Some(live) = live else {
            return self.tell(Message::Planned { number: self.number, draft, asks: None, is_same: false });
        };
        let (asks, questions) = channel();
        let is_same = self.seen.are_the_same(|path| {
            let (bytes, problems) = live.render(live.page(path)?);
            bytes.filter(|_| problems.is_empty())
        });
        self.tell(Message::Planned { number: self.number, draft, asks: Some(asks), is_same });
        std::thread::scope(|scope| {
            scope.spawn(|| self.check(live));
            self.answer_all(live, &questions);
            self.stale.store(true, Ordering::Relaxed);
        });
    }

    /// Answers requests until all senders are gone.
    fn answer_all(&self, live: &Live<'_>, questions: &Receiver<Ask>) {
        self.answerers.in_place_scope(|scope| {
            for Ask { path, reply } in questions {
                scope.spawn(move |_| {
                    // A panic drops the reply channel; the requester then reports an internal error.
                    let _ = catch_unwind(AssertUnwindSafe(|| {
                        let answer = self.answer(live, &path);
                        // The requester may be gone.
                        let _ = reply.send(answer);
                    }));
                });
            }
        });
    }

    fn check(&self, live: &Live<'_>) {
        std::thread::park_timeout(BEFORE_CHECK);
        let go_on = || !self.stale.load(Ordering::Relaxed);
        self.tell_checked(|| go_on().then(|| live.check_content()));
        self.tell_checked(|| live.check(go_on));
    }

    /// Reports the result of a check. A check that panicked must not look like a site without errors.
    fn tell_checked(&self, check: impl FnOnce() -> Option<Vec<Diagnostic>>) {
        let checked = catch_unwind(AssertUnwindSafe(check))
            .unwrap_or_else(|_| Some(vec![internal("check", &"it broke off")]));
        if let Some(diagnostics) = checked {
            self.tell(Message::Checked { number: self.number, diagnostics });
        }
    }

    fn answer(&self, live: &Live<'_>, path: &str) -> Answer {
        let folder = |path: &str| if path.is_empty() { String::new() } else { format!("{path}/") };
        let index = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(page) = live.page(&index) {
            let (bytes, problems) = live.render(page);
            self.found(&problems);
            let problems = errors(problems);
            return match bytes {
                Some(bytes) if page.kind.is_html() => {
                    self.seen.note(&index, &bytes);
                    Answer::Page { bytes, problems }
                }
                Some(bytes) => Answer::File(bytes.into()),
                None => Answer::Failed(problems),
            };
        }
        if let Some(file) = live.file(&index) {
            return match self.file(live, file) {
                Ok(bytes) if matches!(file, LiveFile::Attached(_)) => Answer::Attached(bytes),
                Ok(bytes) => Answer::File(bytes),
                Err(problem) => {
                    self.found(std::slice::from_ref(&problem));
                    Answer::Failed(vec![problem])
                }
            };
        }
        if let Some(bytes) = live.search(path) {
            return Answer::File(Bytes::copy_from_slice(bytes));
        }
        let inner = format!("{}index.html", folder(path));
        if live.page(&inner).is_some() || live.file(&inner).is_some() {
            return Answer::Folder(folder(path));
        }
        let (bytes, problems) = live.not_found().map(|page| live.render(page)).unwrap_or_default();
        Answer::Nothing { bytes, problems: errors(problems) }
    }

    fn file(&self, live: &Live<'_>, file: LiveFile<'_>) -> Result<Bytes, Diagnostic> {
        match file {
            LiveFile::Asset(asset) => Ok(Bytes::copy_from_slice(&asset.bytes)),
            LiveFile::Copy(source) => live.copy(source).map(Bytes::from),
            LiveFile::Attached(source) => live.attached(source).map(Bytes::from),
            LiveFile::Picture(source, variant) => {
                let bytes = live.read(source)?;
                self.pictures.get(&bytes, variant, || live.picture(source, variant, &bytes))
            }
        }
    }

    fn found(&self, problems: &[Diagnostic]) {
        if !problems.is_empty() {
            self.tell(Message::Found { number: self.number, diagnostics: problems.to_vec() });
        }
    }

    fn tell(&self, message: Message) {
        // Nobody listens while the server is shutting down.
        let _ = self.messages.send(message);
    }
}

/// The errors that prevent publishing.
pub(super) fn errors(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}
