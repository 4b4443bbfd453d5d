//! The layout of the code holds: modules import what the table in `docs/architecture.md` allows, the operating system is
//! reached in one place, files stay of a size that can be read, and no test is switched off.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod imports;
mod lexer;
mod rules;
mod styles;
mod table;

use std::path::{Path, PathBuf};

use rules::Source;
use table::Table;

/// Most lines of a file. One that needs more needs parts.
const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder of the repository, by their paths within it, sorted.
fn rust_files(folder: &str) -> Vec<Source> {
    let mut folders = vec![root().join(folder)];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let within = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    files
        .iter()
        .map(|path| Source { path: within(path), text: std::fs::read_to_string(path).unwrap() })
        .collect()
}

fn the_table() -> Table {
    let document = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    Table::read(&document).unwrap()
}

#[track_caller]
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn modules_import_what_the_table_allows() {
    let sources = rust_files("src");
    assert!(sources.len() > 40, "only {} files found", sources.len());
    assert_none(&rules::forbidden_imports(&sources, &the_table()));
}

#[test]
fn every_module_has_a_row_and_every_row_a_module() {
    assert_none(&rules::rows_and_modules(&rust_files("src"), &the_table()));
}

#[test]
fn only_one_file_reaches_the_file_system() {
    assert_none(&rules::uses_of(&rust_files("src"), &["std::fs", "rustix::fs", "walkdir"], "src/source/os/"));
}

/// What is published depends on days that are given, never on the moment. (`Instant`, for how long a run took, may be asked.)
#[test]
fn only_one_file_reads_the_clock() {
    let clocks = ["SystemTime::now", "Timestamp::now", "Zoned::now"];
    assert_none(&rules::uses_of(&rust_files("src"), &clocks, "src/source/os/"));
}

#[test]
fn files_can_be_read_in_one_go() {
    let sources = ["src", "tests", "xtask"].into_iter().flat_map(rust_files);
    let long = sources
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path} has {lines} lines, more than {MOST_LINES}"))
        .collect::<Vec<_>>();
    assert_none(&long);
}

#[test]
fn no_test_is_switched_off() {
    let sources: Vec<_> = ["src", "tests", "xtask"].into_iter().flat_map(rust_files).collect();
    assert_none(&rules::ignored_tests(&sources));
}
