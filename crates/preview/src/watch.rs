//! Watches the site for changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::Scope;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::change::Change;
use super::message::Message;
use bangyang_domain::source::{EntryKind, System};

/// The source folders of a site. Only these are watched in its root, which also contains the output and the
/// cache.
const FOLDERS: [&str; 3] = ["content", "themes", "static"];

/// Polling interval if the system does not report changes.
const POLL: Duration = Duration::from_secs(1);

/// Watches those folders of a site that exist.
pub(super) struct Watch<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    system: &'env dyn System,
    root: PathBuf,
    messages: Sender<Message>,
    by: By,
    watched: BTreeSet<&'static str>,
}

/// The method of noticing changes.
enum By {
    /// The system's events.
    Events(RecommendedWatcher),
    /// Polling, until this is set.
    Looking(Arc<AtomicBool>),
}

impl Drop for Watch<'_, '_> {
    fn drop(&mut self) {
        if let By::Looking(ended) = &self.by {
            ended.store(true, Ordering::Relaxed);
        }
    }
}

impl<'scope, 'env> Watch<'scope, 'env> {
    /// Starts watching.
    pub(super) fn new(
        scope: &'scope Scope<'scope, 'env>,
        system: &'env dyn System,
        root: &Path,
        poll: bool,
        messages: Sender<Message>,
    ) -> Self {
        // macOS reports real paths, whatever path was to be watched.
        let root = system.canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        // Drives of other computers accept a watch, but do not report what others change.
        let watcher = if poll || system.is_remote(&root) { None } else { watcher(&root, &messages) };
        let by = match watcher {
            Some(watcher) => By::Events(watcher),
            None => look_for_changes(scope, system, &root, &messages),
        };
        let mut watch = Self { scope, system, root, messages, by, watched: BTreeSet::new() };
        watch.look(false);
        watch
    }

    /// Whether changes are polled instead of reported by the system.
    pub(super) const fn is_polling(&self) -> bool {
        matches!(self.by, By::Looking(_))
    }

    /// Checks which of the folders exist and watches them; with `anew`, also re-registers those watched
    /// before, since a folder may have been replaced. Returns whether any appeared or disappeared.
    pub(super) fn look(&mut self, anew: bool) -> bool {
        let mut differs = false;
        for folder in FOLDERS {
            let By::Events(watcher) = &mut self.by else { return differs };
            let path = self.root.join(folder);
            let meta = self.system.metadata(&path).ok().flatten();
            let is_there = meta.is_some_and(|meta| meta.kind == EntryKind::Directory);
            let was_there = self.watched.contains(folder);
            differs |= is_there != was_there;
            if was_there && (anew || !is_there) {
                self.watched.remove(folder);
                // A folder that is gone is no longer watched; that is not an error.
                let _ = watcher.unwatch(&path);
            }
            if !is_there || self.watched.contains(folder) {
                continue;
            }
            match watcher.watch(&path, RecursiveMode::Recursive) {
                Ok(()) => {
                    self.watched.insert(folder);
                }
                // Gone in the meantime; it will be looked for again.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                // The system has no more watches, or does not support this kind of drive.
                Err(_) => {
                    self.by = look_for_changes(self.scope, self.system, &self.root, &self.messages);
                    return true;
                }
            }
        }
        differs
    }
}

/// Registers for the system's change events in a site, and in its root for folders that appear and disappear;
/// `None` if it cannot.
fn watcher(root: &Path, messages: &Sender<Message>) -> Option<RecommendedWatcher> {
    let (inner, messages) = (root.to_path_buf(), messages.clone());
    let teller = move |event: notify::Result<Event>| {
        // An error means that something may have been missed.
        let told = event.map_or(Some(Change::Folder), |event| tells(&inner, &event));
        if let Some(change) = told {
            // Nobody listens while the server is shutting down.
            let _ = messages.send(Message::Changed(change));
        }
    };
    let mut watcher = RecommendedWatcher::new(teller, Config::default()).ok()?;
    watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Polls in a separate thread. notify's own polling has a resolution of a second and misses the second of two
/// quick saves.
fn look_for_changes<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    system: &'env dyn System,
    root: &Path,
    messages: &Sender<Message>,
) -> By {
    let ended = Arc::new(AtomicBool::new(false));
    let (root, messages, is_ended) = (root.to_path_buf(), messages.clone(), Arc::clone(&ended));
    let seen = move || FOLDERS.map(|folder| system.walk(&root.join(folder)).ok());
    let mut last = seen();
    scope.spawn(move || {
        while !is_ended.load(Ordering::Relaxed) {
            std::thread::sleep(POLL);
            let now = seen();
            if now != last {
                last = now;
                let _ = messages.send(Message::Changed(Change::Inside));
            }
        }
    });
    By::Looking(ended)
}

/// The change that an event means for the site's files; `None` if there is none.
fn tells(root: &Path, event: &Event) -> Option<Change> {
    let is_change = match event.kind {
        // Reading causes events too; a written file is complete once it is closed.
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    if !is_change {
        return None;
    }
    if event.need_rescan() || event.paths.is_empty() {
        return Some(Change::Folder);
    }
    let mut told = None;
    for path in &event.paths {
        let Ok(inner) = path.strip_prefix(root) else { continue };
        let mut parts = inner.components();
        let first = parts.next().and_then(|part| part.as_os_str().to_str());
        if !first.is_some_and(|first| FOLDERS.contains(&first)) {
            continue;
        }
        if parts.next().is_none() {
            return Some(Change::Folder);
        }
        told = Some(Change::Inside);
    }
    told
}

/// Changes that have not been acted on yet.
#[derive(Debug)]
pub(super) struct Pending {
    first: Instant,
    last: Instant,
    count: usize,
}

impl Pending {
    /// More changes than an editor makes by saving: somebody is copying or unpacking.
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

    /// When to act: after a short quiet period, but not long after the first change.
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
        assert_eq!(told(written, "/site/content/news/a.md"), Some(Change::Inside));
        assert_eq!(told(EventKind::Create(CreateKind::Folder), "/site/static"), Some(Change::Folder));
        assert_eq!(told(EventKind::Remove(RemoveKind::Folder), "/site/content"), Some(Change::Folder));
        assert_eq!(
            told(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/site/themes/a/x"),
            Some(Change::Inside)
        );
        assert_eq!(told(EventKind::Access(AccessKind::Open(AccessMode::Read)), "/site/content/a.md"), None);
        assert_eq!(told(written, "/site/public/index.html"), None);
        assert_eq!(told(written, "/site/.bangyang/lock"), None);
        assert_eq!(told(written, "/elsewhere/content/a.md"), None);
        assert_eq!(tells(root, &Event::new(EventKind::Other)), Some(Change::Folder));
        let moved = Event::new(written).add_path("/site/content/a".into()).add_path("/site/content/b".into());
        assert_eq!(tells(root, &moved), Some(Change::Inside));
    }

    #[test]
    fn many_changes_are_waited_for_but_not_for_ever() {
        let start = Instant::now();
        let mut pending = Pending::new(start);
        assert_eq!(pending.due(), start + Pending::QUIET);
        pending.add(start);
        assert_eq!(pending.due(), start + Pending::QUIET);
        for n in 1..1000 {
            pending.add(start + Duration::from_millis(n));
        }
        assert_eq!(pending.due(), start + Duration::from_millis(999) + Pending::QUIET_AFTER_MANY);
        pending.add(start + Duration::from_secs(60));
        assert_eq!(pending.due(), start + Pending::LONGEST);
    }
}
