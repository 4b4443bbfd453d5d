//! Checks the structure of the code: modules import only what the table in `docs/architecture.md` allows, the
//! operating system is accessed in one place, files stay readable in size, and no test is disabled.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod dependencies;
mod imports;
mod rings;
mod rules;
mod styles;
mod table;

use std::path::{Path, PathBuf};

use rules::Source;
use table::Table;

/// Maximum number of lines of a file; longer ones must be split.
const MOST_LINES: usize = 600;
/// Where the operating system is accessed.
const SYSTEM: &str = "crates/domain/src/source/os/";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder of the repository, with their paths, sorted.
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

/// The files of the program and its libraries.
fn own_files() -> Vec<Source> {
    ["src", "crates"].into_iter().flat_map(rust_files).collect()
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
    let sources = own_files();
    assert!(sources.len() > 400, "only {} files found", sources.len());
    assert_none(&rules::forbidden_imports(&sources, &the_table()));
}

#[test]
fn every_module_has_a_row_and_every_row_a_module() {
    assert_none(&rules::rows_and_modules(&own_files(), &the_table()));
}

/// No two files use each other, neither directly nor through a third: what both need has a file of its own.
#[test]
fn no_files_use_each_other() {
    let sources = own_files();
    let rings = rings::rings(&rules::read_all(&sources, &the_table()));
    assert_none(&rings.into_iter().map(|ring| ring.text).collect::<Vec<_>>());
}

#[test]
fn only_one_file_reaches_the_file_system() {
    let paths = ["std::fs", "rustix::fs", "walkdir"];
    assert_none(&rules::uses_of(&own_files(), &the_table(), &paths, SYSTEM));
}

/// What is published depends on given days, never on the current time. (`Instant`, to measure durations, is
/// allowed.)
#[test]
fn only_one_file_reads_the_clock() {
    let clocks = ["SystemTime::now", "Timestamp::now", "Zoned::now"];
    assert_none(&rules::uses_of(&own_files(), &the_table(), &clocks, SYSTEM));
}

#[test]
fn files_can_be_read_in_one_go() {
    let sources = ["src", "crates", "tests", "xtask"].into_iter().flat_map(rust_files);
    let long = sources
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path} has {lines} lines, more than {MOST_LINES}"))
        .collect::<Vec<_>>();
    assert_none(&long);
}

#[test]
fn no_test_is_switched_off() {
    let sources: Vec<_> = ["src", "crates", "tests", "xtask"].into_iter().flat_map(rust_files).collect();
    assert_none(&rules::ignored_tests(&sources));
}

/// The libraries that turn records into a site cannot open a socket: none of their dependencies does.
#[test]
fn what_builds_a_site_has_no_network() {
    let tree = |package: &str| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = std::process::Command::new(cargo);
        command.current_dir(root()).args([
            "tree",
            "--locked",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ]);
        let output = command.args(["--package", package]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        lines.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    let of_network = |package: &str| {
        let used = tree(package);
        assert!(used.iter().any(|name| name == "bangyang-domain"), "{used:?}");
        dependencies::banned().into_iter().filter(|name| used.contains(name)).collect::<Vec<_>>()
    };
    assert_eq!(of_network("bangyang-pipeline"), Vec::<String>::new());
    assert_eq!(of_network("bangyang-preview"), ["hyper", "hyper-util", "mio", "notify", "socket2", "tokio"]);
}

/// `clippy.toml` lists what opens sockets and starts programs; a library that does not deny that lint may use
/// it.
#[test]
fn libraries_but_the_preview_refuse_sockets_and_programs() {
    let libraries = std::fs::read_dir(root().join("crates")).unwrap();
    let names = libraries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let refuse = |name: &String| {
        let text = std::fs::read_to_string(root().join("crates").join(name).join("src/lib.rs")).unwrap();
        text.lines().any(|line| line == "#![deny(clippy::disallowed_types)]")
    };
    let others: Vec<String> = names.filter(|name| !refuse(name)).collect();
    assert_eq!(others, ["preview"]);
    let refused = std::fs::read_to_string(root().join("clippy.toml")).unwrap();
    for name in
        ["std::net::TcpStream", "std::net::TcpListener", "std::net::UdpSocket", "std::process::Command"]
    {
        assert!(refused.contains(&format!("path = \"{name}\"")), "{name}");
    }
}
