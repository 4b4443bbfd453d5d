//! The output cannot be written, or may not be.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::source::{
    EntryKind, Fault, Folder, LockOutcome, MemSystem, Meta, OsSystem, Refused, RefusedWhy, System,
    WalkOutcome,
};

use super::support::*;

fn to(out: &str) -> BuildOptions {
    BuildOptions { out: Some(PathBuf::from(out)), ..options() }
}

/// A change that writes, replaces and removes files.
fn change(system: &MemSystem) {
    system.put(Path::new("/site").join(NEWS), news("新的。")).unwrap();
    system.put("/site/content/news/a.md", news("").replace("结业", "又开班")).unwrap();
    system.take("/site/content/bases/jinxiu.md");
}

#[test]
fn an_output_folder_that_may_not_be() {
    for out in [
        "/site",
        "/",
        "/site/content",
        "/site/content/x",
        "/site/themes",
        "/site/static/x",
        "/site/.bangyang",
        "/site/public/../content",
    ] {
        let (outcome, said) = rebuild(&published(), &to(out));
        assert_eq!((outcome.status, place(&said[0])), (Status::ContentErrors, "BY501".to_owned()), "{out}");
    }
    let system = published();
    system.put("/else/letter.txt", "mine").unwrap();
    let (outcome, said) = rebuild(&system, &to("/else"));
    assert_eq!((outcome.status, place(&said[0])), (Status::ContentErrors, "BY502".to_owned()));
    assert_eq!(system.files("/else").len(), 1);
    let (outcome, said) = rebuild(&system, &to("/else/letter.txt"));
    assert_eq!((outcome.status, place(&said[0])), (Status::ContentErrors, "BY504".to_owned()));
    let (outcome, said) = rebuild(&system, &to("/else/letter.txt/x"));
    assert_ne!(outcome.status, Status::Done);
    assert_eq!(place(&said[0]), "BY504");
    assert_eq!(system.files("/else").len(), 1);
    // If adopted, existing files stay.
    let (outcome, said) = rebuild(&system, &BuildOptions { adopt: true, ..to("/else") });
    assert_eq!((outcome.status, said.len()), (Status::Done, 0));
    assert_eq!(system.files("/else/letter.txt").len(), 1);
}

#[test]
fn what_people_put_in_the_way_is_not_overwritten() {
    let system = published();
    change(&system);
    system.put("/site/public/news/b.html", "mine").unwrap();
    let before = system.files("/site/public");
    let outcome = build(&system, &options(), &Silent);
    let said = outcome.diagnostics.sorted();
    assert_eq!((outcome.status, place(&said[0])), (Status::ContentErrors, "BY505".to_owned()));
    assert_eq!(system.files("/site/public"), before);
}

#[test]
fn another_build_runs() {
    let system = published();
    let Ok(LockOutcome::Acquired(_lock)) =
        system.open(Path::new("/site/.bangyang")).and_then(|folder| folder.lock(Path::new("lock"), false))
    else {
        panic!()
    };
    let (outcome, said) = rebuild(&system, &options());
    assert_eq!(place(&said[0]), "BY503");
    assert_ne!(outcome.status, Status::Done);
}

/// Whichever write fails, each file is old or new, and the next build finishes the job.
#[test]
fn a_full_disk() {
    let system = published();
    change(&system);
    let old = system.files("/site/public");
    system.inject(Fault::Fail { at: usize::MAX, kind: io::ErrorKind::StorageFull });
    assert_eq!(build(&system, &options(), &Silent).status, Status::Done);
    let new = system.files("/site/public");
    let count = system.operations().len();
    assert!(count > 20);
    for at in (0..count).step_by(3) {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied] {
            for fault in [Fault::FailFrom { at, kind }, Fault::Fail { at, kind }] {
                let system = published();
                change(&system);
                system.inject(fault);
                let outcome = build(&system, &options(), &Silent);
                let said = outcome.diagnostics.sorted();
                if !system.has_failed() {
                    continue;
                }
                if outcome.status != Status::Done {
                    assert_eq!(
                        (outcome.status, place(&said[0])),
                        (Status::MachineFailed, "BY504".to_owned()),
                        "{fault:?}"
                    );
                    assert_eq!(said.len(), 1);
                }
                whole(&system.files("/site/public"), &old, &new);
                system.restart();
                assert_eq!(build(&system, &options(), &Silent).status, Status::Done);
                assert!(system.files("/site/public") == new, "{fault:?}");
            }
        }
    }
}

fn whole(
    now: &BTreeMap<PathBuf, Vec<u8>>,
    old: &BTreeMap<PathBuf, Vec<u8>>,
    new: &BTreeMap<PathBuf, Vec<u8>>,
) {
    for (path, bytes) in now {
        if path.to_string_lossy().contains(".bangyang") {
            continue;
        }
        assert!(old.get(path) == Some(bytes) || new.get(path) == Some(bytes), "{}", path.display());
    }
}

/// The same on a real file system. Without the right to create one, it is done in a user namespace.
#[test]
#[cfg(target_os = "linux")]
fn a_real_disk_that_is_full() {
    use std::process::Command;
    const WITHIN: &str = "BANGYANG_TEST_IN_NAMESPACE";
    let folder = tempfile::TempDir::new().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output().unwrap();
    if !mount.status.success() {
        assert!(std::env::var_os(WITHIN).is_none(), "{mount:?}");
        let mut again = Command::new("unshare");
        again.args(["--user", "--map-root-user", "--mount"]).arg(std::env::current_exe().unwrap());
        again.args(["--exact", "output::a_real_disk_that_is_full"]).env(WITHIN, "1");
        let ran = again.output().unwrap();
        assert!(ran.status.success(), "no disk can be made here, as root or in a namespace: {ran:?}");
        return;
    }
    let site = disk.join("site");
    for (path, bytes) in published().files("/site/content") {
        let path = site.join(path.strip_prefix("/site").unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let options = BuildOptions { root: site.clone(), ..options() };
    let outcome = build(&OsSystem, &options, &Silent);
    let said = outcome.diagnostics.sorted();
    let left = site.join("public").exists();
    let unmounted = Command::new("umount").arg(&disk).output().unwrap();
    assert!(unmounted.status.success());
    assert_eq!((outcome.status, place(&said[0])), (Status::MachineFailed, "BY504".to_owned()));
    assert!(tell(&said[0]).contains("磁盘"), "{}", tell(&said[0]));
    assert!(!left);
}

/// A system in which a path cannot be read.
struct Closed<'a>(&'a MemSystem, &'a Path);

impl Closed<'_> {
    fn check(&self, path: &Path) -> io::Result<()> {
        if path.starts_with(self.1) { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }
}

impl System for Closed<'_> {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.check(path)?;
        self.0.read_limited(path, limit)
    }
    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        self.check(root)?;
        let mut outcome = self.0.walk(root)?;
        let Ok(closed) = self.1.strip_prefix(root) else { return Ok(outcome) };
        let is_folder = |entry: &bangyang::source::Entry| {
            Path::new(entry.path.as_str()) == closed && entry.kind == EntryKind::Directory
        };
        if outcome.entries.iter().any(is_folder) {
            outcome.entries.retain(|entry| !Path::new(entry.path.as_str()).starts_with(closed));
            let why = RefusedWhy::Unreadable(io::ErrorKind::PermissionDenied, "Permission denied".to_owned());
            outcome.refused.push(Refused { lossy_name: closed.to_string_lossy().into_owned(), why });
        }
        Ok(outcome)
    }
    fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        self.0.metadata(path)
    }
    fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
        self.0.link_metadata(path)
    }
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.canonicalize(path)
    }
    fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        self.0.open(path)
    }
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
        self.0.create(path)
    }
    fn now(&self) -> SystemTime {
        self.0.now()
    }
}

#[test]
fn what_may_not_be_read() {
    for (closed, expected) in [
        ("content/exemplars", vec!["BY001 content/exemplars"]),
        ("content", vec!["BY001 content"]),
        ("content/site.yaml", vec!["BY001 content/site.yaml"]),
        ("content/regions.yaml", vec!["BY001 content/regions.yaml"]),
        ("content/news/a.md", vec!["BY001 content/news/a.md"]),
        ("static", vec!["BY001 static"]),
        ("static/a.txt", vec!["BY001 static/a.txt"]),
        ("themes", vec!["BY001 themes"]),
    ] {
        let system = published();
        system.put("/site/static/a.txt", "x").unwrap();
        system.put("/site/themes/own/theme.yaml", "extends: peony\n").unwrap();
        let before = system.files("/site/public");
        let outcome = build(&Closed(&system, &Path::new("/site").join(closed)), &options(), &Silent);
        let said = outcome.diagnostics.sorted();
        compare(&said, &expected.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert!(tell(&said[0]).contains("不允许"), "{}", tell(&said[0]));
        assert_eq!(outcome.status, Status::ContentErrors, "{closed}");
        assert_eq!(system.files("/site/public"), before);
    }
}

/// A site published by a build that left notes for the next one, and the options for that.
fn noted() -> (MemSystem, BuildOptions) {
    let options = BuildOptions { program: Some("test".into()), ..options() };
    let system = MemSystem::new();
    let later = |system: &MemSystem| system.set_now(system.now() + std::time::Duration::from_secs(1_000_000));
    later(&system);
    for (path, bytes) in published().files("/site/content") {
        system.save(&path, &bytes).unwrap();
    }
    // Sources that were just written are not trusted by any stamp.
    later(&system);
    assert_eq!(build(&system, &options, &Silent).status, Status::Done);
    (system, options)
}

/// Whatever happens to the files that a build leaves for the next one, the next one either builds the site as
/// if they were missing, or refuses to touch what it does not know; nothing in between.
#[test]
fn damaged_notes_of_an_earlier_build() {
    let (system, options) = noted();
    let start = system.files("/");
    let old = system.files("/site/public");
    change(&system);
    assert_eq!(build(&system, &options, &Silent).status, Status::Done);
    let new = system.files("/site/public");
    let notes: Vec<PathBuf> =
        start.keys().filter(|path| path.starts_with("/site/.bangyang")).cloned().collect();
    assert!(notes.len() >= 3, "a lock, a manifest, a stamp: {notes:?}");
    let (mut done, mut refused) = (0, 0);
    for note in notes {
        for damaged in damages(&start[&note]) {
            let (system, options) = noted();
            system.put(&note, damaged).unwrap();
            change(&system);
            let outcome = build(&system, &options, &Silent);
            let codes: Vec<String> = outcome.diagnostics.sorted().iter().map(place).collect();
            let found = system.files("/site/public");
            if outcome.status == Status::Done {
                assert!(found == new, "{}: {codes:?}", note.display());
                done += 1;
                continue;
            }
            assert_eq!((outcome.status, codes), (Status::ContentErrors, vec!["BY502".to_owned()]));
            assert!(found == old, "{}", note.display());
            refused += 1;
            // Adopted on the publisher's word: everything that the site has, and possibly files that are not
            // known to be obsolete.
            let adopt = BuildOptions { adopt: true, ..options };
            assert_eq!(build(&system, &adopt, &Silent).status, Status::Done, "{}", note.display());
            let found = system.files("/site/public");
            assert!(new.iter().all(|(path, bytes)| found.get(path) == Some(bytes)), "{}", note.display());
        }
        // A folder where a file should be.
        let (system, options) = noted();
        system.take(&note);
        system.put(note.join("x"), "x").unwrap();
        change(&system);
        let outcome = build(&system, &options, &Silent);
        let found = system.files("/site/public");
        assert!(
            if outcome.status == Status::Done { found == new } else { found == old },
            "{}",
            note.display()
        );
    }
    assert!(done > 20 && refused > 3, "{done}, {refused}");
}

/// Bytes flipped, truncated, duplicated and replaced.
fn damages(bytes: &[u8]) -> Vec<Vec<u8>> {
    let flips = (0..bytes.len()).step_by(bytes.len() / 8 + 1).map(|at| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 1;
        bytes
    });
    let cuts = (0..=bytes.len()).step_by(bytes.len() / 6 + 1).map(|at| bytes[..at].to_vec());
    let others =
        [b"\xFF\xFE\0".to_vec(), vec![b'a'; 1 << 20], bytes.repeat(2), b"../../etc/passwd\n".to_vec()];
    flips.chain(cuts).chain(others).collect()
}

/// Wherever the program panics, it says so, and the published site is complete: old or new.
#[test]
fn a_program_that_breaks_off_publishes_nothing_by_halves() {
    let system = published();
    system.put(Path::new("/site").join(NEWS), news("新的一条。")).unwrap();
    let before = system.files("/site/public");
    let whole = {
        let system = published();
        system.put(Path::new("/site").join(NEWS), news("新的一条。")).unwrap();
        assert_eq!(rebuild(&system, &options()).0.status, Status::Done);
        system.files("/site/public")
    };
    let mut broken = 0;
    for at in [0, 1, 2, 5, 10, 20] {
        let system = published();
        system.put(Path::new("/site").join(NEWS), news("新的一条。")).unwrap();
        system.inject(Fault::Panic { at });
        let outcome = build(&system, &options(), &Silent);
        if outcome.status == Status::Done {
            continue;
        }
        broken += 1;
        let said = outcome.diagnostics.sorted();
        assert_eq!(said.iter().map(place).collect::<Vec<_>>(), ["BY511"], "{at}");
        for path in system.files("/site/public").keys() {
            assert!(before.contains_key(path) || whole.contains_key(path), "{}", path.display());
        }
        // The next build repairs what is left.
        system.inject(Fault::Panic { at: usize::MAX });
        assert_eq!(build(&system, &options(), &Silent).status, Status::Done, "{at}");
        assert_eq!(system.files("/site/public"), whole, "{at}");
    }
    assert!(broken > 3, "{broken}");
}
