//! Sites in separate folders, and their output.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use bangyang::build::{BuildOptions, Outcome, Silent, Status, build};
use bangyang::diag::Lang;
use bangyang::edition::Edition;
use bangyang::source::OsSystem;
use tempfile::TempDir;

/// The project's folder, whose content is the demonstration.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The worked example, built once.
pub fn example(edition: Edition) -> &'static Built {
    static PUBLIC: LazyLock<Built> = LazyLock::new(|| Site::example().build(Edition::Public));
    static INTERNAL: LazyLock<Built> = LazyLock::new(|| Site::example().build(Edition::Internal));
    match edition {
        Edition::Public => &PUBLIC,
        Edition::Internal => &INTERNAL,
    }
}

/// A copy of a site.
pub struct Site {
    folder: TempDir,
    /// Now.
    pub now: &'static str,
}

/// A built site: every file by its path.
pub struct Built {
    files: BTreeMap<String, Vec<u8>>,
    pub outcome: Outcome,
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

impl Site {
    /// The worked example.
    pub fn example() -> Self {
        Self::of("tests/sites/example/content")
    }

    /// The demonstration.
    pub fn demonstration() -> Self {
        Self::of("content")
    }

    fn of(content: &str) -> Self {
        let site = Self { folder: TempDir::new().unwrap(), now: "2026-01-05T08:00:00Z" };
        copy(&project().join(content), &site.root().join("content"));
        site
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file under `content/`.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Changes a file in `content/`; the replaced text must exist.
    #[track_caller]
    pub fn change(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.root().join("content").join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }

    fn options(&self, edition: Edition, write: bool) -> BuildOptions {
        BuildOptions {
            edition,
            jobs: Some(2),
            write,
            ..BuildOptions::new(self.root(), self.now.parse().unwrap())
        }
    }

    /// Does everything of a build except writing.
    pub fn check(&self, edition: Edition) -> Outcome {
        build(&OsSystem, &self.options(edition, false), &Silent)
    }

    /// Builds an edition, which must succeed.
    #[track_caller]
    pub fn build(&self, edition: Edition) -> Built {
        let outcome = build(&OsSystem, &self.options(edition, true), &Silent);
        let told: Vec<String> = outcome.diagnostics.iter().map(|it| it.message(Lang::En)).collect();
        assert_eq!(outcome.status, Status::Done, "{told:#?}");
        let mut files = BTreeMap::new();
        collect(&outcome.out, "", &mut files);
        Built { files, outcome }
    }
}

fn collect(folder: &Path, before: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{before}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => collect(&entry.path(), &format!("{path}/"), files),
            false => drop(files.insert(path, std::fs::read(entry.path()).unwrap())),
        }
    }
}

impl Built {
    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file as text.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.files.get(path).expect(path)).expect(path)
    }

    /// A file as JSON.
    #[track_caller]
    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(self.text(path)).expect(path)
    }

    /// All files of text: path and text.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
    }

    /// All pages: path and HTML.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| path.ends_with(".html"))
    }

    /// The codes of the diagnostics, sorted.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.outcome.diagnostics.iter().map(|it| it.code.to_string()).collect();
        codes.sort();
        codes
    }
}
