//! An incremental build publishes exactly the same bytes as a clean one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod edits;
mod site;
mod stored;

use fastrand::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bangyang::build::{BuildOptions, Outcome, Silent, Status, build};
use bangyang::edition::Edition;
use bangyang::source::{MemSystem, System};

use edits::Edit;
use site::Site;

/// The time of the first edit.
fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_656_561_600)
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

/// The published files by their paths.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn options(edition: Edition, site: &Site) -> BuildOptions {
    BuildOptions {
        edition,
        write: true,
        program: Some("test".into()),
        ..BuildOptions::new("/site", site.now.parse().unwrap())
    }
}

fn folder(edition: Edition) -> &'static str {
    match edition {
        Edition::Public => "/site/public",
        Edition::Internal => "/site/public-internal",
    }
}

/// Brings the system's sources up to date: only differences are written, as by an editor.
fn write(system: &MemSystem, site: &Site) {
    let known = system.files("/site");
    let texts = site.files.iter().map(|(path, text)| (path, text.as_bytes()));
    let pictures = site.pictures.iter().map(|(path, bytes)| (path, bytes.as_slice()));
    for (path, bytes) in texts.chain(pictures) {
        let file = Path::new("/site").join(path);
        if known.get(&file).is_none_or(|known| known != bytes) {
            system.save(&file, bytes).unwrap();
        }
    }
    for file in known.keys() {
        let path = file.strip_prefix("/site").unwrap().to_str().unwrap();
        let is_source = ["content/", "themes/"].iter().any(|folder| path.starts_with(folder));
        if is_source && !site.files.contains_key(path) && !site.pictures.contains_key(path) {
            system.take(file);
        }
    }
}

#[track_caller]
fn built(system: &MemSystem, site: &Site, edition: Edition, told: &str) -> (Outcome, Tree) {
    let outcome = build(system, &options(edition, site), &Silent);
    let said: Vec<_> = outcome.diagnostics.iter().collect();
    assert_eq!(outcome.status, Status::Done, "{told}: {said:?}");
    (outcome, system.files(folder(edition)))
}

/// The diagnostics.
fn told_by(outcome: Outcome) -> Vec<String> {
    outcome.diagnostics.sorted().iter().map(|told| format!("{told:?}")).collect()
}

#[track_caller]
fn assert_same(found: &Tree, clean: &Tree, told: &str) {
    let paths = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(found), paths(clean), "{told}");
    for (path, bytes) in clean {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&found[path]), text(bytes), "{told}: {}", path.display());
    }
}

/// Edits a site at random, and builds it after each edit: incrementally and clean.
fn edit_and_compare(seed: u64, edition: Edition, steps: usize) -> (usize, usize, usize) {
    let mut random = Rng::with_seed(seed);
    let mut site = Site::new();
    let system = MemSystem::new();
    let (mut kept, mut written, mut warned) = (0, 0, 0);
    let mut edits = vec!["nothing yet".to_owned()];
    for step in 0..steps {
        system.set_now(start() + HOUR * u32::try_from(step).unwrap());
        write(&system, &site);
        // Just written files are not trusted to look different after a change; now and then an edit is that
        // fresh.
        if step % 4 != 3 {
            system.set_now(start() + HOUR * u32::try_from(step).unwrap() + MINUTE);
        }
        let told = format!("seed {seed}, {edition:?}, after {}", edits.join("; "));
        let hold_back = random.usize(..2) == 0;
        let asked = BuildOptions { hold_back, ..options(edition, &site) };
        let outcome = build(&system, &asked, &Silent);
        kept += outcome.summary.unchanged;
        written += outcome.summary.written;
        let anew = MemSystem::new();
        write(&anew, &site);
        let clean = build(&anew, &asked, &Silent);
        assert_eq!(
            (outcome.status, &outcome.held_back),
            (clean.status, &clean.held_back),
            "{told}: {:?}",
            outcome.diagnostics
        );
        // If nothing is published, the previous output stays.
        if clean.status == Status::Done {
            assert_same(&system.files(folder(edition)), &anew.files(folder(edition)), &told);
        }
        let said = told_by(outcome);
        assert_eq!(said, told_by(clean), "{told}");
        warned += said.len();
        let edit = Edit::random(&mut random);
        edits.push(edit.make(&mut site, &mut random));
    }
    (kept, written, warned)
}

#[test]
fn a_build_that_takes_over_equals_a_clean_one() {
    let mut warned = 0;
    for seed in 1..=4 {
        let (kept, written, told) = edit_and_compare(seed, Edition::Public, 24);
        // Something must have been reused, or the test tests nothing.
        assert!(kept > written, "seed {seed}: {kept} kept, {written} written");
        warned += told;
    }
    edit_and_compare(7, Edition::Internal, 24);
    assert!(warned > 0, "there was something to tell");
}

#[test]
fn every_kind_of_edit_alone() {
    // With an error in it, the site is not published.
    for edit in Edit::ALL.into_iter().filter(|edit| !matches!(edit, Edit::Break)) {
        let mut random = Rng::with_seed(11);
        let mut site = Site::new();
        let system = MemSystem::new();
        system.set_now(start());
        write(&system, &site);
        system.set_now(start() + HOUR);
        built(&system, &site, Edition::Public, "before");
        let told = edit.make(&mut site, &mut random);
        write(&system, &site);
        let (_, found) = built(&system, &site, Edition::Public, &told);
        let anew = MemSystem::new();
        write(&anew, &site);
        let (_, clean) = built(&anew, &site, Edition::Public, &told);
        assert_same(&found, &clean, &told);
    }
}

#[test]
fn what_somebody_did_to_the_output_is_mended() {
    let site = Site::new();
    let system = MemSystem::new();
    write(&system, &site);
    let (_, clean) = built(&system, &site, Edition::Public, "first");
    let page = Path::new("/site/public/exemplars/p3.html");
    let same_length = vec![b'x'; clean[page].len()];
    for damage in [Some(b"short".to_vec()), Some(same_length), None] {
        match damage {
            Some(bytes) => system.save(page, &bytes).unwrap(),
            None => system.take(page),
        }
        let (outcome, found) = built(&system, &site, Edition::Public, "mended");
        assert_same(&found, &clean, "mended");
        assert_eq!(outcome.summary.written, 1);
    }
}

#[test]
fn a_damaged_stamp_is_no_stamp() {
    let site = Site::new();
    let system = MemSystem::new();
    write(&system, &site);
    let (_, clean) = built(&system, &site, Edition::Public, "first");
    let stamp = Path::new("/site/.bangyang/cache/public.stamp");
    let whole = system.read(stamp).unwrap();
    for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), b"bangyang stamp 999\n".to_vec()] {
        system.save(stamp, &damaged).unwrap();
        let (_, found) = built(&system, &site, Edition::Public, "damaged");
        assert_same(&found, &clean, "damaged");
        assert_eq!(system.read(stamp).unwrap().len(), whole.len(), "it is made anew");
    }
}

#[test]
fn a_person_who_is_withheld_is_in_no_stamp() {
    let mut site = Site::new();
    let system = MemSystem::new();
    write(&system, &site);
    built(&system, &site, Edition::Public, "first");
    let stamp = Path::new("/site/.bangyang/cache/public.stamp");
    let holds = |word: &str| String::from_utf8(system.read(stamp).unwrap()).unwrap().contains(word);
    assert!(holds("exemplars/p3.html"));
    site.withdraw(3);
    write(&system, &site);
    let (outcome, _) = built(&system, &site, Edition::Public, "withdrawn");
    assert_eq!(outcome.summary.withheld, 1);
    assert!(!holds("p3.html"));
}

#[test]
fn a_site_in_which_nothing_changed_is_not_read_again() {
    let mut site = Site::new();
    let system = MemSystem::new();
    system.set_now(start());
    write(&system, &site);
    // Just written files are not trusted to look different after a change.
    system.set_now(start() + HOUR);
    let (first, clean) = built(&system, &site, Edition::Public, "first");
    // The file cannot be read now, and is not.
    system.close("/site/content/exemplars/p3.md");
    let before = system.operations().len();
    let (again, found) = built(&system, &site, Edition::Public, "again");
    let operations = system.operations().split_off(before);
    assert!(operations.iter().all(|it| it.path.starts_with("/site/.bangyang")), "{operations:?}");
    system.permit("/site/content/exemplars/p3.md");
    assert_same(&found, &clean, "again");
    let numbers = (again.summary.pages, again.summary.written, again.summary.unchanged, again.lang);
    assert_eq!(numbers, (first.summary.pages, 0, clean.len(), first.lang));
    // The next day, an edit, another option, or a change of the output: it is read.
    site.now = "2022-07-01T04:00:00Z";
    let (_, found) = built(&system, &site, Edition::Public, "the next day");
    assert!(found != clean, "the home page says on which day it was made");
}
