//! Tests of the program for Windows, under Wine.
//!
//! Rust's standard library for Windows 7 and later is built along with the program, by Debian's Rust, whose
//! sources are a package; Wine runs the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{Failure, Project, run};

/// The target in cargo's words.
const TARGET: &str = "x86_64-win7-windows-gnu";

/// Noon of 30 September 2022, as for the demonstration's own tests.
const TODAY: &str = "1664524800";

/// The tests that run under Wine, in one run of cargo, so that dependencies are compiled once.
const TESTS: &[&str] = &[
    "--package",
    "bangyang",
    "--package",
    "bangyang-domain",
    "--package",
    "bangyang-pipeline",
    "--lib",
    "--test",
    "cli",
    "--test",
    "crash",
    "--test",
    "doors",
    "--test",
    "incremental",
];

/// What must look the same from all systems: the sites in the repository, and their folders below it.
const SITES: &[(&str, &[(&str, &str)])] = &[
    ("demonstration", &[("content", "content"), ("themes", "themes")]),
    ("example", &[("tests/sites/example/content", "content")]),
];

/// Builds the program and its tests, and runs these under Wine.
pub fn tests(project: &Project) -> Result<(), Failure> {
    let mut words = vec!["test", "--no-fail-fast"];
    words.extend(TESTS);
    run(cargo(project, &words), &format!("cargo {} (for Windows)", words.join(" ")))
}

/// The same sources give the same bytes on Windows and on Linux, in both editions.
pub fn same_bytes(project: &Project) -> Result<(), Failure> {
    project.cargo(&["build", "--quiet", "--bin", "bangyang"])?;
    run(
        cargo(project, &["build", "--quiet", "--bin", "bangyang"]),
        "cargo build --bin bangyang (for Windows)",
    )?;
    let here = project.target().join("debug/bangyang");
    let there = folder(project).join(TARGET).join("debug/bangyang.exe");
    let place = folder(project).join("same-bytes");
    for (site, folders) in SITES {
        for edition in ["public", "internal"] {
            let build = |name: &str, mut command: Command| -> Result<BTreeMap<String, Vec<u8>>, Failure> {
                let root = place.join(format!("{site}-{edition}-{name}"));
                if root.exists() {
                    fs::remove_dir_all(&root).map_err(Failure::new)?;
                }
                for (from, to) in *folders {
                    copy(&project.root().join(from), &root.join(to))?;
                }
                command.current_dir(&root).args([
                    "--lang",
                    "en",
                    "build",
                    "--edition",
                    edition,
                    "--out",
                    "out",
                ]);
                command.env("SOURCE_DATE_EPOCH", TODAY).stderr(Stdio::null());
                run(command, &format!("bangyang build --edition {edition} ({site}, {name})"))?;
                let mut files = BTreeMap::new();
                collect(&root.join("out"), "", &mut files)?;
                Ok(files)
            };
            let linux = build("linux", Command::new(&here))?;
            let mut wine = wine(project);
            wine.arg(&there);
            let windows = build("windows", wine)?;
            differ(&linux, &windows).map_or(Ok(()), |path| {
                Err(Failure::new(format!("{site}, {edition} edition: {path} is not the same on Windows")))
            })?;
            eprintln!("{site}, {edition} edition: {} files, the same bytes", linux.len());
        }
    }
    Ok(())
}

/// The first path that is not the same in both trees; that both are empty counts too.
fn differ<'t>(one: &'t BTreeMap<String, Vec<u8>>, other: &'t BTreeMap<String, Vec<u8>>) -> Option<&'t str> {
    if one.is_empty() {
        return Some("everything");
    }
    let paths = one.keys().chain(other.keys());
    paths.map(String::as_str).find(|path| one.get(*path) != other.get(*path))
}

/// Where everything for Windows is compiled and tried.
fn folder(project: &Project) -> PathBuf {
    project.target().join("windows")
}

fn wine(project: &Project) -> Command {
    let mut command = Command::new("wine");
    surroundings(project, &mut command);
    command
}

/// What Wine needs: a Windows of its own, and neither messages nor offers to install anything.
fn surroundings(project: &Project, command: &mut Command) {
    command.env("WINEPREFIX", folder(project).join("wine"));
    command.env("WINEDEBUG", "-all").env("WINEDLLOVERRIDES", "mscoree,mshtml=");
}

/// Debian's cargo for Windows; rustup's has no sources of the standard library.
fn cargo(project: &Project, words: &[&str]) -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    let upper = TARGET.to_uppercase().replace('-', "_");
    let (task, rest) = words.split_first().unwrap_or((&"build", &[]));
    command.current_dir(project.root()).arg(task).arg("-Zbuild-std=std,panic_unwind");
    command.args(["--target", TARGET, "--target-dir"]).arg(folder(project)).args(rest);
    surroundings(project, &mut command);
    command
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_INCREMENTAL", "0")
        .env("BANGYANG_WITHOUT_LINKS", "1")
        .env("BANGYANG_CRASH_ROUNDS", "10")
        .env(format!("CARGO_TARGET_{upper}_LINKER"), "x86_64-w64-mingw32-gcc")
        .env(format!("CARGO_TARGET_{upper}_RUNNER"), "wine");
    // Set by the other cargo, which runs this task.
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    command
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(Failure::new)?;
    for entry in fs::read_dir(from).map_err(|error| Failure::new(format!("{}: {error}", from.display())))? {
        let entry = entry.map_err(Failure::new)?;
        let to = to.join(entry.file_name());
        if entry.file_type().map_err(Failure::new)?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to).map_err(Failure::new)?;
        }
    }
    Ok(())
}

/// The files of a folder by their paths, `/` between the parts.
fn collect(folder: &Path, at: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(Failure::new)? {
        let entry = entry.map_err(Failure::new)?;
        let path = format!("{at}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(Failure::new)?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read(entry.path()).map_err(Failure::new)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn any_difference_is_found() {
        let one = tree(&[("a", "1"), ("b/c", "2")]);
        assert_eq!(differ(&one, &one), None);
        assert_eq!(differ(&one, &tree(&[("a", "1"), ("b/c", "3")])), Some("b/c"));
        assert_eq!(differ(&one, &tree(&[("a", "1")])), Some("b/c"));
        assert_eq!(differ(&one, &tree(&[("a", "1"), ("b/c", "2"), ("d", "")])), Some("d"));
        assert_eq!(differ(&tree(&[]), &tree(&[])), Some("everything"));
    }
}
