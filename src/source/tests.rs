//! Both systems behave alike.
#![allow(clippy::disallowed_methods)]

use super::*;

/// A place to write, in both systems.
fn each(run: impl Fn(&dyn System, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    run(&OsSystem, &std::fs::canonicalize(folder.path()).unwrap());
    let memory = MemSystem::new();
    memory.put_dir("/site").unwrap();
    run(&memory, Path::new("/site"));
}

fn put(system: &dyn System, path: &Path, text: &str) {
    system.create_dir_all(path.parent().unwrap()).unwrap();
    system.write(path, text.as_bytes()).unwrap();
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
    each(|system, root| {
        let (a, b, folder) = (root.join("a"), root.join("b"), root.join("d"));
        put(system, &a, "new");
        put(system, &b, "old");
        put(system, &folder.join("c"), "c");
        system.rename(&a, &b).unwrap();
        assert_eq!((system.read(&b).unwrap(), system.metadata(&a).unwrap()), (b"new".to_vec(), None));
        assert_eq!(kind(system.rename(&b, &folder)), io::ErrorKind::IsADirectory);
        assert_eq!(kind(system.rename(&a, &b)), io::ErrorKind::NotFound);
        assert_eq!(kind(system.remove_dir(&folder)), io::ErrorKind::DirectoryNotEmpty);
        assert_eq!(kind(system.remove_file(&a)), io::ErrorKind::NotFound);
        system.remove_file(&folder.join("c")).unwrap();
        system.remove_dir(&folder).unwrap();
        assert_eq!(system.metadata(&folder).unwrap(), None);
        system.sync_file(&b).unwrap();
        system.sync_file(root).unwrap();
        system.sync_all(root).unwrap();
        assert!(system.create_dir_all(&b.join("x")).is_err());
        system.create_dir_all(root).unwrap();
    });
}

#[test]
fn locks_out_a_second() {
    each(|system, root| {
        let path = root.join("lock");
        let LockOutcome::Acquired(held) = system.lock(&path, false).unwrap() else { panic!("busy") };
        let LockOutcome::Busy { holder } = system.lock(&path, false).unwrap() else { panic!("had twice") };
        assert!(holder.is_some());
        drop(held);
        let LockOutcome::Acquired(held) = system.lock(&path, true).unwrap() else { panic!("still busy") };
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| matches!(system.lock(&path, true), Ok(LockOutcome::Acquired(_))));
            drop(held);
            assert!(waits.join().unwrap());
        });
    });
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
    system.remove_file(&root.join("in.md")).unwrap();
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
    let new = folder.path().join("a/.cache");
    OsSystem.create_private_dir(&new).unwrap();
    assert_eq!(mode(&new), 0o700);
    let old = folder.path().join("old");
    std::fs::create_dir(&old).unwrap();
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).unwrap();
    OsSystem.create_private_dir(&old).unwrap();
    assert_eq!(mode(&old), 0o700);
    std::fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(kind(OsSystem.create_private_dir(&folder.path().join("file"))), io::ErrorKind::NotADirectory);
}

#[test]
fn faults_come_when_ordered() {
    let system = MemSystem::new();
    system.put("/a", "old").unwrap();
    let (a, b) = (Path::new("/a"), Path::new("/b"));
    system.inject(Fault::Fail { at: 1, kind: io::ErrorKind::StorageFull });
    system.write(b, b"first").unwrap();
    assert_eq!(kind(system.write(a, b"newest")), io::ErrorKind::StorageFull);
    assert_eq!(system.read(a).unwrap(), b"new", "half of it was written");
    system.write(a, b"newest").unwrap();
    assert!(system.has_failed());
    assert_eq!(system.operations().len(), 3);

    system.inject(Fault::FailFrom { at: 0, kind: io::ErrorKind::PermissionDenied });
    assert_eq!(kind(system.write(a, b"x")), io::ErrorKind::PermissionDenied);
    assert_eq!(kind(system.remove_file(a)), io::ErrorKind::PermissionDenied);
    assert_eq!(system.read(a).unwrap(), b"newest");

    system.inject(Fault::PowerCut { at: 3 });
    system.write(a, b"synced").unwrap();
    system.sync_file(a).unwrap();
    system.write(b, b"lost").unwrap();
    assert!(system.rename(a, b).is_err() && system.read(a).is_err());
    system.restart();
    assert_eq!((system.read(a).unwrap(), system.read(b).unwrap()), (b"synced".to_vec(), Vec::new()));

    system.deny("/ro");
    system.put("/ro/x", "x").unwrap();
    assert_eq!(kind(system.rename(a, Path::new("/ro/y"))), io::ErrorKind::PermissionDenied);
    system.permit("/ro");
    system.mount("/ro");
    assert_eq!(kind(system.rename(a, Path::new("/ro/y"))), io::ErrorKind::CrossesDevices);
}
