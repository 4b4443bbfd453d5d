//! Runs one stage once, on one thread, so that its instructions can be counted: `cargo xtask bench
//! --instructions`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    dead_code,
    missing_docs
)]

mod support;

use std::hint::black_box;

/// The function that callgrind counts.
#[inline(never)]
fn counted(work: impl FnOnce()) {
    work();
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [stage, profiles] = words.as_slice() else { panic!("usage: stage load|render PROFILES") };
    let profiles = profiles.parse().unwrap();
    // On the counted thread, and no other.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    pool.install(|| {
        let site = support::Site::new(profiles);
        match stage.as_str() {
            "load" => counted(|| drop(black_box(site.load()))),
            "render" => site.rendering(&site.load(), |plan, renderer| {
                counted(|| {
                    black_box(support::render_all(plan, renderer));
                });
            }),
            other => panic!("no such stage: {other}"),
        }
    });
}
