//! The same on the operating system's file system.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::time::{Duration, SystemTime};

use super::*;
use crate::source::OsSystem;

struct Site {
    _folder: tempfile::TempDir,
    options: PublishOptions,
}

fn disk_site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    fs::create_dir_all(root.join("content")).unwrap();
    let options = PublishOptions { out: root.join("public"), root, adopt: false, wait: false };
    Site { _folder: folder, options }
}

impl Site {
    fn publish(&self, files: &Files) -> Result<PublishSummary, OutputError> {
        publish_to(&OsSystem, &self.options, files)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.options.out.join(name)
    }

    fn output(&self) -> Files {
        let found = OsSystem.walk(&self.options.out).unwrap();
        let files = found.entries.iter().filter(|entry| entry.kind == crate::source::EntryKind::File);
        files
            .map(|entry| {
                let name = entry.path.to_string();
                (name.clone(), fs::read_to_string(self.out(&name)).unwrap())
            })
            .collect()
    }
}

#[test]
fn on_disk_unchanged_files_keep_their_time() {
    let site = disk_site();
    site.publish(&files([("index.html", "1"), ("a/x.html", "1"), ("old/y.html", "1")])).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in ["index.html", "a/x.html"] {
        fs::File::options().write(true).open(site.out(name)).unwrap().set_modified(long_ago).unwrap();
    }
    fs::write(site.out("hand.txt"), "hand").unwrap();
    let second = files([("index.html", "2"), ("a/x.html", "1")]);
    assert_eq!(site.publish(&second).unwrap(), summary(1, 1, &["old/y.html"]));
    let time = |name| fs::metadata(site.out(name)).unwrap().modified().unwrap();
    assert_eq!(time("a/x.html"), long_ago);
    assert_ne!(time("index.html"), long_ago);
    let mut expected = second;
    expected.insert("hand.txt".to_owned(), "hand".to_owned());
    assert_eq!(site.output(), expected);
    assert!(!site.out("old").exists());
    assert!(!site.options.root.join(".bangyang/staging").exists());
}

#[test]
fn on_disk_files_become_folders_and_folders_files() {
    let site = disk_site();
    let first = files([("a", "1"), ("b/x/y.html", "1")]);
    let second = files([("a/x.html", "2"), ("b", "2")]);
    for state in [&first, &second, &first] {
        site.publish(state).unwrap();
        assert_eq!(site.output(), *state);
    }
}

#[test]
fn on_disk_what_a_killed_build_left_is_cleared() {
    let site = disk_site();
    let staging = site.options.root.join(".bangyang/staging");
    fs::create_dir_all(&staging).unwrap();
    fs::write(staging.join("7"), "half").unwrap();
    site.publish(&files([("index.html", "1")])).unwrap();
    assert!(!staging.exists());
}

#[test]
fn on_disk_builds_take_turns() {
    let site = disk_site();
    let first = Publisher::begin(&OsSystem, &site.options).unwrap();
    let second = Publisher::begin(&OsSystem, &site.options).unwrap_err();
    assert!(matches!(second, OutputError::Busy { .. }));
    if cfg!(unix) {
        assert!(matches!(second, OutputError::Busy { holder: Some(id) } if id == std::process::id()));
    }
    first.abandon();
    Publisher::begin(&OsSystem, &site.options).unwrap();
}

#[cfg(unix)]
#[test]
fn on_disk_nobody_else_may_look_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = disk_site();
    site.publish(&files([("a/x.html", "1")])).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&site.options.root.join(".bangyang")) & 0o777, 0o700);
    assert_ne!(mode(&site.out("a/x.html")) & 0o600, 0, "what is published is as the user's other files are");

    let elsewhere = site.options.root.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("x.html"), "theirs").unwrap();
    fs::remove_dir_all(site.out("a")).unwrap();
    symlink(&elsewhere, site.out("a")).unwrap();
    assert!(matches!(site.publish(&files([("a/x.html", "2")])), Err(OutputError::Links { .. })));
    site.publish(&files([("b.html", "2")])).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("x.html")).unwrap(), "theirs");
    symlink(&elsewhere, site.options.root.join("linked")).unwrap();
    let linked = PublishOptions { out: site.options.root.join("linked/../content"), ..site.options.clone() };
    assert!(matches!(Publisher::begin(&OsSystem, &linked), Err(OutputError::OwnLink { .. })));
}

/// On most Linux machines `/dev/shm` is a separate file system, which a rename cannot reach.
#[cfg(target_os = "linux")]
#[test]
fn on_disk_another_file_system_is_reached() {
    let site = disk_site();
    let Ok(far) = tempfile::tempdir_in("/dev/shm") else { return };
    let options = PublishOptions { out: far.path().join("public"), ..site.options.clone() };
    let state = files([("index.html", "1"), ("a/x.html", "1")]);
    assert_eq!(publish_to(&OsSystem, &options, &state).unwrap(), summary(2, 0, &[]));
    assert_eq!(publish_to(&OsSystem, &options, &state).unwrap(), summary(0, 2, &[]));
    assert_eq!(fs::read_to_string(options.out.join("a/x.html")).unwrap(), "1");
}
