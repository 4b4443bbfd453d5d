//! Tests that both systems behave alike.
#![allow(clippy::disallowed_methods)]

use std::fmt;

use super::*;

/// Runs with a writable path in every system.
fn each(run: impl Fn(&dyn System, &Path)) {
    for system in [&OsSystem as &dyn System, &OldOsSystem] {
        let folder = tempfile::tempdir().unwrap();
        run(system, &std::fs::canonicalize(folder.path()).unwrap());
    }
    let memory = MemSystem::new();
    memory.put_dir("/site").unwrap();
    run(&memory, Path::new("/site"));
}

/// The same with an opened folder.
fn each_folder(run: impl Fn(&dyn Folder)) {
    each(|system, root| run(&*system.open(root).unwrap()));
}

fn put(system: &dyn System, path: &Path, text: &str) {
    let folder = system.create(path.parent().unwrap()).unwrap();
    folder.write(Path::new(path.file_name().unwrap()), text.as_bytes()).unwrap();
}

fn at(path: &str) -> &Path {
    Path::new(path)
}

fn kind(result: io::Result<impl fmt::Debug>) -> io::ErrorKind {
    result.unwrap_err().kind()
}

fn paths(outcome: &WalkOutcome) -> Vec<&str> {
    outcome.entries.iter().map(|entry| entry.path.as_str()).collect()
}

#[test]
fn reads_within_the_limit() {
    each(|system, root| {
        let file = root.join("a.txt");
        put(system, &file, "12345");
        assert_eq!(system.read(&file).unwrap(), b"12345");
        assert_eq!(system.read_limited(&file, 5).unwrap(), b"12345");
        assert_eq!(kind(system.read_limited(&file, 4)), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(system.read(&root.join("b.txt"))), io::ErrorKind::NotFound);
        assert_eq!(kind(system.read(root)), io::ErrorKind::IsADirectory);
        assert_eq!(kind(system.read(&file.join("x"))), io::ErrorKind::NotADirectory);
    });
}

#[test]
fn tells_what_is_there() {
    each(|system, root| {
        let file = root.join("x/a.txt");
        put(system, &file, "12345");
        let meta = system.metadata(&file).unwrap().unwrap();
        assert_eq!((meta.kind, meta.len, meta.modified.is_some()), (EntryKind::File, 5, true));
        assert_eq!(system.metadata(&root.join("x")).unwrap().unwrap().kind, EntryKind::Directory);
        assert_eq!(system.metadata(&root.join("y")).unwrap(), None);
        assert_eq!(system.metadata(&file.join("z")).unwrap(), None);
        assert_eq!(system.canonicalize(&root.join("x/../x/./a.txt")).unwrap(), file);
        assert_eq!(kind(system.canonicalize(&root.join("y"))), io::ErrorKind::NotFound);
    });
}

#[test]
fn walks_in_the_order_of_paths() {
    each(|system, root| {
        for path in ["b.md", "a/x.md", "a-b.md", "a/b/c.md", "A.md"] {
            put(system, &root.join(path), "x");
        }
        let outcome = system.walk(root).unwrap();
        assert_eq!(paths(&outcome), ["A.md", "a", "a-b.md", "a/b", "a/b/c.md", "a/x.md", "b.md"]);
        assert_eq!(outcome.refused, []);
        assert_eq!(paths(&system.walk(&root.join("a")).unwrap()), ["b", "b/c.md", "x.md"]);
        assert_eq!(kind(system.walk(&root.join("none"))), io::ErrorKind::NotFound);
        assert_eq!(kind(system.walk(&root.join("b.md"))), io::ErrorKind::NotADirectory);
    });
}

#[test]
fn renames_and_removes() {
    each_folder(|folder| {
        for (path, text) in [("a", "new"), ("b", "old"), ("d/c", "c")] {
            folder.create_dir_all(at(path).parent().unwrap()).unwrap();
            folder.create_new(at(path), text.as_bytes()).unwrap();
        }
        assert_eq!(kind(folder.create_new(at("a"), b"x")), io::ErrorKind::AlreadyExists);
        folder.rename(at("a"), folder, at("b")).unwrap();
        assert_eq!(folder.read_limited(at("b"), 9).unwrap(), b"new");
        assert_eq!(folder.look(at("a")).unwrap(), None);
        assert_eq!(kind(folder.rename(at("b"), folder, at("d"))), io::ErrorKind::IsADirectory);
        assert_eq!(kind(folder.rename(at("a"), folder, at("b"))), io::ErrorKind::NotFound);
        assert_eq!(kind(folder.remove_dir(at("d"))), io::ErrorKind::DirectoryNotEmpty);
        assert_eq!(kind(folder.remove_file(at("a"))), io::ErrorKind::NotFound);
        // A folder opened on the way has another name now.
        folder.rename(at("d"), folder, at("e")).unwrap();
        folder.create_dir_all(at("d")).unwrap();
        assert_eq!(folder.look(at("d/c")).unwrap(), None);
        let inner = folder.open(at("e")).unwrap();
        inner.rename(at("c"), folder, at("d/c")).unwrap();
        assert_eq!(folder.read_limited(at("d/c"), 9).unwrap(), b"c");
        folder.remove_file(at("d/c")).unwrap();
        folder.remove_dir(at("d")).unwrap();
        assert_eq!(folder.look(at("d")).unwrap(), None);
        for path in ["b", "e", ""] {
            folder.sync_file(at(path)).unwrap();
        }
        folder.sync_all().unwrap();
        assert!(folder.create_dir_all(at("b/x")).is_err());
        folder.create_dir_all(at("e")).unwrap();
        folder.write(at("b"), b"newest").unwrap();
        assert_eq!(folder.look(at("b")).unwrap().unwrap().len, 6);
    });
}

#[test]
fn a_path_that_leads_out_is_refused() {
    each_folder(|folder| {
        for path in ["../x", "a/../../x", "/x", "./x"] {
            assert!(folder.write(at(path), b"x").is_err(), "{path}");
            assert!(folder.create_dir_all(at(path)).is_err(), "{path}");
            assert!(folder.read_limited(at(path), 9).is_err(), "{path}");
            assert!(folder.open(at(path)).is_err(), "{path}");
        }
    });
}

#[test]
fn locks_out_a_second() {
    each_folder(|folder| {
        let path = at("lock");
        let LockOutcome::Acquired(held) = folder.lock(path, false).unwrap() else { panic!("busy") };
        let LockOutcome::Busy { holder } = folder.lock(path, false).unwrap() else { panic!("had twice") };
        assert!(holder.is_some());
        drop(held);
        let LockOutcome::Acquired(held) = folder.lock(path, true).unwrap() else { panic!("still busy") };
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| matches!(folder.lock(path, true), Ok(LockOutcome::Acquired(_))));
            drop(held);
            assert!(waits.join().unwrap());
        });
    });
}

/// Runs with a folder with links to a file and a folder outside of it, in every system.
#[cfg(unix)]
fn each_with_links(run: impl Fn(&dyn Folder, &dyn Fn() -> Vec<u8>)) {
    use std::os::unix::fs::symlink;
    for system in [&OsSystem as &dyn System, &OldOsSystem] {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        let root = folder.path().join("site");
        std::fs::create_dir_all(&outside).unwrap();
        std::fs::create_dir_all(root.join("real")).unwrap();
        std::fs::write(outside.join("x"), "theirs").unwrap();
        symlink("../outside", root.join("folder")).unwrap();
        symlink("../outside/x", root.join("file")).unwrap();
        symlink("real", root.join("within")).unwrap();
        let theirs = || {
            assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 1);
            std::fs::read(outside.join("x")).unwrap()
        };
        run(&*system.open(&root).unwrap(), &theirs);
    }
    let memory = MemSystem::new();
    memory.put("/outside/x", "theirs").unwrap();
    memory.put_dir("/site/real").unwrap();
    for (link, target) in [("folder", "../outside"), ("file", "../outside/x"), ("within", "real")] {
        memory.put_link(Path::new("/site").join(link), target).unwrap();
    }
    let theirs = || {
        let files = memory.files("/outside");
        assert_eq!(files.len(), 1);
        files.into_values().next().unwrap()
    };
    run(&*memory.open(Path::new("/site")).unwrap(), &theirs);
}

#[cfg(unix)]
#[test]
fn an_opened_folder_follows_no_link() {
    each_with_links(|folder, theirs| {
        let link = |result: io::Result<()>| {
            let error = result.unwrap_err();
            LinkInTheWay::of(&error).unwrap_or_else(|| panic!("{error}")).path.file_name().unwrap().to_owned()
        };
        for name in ["folder", "within"] {
            assert_eq!(link(folder.open(at(name)).map(drop)), name);
            for inner in [format!("{name}/x"), format!("{name}/new/y")] {
                let inner = at(&inner);
                assert_eq!(link(folder.write(inner, b"ours").map(drop)), name);
                assert_eq!(link(folder.create_new(inner, b"ours").map(drop)), name);
                assert_eq!(link(folder.create_dir_all(inner)), name);
                assert_eq!(link(folder.create_private_dir(inner)), name);
                assert_eq!(link(folder.read_limited(inner, 9).map(drop)), name);
                assert_eq!(link(folder.remove_file(inner)), name);
                assert_eq!(link(folder.remove_dir(inner)), name);
                assert_eq!(link(folder.look(inner).map(drop)), name);
                assert_eq!(link(folder.lock(inner, false).map(drop)), name);
                assert_eq!(link(folder.rename(inner, folder, at("mine"))), name);
            }
            assert_eq!(link(folder.create_dir_all(at(name))), name);
            assert_eq!(link(folder.create_private_dir(at(name))), name);
            assert_eq!(link(folder.walk(at(name)).map(drop)), name);
            assert_eq!(folder.look(at(name)).unwrap().unwrap().kind, EntryKind::Symlink);
        }
        assert_eq!(link(folder.read_limited(at("file"), 9).map(drop)), "file");
        assert_eq!(link(folder.lock(at("file"), false).map(drop)), "file");
        let walked = folder.walk(at("")).unwrap();
        assert_eq!(paths(&walked), ["real"]);
        let refused: Vec<_> = walked.refused.iter().map(|it| (&*it.lossy_name, &it.why)).collect();
        assert_eq!(refused, ["file", "folder", "within"].map(|name| (name, &RefusedWhy::Link)));
        // A replaced file takes the link's place.
        folder.write(at("file"), b"ours").unwrap();
        folder.remove_file(at("folder")).unwrap();
        assert_eq!(
            (folder.read_limited(at("file"), 9).unwrap(), theirs()),
            (b"ours".to_vec(), b"theirs".to_vec())
        );
    });
}

/// A file with a hard link elsewhere is not written to, but replaced.
#[cfg(unix)]
#[test]
fn other_names_of_a_file_keep_what_it_held() {
    for system in [&OsSystem as &dyn System, &OldOsSystem] {
        let temporary = tempfile::tempdir().unwrap();
        let theirs = temporary.path().join("theirs");
        std::fs::write(&theirs, "theirs").unwrap();
        let root = temporary.path().join("site");
        let folder = system.create(&root).unwrap();
        for name in ["a", "lock"] {
            std::fs::hard_link(&theirs, root.join(name)).unwrap();
        }
        folder.write(at("a"), b"ours").unwrap();
        let refused = folder.lock(at("lock"), false).unwrap_err();
        assert!(LinkInTheWay::of(&refused).is_some(), "{refused}");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        assert!(folder.lock(at("pipe"), false).is_err() && folder.read_limited(at("pipe"), 9).is_err());
        assert_eq!(std::fs::read(&theirs).unwrap(), b"theirs");
    }
}

#[cfg(unix)]
fn links() -> [(&'static str, &'static str); 6] {
    [
        ("in.md", "x/a.md"),
        ("x/up.md", "../x/a.md"),
        ("out.md", "../outside.md"),
        ("folder", "x"),
        ("none.md", "nothing"),
        ("round.md", "round.md"),
    ]
}

#[cfg(unix)]
fn assert_links(system: &dyn System, root: &Path) {
    let outcome = system.walk(root).unwrap();
    assert_eq!(paths(&outcome), ["in.md", "x", "x/a.md", "x/up.md"]);
    assert!(
        outcome
            .entries
            .iter()
            .all(|e| e.kind != EntryKind::Symlink && (e.len == 5 || e.path.as_str() == "x"))
    );
    let refused: Vec<_> =
        outcome.refused.iter().map(|refused| (refused.lossy_name.as_str(), refused.why.clone())).collect();
    let expected = [
        ("folder", RefusedWhy::LinkToFolder),
        ("none.md", RefusedWhy::BrokenLink),
        ("out.md", RefusedWhy::LeadsOutside),
        ("round.md", RefusedWhy::BrokenLink),
    ];
    assert_eq!(refused, expected);
    assert_eq!(system.link_metadata(&root.join("in.md")).unwrap().unwrap().kind, EntryKind::Symlink);
    assert_eq!(system.metadata(&root.join("in.md")).unwrap().unwrap().kind, EntryKind::File);
    assert_eq!(system.metadata(&root.join("none.md")).unwrap(), None);
    assert_eq!(system.canonicalize(&root.join("folder/a.md")).unwrap(), root.join("x/a.md"));
    system.open(root).unwrap().remove_file(at("in.md")).unwrap();
    assert_eq!(system.read(&root.join("x/a.md")).unwrap(), b"12345");
}

#[cfg(unix)]
#[test]
fn follows_links_within_the_folder_alone() {
    let memory = MemSystem::new();
    memory.put("/outside.md", "12345").unwrap();
    memory.put("/site/x/a.md", "12345").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = std::fs::canonicalize(folder.path()).unwrap().join("site");
    std::fs::create_dir_all(root.join("x")).unwrap();
    std::fs::write(root.join("x/a.md"), "12345").unwrap();
    std::fs::write(root.join("../outside.md"), "12345").unwrap();
    for (link, target) in links() {
        memory.put_link(Path::new("/site").join(link), target).unwrap();
        std::os::unix::fs::symlink(target, root.join(link)).unwrap();
    }
    assert_links(&memory, Path::new("/site"));
    assert_links(&OsSystem, &root);
}

#[cfg(target_os = "linux")]
#[test]
fn refuses_names_and_what_lies_below_them() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let memory = MemSystem::new();
    for name in [&b"a\nb"[..], b"\xC4\xE3.md", b"con/a.md", b"good.md"] {
        let name = Path::new(OsStr::from_bytes(name));
        memory.put(Path::new("/site").join(name), "x").unwrap();
        put(&OsSystem, &root.join(name), "x");
    }
    for (system, root) in [(&memory as &dyn System, Path::new("/site")), (&OsSystem, root)] {
        let outcome = system.walk(root).unwrap();
        assert_eq!(paths(&outcome), ["good.md"]);
        let expected = [
            Refused { lossy_name: "a\nb".to_owned(), why: RefusedWhy::Name(PathError::Control('\n')) },
            Refused {
                lossy_name: "con".to_owned(),
                why: RefusedWhy::Name(PathError::DeviceName("con".to_owned())),
            },
            Refused { lossy_name: "\u{FFFD}\u{FFFD}.md".to_owned(), why: RefusedWhy::NotUtf8 },
        ];
        assert_eq!(outcome.refused, expected);
    }
}

#[cfg(unix)]
#[test]
fn private_folders_are_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for system in [&OsSystem as &dyn System, &OldOsSystem] {
        let root = tempfile::tempdir_in(folder.path()).unwrap();
        let opened = system.open(root.path()).unwrap();
        opened.create_private_dir(at("a/.cache")).unwrap();
        assert_eq!(mode(&root.path().join("a/.cache")), 0o700);
        let old = root.path().join("old");
        std::fs::create_dir(&old).unwrap();
        std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).unwrap();
        opened.create_private_dir(at("old")).unwrap();
        assert_eq!(mode(&old), 0o700);
        opened.write(at("file"), b"").unwrap();
        assert_eq!(kind(opened.create_private_dir(at("file"))), io::ErrorKind::NotADirectory);
    }
}

#[test]
fn faults_come_when_ordered() {
    let system = MemSystem::new();
    system.put("/a", "old").unwrap();
    let folder = system.open(Path::new("/")).unwrap();
    let folder = &*folder;
    let read = |name: &str| system.read(&Path::new("/").join(name));
    system.inject(Fault::Fail { at: 1, kind: io::ErrorKind::StorageFull });
    folder.write(at("b"), b"first").unwrap();
    assert_eq!(kind(folder.write(at("a"), b"newest")), io::ErrorKind::StorageFull);
    assert_eq!(read("a").unwrap(), b"new", "half of it was written");
    folder.write(at("a"), b"newest").unwrap();
    assert!(system.has_failed());
    assert_eq!(system.operations().len(), 3);

    system.inject(Fault::FailFrom { at: 0, kind: io::ErrorKind::PermissionDenied });
    assert_eq!(kind(folder.write(at("a"), b"x")), io::ErrorKind::PermissionDenied);
    assert_eq!(kind(folder.remove_file(at("a"))), io::ErrorKind::PermissionDenied);
    assert_eq!(read("a").unwrap(), b"newest");

    system.inject(Fault::PowerCut { at: 3 });
    folder.write(at("a"), b"synced").unwrap();
    folder.sync_file(at("a")).unwrap();
    folder.write(at("b"), b"lost").unwrap();
    assert!(folder.rename(at("a"), folder, at("b")).is_err() && read("a").is_err());
    system.restart();
    assert_eq!((read("a").unwrap(), read("b").unwrap()), (b"synced".to_vec(), Vec::new()));

    system.deny("/ro");
    system.put("/ro/x", "x").unwrap();
    assert_eq!(kind(folder.rename(at("a"), folder, at("ro/y"))), io::ErrorKind::PermissionDenied);
    system.permit("/ro");
    system.mount("/ro");
    assert_eq!(kind(folder.rename(at("a"), folder, at("ro/y"))), io::ErrorKind::CrossesDevices);
}
