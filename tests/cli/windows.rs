//! What is peculiar to Windows: its paths, its locks, its attributes.

use std::fs::{File, OpenOptions};
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::support::{Place, Ran, SITE, is_chinese};

/// Noon of 30 September 2022.
const TODAY: &str = "1664524800";

const NEWS: (&str, &str) =
    ("content/news/a.md", "---\ntitle: Classes begin\npublished_on: 2022-03-08\n---\nText.\n");

fn built(place: &Place, root: &Path) -> Ran {
    let root = root.to_str().unwrap();
    place.run(&["--root", root, "build"])
}

/// Opens a file as programs do that let nobody else in.
fn hold(path: &Path) -> File {
    OpenOptions::new().read(true).share_mode(0).open(path).unwrap()
}

fn place() -> Place {
    Place::with(&[SITE, NEWS]).environment("SOURCE_DATE_EPOCH", TODAY)
}

#[test]
fn paths_are_taken_as_windows_writes_them() {
    let place = place();
    let blank = place.path().join("巾帼 宣讲 (最终版2)");
    for (path, text) in [SITE, NEWS] {
        place.write(&format!("巾帼 宣讲 (最终版2)/{path}"), text);
    }
    let written = blank.to_str().unwrap().to_owned();
    assert!(written.contains(":\\"), "{written}");
    let forward = written.replace('\\', "/");
    let verbatim = format!(r"\\?\{written}");
    let dots = format!(r"{written}\..\巾帼 宣讲 (最终版2)\");
    for root in [written.as_str(), &forward, &verbatim, &dots] {
        built(&place, Path::new(root)).ended(0);
        assert!(blank.join("public/news/a.html").exists(), "{root}");
        std::fs::remove_dir_all(blank.join("public")).unwrap();
    }
}

#[test]
fn messages_name_paths_as_users_know_them() {
    let place = place();
    let ran = place.run(&["build"]).ended(0);
    assert!(ran.err.contains(r"public\index.html") && !ran.err.contains(r"\\?\"), "{}", ran.err);
    place.write("elsewhere/foreign.txt", "somebody's");
    let ran = place.run(&["build", "--out", "elsewhere"]).ended(1);
    assert!(ran.err.contains("BY502") && !ran.err.contains(r"\\?\"), "{}", ran.err);
}

/// Windows without further settings ends paths at 260 characters.
#[test]
fn paths_may_be_long() {
    let place = place();
    let mut root = PathBuf::from(format!(r"\\?\{}", place.path().to_str().unwrap()));
    while root.as_os_str().len() < 300 {
        root.push("先进典型事迹汇编资料");
    }
    for (path, text) in [SITE, NEWS] {
        let file = path.split('/').fold(root.clone(), |at, name| at.join(name));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let plain = root.to_str().unwrap().strip_prefix(r"\\?\").unwrap().to_owned();
    for root in [root.to_str().unwrap(), &plain] {
        built(&place, Path::new(root)).ended(0);
    }
    assert!(root.join("public").join("news").join("a.html").exists());
}

/// Windows would find the file, other systems would not: the same site must be one everywhere.
#[test]
fn letter_case_is_as_documented() {
    let place = Place::with(&[("content/Site.yaml", SITE.1), NEWS]);
    let ran = place.run(&["build"]).ended(1);
    assert!(ran.err.contains("BY301") && ran.err.contains("rename it to site.yaml"), "{}", ran.err);
    assert!(!place.path().join("public").exists());
}

#[test]
fn read_only_files_are_read_and_replaced() {
    let place = place();
    built(&place, &place.path().to_path_buf()).ended(0);
    let page = place.path().join("public/news/a.html");
    let source = place.path().join(NEWS.0);
    place.write(NEWS.0, &NEWS.1.replace("Classes", "Courses"));
    for file in [&page, &source] {
        let mut permissions = std::fs::metadata(file).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(file, permissions).unwrap();
    }
    built(&place, &place.path().to_path_buf()).ended(0);
    assert!(place.read("public/news/a.html").contains("Courses begin"));
    assert!(std::fs::metadata(source).unwrap().permissions().readonly(), "the source is as it was");
}

/// A virus scanner or synchroniser holds a file for a moment.
#[test]
fn a_file_that_is_held_for_a_moment_is_waited_for() {
    let place = place();
    built(&place, &place.path().to_path_buf()).ended(0);
    place.write(NEWS.0, &NEWS.1.replace("Classes", "Courses"));
    let held = hold(&place.path().join("public/news/a.html"));
    let waits = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(900));
        drop(held);
    });
    built(&place, &place.path().to_path_buf()).ended(0);
    waits.join().unwrap();
    assert!(place.read("public/news/a.html").contains("Courses begin"));
}

#[test]
fn a_page_that_stays_held_is_named_and_nothing_is_torn() {
    let place = place();
    built(&place, &place.path().to_path_buf()).ended(0);
    place.write(NEWS.0, &NEWS.1.replace("Classes", "Courses"));
    let held = hold(&place.path().join("public/news/a.html"));
    let ran = built(&place, &place.path().to_path_buf()).ended(3);
    for part in ["BY504", "a.html", "another program"] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    let chinese = place.run(&["--lang", "zh-CN", "build"]).ended(3);
    assert!(is_chinese(&chinese.err) && !chinese.err.contains("os error"), "{}", chinese.err);
    drop(held);
    built(&place, &place.path().to_path_buf()).ended(0);
    assert!(place.read("public/news/a.html").contains("Courses begin"));
}

/// Word and Excel leave the owner's name beside a document that is open, also on another computer.
#[test]
fn whoever_has_a_source_open_is_named() {
    let place = place();
    let mut owner = vec![2; 1];
    owner.resize(54, b' ');
    owner.extend([2, 0]);
    owner.extend("秦岚".encode_utf16().flat_map(u16::to_le_bytes));
    owner.resize(162, 0);
    std::fs::write(place.path().join("content/news/~$a.md"), owner).unwrap();
    let held = hold(&place.path().join(NEWS.0));
    let ran = place.run(&["--lang", "zh-CN", "build"]);
    assert!(ran.status != 0 && ran.err.contains("“秦岚”正开着它"), "{}", ran.err);
    assert!(!place.path().join("public/index.html").exists());
    drop(held);
    place.run(&["build"]).ended(0);
}

#[test]
fn two_builds_do_not_mix() {
    let place = place();
    built(&place, &place.path().to_path_buf()).ended(0);
    let lock = File::options().read(true).write(true).open(place.path().join(".bangyang/lock")).unwrap();
    lock.lock().unwrap();
    let ran = built(&place, &place.path().to_path_buf()).ended(3);
    assert!(ran.err.contains("BY503"), "{}", ran.err);
    drop(lock);
    built(&place, &place.path().to_path_buf()).ended(0);
}

/// Notepad's line ends, and the encoding in which it saved until recently.
#[test]
fn sources_come_as_notepad_writes_them() {
    let place = Place::with(&[(SITE.0, &SITE.1.replace('\n', "\r\n"))]);
    let text = "---\r\ntitle: 开班\r\npublished_on: 2022-03-08\r\n---\r\n第一段。\r\n\r\n第二段。\r\n";
    let (gbk, _, failed) = encoding_rs::GBK.encode(text);
    assert!(!failed);
    std::fs::create_dir_all(place.path().join("content/news")).unwrap();
    std::fs::write(place.path().join("content/news/a.md"), gbk).unwrap();
    place.run(&["--lang", "zh-CN", "build"]).ended(0);
    assert!(place.read("public/news/a.html").contains("第二段。"));
}
