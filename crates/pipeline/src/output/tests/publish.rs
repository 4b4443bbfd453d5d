//! What is written, in which order, and what stays.

use super::*;
use crate::source::{Operation, OperationKind};

#[test]
fn writes_what_changed_alone() {
    let system = site();
    let first = files([("index.html", "1"), ("a/x.html", "1"), ("a/y.html", "1")]);
    assert_eq!(publish(&system, &first).unwrap(), summary(3, 0, &[]));
    assert_eq!(output(&system), first);
    let time = |name: &str| system.metadata(&Path::new("/site/public").join(name)).unwrap().unwrap().modified;
    let before = (time("index.html"), time("a/x.html"));

    let second = files([("index.html", "2"), ("a/x.html", "1"), ("b.html", "1")]);
    assert_eq!(publish(&system, &second).unwrap(), summary(2, 1, &["a/y.html"]));
    assert_eq!(output(&system), second);
    assert_ne!(before.0, time("index.html"));
    assert_eq!(before.1, time("a/x.html"));
}

#[test]
fn the_same_again_writes_nothing_at_all() {
    let system = site();
    let state = files([("index.html", "1"), ("a/x.html", "")]);
    publish(&system, &state).unwrap();
    system.restart();
    assert_eq!(publish(&system, &state).unwrap(), summary(0, 2, &[]));
    assert_eq!(system.operations(), []);
}

#[test]
fn what_was_edited_by_hand_is_mended() {
    let system = site();
    let state = files([("index.html", "1"), ("a.html", "1")]);
    publish(&system, &state).unwrap();
    system.put("/site/public/index.html", "X").unwrap();
    system.take("/site/public/a.html");
    assert_eq!(publish(&system, &state).unwrap(), summary(2, 0, &[]));
    assert_eq!(output(&system), state);
}

#[test]
fn nothing_shows_before_the_end() {
    let system = site();
    let first = files([("index.html", "1")]);
    publish(&system, &first).unwrap();
    let before = system.files("/");
    let publisher = Publisher::begin(&system, &options()).unwrap();
    assert_eq!(publisher.put(&path("index.html"), b"2").unwrap(), Put::Staged);
    assert_eq!(publisher.put(&path("new.html"), b"2").unwrap(), Put::Staged);
    assert_eq!(output(&system), first);
    publisher.abandon();
    assert_eq!(system.files("/"), before, "and nothing stays behind");

    let publisher = Publisher::begin(&system, &options()).unwrap();
    publisher.put(&path("index.html"), b"2").unwrap();
    drop(publisher);
    assert_eq!(system.files("/"), before);
}

#[test]
fn an_empty_site_removes_all_of_ours_and_nothing_else() {
    let system = site();
    publish(&system, &files([("a/b/c.html", "1"), ("a/d.html", "1"), ("e/f.html", "1")])).unwrap();
    system.put("/site/public/a/hand.txt", "hand").unwrap();
    system.put_dir("/site/public/hand").unwrap();
    let removed = publish(&system, &Files::new()).unwrap();
    assert_eq!(removed, summary(0, 0, &["a/b/c.html", "a/d.html", "e/f.html"]));
    let left = system.walk(Path::new("/site/public")).unwrap().entries;
    let left: Vec<_> = left.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(left, ["a", "a/hand.txt", "hand"]);
}

fn position(operations: &[Operation], kind: OperationKind, path: &str) -> usize {
    let at = |operation: &Operation| operation.kind == kind && operation.path == Path::new(path);
    operations.iter().position(at).unwrap_or_else(|| panic!("no {kind:?} of {path} in {operations:#?}"))
}

#[test]
fn new_ones_come_first_then_replaced_ones_then_deletions() {
    use OperationKind::{RemoveFile, Rename, SyncAll, SyncFile};
    let system = site();
    publish(&system, &files([("a.html", "1"), ("c.html", "1"), ("z.html", "1")])).unwrap();
    system.restart();
    let mut second = files([("a.html", "2"), ("b/x.html", "2"), ("index.html", "2"), ("z.html", "2")]);
    // Enough for a single file system sync.
    second.extend((0..40).map(|n| (format!("many/{n:02}.html"), "2".to_owned())));
    publish(&system, &second).unwrap();
    let operations = system.operations();
    let at = |kind, path| position(&operations, kind, path);
    // The manifest, and the sync around the deletions, come twice: before and after.
    let first_and_last = |kind, path: &str| {
        let is = |operation: &Operation| operation.kind == kind && operation.path.starts_with(path);
        (operations.iter().position(is).unwrap(), operations.iter().rposition(is).unwrap())
    };
    let manifests = "/site/.bangyang/manifests";
    let drafted = position(&operations, OperationKind::Write, &format!("{manifests}/b8be71968078978e.new"));
    let named = first_and_last(Rename, manifests);
    let safe = first_and_last(SyncAll, "/site/public");
    let order = [
        at(SyncAll, "/site"),
        drafted,
        drafted + 1,
        named.0,
        named.0 + 1,
        at(Rename, "/site/public/b/x.html"),
        at(Rename, "/site/public/index.html"),
        at(Rename, "/site/public/a.html"),
        at(Rename, "/site/public/z.html"),
        safe.0,
        at(RemoveFile, "/site/public/c.html"),
        safe.1,
        named.1,
        named.1 + 1,
    ];
    assert!(order.is_sorted_by(|a, b| a < b), "{order:?} of {operations:#?}");
    assert_eq!(operations[drafted + 1].kind, SyncFile, "a manifest's bytes are safe before it has its name");
    for named in [named.0, named.1] {
        let after = &operations[named + 1];
        assert_eq!(
            (after.kind, after.path.as_path()),
            (SyncFile, Path::new(manifests)),
            "and so is its name"
        );
    }
}

#[test]
fn few_files_are_made_to_last_one_by_one() {
    use OperationKind::{RemoveFile, Rename, SyncAll, SyncFile};
    let system = site();
    publish(&system, &files([("a.html", "1"), ("c.html", "1"), ("z.html", "1")])).unwrap();
    system.restart();
    publish(&system, &files([("a.html", "2"), ("b/x.html", "2"), ("z.html", "1")])).unwrap();
    let operations = system.operations();
    let at = |kind, path| position(&operations, kind, path);
    let order = [
        at(SyncFile, "/site/.bangyang/staging/0"),
        at(SyncFile, "/site/.bangyang/staging/1"),
        at(Rename, "/site/public/b/x.html"),
        at(Rename, "/site/public/a.html"),
        at(SyncFile, "/site/public/b"),
        at(RemoveFile, "/site/public/c.html"),
        at(SyncAll, "/site/public"),
    ];
    assert!(order.is_sorted_by(|a, b| a < b), "{order:?} of {operations:#?}");
    let root = at(SyncFile, "/site/public");
    assert!((order[3]..order[5]).contains(&root), "{operations:#?}");
}

#[test]
fn a_first_publication_gets_its_name_at_once() {
    let system = site();
    let state = files([("index.html", "1"), ("z/y.html", "1"), ("a.html", "1")]);
    publish(&system, &state).unwrap();
    assert_eq!(output(&system), state);
    let operations = system.operations();
    let is_file = |o: &&Operation| matches!(o.kind, OperationKind::Write | OperationKind::Rename);
    let into: Vec<_> =
        operations.iter().filter(is_file).filter(|o| o.path.starts_with("/site/public")).collect();
    let [only] = into.as_slice() else { panic!("{into:#?}") };
    assert_eq!((only.kind, only.path.as_path()), (OperationKind::Rename, Path::new("/site/public")));
}

#[test]
fn what_a_crash_left_of_a_first_publication_is_removed() {
    let system = site();
    let publisher = Publisher::begin(&system, &options()).unwrap();
    publisher.put(&path("a/b/c.html"), b"1").unwrap();
    std::mem::forget(publisher);
    system.restart();
    publish(&system, &files([("index.html", "1")])).unwrap();
    assert_eq!(output(&system), files([("index.html", "1")]));
    assert_eq!(system.link_metadata(Path::new("/site/.bangyang/first")).unwrap(), None);
}

#[test]
fn an_entrance_that_is_new_opens_last() {
    let system = site();
    publish(&system, &files([("old.html", "1")])).unwrap();
    publish(&system, &files([("index.html", "1"), ("z/y.html", "1"), ("a.html", "1")])).unwrap();
    let operations = system.operations();
    let mut into =
        operations.iter().filter(|o| o.kind == OperationKind::Rename && o.path.starts_with("/site/public"));
    assert_eq!(into.next_back().unwrap().path, Path::new("/site/public/index.html"));
}

#[test]
fn files_become_folders_and_folders_files() {
    let system = site();
    let first = files([("a", "1"), ("b/x/y.html", "1"), ("b/z.html", "1"), ("index.html", "1")]);
    let second = files([("a/x.html", "2"), ("a/y/z.html", "2"), ("b", "2"), ("index.html", "1")]);
    publish(&system, &first).unwrap();
    assert_eq!(publish(&system, &second).unwrap(), summary(3, 1, &["a", "b/x/y.html", "b/z.html"]));
    assert_eq!(output(&system), second);
    assert_eq!(publish(&system, &first).unwrap(), summary(3, 1, &["a/x.html", "a/y/z.html", "b"]));
    assert_eq!(output(&system), first);
}

#[test]
fn another_file_system_is_reached_by_copies() {
    let system = site();
    let options = PublishOptions { out: PathBuf::from("/mnt/www"), ..options() };
    system.put_dir("/mnt/www").unwrap();
    system.mount("/mnt");
    let first = files([("index.html", "1"), ("a", "1"), ("b/c.html", "1")]);
    let second = files([("index.html", "2"), ("a/b.html", "2"), ("d/e.html", "2")]);
    for state in [&first, &second] {
        publish_to(&system, &options, state).unwrap();
        assert_eq!(files_in(&system, "/mnt/www"), *state);
        assert_eq!(system.metadata(Path::new("/mnt/www/.bangyang-tmp")).unwrap(), None);
    }
}

#[test]
fn takes_files_from_many_threads() {
    let system = site();
    let publisher = Publisher::begin(&system, &options()).unwrap();
    let all: Files = (0..200).map(|n| (format!("p/{n}.html"), format!("page {n}"))).collect();
    let names: Vec<_> = all.iter().collect();
    std::thread::scope(|scope| {
        for part in names.chunks(25) {
            scope.spawn(|| {
                part.iter().for_each(|(name, text)| {
                    publisher.put(&path(name), text.as_bytes()).unwrap();
                })
            });
        }
    });
    assert_eq!(publisher.finish().unwrap(), summary(200, 0, &[]));
    assert_eq!(output(&system), all);
}

#[test]
fn each_output_has_its_own_manifest_and_moves_with_the_site() {
    let system = site();
    let internal = PublishOptions { out: PathBuf::from("/site/public-internal"), ..options() };
    publish(&system, &files([("a.html", "1")])).unwrap();
    publish_to(&system, &internal, &files([("b.html", "1")])).unwrap();
    assert_eq!(output(&system), files([("a.html", "1")]));
    let names = |out: &str| -> Vec<String> {
        let manifest = published(&system, Path::new("/site"), Path::new(out)).unwrap();
        manifest.files.keys().map(ToString::to_string).collect()
    };
    assert_eq!(
        (names("/site/public"), names("public-not"), names("site/public-internal")),
        (vec!["a.html".to_owned()], vec![], vec!["b.html".to_owned()])
    );

    let top = system.open(Path::new("/")).unwrap();
    top.rename(Path::new("site"), &*top, Path::new("moved")).unwrap();
    let moved =
        PublishOptions { root: PathBuf::from("/moved"), out: PathBuf::from("moved/public"), ..options() };
    assert_eq!(publish_to(&system, &moved, &files([("c.html", "1")])).unwrap(), summary(1, 0, &["a.html"]));
}

#[test]
fn a_name_whose_case_changes_is_not_lost_where_case_does_not_count() {
    for (text, written) in [("1", 0), ("2", 1)] {
        let system = site();
        system.ignore_case();
        publish(&system, &files([("A/X.html", "1"), ("b.html", "1")])).unwrap();
        let state = files([("a/x.html", text)]);
        assert_eq!(publish(&system, &state).unwrap(), summary(written, 1 - written, &["A/X.html", "b.html"]));
        assert_eq!(output(&system), files([("A/X.html", text)]));
        assert_eq!(publish(&system, &state).unwrap(), summary(0, 1, &[]));
    }
    let system = site();
    publish(&system, &files([("A.html", "1")])).unwrap();
    publish(&system, &files([("a.html", "1")])).unwrap();
    assert_eq!(output(&system), files([("a.html", "1")]), "and is removed where it does");
}
