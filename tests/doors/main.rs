//! Nothing outside of a site is touched, whatever is in the site in place of the program's own files.
//!
//! Every path that the program writes is replaced by every kind of trap, and every command is run, both with
//! and without the kernel's link-free path resolution. What is outside is compared byte for byte.
//!
//! On Windows, links are junctions. Wine cannot make them: `BANGYANG_WITHOUT_LINKS` leaves these traps out.
#![cfg(any(target_os = "linux", windows))]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(target_os = "linux")]
mod sockets;

use std::collections::BTreeMap;
use std::fs;
#[cfg(target_os = "linux")]
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use tempfile::TempDir;

/// Noon of 30 September 2022.
const TODAY: &str = "1664524800";
const NEWS: &str = "---\ntitle: 开班\npublished_on: 2022-09-01\n---\n今天开班。\n\n![花](flower.png)\n";
const PROGRAM: &str = "\
title: 项目
starts: 2022-01-01
ends: 2022-12-31
metrics: [{id: sessions, title: 宣讲, from: outreach, measure: count, unit: 场}]
targets: [{metric: sessions, set: city, value: 9, due: 2022-12-31}]
";
const FILES: [(&str, &str); 5] = [
    ("content/site.yaml", "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\norganiser: 示例\n"),
    ("content/regions.yaml", "- {id: east, title: 东县}\n"),
    ("content/programs/2022.yaml", PROGRAM),
    ("content/news/a.md", NEWS),
    ("content/outreach/2022.yaml", "- {title: 宣讲, held_on: 2022-08-03, region: 东县, attendance: 40}\n"),
];

/// What is in the place of a file or folder of the program's own.
#[derive(Clone, Copy, Debug)]
enum Trap {
    LinkToFolder,
    LinkToFile,
    LinkToNothing,
    LinkWithin,
    /// A hard link to a file outside.
    SameFile,
    #[cfg(target_os = "linux")]
    Pipe,
    /// A file of another owner.
    OtherOwner,
}

/// The traps that can be laid on this system.
fn traps() -> Vec<Trap> {
    let mut traps = vec![Trap::SameFile, Trap::OtherOwner];
    if has_links() {
        traps.extend([Trap::LinkToFolder, Trap::LinkToNothing, Trap::LinkWithin]);
    }
    #[cfg(target_os = "linux")]
    traps.extend([Trap::LinkToFile, Trap::Pipe]);
    traps
}

/// Whether links can be made here.
fn has_links() -> bool {
    cfg!(target_os = "linux") || std::env::var_os("BANGYANG_WITHOUT_LINKS").is_none()
}

/// A junction, which needs no special rights.
#[cfg(windows)]
fn symlink(target: impl AsRef<Path>, at: impl AsRef<Path>) -> std::io::Result<()> {
    let at = at.as_ref();
    let target = at.parent().unwrap().join(target);
    let made = Command::new("cmd").args(["/C", "mklink", "/J"]).arg(at).arg(target).output()?;
    if made.status.success() { Ok(()) } else { Err(std::io::Error::other(format!("{made:?}"))) }
}

/// Whether an old kernel can be imitated: elsewhere, there is only one way to open a path.
const KERNELS: &[bool] = if cfg!(target_os = "linux") { &[false, true] } else { &[false] };

#[cfg(target_os = "linux")]
fn rights(meta: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(meta)
}

#[cfg(windows)]
fn rights(meta: &fs::Metadata) -> u32 {
    u32::from(meta.permissions().readonly())
}

struct Place {
    folder: TempDir,
}

impl Place {
    /// A site beside valuable files.
    fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        for (path, text) in FILES {
            put(&place.site().join(path), text.as_bytes());
        }
        put(&place.site().join("content/news/flower.png"), &flower());
        for name in [
            "letter.txt",
            "sub/photo.raw",
            "0",
            "index.html",
            "2022/2022-08.yaml",
            "news/a.md",
            "public.stamp",
        ] {
            put(&place.precious().join(name), b"precious");
        }
        place
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn precious(&self) -> PathBuf {
        self.folder.path().join("precious")
    }

    fn wants_review(&self) {
        let settings = format!("{}review: {{stages: [first]}}\n", FILES[0].1);
        put(&self.site().join(FILES[0].0), settings.as_bytes());
    }

    /// Puts a trap in the place of whatever is there.
    fn lay(&self, path: &str, trap: Trap) {
        let at = self.site().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        match fs::symlink_metadata(&at) {
            Ok(meta) if meta.is_dir() => fs::remove_dir_all(&at).unwrap(),
            Ok(_) => fs::remove_file(&at).unwrap(),
            Err(_) => {}
        }
        match trap {
            Trap::LinkToFolder => symlink(self.precious(), &at).unwrap(),
            Trap::LinkToFile => symlink(self.precious().join("letter.txt"), &at).unwrap(),
            Trap::LinkToNothing => symlink(self.precious().join("none"), &at).unwrap(),
            Trap::LinkWithin => symlink(self.site().join("content/news"), &at).unwrap(),
            Trap::SameFile => fs::hard_link(self.precious().join("letter.txt"), &at).unwrap(),
            #[cfg(target_os = "linux")]
            Trap::Pipe => {
                let mode = rustix::fs::Mode::from_raw_mode(0o600);
                rustix::fs::mknodat(rustix::fs::CWD, &at, rustix::fs::FileType::Fifo, mode, 0).unwrap();
            }
            Trap::OtherOwner => {
                fs::write(&at, "7\n").unwrap();
                // Only root can give files away; otherwise it is just a foreign file.
                #[cfg(target_os = "linux")]
                let _ = std::os::unix::fs::chown(&at, Some(12345), Some(12345));
            }
        }
    }

    /// Everything that must stay unchanged.
    fn kept(&self) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
        let mut kept = BTreeMap::new();
        look(&self.precious(), &mut kept);
        look(&self.site().join("content/news"), &mut kept);
        kept
    }

    fn run(&self, arguments: &[&str], is_old_kernel: bool) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangyang"));
        command.arg("--root").arg(self.site()).args(["--lang", "en"]).args(arguments);
        command.env("SOURCE_DATE_EPOCH", TODAY).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        // What a thread is forbidden, the program that it starts is forbidden too.
        let started = std::thread::spawn(move || {
            #[cfg(windows)]
            assert!(!is_old_kernel);
            #[cfg(target_os = "linux")]
            if is_old_kernel {
                seccompiler::apply_filter(&without_openat2()).unwrap();
            }
            command.spawn()
        });
        let mut child = started.join().unwrap().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{arguments:?} waits for something");
            std::thread::sleep(Duration::from_millis(2));
        }
        child.wait_with_output().unwrap()
    }
}

#[cfg(target_os = "linux")]
/// A filter that hides `openat2`, as before Linux 5.6.
fn without_openat2() -> BpfProgram {
    const OPENAT2: i64 = 437;
    const NOT_THERE: u32 = 38;
    let rules = BTreeMap::from([(OPENAT2, Vec::new())]);
    let arch = std::env::consts::ARCH.try_into().unwrap();
    let filter =
        SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(NOT_THERE), arch).unwrap();
    filter.try_into().unwrap()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn flower() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 40, 60]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn look(folder: &Path, into: &mut BTreeMap<PathBuf, (u32, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = fs::symlink_metadata(&path).unwrap();
        if meta.is_dir() {
            into.insert(path.clone(), (rights(&meta), Vec::new()));
            look(&path, into);
        } else {
            let bytes = if meta.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            into.insert(path, (rights(&meta), bytes));
        }
    }
}

/// What a build writes, according to a site that was built once; including short-lived temporary files.
fn written_by_builds(place: &Place) -> Vec<String> {
    let mut found = BTreeMap::new();
    for folder in [".bangyang", "public"] {
        look(&place.site().join(folder), &mut found);
    }
    let own = [
        "public",
        ".bangyang",
        ".bangyang/staging",
        ".bangyang/staging/0",
        ".bangyang/first",
        ".bangyang/first/index.html",
    ];
    let mut paths: Vec<String> = own.map(str::to_owned).to_vec();
    let mut pages = 0;
    for path in found.keys() {
        let path = path.strip_prefix(place.site()).unwrap().to_str().unwrap().replace('\\', "/");
        let is_own = path.starts_with(".bangyang");
        // One page stands for all, and one folder of pages.
        pages += usize::from(!is_own);
        if is_own || pages <= 3 || path.ends_with("news") || path.ends_with("news/a.html") {
            if is_own && path.contains('.') {
                let draft = Path::new(&path).with_extension("new");
                paths.push(draft.to_str().unwrap().replace('\\', "/"));
            }
            paths.push(path);
        }
    }
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn builds_touch_nothing_outside() {
    let model = Place::new();
    let built = model.run(&["build"], false);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let paths = written_by_builds(&model);
    assert!(paths.len() > 15, "{paths:?}");
    for is_old_kernel in KERNELS.iter().copied() {
        for path in &paths {
            for trap in traps() {
                // Only paths through folders are opened in another way there.
                if is_old_kernel && !matches!(trap, Trap::LinkToFolder | Trap::LinkWithin) {
                    continue;
                }
                let place = Place::new();
                // All other traps are set after a build.
                if matches!(trap, Trap::LinkToFile | Trap::LinkWithin | Trap::SameFile) {
                    place.run(&["build"], is_old_kernel);
                    put(&place.site().join("content/news/b.md"), NEWS.replace("开班", "结业").as_bytes());
                }
                place.lay(path, trap);
                let before = place.kept();
                let ran = place.run(&["build"], is_old_kernel);
                let told = String::from_utf8_lossy(&ran.stderr).into_owned();
                assert!(ran.status.code().is_some_and(|code| code < 4), "{path} {trap:?}: {told}");
                assert!(place.kept() == before, "{path} {trap:?} {is_old_kernel}: {told}");
            }
        }
    }
}

/// A link in the place of one of the program's own folders is reported.
#[test]
fn links_are_told() {
    if !has_links() {
        return eprintln!("not tried: this system has no links");
    }
    for (path, code, status) in [
        (".bangyang", "BY520", 1),
        (".bangyang/lock", "BY520", 1),
        (".bangyang/manifests", "BY520", 1),
        (".bangyang/staging", "BY520", 1),
        (".bangyang/first", "BY520", 1),
        ("public", "BY520", 1),
        (".bangyang/cache", "BY521", 0),
        (".bangyang/cache/public.pictures", "BY521", 0),
        (".bangyang/cache/public.records", "BY521", 0),
    ] {
        let place = Place::new();
        place.lay(path, Trap::LinkToFolder);
        for _ in 0..2 {
            let ran = place.run(&["--format", "json", "build"], false);
            let told = String::from_utf8_lossy(&ran.stdout).into_owned();
            assert!(told.contains(code) && told.contains(path), "{path}: {told}");
            assert_eq!(ran.status.code(), Some(status), "{path}: {told}");
        }
        assert!(fs::symlink_metadata(place.site().join(path)).unwrap().is_symlink(), "it is left alone");
    }
}

/// A site cannot have files elsewhere published by linking to them.
#[test]
fn folders_of_sources_do_not_lead_outside() {
    if !has_links() {
        return eprintln!("not tried: this system has no links");
    }
    for folder in ["content", "themes", "static"] {
        let place = Place::new();
        if folder == "content" {
            fs::rename(place.site().join("content"), place.folder.path().join("elsewhere")).unwrap();
            symlink("../elsewhere", place.site().join("content")).unwrap();
        } else {
            place.lay(folder, Trap::LinkToFolder);
        }
        let ran = place.run(&["--format", "json", "build"], false);
        assert_eq!(ran.status.code(), Some(1), "{folder}: {}", String::from_utf8_lossy(&ran.stdout));
        assert!(!place.site().join("public").exists(), "{folder}");
    }
}

#[test]
fn other_commands_touch_nothing_outside() {
    let close = ["close", "2022-08"];
    let new = ["new", "news", "新闻"];
    let review = ["review", "content/news/a.md", "--stage", "first", "--by", "王敏"];
    let table: [(&[&str], &[&str]); 3] = [
        (
            &close,
            &[
                "content/closed",
                "content/closed/2022",
                "content/closed/2022/2022-08.yaml",
                "content/closed/2022/.2022-08.yaml.new",
            ],
        ),
        (&new, &["content/news/xin-wen.md", "content/news/xinwen.md"]),
        (&review, &["content/news/.a.md.new", "content/news/a.md"]),
    ];
    for is_old_kernel in KERNELS.iter().copied() {
        for (arguments, paths) in table {
            for path in paths {
                for trap in traps() {
                    let place = Place::new();
                    if arguments[0] == "review" {
                        place.wants_review();
                    }
                    place.lay(path, trap);
                    let mut before = BTreeMap::new();
                    look(&place.precious(), &mut before);
                    let ran = place.run(arguments, is_old_kernel);
                    let mut after = BTreeMap::new();
                    look(&place.precious(), &mut after);
                    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
                    assert!(after == before, "{arguments:?} {path} {trap:?} {is_old_kernel}: {told}");
                }
            }
        }
    }
    if !has_links() {
        return eprintln!("not tried: links in place of a collection");
    }
    // The folder of a collection itself.
    for (arguments, folder) in [(&new[..], "content/news"), (&review[..], "content/news")] {
        let place = Place::new();
        place.wants_review();
        put(&place.precious().join("a.md"), NEWS.as_bytes());
        place.lay(folder, Trap::LinkToFolder);
        let mut before = BTreeMap::new();
        look(&place.precious(), &mut before);
        let ran = place.run(arguments, false);
        let mut after = BTreeMap::new();
        look(&place.precious(), &mut after);
        assert!(after == before && !ran.status.success(), "{arguments:?}");
    }
}

/// `check` and the preview write nothing, whatever is there.
#[test]
fn check_and_serve_write_nothing() {
    if !has_links() {
        return eprintln!("not tried: this system has no links");
    }
    let place = Place::new();
    for path in [".bangyang/lock", ".bangyang/cache/public.pictures", ".bangyang/manifests", "public"] {
        place.lay(path, Trap::LinkToFolder);
    }
    let mut before = BTreeMap::new();
    look(place.folder.path(), &mut before);
    assert!(place.run(&["check"], false).status.success());
    let mut child = Command::new(env!("CARGO_BIN_EXE_bangyang"))
        .arg("--root")
        .arg(place.site())
        .args(["--format", "json", "serve", "--port", "0"])
        .env("SOURCE_DATE_EPOCH", TODAY)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let is_ready = |line: &String| line.contains("\"serving\"");
    assert!(lines.map_while(Result::ok).any(|line| is_ready(&line)));
    child.kill().unwrap();
    child.wait().unwrap();
    let mut after = BTreeMap::new();
    look(place.folder.path(), &mut after);
    assert!(after == before);
}
