//! Checks an in-memory site.

use std::path::Path;

use bangyang::build::{BuildOptions, Silent, build};
use bangyang::source::MemSystem;

/// Checks a site with these files; later ones replace earlier ones.
pub fn check(files: &[(&str, &[u8])]) {
    let system = MemSystem::new();
    let least: (&str, &[u8]) = ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\n");
    for (path, bytes) in [least].iter().chain(files) {
        if system.put(Path::new("/site").join(path), bytes.to_vec()).is_err() {
            return;
        }
    }
    let options = BuildOptions {
        drafts: true,
        jobs: Some(1),
        ..BuildOptions::new("/site", jiff::Timestamp::UNIX_EPOCH)
    };
    let _ = build(&system, &options, &Silent);
}
