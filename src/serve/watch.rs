//! Notices that something of the site has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::session::Message;
use crate::source::{EntryKind, System};

/// What a site is made of. Its root is watched for these alone: output and cache lie there too.
const FOLDERS: [&str; 3] = ["content", "themes", "static"];

/// How often everything is looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// Watches the folders of a site, those that are there.
pub(super) struct Watch<'e> {
    system: &'e dyn System,
    root: PathBuf,
    messages: Sender<Message>,
    watcher: Option<Box<dyn Watcher>>,
    watched: BTreeSet<&'static str>,
    is_polling: bool,
}

impl<'e> Watch<'e> {
    /// Begins to watch.
    pub(super) fn new(system: &'e dyn System, root: &Path, poll: bool, messages: Sender<Message>) -> Self {
        // macOS tells of real paths, whatever it was asked to watch.
        let root = system.canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let mut watch =
            Self { system, root, messages, watcher: None, watched: BTreeSet::new(), is_polling: poll };
        watch.begin();
        watch
    }

    /// Whether changes are looked for instead of told of.
    pub(super) const fn is_polling(&self) -> bool {
        self.is_polling
    }

    /// Looks which of the folders are there; those are watched from now on, with `anew` also those that were watched before:
    /// another folder may stand in the old one's place. Says whether any came or went.
    pub(super) fn look(&mut self, anew: bool) -> bool {
        let mut differs = false;
        for folder in FOLDERS {
            let path = self.root.join(folder);
            let meta = self.system.metadata(&path).ok().flatten();
            let is_there = meta.is_some_and(|meta| meta.kind == EntryKind::Directory);
            let was_there = self.watched.contains(folder);
            differs |= is_there != was_there;
            if was_there && (anew || !is_there) {
                self.watched.remove(folder);
                if let Some(watcher) = &mut self.watcher {
                    // What is gone is not watched any more; that is no error.
                    let _ = watcher.unwatch(&path);
                }
            }
            if is_there && !self.watched.contains(folder) && self.add(&path, RecursiveMode::Recursive) {
                self.watched.insert(folder);
            }
        }
        differs
    }

    fn begin(&mut self) {
        self.watched.clear();
        self.watcher = if self.is_polling {
            let config = Config::default().with_poll_interval(POLL);
            PollWatcher::new(self.teller(), config).ok().map(|it| Box::new(it) as Box<dyn Watcher>)
        } else {
            let watcher = RecommendedWatcher::new(self.teller(), Config::default());
            watcher.ok().map(|it| Box::new(it) as Box<dyn Watcher>)
        };
        if self.watcher.is_none() && !self.is_polling {
            return self.poll_instead();
        }
        // Looking for changes, the folders alone do: the root holds the output, and they are looked for at every tick.
        if !self.is_polling {
            let root = self.root.clone();
            self.add(&root, RecursiveMode::NonRecursive);
        }
        self.look(false);
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        match watcher.watch(path, mode) {
            Ok(()) => true,
            // Gone in between; it is looked for again.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => false,
            // The system has no more watches, or none for this kind of drive.
            Err(_) if !self.is_polling => {
                self.poll_instead();
                path != self.root && path.strip_prefix(&self.root).is_ok_and(|it| self.is_watched(it))
            }
            Err(_) => false,
        }
    }

    fn is_watched(&self, path: &Path) -> bool {
        self.watched.iter().any(|folder| path == Path::new(folder))
    }

    fn poll_instead(&mut self) {
        self.is_polling = true;
        self.begin();
    }

    fn teller(&self) -> impl FnMut(notify::Result<Event>) + Send + 'static {
        let (root, messages) = (self.root.clone(), self.messages.clone());
        move |event| {
            // An error means that something may have been missed.
            let told = event.map_or(Some(true), |event| tells(&root, &event));
            if let Some(is_folder) = told {
                let _ = messages.send(Message::Changed { is_folder });
            }
        }
    }
}

/// Whether an event is one of a site's files changing, and whether it is one of the folders itself that does.
fn tells(root: &Path, event: &Event) -> Option<bool> {
    let is_change = match event.kind {
        // Reading tells of itself too; what was written is whole once it is closed.
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    if !is_change {
        return None;
    }
    if event.need_rescan() || event.paths.is_empty() {
        return Some(true);
    }
    let mut told = None;
    for path in &event.paths {
        let Ok(inner) = path.strip_prefix(root) else { continue };
        let mut parts = inner.components();
        let first = parts.next().and_then(|part| part.as_os_str().to_str());
        if first.is_some_and(|first| FOLDERS.contains(&first)) {
            told = Some(told == Some(true) || parts.next().is_none());
        }
    }
    told
}

/// Changes that came and are not acted upon yet.
#[derive(Debug)]
pub(super) struct Pending {
    first: Instant,
    last: Instant,
    count: usize,
}

impl Pending {
    /// More changes than an editor's saving makes: somebody copies or unpacks.
    const MANY: usize = 24;
    const QUIET: Duration = Duration::from_millis(20);
    const QUIET_AFTER_MANY: Duration = Duration::from_millis(150);
    const LONGEST: Duration = Duration::from_secs(3);

    pub(super) const fn new(now: Instant) -> Self {
        Self { first: now, last: now, count: 1 }
    }

    /// Another change.
    pub(super) const fn add(&mut self, now: Instant) {
        self.last = now;
        self.count = self.count.saturating_add(1);
    }

    /// When it is time to act: once it has been quiet for a moment, but not much later than the first.
    pub(super) fn due(&self) -> Instant {
        let quiet = if self.count > Self::MANY { Self::QUIET_AFTER_MANY } else { Self::QUIET };
        (self.last + quiet).min(self.first + Self::LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, ModifyKind, RemoveKind};

    use super::*;

    #[test]
    fn what_is_read_or_lies_elsewhere_is_no_change() {
        let root = Path::new("/site");
        let told = |kind: EventKind, path: &str| tells(root, &Event::new(kind).add_path(PathBuf::from(path)));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(told(written, "/site/content/news/a.md"), Some(false));
        assert_eq!(told(EventKind::Create(CreateKind::Folder), "/site/static"), Some(true));
        assert_eq!(told(EventKind::Remove(RemoveKind::Folder), "/site/content"), Some(true));
        assert_eq!(
            told(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/site/themes/a/x"),
            Some(false)
        );
        assert_eq!(told(EventKind::Access(AccessKind::Open(AccessMode::Read)), "/site/content/a.md"), None);
        assert_eq!(told(written, "/site/public/index.html"), None);
        assert_eq!(told(written, "/site/.bangyang/lock"), None);
        assert_eq!(told(written, "/elsewhere/content/a.md"), None);
        assert_eq!(tells(root, &Event::new(EventKind::Other)), Some(true));
    }

    #[test]
    fn many_changes_are_waited_for_but_not_for_ever() {
        let start = Instant::now();
        let mut pending = Pending::new(start);
        assert_eq!(pending.due(), start + Pending::QUIET);
        for n in 1..1000 {
            pending.add(start + Duration::from_millis(n));
        }
        assert_eq!(pending.due(), start + Duration::from_millis(999) + Pending::QUIET_AFTER_MANY);
        pending.add(start + Duration::from_secs(60));
        assert_eq!(pending.due(), start + Pending::LONGEST);
    }
}
