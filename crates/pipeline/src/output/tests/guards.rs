//! Cases that are refused and leave the published site unchanged.

use super::*;

fn begin(system: &MemSystem, out: &str) -> Result<(), OutputError> {
    Publisher::begin(system, &PublishOptions { out: PathBuf::from(out), ..options() }).map(drop)
}

#[track_caller]
fn assert_overlap(system: &MemSystem, out: &str, expected: &str) {
    match begin(system, out) {
        Err(OutputError::Overlap { folder, .. }) => assert_eq!(folder, Path::new(expected), "{out}"),
        other => panic!("{out}: {other:?}"),
    }
}

#[test]
fn the_output_overlaps_nothing_that_the_site_is_made_from() {
    let system = site();
    system.put_link("/site/link", "content").unwrap();
    system.put_link("/up", "/site/content").unwrap();
    for (out, folder) in [
        ("/", "/site"),
        ("/site", "/site"),
        ("/site/public/..", "/site"),
        ("/site/content", "/site/content"),
        ("/site/content/public", "/site/content"),
        ("/site/Content/public", "/site/content"),
        ("/site/new/../content/public", "/site/content"),
        ("site/content", "/site/content"),
        ("/site/themes", "/site/themes"),
        ("/site/static/x", "/site/static"),
        ("/site/.bangyang/public", "/site/.bangyang"),
        ("/up/../public/../content", "/site/content"),
        ("/up/..", "/site"),
    ] {
        assert_overlap(&system, out, folder);
    }
    for out in ["/site/link", "/site/link/x", "/site/link/../public"] {
        assert!(
            matches!(begin(&system, out), Err(OutputError::OwnLink { path }) if path == Path::new("/site/link")),
            "{out}"
        );
    }
    for out in ["/site/public", "/site/contents", "/site/x/content", "/elsewhere/content", "/up/../out"] {
        assert!(begin(&system, out).is_ok(), "{out}");
    }
}

#[test]
fn the_output_does_not_overlap_where_links_lead() {
    let system = MemSystem::new();
    system.put("/data/content/a.md", "a").unwrap();
    system.put_link("/site/content", "/data/content").unwrap();
    for out in ["/data", "/data/content", "/data/content/x"] {
        assert_overlap(&system, out, "/site/content");
    }
    assert!(begin(&system, "/data/public").is_ok());
}

#[test]
fn the_output_is_a_folder() {
    let system = site();
    system.put("/site/file", "x").unwrap();
    system.put_link("/nowhere", "nothing").unwrap();
    for out in ["/site/file", "/site/file/x", "/nowhere"] {
        assert!(matches!(begin(&system, out), Err(OutputError::NotAFolder { .. })), "{out}");
    }
}

#[test]
fn an_output_that_is_a_link_within_the_site_is_not_followed() {
    let system = site();
    let state = files([("index.html", "1")]);
    system.put("/www/index.html", "theirs").unwrap();
    system.put_link("/www2", "/www").unwrap();
    for link in ["/site/public", "/site/nowhere"] {
        system.put_link(link, "/www").unwrap();
        for out in [link.to_owned(), format!("{link}/x")] {
            let options = PublishOptions { out: PathBuf::from(out), adopt: true, ..options() };
            let refused = publish_to(&system, &options, &state).unwrap_err();
            assert!(
                matches!(&refused, OutputError::OwnLink { path } if path == Path::new(link)),
                "{refused}"
            );
        }
    }
    assert_eq!(files_in(&system, "/www"), files([("index.html", "theirs")]));
    // The person who builds the site may choose the output folder.
    let named = PublishOptions { out: PathBuf::from("/www2"), adopt: true, ..options() };
    publish_to(&system, &named, &state).unwrap();
    assert_eq!(files_in(&system, "/www"), state);
}

/// Files and folders that the program uses itself, with the paths through which they are reached.
const OWN: [&str; 8] = [
    ".bangyang",
    ".bangyang/lock",
    ".bangyang/manifests",
    ".bangyang/manifests/MANIFEST",
    ".bangyang/manifests/DRAFT",
    ".bangyang/staging",
    ".bangyang/first",
    "public",
];

#[test]
fn what_is_ours_is_not_reached_through_links() {
    let manifest = {
        let system = site();
        publish(&system, &files([("old.html", "1")])).unwrap();
        system.files("/site/.bangyang/manifests").into_iter().next().unwrap()
    };
    let name = manifest.0.file_name().unwrap().to_str().unwrap();
    let theirs =
        ["/theirs/0", "/theirs/7", "/theirs/old.html", "/theirs/index.html", "/theirs/public.pictures/x"];
    for own in OWN {
        let own = own.replace("MANIFEST", name).replace("DRAFT", &name.replace(".txt", ".new"));
        for target in ["/theirs", "/theirs/old.html", "/theirs/nothing", "content", "../content/a.md"] {
            let system = site();
            for file in theirs {
                system.put(file, "1").unwrap();
            }
            if !manifest.0.ends_with(&own) {
                system.put(&manifest.0, manifest.1.clone()).unwrap();
                system.take(Path::new("/site").join(&own));
            }
            system.put_link(Path::new("/site").join(&own), target).unwrap();
            let before = (system.files("/theirs"), system.files("/site/content"));
            // Refused, or done without it.
            let _ = publish(&system, &files([("index.html", "2"), ("a/b.html", "2")]));
            let after = (system.files("/theirs"), system.files("/site/content"));
            assert_eq!(after, before, "{own} -> {target}");
        }
    }
}

#[test]
fn what_somebody_else_has_changed_is_not_removed_and_is_told() {
    let system = site();
    publish(&system, &files([("index.html", "1"), ("a.html", "1"), ("b.html", "1"), ("c/d.html", "1")]))
        .unwrap();
    system.put("/site/public/a.html", "theirs").unwrap();
    system.put("/site/public/b.html", "").unwrap();
    let told = |changed: &[&str], removed: &[&str], unchanged| PublishSummary {
        changed: changed.iter().map(|name| path(name)).collect(),
        ..summary(0, unchanged, removed)
    };
    let state = files([("index.html", "1")]);
    // An empty file is what a power cut left.
    assert_eq!(publish(&system, &state).unwrap(), told(&["a.html"], &["a.html", "b.html", "c/d.html"], 1));
    assert_eq!(publish(&system, &state).unwrap(), told(&["a.html"], &["a.html"], 1));
    assert_eq!(output(&system), files([("index.html", "1"), ("a.html", "theirs")]));
    system.take("/site/public/a.html");
    assert_eq!(publish(&system, &state).unwrap(), told(&[], &["a.html"], 1));
    assert_eq!(publish(&system, &state).unwrap(), told(&[], &[], 1));
    // It does not make way for a folder either.
    publish(&system, &files([("index.html", "1"), ("a", "1")])).unwrap();
    system.put("/site/public/a", "theirs").unwrap();
    let error = publish(&system, &files([("index.html", "1"), ("a/x.html", "1")])).unwrap_err();
    assert_hand_put(&error, &["a"]);
}

#[test]
fn an_output_that_is_a_file_system_of_its_own_is_published_to() {
    let system = site();
    system.put_dir("/site/public").unwrap();
    system.mount("/site/public");
    let state = files([("index.html", "1"), ("a/x.html", "1")]);
    assert_eq!(publish(&system, &state).unwrap(), summary(2, 0, &[]));
    assert_eq!(publish(&system, &state).unwrap(), summary(0, 2, &[]));
    assert_eq!(output(&system), state);
}

#[test]
fn a_disk_that_fills_up_leaves_nothing_of_ours_where_readers_see_it() {
    for at in 0..40 {
        let system = site();
        system.put_dir("/site/public").unwrap();
        system.mount("/site/public");
        publish(&system, &files([("index.html", "1")])).unwrap();
        system.inject(crate::source::Fault::Fail { at, kind: std::io::ErrorKind::StorageFull });
        let _ = publish(&system, &files([("index.html", "2"), ("a.html", "2"), ("b/c.html", "2")]));
        system.restart();
        let kept = output(&system);
        assert!(kept.keys().all(|name| !name.starts_with('.')), "{at}: {kept:?}");
        let folder = system.metadata(Path::new("/site/public/b")).unwrap();
        assert_eq!(folder.is_some(), kept.contains_key("b/c.html"), "{at}: no empty folder");
    }
}

#[test]
fn unknown_content_wants_adopting() {
    let system = site();
    let put = [("same.html", "1"), ("other.html", "hand"), ("x/stays.txt", "hand")];
    for (name, text) in put {
        system.put(Path::new("/site/public").join(name), text).unwrap();
    }
    let before = system.files("/site/public");
    let state = files([("same.html", "1"), ("other.html", "1"), ("new.html", "1")]);
    let refused = publish(&system, &state).unwrap_err();
    assert!(
        matches!(refused, OutputError::UnknownContent { why: Unknown::NoManifest, .. })
            && !refused.is_machine_failure()
    );
    assert_eq!(system.files("/site/public"), before);

    let adopt = PublishOptions { adopt: true, ..options() };
    assert_eq!(publish_to(&system, &adopt, &state).unwrap(), summary(2, 1, &[]));
    let mut expected = state.clone();
    expected.insert("x/stays.txt".to_owned(), "hand".to_owned());
    assert_eq!(output(&system), expected);
    assert_eq!(publish(&system, &Files::new()).unwrap().removed.len(), 3);
    assert_eq!(output(&system), files([("x/stays.txt", "hand")]));
}

#[test]
fn what_keeps_an_empty_folder_in_a_repository_stays_there() {
    let system = site();
    system.put("/site/public/.gitignore", "*").unwrap();
    let state = files([("index.html", "one"), ("a/b.html", "two")]);
    publish(&system, &state).unwrap();
    let mut expected = state;
    expected.insert(".gitignore".to_owned(), "*".to_owned());
    assert_eq!(output(&system), expected);
    // It is not ours: our files go, and it stays.
    publish(&system, &Files::new()).unwrap();
    assert_eq!(output(&system), files([(".gitignore", "*")]));
    // A folder of that name, or anything else beside it, is somebody else's.
    for other in ["/site/public/.gitignore/x", "/site/public/x"] {
        let system = site();
        system.put(other, "x").unwrap();
        assert!(matches!(begin(&system, "/site/public"), Err(OutputError::UnknownContent { .. })), "{other}");
    }
}

#[test]
fn a_damaged_manifest_is_no_manifest() {
    let system = site();
    let state = files([("index.html", "1")]);
    publish(&system, &state).unwrap();
    let manifest = system.files("/site/.bangyang/manifests").into_keys().next().unwrap();
    system.put(manifest, "bangyang manifest 1\n").unwrap();
    let refused = publish(&system, &state).unwrap_err();
    assert!(matches!(refused, OutputError::UnknownContent { why: Unknown::DamagedManifest, .. }));
    assert_eq!(output(&system), state);
    publish_to(&system, &PublishOptions { adopt: true, ..options() }, &state).unwrap();
    assert_eq!(publish(&system, &state).unwrap(), summary(0, 1, &[]));
}

#[test]
fn a_lost_manifest_with_a_lost_output_is_a_new_site() {
    let system = site();
    system.put_dir("/site/public").unwrap();
    assert!(publish(&system, &files([("index.html", "1")])).is_ok());
}

/// Publishes something, lets somebody add files, and checks that the next publication is refused and changes
/// nothing.
#[track_caller]
fn refused(put: impl Fn(&MemSystem), state: &[(&str, &str)]) -> OutputError {
    let system = site();
    publish(&system, &files([("index.html", "1"), ("a/x.html", "1"), ("b", "1")])).unwrap();
    put(&system);
    let before = system.files("/");
    let error = publish(&system, &files(state.iter().copied())).unwrap_err();
    assert_eq!(system.files("/"), before);
    assert!(!error.is_machine_failure());
    error
}

#[track_caller]
fn assert_hand_put(error: &OutputError, expected: &[&str]) {
    let OutputError::HandPut { paths } = error else { panic!("{error:?}") };
    assert_eq!(paths.iter().map(SitePath::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn files_put_by_hand_are_never_replaced() {
    let put = |system: &MemSystem| {
        for name in ["robots.txt", "news", "a/hand.txt", "c/d/e.txt"] {
            system.put(Path::new("/site/public").join(name), "hand").unwrap();
        }
        system.put_dir("/site/public/empty").unwrap();
    };
    let error = refused(put, &[("index.html", "2"), ("robots.txt", "2"), ("news/1.html", "2")]);
    assert_hand_put(&error, &["news", "robots.txt"]);
    let error = refused(put, &[("index.html", "2"), ("a", "2"), ("c", "2"), ("empty", "2")]);
    assert_hand_put(&error, &["a/hand.txt", "c", "c/d", "c/d/e.txt", "empty"]);
}

#[test]
fn nothing_is_written_through_links() {
    let put = |system: &MemSystem| {
        system.put("/elsewhere/x.html", "theirs").unwrap();
        system.put_link("/site/public/news", "/elsewhere").unwrap();
    };
    let error = refused(put, &[("index.html", "2"), ("news/1.html", "2"), ("news/x.html", "theirs")]);
    let OutputError::Links { paths } = error else { panic!("{error:?}") };
    assert_eq!(paths, [path("news")]);
}

#[test]
fn nothing_is_removed_through_links_and_a_link_stays() {
    let system = site();
    publish(&system, &files([("a/x.html", "1"), ("b.html", "1"), ("c.html", "1")])).unwrap();
    system.put("/elsewhere/x.html", "theirs").unwrap();
    for name in ["a/x.html", "b.html", "c.html"] {
        system.take(Path::new("/site/public").join(name));
    }
    system.take("/site/public/a");
    system.put_link("/site/public/a", "/elsewhere").unwrap();
    system.put_link("/site/public/b.html", "/elsewhere/x.html").unwrap();
    system.put_link("/site/public/c.html", "/elsewhere/x.html").unwrap();
    let changed = publish(&system, &files([("c.html", "theirs")])).unwrap().changed;
    assert_eq!(changed, [path("b.html")]);
    assert_eq!(files_in(&system, "/elsewhere"), files([("x.html", "theirs")]));
    assert_eq!(output(&system), files([("c.html", "theirs")]));
    assert!(system.link_metadata(Path::new("/site/public/b.html")).unwrap().is_some());
    assert!(system.link_metadata(Path::new("/site/public/a")).unwrap().is_some());
}

#[test]
fn one_path_is_planned_once() {
    let system = site();
    for state in [["a", "a"], ["a", "a/b"], ["a/b/c", "a"]] {
        let publisher = Publisher::begin(&system, &options()).unwrap();
        let mut failed = state.into_iter().filter_map(|name| publisher.put(&path(name), b"x").err());
        let error = failed.next();
        let error = error.unwrap_or_else(|| publisher.finish().unwrap_err());
        assert!(matches!(&error, OutputError::Twice { path } if path.as_str() == "a"), "{error}");
        assert_eq!(output(&system), Files::new());
    }
}

#[test]
fn builds_take_turns() {
    let system = site();
    let first = Publisher::begin(&system, &options()).unwrap();
    let second = Publisher::begin(&system, &options()).unwrap_err();
    assert!(matches!(second, OutputError::Busy { holder: Some(1) }) && second.is_machine_failure());
    first.put(&path("a.html"), b"1").unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            publish_to(&system, &PublishOptions { wait: true, ..options() }, &files([("a.html", "1")]))
                .unwrap()
        });
        first.finish().unwrap();
        assert_eq!(waits.join().unwrap(), summary(0, 1, &[]));
    });
}
