//! Injects a fault at each operation in turn and checks what is left and what the next build makes of it.

use std::collections::BTreeSet;
use std::io::ErrorKind;

use super::*;
use crate::source::{EntryKind, Fault};

/// A change of a site. A page's text names the pages that it refers to, after `->`.
struct Change {
    /// Files that somebody put into the output.
    hand: Files,
    old: Files,
    new: Files,
    /// Whether everything that pages refer to can exist at any moment.
    gapless: bool,
}

fn changes() -> Vec<Change> {
    let hand = files([("hand.txt", "hand"), ("a/hand.txt", "hand"), ("gone/too/hand.txt", "hand")]);
    let grown = Change {
        hand: hand.clone(),
        old: files([
            ("index.html", "1 ->a/x.html ->gone/y.html ->style.css"),
            ("a/x.html", "1 ->gone/too/z.html"),
            ("gone/y.html", "1"),
            ("gone/too/z.html", "1"),
            ("lost/far/w.html", "1 ->index.html"),
            ("style.css", "same"),
        ]),
        new: files([
            ("index.html", "2 ->a/x.html ->new/b.html ->style.css"),
            ("a/x.html", "2 ->new/deep/c.html"),
            ("new/b.html", "2 ->z.html"),
            ("new/deep/c.html", "2"),
            ("z.html", "2 ->index.html"),
            ("style.css", "same"),
        ]),
        gapless: true,
    };
    let first = Change { hand: Files::new(), old: Files::new(), ..grown_again(&grown) };
    let last = Change { new: Files::new(), ..grown_again(&grown) };
    let turned = Change {
        hand,
        old: files([("index.html", "1 ->f"), ("f", "1"), ("d/x.html", "1"), ("d/e/y.html", "1")]),
        new: files([("index.html", "2 ->f/x.html ->d"), ("f/x.html", "2"), ("f/g/y.html", "2"), ("d", "2")]),
        gapless: false,
    };
    vec![grown, first, last, turned]
}

fn grown_again(change: &Change) -> Change {
    Change { hand: change.hand.clone(), old: change.old.clone(), new: change.new.clone(), gapless: true }
}

fn prepare(change: &Change, far: bool) -> (MemSystem, PublishOptions) {
    let system = site();
    let mut options = options();
    if far {
        options.out = PathBuf::from("/mnt/public");
        system.put_dir("/mnt").unwrap();
        system.mount("/mnt");
    }
    publish_to(&system, &options, &change.old).unwrap();
    // Long enough ago to have reached the disk.
    system.open(Path::new("/site")).unwrap().sync_all().unwrap();
    for (name, text) in &change.hand {
        system.put(options.out.join(name), text.as_str()).unwrap();
    }
    (system, options)
}

fn shown(system: &MemSystem, out: &Path) -> Files {
    let mut all = files_in(system, out.to_str().unwrap());
    all.retain(|name, _| !name.starts_with(".bangyang-tmp/"));
    all
}

fn with_hand(state: &Files, change: &Change) -> Files {
    state.clone().into_iter().chain(change.hand.clone()).collect()
}

/// Asserts that each file is complete, old or new, that hand-put files are there, and that everything that
/// pages refer to exists.
fn assert_sound(found: &Files, change: &Change, at: &str) {
    for (name, text) in found {
        let versions = [&change.hand, &change.old, &change.new].map(|state| state.get(name));
        assert!(versions.contains(&Some(text)), "{at}: {name} holds {text:?}");
    }
    for (name, text) in &change.hand {
        assert_eq!(found.get(name), Some(text), "{at}: {name}");
    }
    if change.gapless && found.contains_key("index.html") {
        let mut seen = BTreeSet::new();
        let mut next = vec!["index.html"];
        while let Some(name) = next.pop() {
            let text = found.get(name).unwrap_or_else(|| panic!("{at}: {name} is missing"));
            if seen.insert(name) {
                next.extend(text.split(" ->").skip(1));
            }
        }
    }
}

/// All files, including manifests, and the folders of readers and editors.
fn everything(system: &MemSystem) -> (Files, Vec<String>) {
    let entries = system.walk(Path::new("/")).unwrap().entries;
    let folders = entries.iter().filter(|entry| entry.kind == EntryKind::Directory);
    let folders = folders.map(|entry| entry.path.to_string());
    (files_in(system, "/"), folders.filter(|path| !path.starts_with("site/.bangyang/")).collect())
}

/// The result of an undisturbed build.
fn clean(change: &Change, far: bool, state: &Files) -> (Files, Vec<String>) {
    let (system, options) = prepare(change, far);
    publish_to(&system, &options, state).unwrap();
    everything(&system)
}

/// Injects a fault at the `n`-th operation; `false` if there are fewer.
fn disturb(change: &Change, far: bool, fault: Fault, then: &Files) -> bool {
    let (system, options) = prepare(change, far);
    let before = shown(&system, &options.out);
    system.inject(fault);
    let result = Publisher::begin(&system, &options).and_then(|publisher| {
        for (name, text) in &change.new {
            publisher.put(&path(name), text.as_bytes())?;
        }
        assert_eq!(shown(&system, &options.out), before, "{fault:?}: seen before the end");
        publisher.finish()
    });
    let happened = system.has_failed();
    system.restart();
    let at = format!("{fault:?}, far: {far}");
    let found = shown(&system, &options.out);
    // What was never published cannot be lost: it does not wait for the disk, and the next build repairs it.
    let first = change.old.is_empty() && change.hand.is_empty() && !far;
    if first && matches!(fault, Fault::PowerCut { .. }) {
        publish_to(&system, &options, then).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(everything(&system), clean(change, far, then), "{at}: the next build");
        return happened;
    }
    assert_sound(&found, change, &at);
    match result {
        Ok(_) => assert_eq!(found, with_hand(&change.new, change), "{at}"),
        Err(error) => assert!(error.is_machine_failure() && happened, "{at}: {error}"),
    }
    publish_to(&system, &options, then).unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!(everything(&system), clean(change, far, then), "{at}: the next build");
    happened
}

fn disturb_everywhere(fault: impl Fn(usize) -> Fault) {
    for (number, change) in changes().iter().enumerate() {
        for far in [false, true] {
            let third = files([("index.html", "3"), ("a/x.html", "3"), ("new/b.html", "3")]);
            for then in [&change.new, &change.old, &third] {
                let mut n = 0;
                while disturb(change, far, fault(n), then) {
                    n += 1;
                    assert!(n < 200, "change {number}: no end");
                }
                assert!(n > 5, "change {number}: only {n} operations");
            }
        }
    }
}

#[test]
fn killed_at_any_moment() {
    disturb_everywhere(|at| Fault::Crash { at });
}

#[test]
fn power_cut_at_any_moment() {
    disturb_everywhere(|at| Fault::PowerCut { at });
}

#[test]
fn an_operation_fails() {
    disturb_everywhere(|at| Fault::Fail { at, kind: ErrorKind::PermissionDenied });
}

#[test]
fn the_disk_fills_up() {
    disturb_everywhere(|at| Fault::FailFrom { at, kind: ErrorKind::StorageFull });
}

#[test]
fn a_folder_is_read_only() {
    let change = &changes()[0];
    for denied in ["/site/public", "/site/public/a", "/site/.bangyang", "/site/public/index.html"] {
        let (system, options) = prepare(change, false);
        system.deny(denied);
        let error = publish_to(&system, &options, &change.new).unwrap_err();
        let OutputError::Io { path, error, .. } = &error else { panic!("{error}") };
        assert!(
            path.starts_with(denied) && error.kind() == ErrorKind::PermissionDenied,
            "{denied}: {path:?}"
        );
        assert_sound(&shown(&system, &options.out), change, denied);
        system.permit(denied);
        publish_to(&system, &options, &change.new).unwrap();
        assert_eq!(everything(&system), clean(change, false, &change.new), "{denied}");
    }
}
