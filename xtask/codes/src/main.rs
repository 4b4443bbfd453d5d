//! Writes `docs/codes/`, one page per code, from the texts that `bangyang explain` shows; with `--check`,
//! only reports pages that differ. Run as `cargo xtask codes`.
//!
//! A package of its own, so that the other tasks start without compiling the library.
#![allow(clippy::disallowed_methods)]

mod pages;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("Usage: cargo xtask codes [--check]");
            return ExitCode::from(2);
        }
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    let differing = match differing(&folder, &pages::all()) {
        Ok(differing) => differing,
        Err(error) => {
            eprintln!("codes: docs/codes cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    if !check {
        return match write(&folder, &differing) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("codes: docs/codes cannot be written: {error}");
                ExitCode::FAILURE
            }
        };
    }
    for name in differing.keys() {
        eprintln!("codes: docs/codes/{name} is not what the program says; run `cargo xtask codes`");
    }
    if differing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The pages of the folder that are out of date, with their correct contents; `None` for those that should
/// not exist.
fn differing(
    folder: &Path,
    pages: &BTreeMap<String, String>,
) -> io::Result<BTreeMap<String, Option<String>>> {
    let mut differing: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, page) in pages {
        // A checkout on Windows may have other line ends.
        let found = std::fs::read_to_string(folder.join(name)).map(|text| text.replace("\r\n", "\n"));
        if found.ok().as_ref() != Some(page) {
            differing.insert(name.clone(), Some(page.clone()));
        }
    }
    if folder.is_dir() {
        for entry in folder.read_dir()? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !pages.contains_key(&name) {
                differing.insert(name, None);
            }
        }
    }
    Ok(differing)
}

fn write(folder: &Path, differing: &BTreeMap<String, Option<String>>) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, page) in differing {
        match page {
            Some(page) => std::fs::write(folder.join(name), page)?,
            None => std::fs::remove_file(folder.join(name))?,
        }
    }
    Ok(())
}
