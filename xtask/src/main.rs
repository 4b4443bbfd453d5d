//! The project's own tasks: `cargo xtask help` lists them.
//!
//! This crate has no dependencies except for its tests, so that it starts within seconds in a fresh clone and
//! can report what a machine lacks before the long compilation begins.
#![allow(clippy::disallowed_methods)]

mod bench;
mod bounds;
mod browser;
mod lighthouse;
mod packages;
mod pseudo;
mod run;
mod sheet;
mod steps;
mod windows;

use std::process::ExitCode;

use run::{Failure, Project};

const HELP: &str = "\
Usage: cargo xtask TASK

  test    everything that must hold before a change is accepted: formatting, lints, all tests, that the
          packages under bench/ compile, documentation, and the built demonstration in a browser.
          Installs by itself the system packages that the tests need (Debian and its kin, as root or with sudo)
          --windows: instead, runs under Wine the tests of the program for Windows, and compares what it builds with
          what the program for Linux does; --all: both
  codes   writes docs/codes/, a page for each diagnostic; with --check only says which pages differ
  bench   builds the same made-up site with this program, with a floor that only reads, parses and writes, and with
          Hugo and Zola where they are; prints times, memory and ratios.
          [--sizes 1000,10000] [--rounds 5] [--write-docs] [--only NAME,…] [--binary NAME=FILE]… [--keep]
          [--instructions]: counts the instructions of two stages under valgrind instead
          [--search]: measures the search index beside Pagefind's instead (needs Node.js)
          [--serve]: measures how soon previews are there and show what was saved instead
          [--long]: measures programs of 10, 30 and 126 years instead, and fails where a period of a long one takes longer
          [--pictures]: has photographs made smaller instead, and compares what comes of it with the originals
  bounds  counts the instructions that readers take for inputs made to be hard for them, in three sizes, and fails where
          twice the input takes more than twice as many (installs Valgrind where it is lacking; some minutes)
  dist    builds the programs that are handed out, for Linux and Windows, each in an archive with its licences and a sample site.
          [--linux] [--windows] [--twice] [--out DIR]; docs/releasing.md says what it needs
  sites   builds what the tests in a browser look at into target/browser/, without running them
  lighthouse
          what Lighthouse says of the demonstration; a report, not a test (needs Node.js and Chromium)
  sheet   takes a picture of every kind of page of the demonstration in each width (360, 768, 1440 px, A4) and mode
          (light, dark, large text, print) into target/sheet/, with an index.html to look through (needs Node.js and Chromium)
  help    this text
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["test"] => report(test(steps::TEST)),
        ["test", "--windows"] => report(test(steps::WINDOWS)),
        ["test", "--all"] => report(test(steps::TEST).and_then(|()| test(steps::WINDOWS))),
        ["codes"] => report(Project::find().and_then(|project| steps::codes(&project, &[]))),
        ["codes", "--check"] => {
            report(Project::find().and_then(|project| steps::codes(&project, &["--check"])))
        }
        ["dist", words @ ..] => report(Project::find().and_then(|project| steps::dist(&project, words))),
        ["bench", words @ ..] => report(Project::find().and_then(|project| bench::run(&project, words))),
        ["bounds"] => report(Project::find().and_then(|project| bounds::count(&project))),
        ["sites"] => report(Project::find().and_then(|project| browser::build(&project).map(|_| ()))),
        ["lighthouse"] => report(Project::find().and_then(|project| lighthouse::run_it(&project))),
        ["sheet"] => report(Project::find().and_then(|project| sheet::run_it(&project))),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        other => {
            eprint!(
                "xtask: no such task: {}\n\n{HELP}",
                if other.is_empty() { "(none)".to_owned() } else { other.join(" ") }
            );
            ExitCode::from(2)
        }
    }
}

fn test(steps: &[run::Step]) -> Result<(), Failure> {
    run::all(&Project::find()?.compiled_once(), steps)
}

fn report(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
