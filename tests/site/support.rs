//! Sites in separate folders, built by the program itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// Files by their paths, `/` between the parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Noon of a day for `SOURCE_DATE_EPOCH`: 30 September 2022 and 15 June 2026.
pub const AUTUMN_2022: &str = "1664524800";
pub const JUNE_2026: &str = "1781524800";

/// A minimal site.
pub const SITE: (&str, &str) =
    ("content/site.yaml", "title: Test\nbase_url: https://site.example/\nlanguage: en\n");

/// The output of a build.
#[derive(Debug)]
pub struct Report {
    pub status: i32,
    pub diagnostics: Vec<Value>,
    pub summary: Value,
}

impl Report {
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// A number of the summary.
    #[track_caller]
    pub fn number(&self, key: &str) -> u64 {
        self.summary[key].as_u64().unwrap_or_else(|| panic!("{key} in {self:#?}"))
    }

    /// A list of the summary; empty if it is missing.
    pub fn list(&self, key: &str) -> Vec<&str> {
        let items = self.summary[key].as_array();
        items.map_or_else(Vec::new, |items| items.iter().filter_map(Value::as_str).collect())
    }

    /// Codes of all diagnostics of a severity.
    pub fn codes(&self, severity: &str) -> Vec<&str> {
        let of = self.diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == severity);
        of.filter_map(|diagnostic| diagnostic["code"].as_str()).collect()
    }

    /// The first diagnostic of a code.
    #[track_caller]
    pub fn of(&self, code: &str) -> &Value {
        let found = self.diagnostics.iter().find(|diagnostic| diagnostic["code"] == code);
        found.unwrap_or_else(|| panic!("no {code} in {self:#?}"))
    }
}

/// A site in a folder of its own.
pub struct Place {
    folder: TempDir,
    inner: PathBuf,
    today: &'static str,
    environment: Vec<(&'static str, String)>,
}

impl Place {
    pub fn new(today: &'static str) -> Self {
        let environment = vec![("LC_ALL", "en_GB.UTF-8".to_owned())];
        Self { folder: TempDir::new().unwrap(), inner: PathBuf::new(), today, environment }
    }

    /// Moves the site to a subfolder.
    pub fn at(mut self, inner: &str) -> Self {
        self.inner = PathBuf::from(inner);
        self
    }

    /// A site with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let place = Self::new(JUNE_2026);
        for (path, text) in files {
            place.write(path, text);
        }
        place
    }

    /// A site with the files of a tree.
    pub fn of(today: &'static str, tree: &Tree) -> Self {
        let place = Self::new(today);
        tree.iter().for_each(|(path, bytes)| place.write(path, bytes));
        place
    }

    pub fn environment(mut self, name: &'static str, value: &str) -> Self {
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
        self
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join(&self.inner)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.root().join(path)).unwrap();
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a text in a file.
    #[track_caller]
    pub fn change(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from} in {path}:\n{text}");
        self.write(path, text.replace(from, to));
    }

    /// The files of a folder of the site; empty if there is no such folder.
    pub fn tree(&self, folder: &str) -> Tree {
        tree(&self.root().join(folder))
    }

    /// Runs a command with the summary and diagnostics as JSON.
    pub fn run(&self, arguments: &[&str]) -> Report {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangyang"));
        command.arg("--root").arg(self.root()).args(["--format", "json", "--lang", "en"]).args(arguments);
        command.current_dir(self.root()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "TZ"] {
            command.env_remove(name);
        }
        command.env("SOURCE_DATE_EPOCH", self.today);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        let summary = lines.pop().map_or(Value::Null, |mut last| last["summary"].take());
        let status = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {err}"));
        assert!(!err.contains("panicked"), "{err}");
        Report { status, diagnostics: lines, summary }
    }

    pub fn build(&self, arguments: &[&str]) -> Report {
        let mut all = vec!["build"];
        all.extend(arguments);
        self.run(&all)
    }
}

/// All files of a folder.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&at) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            tree.insert(name, std::fs::read(&path).unwrap());
        }
    }
    tree
}

/// The repository's files below a folder.
pub fn repository(folder: &str) -> Tree {
    tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
}

/// The source of a site in `tests/sites/`.
pub fn source(name: &str) -> Tree {
    repository(&format!("tests/sites/{name}"))
}

/// The source of the repository's own site.
pub fn demonstration() -> Tree {
    let part = |folder: &str| {
        let files = repository(folder).into_iter();
        files.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect::<Vec<_>>()
    };
    ["content", "themes", "static"].into_iter().flat_map(part).collect()
}

/// A site as it was published.
pub struct Published {
    pub name: &'static str,
    pub base_url: &'static str,
    pub tree: Tree,
    pub report: Report,
    pub place: Place,
}

impl Published {
    fn new(
        name: &'static str,
        base_url: &'static str,
        today: &'static str,
        source: &Tree,
        arguments: &[&str],
    ) -> Self {
        let place = Place::of(today, source);
        let mut all = vec!["--out", "out"];
        all.extend(arguments);
        let report = place.build(&all).ended(0);
        Self { name, base_url, tree: place.tree("out"), report, place }
    }

    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.tree.get(path).unwrap_or_else(|| panic!("{path} is not in {}", self.name));
        std::str::from_utf8(bytes).unwrap()
    }

    /// Pages, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.tree.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }

    /// The files that contain a text, in their bytes or paths.
    pub fn holding(&self, needle: &str) -> Vec<&str> {
        holding(&self.tree, needle)
    }
}

/// The files that contain a text, in their bytes or paths.
pub fn holding<'t>(tree: &'t Tree, needle: &str) -> Vec<&'t str> {
    let has = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => text.contains(needle),
        Err(_) => bytes.windows(needle.len()).any(|part| part == needle.as_bytes()),
    };
    let found = tree.iter().filter(|(path, bytes)| path.contains(needle) || has(bytes));
    found.map(|(path, _)| path.as_str()).collect()
}

/// Sites that several tests share, each built once.
macro_rules! published {
    ($($name:ident: $base:literal, $today:expr, $source:expr, $arguments:expr;)*) => {$(
        pub fn $name() -> &'static Published {
            static SITE: OnceLock<Published> = OnceLock::new();
            SITE.get_or_init(|| Published::new(stringify!($name), $base, $today, &$source, $arguments))
        }
    )*};
}

published! {
    volunteers: "https://helpers.example/valley/", JUNE_2026, source("volunteers"), &[];
    volunteers_internal: "https://helpers.example/valley/", JUNE_2026, source("volunteers"),
        &["--edition", "internal", "--drafts"];
    example: "https://site.example/fusao/", AUTUMN_2022, source("example"), &[];
    example_internal: "https://site.example/fusao/", AUTUMN_2022, source("example"), &["--edition", "internal"];
    demo: "https://tangzhou.example/fusao/", JUNE_2026, demonstration(), &[];
}
