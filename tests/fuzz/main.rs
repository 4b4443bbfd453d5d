//! What the fuzzers found, once more: every file under `fuzz/corpus/` through the very function that its target runs.
//!
//! The fuzzers themselves need cargo-fuzz and time; `docs/security.md` says how they are run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

use std::path::Path;

#[path = "../../fuzz/fuzz_targets/bodies/attachments.rs"]
mod attachments;
#[path = "../../fuzz/fuzz_targets/bodies/front_matter.rs"]
mod front_matter;
#[path = "../../fuzz/fuzz_targets/bodies/leaks.rs"]
mod leaks;
#[path = "../../fuzz/fuzz_targets/bodies/markdown.rs"]
mod markdown;
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

const TARGETS: [Target; 8] = [
    ("attachments", attachments::run),
    ("front_matter", front_matter::run),
    ("leaks", leaks::run),
    ("markdown", markdown::run),
    ("quantities", quantities::run),
    ("record", record::run),
    ("settings", settings::run),
    ("theme", theme::run),
];

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}

/// The names of a folder's entries without their endings.
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

/// Each fuzz target is replayed here, and each has a corpus.
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
