//! Decides what is served, and when the site is read again.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::Scope;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use super::ask::Ask;
use super::change::Change;
use super::generation::{Work, errors};
use super::message::{Message, State};
use super::options::{Event, ServeOptions};
use super::pictures::Pictures;
use super::problems::Shown;
use super::seen::Seen;
use super::watch::{Pending, Watch};
use bangyang_domain::diag::render::json;
use bangyang_domain::diag::{Diagnostic, Severity};
use bangyang_domain::source::System;
use bangyang_pipeline::build::Draft;
use bangyang_records::load::Memory;

/// How often to look for folders that were missing or not watched.
const TICK: Duration = Duration::from_secs(1);

/// The generation that answers.
struct Current {
    number: u64,
    asks: Sender<Ask>,
    is_sound: bool,
    stale: Arc<AtomicBool>,
}

/// What is served now, and what is in progress.
pub(super) struct Session<'scope, 'env> {
    parts: Parts<'scope, 'env>,
    current: Option<Current>,
    building: Option<(u64, Instant, Arc<AtomicBool>)>,
    /// Whether something has changed since the last reading of the site began.
    has_changed: bool,
    last: u64,
    versions: u64,
    is_ready: bool,
    told: BTreeSet<String>,
    /// What was reported for the previous reading.
    told_before: BTreeSet<String>,
}

/// The inputs of a session.
pub(super) struct Parts<'scope, 'env> {
    pub(super) scope: &'scope Scope<'scope, 'env>,
    pub(super) system: &'env dyn System,
    pub(super) options: &'env ServeOptions,
    pub(super) pictures: &'env Pictures,
    pub(super) memory: &'env Memory,
    pub(super) seen: &'env Seen,
    pub(super) answerers: &'env rayon::ThreadPool,
    pub(super) messages: Sender<Message>,
    pub(super) state: watch::Sender<Arc<State>>,
    pub(super) url: &'env str,
    /// Whether other computers have access.
    pub(super) is_open: bool,
    /// Distinguishes the versions of this run from those of others.
    pub(super) start: String,
}

impl<'scope, 'env> Session<'scope, 'env> {
    pub(super) fn new(parts: Parts<'scope, 'env>) -> Self {
        Self {
            parts,
            current: None,
            building: None,
            has_changed: false,
            last: 0,
            versions: 0,
            is_ready: false,
            told: BTreeSet::new(),
            told_before: BTreeSet::new(),
        }
    }

    /// Runs until the server cannot continue.
    pub(super) fn run(
        &mut self,
        messages: &Receiver<Message>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> io::Result<()> {
        let Parts { scope, system, options, messages: sender, .. } = &self.parts;
        // Start watching before reading, so that changes in between are noticed.
        let mut watch = Watch::new(scope, *system, &options.build.root, options.poll, sender.clone());
        if watch.is_polling() && !options.poll {
            tell(Event::Polling);
        }
        self.build();
        let mut pending: Option<Pending> = None;
        loop {
            let now = Instant::now();
            let due = pending.as_ref().map(Pending::due);
            let wait = due.map_or(TICK, |due| due.saturating_duration_since(now));
            match messages.recv_timeout(wait) {
                Ok(Message::Changed(change)) => {
                    if change == Change::Folder {
                        watch.look(true);
                    }
                    note(&mut pending);
                }
                Ok(Message::Server(error)) => return Err(error),
                Ok(message) => self.take(message, tell),
                Err(RecvTimeoutError::Timeout) => {
                    if watch.look(false) {
                        note(&mut pending);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            let now = Instant::now();
            self.has_changed |= pending.take_if(|pending| pending.due() <= now).is_some();
            if self.has_changed && self.building.is_none() {
                self.build();
            }
        }
    }

    /// Starts reading the site.
    fn build(&mut self) {
        // The check in progress is outdated.
        if let Some(current) = &self.current {
            current.stale.store(true, Ordering::Relaxed);
        }
        self.last += 1;
        self.has_changed = false;
        let mut options = self.parts.options.build.clone();
        if !self.parts.options.is_now_fixed
            && let Ok(now) = Timestamp::try_from(self.parts.system.now())
        {
            options.now = now;
        }
        let stale = Arc::new(AtomicBool::new(false));
        let work = Work {
            system: self.parts.system,
            options,
            pictures: self.parts.pictures,
            memory: self.parts.memory,
            seen: self.parts.seen,
            answerers: self.parts.answerers,
            number: self.last,
            messages: self.parts.messages.clone(),
            stale: Arc::clone(&stale),
        };
        self.building = Some((self.last, Instant::now(), stale));
        self.parts.scope.spawn(move || work.run());
    }

    fn take(&mut self, message: Message, tell: &mut dyn FnMut(Event<'_>)) {
        match message {
            Message::Planned { number, draft, asks, is_same } => {
                self.planned(number, draft, (asks, is_same), tell);
            }
            Message::Checked { number, diagnostics } => {
                if self.is_current(number) {
                    self.checked(diagnostics, tell);
                }
            }
            Message::Found { number, diagnostics } => {
                if self.is_current(number) {
                    self.tell_new(diagnostics, tell);
                }
            }
            Message::Died { number } => self.died(number, tell),
            Message::Changed(_) | Message::Server(_) => {}
        }
    }

    fn is_current(&self, number: u64) -> bool {
        self.current.as_ref().is_some_and(|current| current.number == number) && self.building.is_none()
    }

    fn planned(
        &mut self,
        number: u64,
        draft: Draft,
        (asks, is_same): (Option<Sender<Ask>>, bool),
        tell: &mut dyn FnMut(Event<'_>),
    ) {
        let Some((_, begun, stale)) = self.building.take_if(|(known, ..)| *known == number) else { return };
        let keeps_old = match (&self.current, &asks) {
            (_, None) => true,
            (Some(current), Some(_)) => current.is_sound && !draft.is_sound,
            (None, Some(_)) => false,
        };
        if let Some(asks) = asks.filter(|_| !keeps_old) {
            self.current = Some(Current { number, asks, is_sound: draft.is_sound, stale });
        }
        let shown = match (&self.current, keeps_old) {
            (None, _) => Shown::Instead,
            (_, true) => Shown::BeforeThem,
            (_, false) => Shown::WithThem,
        };
        let told: BTreeSet<String> = draft.diagnostics.iter().map(|it| self.key(it)).collect();
        let is_new = |it: &&Diagnostic| it.severity == Severity::Error || !self.told.contains(&self.key(it));
        let diagnostics: Vec<Diagnostic> = draft.diagnostics.iter().filter(is_new).cloned().collect();
        self.told_before = std::mem::replace(&mut self.told, told);
        tell(Event::Planned {
            diagnostics: &diagnostics,
            all: &draft.diagnostics,
            summary: draft.summary,
            took: begun.elapsed(),
            keeps_old: shown == Shown::BeforeThem,
        });
        let problems = errors(draft.diagnostics);
        let had_problems = !self.parts.state.borrow().problems.is_empty();
        if is_same && !had_problems && problems.is_empty() && self.is_ready {
            self.answer_by_current();
        } else {
            self.show(problems, shown);
        }
        if !std::mem::replace(&mut self.is_ready, true) {
            tell(Event::Ready { url: self.parts.url, is_open: self.parts.is_open });
        }
    }

    fn checked(&mut self, diagnostics: Vec<Diagnostic>, tell: &mut dyn FnMut(Event<'_>)) {
        let found = errors(diagnostics.clone());
        self.tell_new(diagnostics, tell);
        if found.is_empty() {
            return;
        }
        let mut problems = self.parts.state.borrow().problems.clone();
        problems.extend(found);
        self.show(problems, Shown::WithThem);
    }

    fn died(&mut self, number: u64, tell: &mut dyn FnMut(Event<'_>)) {
        if self.building.take_if(|(known, ..)| *known == number).is_none() {
            // The generation that answered is gone; another attempt may succeed.
            if self.current.take_if(|current| current.number == number).is_some() {
                self.build();
            }
            return;
        }
        tell(Event::Broken);
        let shown = if self.current.is_some() { Shown::BeforeThem } else { Shown::Instead };
        self.show(Vec::new(), shown);
    }

    /// Reports those that were not reported since the site was read.
    fn tell_new(&mut self, diagnostics: Vec<Diagnostic>, tell: &mut dyn FnMut(Event<'_>)) {
        let mut new = Vec::new();
        for diagnostic in diagnostics {
            let key = self.key(&diagnostic);
            let is_old = diagnostic.severity != Severity::Error && self.told_before.contains(&key);
            if self.told.insert(key) && !is_old {
                new.push(diagnostic);
            }
        }
        if !new.is_empty() {
            tell(Event::Found { diagnostics: &new });
        }
    }

    fn key(&self, diagnostic: &Diagnostic) -> String {
        json(diagnostic, self.parts.options.lang)
    }

    /// Lets the current generation answer, although browsers already show its pages.
    fn answer_by_current(&self) {
        let old = Arc::clone(&self.parts.state.borrow());
        let asks = self.current.as_ref().map(|current| current.asks.clone());
        let state = State {
            version: old.version.clone(),
            asks,
            problems: Vec::new(),
            shown: old.shown,
            is_starting: false,
        };
        self.parts.state.send_replace(Arc::new(state));
    }

    fn show(&mut self, problems: Vec<Diagnostic>, shown: Shown) {
        self.versions += 1;
        self.parts.seen.forget();
        let asks = self.current.as_ref().map(|current| current.asks.clone());
        let version = format!("{}-{}", self.parts.start, self.versions);
        self.parts.state.send_replace(Arc::new(State { version, asks, problems, shown, is_starting: false }));
    }
}

/// Records a change until it is time to act.
fn note(pending: &mut Option<Pending>) {
    let now = Instant::now();
    match pending {
        Some(pending) => pending.add(now),
        None => *pending = Some(Pending::new(now)),
    }
}
