//! The format of a case.
//!
//! ```text
//! A web address without its beginning.
//!
//! -- content/bases/b.md --
//! ---
//! name: 安心基地
//! established_on: 2022-03
//! website: ‸www.anxin.example
//! ---
//! ```
//!
//! First a description of the case, then one file after the other, each after a line with its path; a path that
//! the common site has too replaces that file. `‸` precedes what the message points at and is not part of the
//! file. Before the first file, each on its own line, there may be:
//!
//! - `at: PATH`, if the message is about a whole file; `at: none`, if it has no place;
//! - `also: BY230`, another code that is reported, with its place as in
//!   `also: BY230 content/exemplars/b.md:4:10`;
//! - `without: PATH`, a file of the common site that is missing;
//! - `edition: internal`, `today: 2022-06-30`, `out: PATH`, `base: https://…`, `drafts`, `hold-back`, `check`
//!   (nothing is written).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bangyang::build::BuildOptions;
use bangyang::diag::Code;
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

/// Precedes what a message points at.
const MARK: char = '‸';
/// Where the site is.
pub const ROOT: &str = "/site";
/// The default day on which sites are built.
const TODAY: &str = "2022-06-30";

/// A site that triggers a code.
pub struct Case {
    pub system: MemSystem,
    pub options: BuildOptions,
    /// Codes with their places, sorted as texts.
    pub expected: Vec<String>,
}

/// The unchanged common site.
pub fn common() -> Case {
    Case { system: put(&common_files()), options: options(TODAY), expected: Vec::new() }
}

fn options(today: &str) -> BuildOptions {
    let now = format!("{today}T12:00:00Z").parse().unwrap();
    BuildOptions { jobs: Some(1), write: true, ..BuildOptions::new(ROOT, now) }
}

fn common_files() -> BTreeMap<String, String> {
    files(include_str!("common.txt")).1.into_iter().collect()
}

fn put(files: &BTreeMap<String, String>) -> MemSystem {
    let system = MemSystem::new();
    for (path, text) in files {
        system.put(Path::new(ROOT).join(path), text.as_str()).unwrap();
    }
    system
}

/// The lines before the first file, and the files.
fn files(text: &str) -> (Vec<&str>, Vec<(String, String)>) {
    let (mut head, mut files) = (Vec::new(), Vec::<(String, String)>::new());
    for line in text.split_inclusive('\n') {
        let path = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (path, files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => head.push(line.trim()),
        }
    }
    (head, files)
}

impl Case {
    /// Reads a case.
    pub fn read(code: Code, text: &str) -> Self {
        let (head, own) = files(text);
        assert!(head.first().is_some_and(|line| line.len() > 10), "{code}: say first what the case is");
        let mut site = common_files();
        let mut marks = Vec::new();
        for (path, text) in own {
            for (at, _) in text.match_indices(MARK) {
                let before = text[..at].replace(MARK, "");
                let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
                marks.push(format!("{path}:{}:{column}", before.matches('\n').count() + 1));
            }
            site.insert(path, text.replace(MARK, ""));
        }
        let setting = |name: &str| head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let flag = |name: &str| head.contains(&name);
        for line in &head {
            if let Some(path) = line.strip_prefix("without: ") {
                assert!(site.remove(path).is_some(), "{code}: the common site has no {path}");
            }
        }
        let mut expected: Vec<String> = match setting("at") {
            Some("none") => vec![code.id().to_owned()],
            Some(path) => vec![format!("{code} {path}")],
            None => marks.iter().map(|place| format!("{code} {place}")).collect(),
        };
        assert!(setting("at").is_none() || marks.is_empty(), "{code}: a mark, or `at`");
        for line in &head {
            expected.extend(line.strip_prefix("also: ").map(str::to_owned));
        }
        expected.sort();
        let options = BuildOptions {
            edition: if setting("edition") == Some("internal") { Edition::Internal } else { Edition::Public },
            out: setting("out").map(PathBuf::from),
            base_url: setting("base").map(Into::into),
            drafts: flag("drafts"),
            hold_back: flag("hold-back"),
            write: !flag("check"),
            ..options(setting("today").unwrap_or(TODAY))
        };
        Self { system: put(&site), options, expected }
    }
}
