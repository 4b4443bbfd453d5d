//! Tests that the benchmark sites are what they should be: complete, reproducible, without warnings.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::source::MemSystem;

use super::generate::{Edit, Format, edited, files, original, profiles};

const FORMATS: [Format; 4] = [Format::Bangyang, Format::Peony, Format::Hugo, Format::Zola];

#[test]
fn sites_are_the_same_in_every_run_and_have_a_page_for_each_profile() {
    for format in FORMATS {
        let site = || files(format, &profiles(50)).collect::<BTreeMap<_, _>>();
        assert_eq!(site(), site());
        let pages = site().into_keys().filter(|path| path.starts_with("content/exemplars/p")).count();
        assert_eq!(pages, 50, "{format:?}");
    }
}

#[test]
fn a_profile_is_some_600_characters_and_begins_with_front_matter() {
    for format in FORMATS {
        let fence = if format == Format::Zola { "+++\n" } else { "---\n" };
        for profile in &profiles(50) {
            let (_, text) = original(format, profile);
            let body = text.strip_prefix(fence).and_then(|rest| rest.split_once(fence)).unwrap().1;
            let length = body.chars().count();
            assert!((500..800).contains(&length), "{length} characters");
            for part in ["## ", "**", "| --- |", "\n- ", "]("] {
                assert!(body.contains(part), "{format:?} lacks {part}");
            }
        }
    }
}

#[test]
fn an_edit_changes_one_file() {
    let profiles = profiles(3);
    for edit in [Edit::Body, Edit::Title] {
        let (path, text) = edited(Format::Hugo, &profiles[1], edit);
        let (original_path, original_text) = original(Format::Hugo, &profiles[1]);
        assert_eq!(path, original_path);
        assert_ne!(text, original_text);
    }
}

#[test]
fn both_themes_build_without_a_warning() {
    for format in [Format::Bangyang, Format::Peony] {
        let system = MemSystem::new();
        for (path, text) in files(format, &profiles(50)) {
            system.put(PathBuf::from("/site").join(path), text).unwrap();
        }
        let options = BuildOptions {
            strict: true,
            write: true,
            ..BuildOptions::new("/site", "2022-06-30T04:00:00Z".parse().unwrap())
        };
        let outcome = build(&system, &options, &Silent);
        assert!(outcome.diagnostics.is_empty(), "{format:?}: {:?}", outcome.diagnostics);
        assert_eq!(outcome.status, Status::Done);
        let written = system.files("/site/public");
        let pages = written.keys().filter(|path| path.ends_with("index.html")).count();
        assert!(pages > 50, "{format:?}: {pages}");
        let one = &written[&PathBuf::from("/site/public/exemplars/p000001/index.html")];
        let one = String::from_utf8_lossy(one);
        for part in ["<table>", "<h2", "<strong>", "<li>", "../p0"] {
            assert!(one.contains(part), "{format:?} lacks {part}: {one}");
        }
    }
}
