//! Counts the instructions of readers for inputs of one, two and four times a size: twice the input must take
//! at most about twice as many.
//!
//! The test `counted` of `tests/bounds` reads the inputs; Valgrind's callgrind counts, and writes a file
//! after each reading.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages;
use crate::run::{Failure, Project};

/// The test that reads the inputs and prints what it read.
const TEST: [&str; 3] = ["--exact", "counted::every_input_is_read_and_counted", "--nocapture"];
/// The prefix of its output before the names of a reader and an input.
const READ: &str = "read: ";
/// The full name of the counted function: callgrind writes no file for one that is matched by a part of its
/// name.
const COUNTED: &str = "bounds::counted::counted_reading";
/// Number of sizes per input, each twice the previous one.
const SIZES: usize = 3;
/// Allowed excess over twice as much, in per cent.
const LOOSE: u64 = 30;
/// Instructions that are the same for each input and say nothing about growth.
const SAME: u64 = 4_000_000;

/// Counts and prints the instructions for all readers' inputs.
///
/// # Errors
/// If the tests do not compile, Valgrind does not run, or something grows faster than its input.
pub fn count(project: &Project) -> Result<(), Failure> {
    packages::ensure_valgrind()?;
    let program = compiled(project)?;
    let mut wrong = Vec::new();
    for reader in readers(&program)? {
        let readings = readings(project, &program, &reader)?;
        for input in readings.chunks(SIZES) {
            let counts: Vec<u64> = input.iter().map(|(_, count)| *count).collect();
            let name = input.first().map_or("", |(name, _)| name);
            println!("{name}: {counts:?}");
            if counts.windows(2).any(|pair| matches!(pair, [once, twice] if grows(*once, *twice))) {
                wrong.push(format!("{name}: {counts:?}"));
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("instructions grow faster than the input:\n{}", wrong.join("\n"))))
}

fn grows(once: u64, twice: u64) -> bool {
    twice > once * (200 + LOOSE) / 100 + SAME
}

/// Compiles the tests; returns their executable.
fn compiled(project: &Project) -> Result<PathBuf, Failure> {
    let told = project.cargo_output(&["test", "--test", "bounds", "--no-run", "--message-format=short"])?;
    let named = told.lines().filter_map(|line| line.split_once("(")?.1.strip_suffix(')'));
    let found = named.map(|path| project.root().join(path)).find(|path| path.is_file());
    found.ok_or_else(|| Failure::new(format!("cargo does not say where it put the tests:\n{told}")))
}

/// The readers that the tests have, by their names.
fn readers(program: &Path) -> Result<BTreeSet<String>, Failure> {
    let output = Command::new(program).args(TEST).output().map_err(Failure::new)?;
    let told = String::from_utf8_lossy(&output.stdout);
    let named = told.lines().filter_map(|line| line.split_once(READ)?.1.split_once(", "));
    let readers: BTreeSet<String> = named.map(|(reader, _)| reader.to_owned()).collect();
    if readers.is_empty() || !output.status.success() {
        return Err(Failure::new(format!("the tests say of no reader that it read anything:\n{told}")));
    }
    Ok(readers)
}

/// The readings of a reader in order: what was read, and the number of instructions.
fn readings(project: &Project, program: &Path, reader: &str) -> Result<Vec<(String, u64)>, Failure> {
    let folder = project.target().join("bounds");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(Failure::new)?;
    }
    fs::create_dir_all(&folder).map_err(Failure::new)?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .args([format!("--toggle-collect={COUNTED}"), format!("--dump-after={COUNTED}")])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(program)
        .args(TEST)
        .env("BANGYANG_BOUNDS_READER", reader)
        .output()
        .map_err(Failure::new)?;
    let told = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("{reader} failed under valgrind:\n{told}{errors}")));
    }
    let names = told.lines().filter_map(|line| Some(line.split_once(READ)?.1.to_owned()));
    let counts = (1..).map_while(|number| total(&folder.join(format!("out.{number}"))));
    let (names, counts): (Vec<String>, Vec<u64>) = (names.collect(), counts.collect());
    if names.is_empty() || names.len() != counts.len() {
        let sizes = format!("{} readings, {} counts", names.len(), counts.len());
        return Err(Failure::new(format!("{reader}: {sizes}")));
    }
    Ok(names.into_iter().zip(counts).collect())
}

/// The total in a callgrind file.
fn total(file: &Path) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("totals: "))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_as_many_are_no_growth_and_four_times_are() {
        assert!(!grows(100_000_000, 200_000_000));
        assert!(!grows(1_000, 4_000_000), "what is the same for each input is not held against it");
        assert!(grows(100_000_000, 400_000_000));
    }
}
