//! Replays the corpora of the fuzz targets: every file in `fuzz/corpus/` through the function of its target.
//!
//! The fuzzers themselves need cargo-fuzz and time; `docs/security.md` explains how to run them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

use fastrand::Rng;
use std::path::Path;

#[path = "../../fuzz/fuzz_targets/bodies/attachments.rs"]
mod attachments;
#[path = "../../fuzz/fuzz_targets/bodies/front_matter.rs"]
mod front_matter;
#[path = "../../fuzz/fuzz_targets/bodies/leaks.rs"]
mod leaks;
#[path = "../../fuzz/fuzz_targets/bodies/markdown.rs"]
mod markdown;
#[path = "../../fuzz/fuzz_targets/bodies/office_parts.rs"]
mod office_parts;
#[path = "../../fuzz/fuzz_targets/bodies/pdf_maps.rs"]
mod pdf_maps;
#[path = "../../fuzz/fuzz_targets/bodies/quantities.rs"]
mod quantities;
#[path = "../../fuzz/fuzz_targets/bodies/record.rs"]
mod record;
#[path = "../../fuzz/fuzz_targets/bodies/settings.rs"]
mod settings;
#[path = "../../fuzz/fuzz_targets/bodies/site.rs"]
mod site;
#[path = "../../fuzz/fuzz_targets/bodies/theme.rs"]
mod theme;

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 10] = [
    ("attachments", attachments::run),
    ("front_matter", front_matter::run),
    ("leaks", leaks::run),
    ("markdown", markdown::run),
    ("office_parts", office_parts::run),
    ("pdf_maps", pdf_maps::run),
    ("quantities", quantities::run),
    ("record", record::run),
    ("settings", settings::run),
    ("theme", theme::run),
];

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}

/// The names of a folder's entries without extensions.
fn names(folder: &Path, only: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let wanted = entries.filter(|path| path.extension().is_none_or(|ending| ending == only));
    let mut names: Vec<String> = wanted
        .filter(|path| only.is_empty() || path.is_file())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_that_was_found_once_fails_again() {
    for (name, run) in TARGETS {
        let mut files: Vec<_> = std::fs::read_dir(fuzz().join("corpus").join(name))
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        assert!(files.len() >= 6, "{name} has seeds");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let done = std::panic::catch_unwind(|| run(&bytes));
            assert!(done.is_ok(), "{}", file.display());
        }
    }
}

/// A mutation of two files: bytes flipped, removed, duplicated, copied from the other one.
fn mutated(seed: &[u8], other: &[u8], chance: &mut Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.usize(..4) {
        let at = chance.usize(..bytes.len() + 1);
        let length = chance.usize(..24).min(bytes.len() - at);
        match chance.usize(..6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.usize(..8),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let again = bytes[at..at + length].repeat(1 + chance.usize(..8));
                bytes.splice(at..at, again);
            }
            3 if at < bytes.len() => bytes[at] = [0, 0xFF, b'\n', b'-', b'"', b'{', b'['][chance.usize(..7)],
            _ if !other.is_empty() => {
                let from = chance.usize(..other.len());
                let to = (from + chance.usize(..40)).min(other.len());
                bytes.splice(at..at + length, other[from..to].iter().copied());
            }
            _ => {}
        }
    }
    bytes
}

/// Random mutations of the corpora, without cargo-fuzz. `BANGYANG_FUZZ_CASES` sets the number per target,
/// `BANGYANG_FUZZ_SEED` the seed.
#[test]
fn what_chance_makes_of_them_is_read_too() {
    let number = |name: &str, usual: u64| std::env::var(name).map_or(usual, |text| text.parse().expect(name));
    let (cases, start) = (number("BANGYANG_FUZZ_CASES", 60), number("BANGYANG_FUZZ_SEED", 1));
    for (name, run) in TARGETS {
        let mut paths: Vec<_> = std::fs::read_dir(fuzz().join("corpus").join(name))
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        paths.sort();
        let files: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
        let mut chance = Rng::with_seed(start);
        for case in 0..cases {
            let (one, two) = (chance.usize(..files.len()), chance.usize(..files.len()));
            let bytes = mutated(&files[one], &files[two], &mut chance);
            let begun = std::time::Instant::now();
            let done = std::panic::catch_unwind(|| run(&bytes));
            let shown = || format!("{name}, seed {start}, case {case}: {}", String::from_utf8_lossy(&bytes));
            assert!(done.is_ok(), "{}", shown());
            assert!(begun.elapsed().as_secs() < 60, "{}", shown());
        }
    }
}

/// Each fuzz target is replayed here and has a corpus.
#[test]
fn no_target_is_forgotten() {
    let known: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        names(&fuzz().join("fuzz_targets"), "rs")
            .into_iter()
            .filter(|name| name != "bodies")
            .collect::<Vec<_>>(),
        known
    );
    assert_eq!(names(&fuzz().join("corpus"), ""), known);
    let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    assert!(known.iter().all(|name| manifest.contains(&format!("name = \"{name}\"\n"))));
}
