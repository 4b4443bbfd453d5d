//! Kills the real program repeatedly while it builds the demonstration.
//!
//! `crates/pipeline/src/output/tests/` interrupts an in-memory system before every single operation. Here it
//! is a real process, a real file system, and SIGKILL at a random moment. `BANGYANG_CRASH_ROUNDS=200 cargo
//! test --test crash` kills it two hundred times; `BANGYANG_CRASH_SEED` chooses other moments.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod links;
mod site;

use fastrand::Rng;
use std::collections::BTreeMap;
use std::time::Duration;

use site::{Moment, STATES, Site, Tree};

/// Default number of rounds, such that the whole test takes less than two minutes.
const ROUNDS: usize = 30;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect(name))
}

/// Every file is as before or as after, and all pages lead to existing files.
#[track_caller]
fn assert_whole(found: &Tree, before: &Tree, after: &Tree, at: &str) {
    for (path, bytes) in found {
        let known = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
        assert!(known, "{at}: {path} is neither old nor new ({} bytes)", bytes.len());
    }
    for path in before.keys().filter(|path| after.contains_key(*path)) {
        assert!(found.contains_key(path), "{at}: {path} is gone, and was to stay");
    }
    let dead = links::dead(found);
    assert_eq!(dead, Vec::<String>::new(), "{at}");
}

#[test]
fn killed_while_building() {
    let rounds = usize::try_from(number("BANGYANG_CRASH_ROUNDS", ROUNDS as u64)).unwrap();
    let seed = number("BANGYANG_CRASH_SEED", 20_260_101);
    let mut chance = Rng::with_seed(seed);
    let site = Site::new();
    let clean: Vec<Tree> = (0..STATES).map(|state| site.clean(state)).collect();
    for (n, tree) in clean.iter().enumerate() {
        assert!(tree.len() > 500, "the demonstration");
        assert!(clean.iter().skip(n + 1).all(|other| other != tree));
        assert_eq!(links::dead(tree), Vec::<String>::new());
    }

    site.put(0);
    let mut length = site.finish();
    let mut before = site.published();
    assert!(before == clean[0]);
    let mut how: BTreeMap<&str, usize> = BTreeMap::new();
    let mut state = 0;
    for round in 0..rounds {
        state = (state + 1 + chance.usize(..STATES - 1)) % STATES;
        site.put(state);
        let first = chance.usize(..10) == 0;
        if first {
            site.forget();
            before.clear();
        }
        let moment = match chance.usize(..8) {
            0 => Moment::At(length.mul_f64(chance.f64())),
            1 => Moment::Staging(length.mul_f64(0.2 * chance.f64())),
            _ => Moment::Publishing(Duration::from_micros(chance.usize(..60_000) as u64)),
        };
        let killed = site.kill(&moment);
        let found = site.published();
        let at =
            format!("seed {seed}, round {round}, {moment:?}, {}", if killed { "killed" } else { "done" });
        assert_whole(&found, &before, &clean[state], &at);
        let kind = match (killed, found == before, found == clean[state]) {
            (false, ..) => "came too late",
            (true, true, _) => "before any change",
            (true, _, true) => "after the last change",
            (true, false, false) => "between two files",
        };
        *how.entry(kind).or_default() += 1;
        before = found;
        if round % 10 == 9 {
            length = site.finish();
            before = site.published();
            assert!(before == clean[state], "seed {seed}, round {round}: not as a clean build");
        }
    }
    site.finish();
    assert!(site.published() == clean[state], "seed {seed}: not as a clean build in the end");
    assert_eq!(site.left_over(), Vec::<String>::new());
    println!("{rounds} rounds, seed {seed}: {how:?}");
    // The moments are well distributed: each kind occurs.
    let killed: usize =
        how.iter().filter(|(kind, _)| **kind != "came too late").map(|(_, count)| count).sum();
    assert!(killed * 2 > rounds, "{how:?}");
    assert!(how.contains_key("before any change") && how.contains_key("between two files"), "{how:?}");
}

#[test]
fn several_builds_at_once() {
    let site = Site::new();
    let clean = site.clean(1);
    site.put(0);
    site.finish();
    site.put(1);
    let said = site.together(4);
    let done = said.iter().filter(|(status, _)| *status == 0).count();
    assert!(done >= 1, "{said:?}");
    for (status, text) in &said {
        // A concurrent build is told which one is running, and nothing is mixed.
        let refused = *status == 3 && text.contains("BY503");
        assert!(*status == 0 || refused, "{status}: {text}");
    }
    assert!(site.published() == clean);
    site.finish();
    assert!(site.published() == clean);
    assert_eq!(site.left_over(), Vec::<String>::new());
}

#[test]
fn files_that_may_not_be_written() {
    let site = Site::new();
    let clean = site.clean(2);
    site.put(0);
    site.finish();
    site.put(2);
    // Files are replaced by renaming, for which they need not be writable; on Windows the program allows it.
    let pages = [site.out().join("index.html"), site.out().join("404.html")];
    for page in &pages {
        let mut permissions = std::fs::metadata(page).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(page, permissions).unwrap();
    }
    site.finish();
    assert!(site.published() == clean);
}
