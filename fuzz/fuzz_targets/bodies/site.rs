//! A site in memory, checked.

use std::path::{Path, PathBuf};

use bangyang::build::{Options, Silent, build};
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

/// Checks a site with these files, later ones in the place of earlier ones.
pub fn check(files: &[(&str, &[u8])]) {
    let system = MemSystem::new();
    let least: (&str, &[u8]) = ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\n");
    for (path, bytes) in [least].iter().chain(files) {
        if system.put(Path::new("/site").join(path), bytes.to_vec()).is_err() {
            return;
        }
    }
    let options = Options {
        root: PathBuf::from("/site"),
        out: None,
        edition: Edition::Public,
        as_of: None,
        now: jiff::Timestamp::UNIX_EPOCH,
        drafts: true,
        hold_back: false,
        base_url: None,
        jobs: Some(1),
        adopt: false,
        strict: false,
        write: false,
        program: None,
    };
    let _ = build(&system, &options, &Silent);
}
