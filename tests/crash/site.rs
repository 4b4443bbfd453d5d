//! A copy of the demonstration that goes through several states, and the program that builds it and is
//! killed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use image::{ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;

/// Files by their paths, `/` between the parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Number of states of the site.
pub const STATES: usize = 4;
/// Noon of 30 September 2022.
const TODAY: &str = "1664524800";

/// When the program is killed.
#[derive(Debug)]
pub enum Moment {
    /// This long after its start.
    At(Duration),
    /// This long after the first file was staged.
    Staging(Duration),
    /// This long after the first file of the site, or the manifest before it, changed.
    Publishing(Duration),
}

pub struct Site {
    folder: TempDir,
    /// The demonstration's original files.
    sources: Tree,
}

impl Site {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = Tree::new();
        for folder in ["content", "themes"] {
            for (path, bytes) in tree(&root.join(folder)) {
                // Small pictures, because scaling takes long and writes nothing meanwhile.
                let picture = path.ends_with(".jpg") || path.ends_with(".png");
                let shade = u8::try_from(sources.len() % 251).unwrap();
                let bytes = if picture { painted(&path, shade) } else { bytes };
                sources.insert(format!("{folder}/{path}"), bytes);
            }
        }
        Self { folder: TempDir::new().unwrap(), sources }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn private(&self) -> PathBuf {
        self.root().join(".bangyang")
    }

    fn state(&self, state: usize) -> Tree {
        let mut files = self.sources.clone();
        let mut change = |path: &str, from: &str, to: &str| {
            let file = files.get_mut(path).unwrap_or_else(|| panic!("{path} is not in the demonstration"));
            let text = std::str::from_utf8(file).unwrap();
            assert!(text.contains(from), "{from} in {path}");
            *file = text.replace(from, to).into_bytes();
        };
        match state {
            0 => {}
            // A changed text, and an additional page.
            1 => {
                change("content/news/2022-02-16-consent.md", "有执委问", "也有执委问");
                let news =
                    "---\ntitle: 又开一个班\npublished_on: 2022-09-20\n---\n见[锦绣](../bases/jinxiu.md)。\n";
                files.insert("content/news/again.md".to_owned(), news.into());
            }
            // A change on every page.
            2 => change("content/site.yaml", "title: “福嫂家政”提升工程", "title: “福嫂家政”工程"),
            // Another picture, and pages that move.
            _ => {
                change(
                    "content/exemplars/chen-xiuying.md",
                    "name: 陈秀英\n",
                    "name: 陈秀英\nslug: sister-chen\n",
                );
                let picture = painted("a.jpg", 255);
                files.insert("content/exemplars/chen-xiuying.jpg".to_owned(), picture);
                let gone = "content/news/2022-02-16-consent.md";
                files.remove(gone).unwrap();
            }
        }
        files
    }

    /// Brings the sources into a state.
    pub fn put(&self, state: usize) {
        write(&self.root(), &self.state(state));
    }

    /// The result of an undisturbed clean build of a state.
    pub fn clean(&self, state: usize) -> Tree {
        let root = self.folder.path().join(format!("clean-{state}"));
        write(&root, &self.state(state));
        let status = command(&root).status().unwrap();
        assert!(status.success(), "{status}");
        tree(&root.join("public"))
    }

    pub fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    pub fn published(&self) -> Tree {
        tree(&self.out())
    }

    /// Runs several builds at once; returns their exit statuses and messages.
    pub fn together(&self, count: usize) -> Vec<(i32, String)> {
        let start = |_| command(&self.root()).stderr(Stdio::piped()).spawn().unwrap();
        let builds: Vec<Child> = (0..count).map(start).collect();
        let end = |child: Child| {
            let output = child.wait_with_output().unwrap();
            (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
        };
        builds.into_iter().map(end).collect()
    }

    /// Removes all results of earlier builds.
    pub fn forget(&self) {
        for folder in [self.root().join("public"), self.private()] {
            let _ = fs::remove_dir_all(folder);
        }
    }

    /// Files that a finished build must not leave.
    pub fn left_over(&self) -> Vec<String> {
        let private = self.private();
        let names = ["staging", "first"].into_iter().filter(|name| private.join(name).exists());
        names.map(str::to_owned).collect()
    }

    /// Builds undisturbed; returns the duration.
    pub fn finish(&self) -> Duration {
        let start = Instant::now();
        let status = command(&self.root()).status().unwrap();
        assert!(status.success(), "{status}");
        start.elapsed()
    }

    /// Builds and is killed; returns whether it was killed before its end.
    pub fn kill(&self, moment: &Moment) -> bool {
        let manifests = self.stamp();
        let mut child = command(&self.root()).spawn().unwrap();
        let reached = match moment {
            Moment::At(_) => true,
            Moment::Staging(_) => wait(&mut child, || {
                self.private().join("staging").exists() || self.private().join("first").exists()
            }),
            Moment::Publishing(_) => wait(&mut child, || self.stamp() != manifests),
        };
        if reached {
            let (Moment::At(time) | Moment::Staging(time) | Moment::Publishing(time)) = moment;
            std::thread::sleep(*time);
        }
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none_or(|status| status.success()), "{ended:?}");
        child.kill().unwrap();
        child.wait().unwrap();
        // Wine says that a process has ended while its threads are still being stopped.
        if cfg!(windows) {
            std::thread::sleep(Duration::from_millis(500));
        }
        ended.is_none()
    }

    /// The state of the manifests, which change first when files are placed.
    fn stamp(&self) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
        let found = fs::read_dir(self.private().join("manifests"));
        let mut stamp: Vec<_> = found
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let meta = entry.metadata().ok()?;
                Some((entry.path(), meta.len(), meta.modified().ok()))
            })
            .collect();
        stamp.sort();
        stamp
    }
}

/// Waits for a condition; `false` if the program ends before.
fn wait(child: &mut Child, is_so: impl Fn() -> bool) -> bool {
    while child.try_wait().unwrap().is_none() {
        if is_so() {
            return true;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    false
}

fn command(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangyang"));
    command.arg("--root").arg(root).args(["build", "--jobs", "2"]);
    command.env("SOURCE_DATE_EPOCH", TODAY).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn painted(path: &str, shade: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(96, 120, |x, y| Rgb([shade, (x * 2) as u8, (y * 2) as u8]));
    let mut bytes = Vec::new();
    let format = if path.ends_with(".png") { ImageFormat::Png } else { ImageFormat::Jpeg };
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// Writes these files as a folder's `content` and `themes`; unchanged files keep their time.
fn write(root: &Path, files: &Tree) {
    for folder in ["content", "themes"] {
        for path in tree(&root.join(folder)).keys() {
            if !files.contains_key(&format!("{folder}/{path}")) {
                fs::remove_file(root.join(folder).join(path)).unwrap();
            }
        }
    }
    for (path, bytes) in files {
        let path = root.join(path);
        if fs::read(&path).is_ok_and(|old| old == *bytes) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
