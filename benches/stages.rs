//! Measures each stage with 10,000 profiles in memory: `cargo bench`.
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

use bangyang::output::Publisher;
use bangyang::source::MemSystem;
use divan::{Bencher, black_box};

const PROFILES: usize = 10_000;
const ROUNDS: u32 = 9;

fn main() {
    divan::main();
}

/// From files with front matter and text to records.
#[divan::bench(sample_count = ROUNDS, sample_size = 1)]
fn load(bencher: Bencher) {
    let site = support::Site::new(PROFILES);
    bencher.bench_local(|| black_box(site.load()));
}

/// Sorting and resolving, publishing, views, and the plan of all pages.
#[divan::bench(sample_count = ROUNDS, sample_size = 1)]
fn plan(bencher: Bencher) {
    let site = support::Site::new(PROFILES);
    let loaded = site.load();
    bencher.bench_local(|| {
        let published = site.published(&site.model(&loaded), &loaded);
        site.viewed(&loaded, &published, |inputs| black_box(support::plan(inputs).pages.len()))
    });
}

/// Every figure of a program of four years.
#[divan::bench(sample_count = ROUNDS, sample_size = 1)]
fn progress(bencher: Bencher) {
    let site = support::Site::new(PROFILES);
    let model = site.model(&site.load());
    bencher.bench_local(|| black_box(site.progress(&model)));
}

/// All pages on one thread.
#[divan::bench(sample_count = ROUNDS, sample_size = 1)]
fn render(bencher: Bencher) {
    let site = support::Site::new(PROFILES);
    site.rendering(&site.load(), |plan, renderer| {
        bencher.bench_local(|| black_box(support::render_all(plan, renderer)));
    });
}

/// All files into an empty output in memory.
#[divan::bench(sample_count = ROUNDS, sample_size = 1)]
fn write(bencher: Bencher) {
    let site = support::Site::new(PROFILES);
    let files = site.rendering(&site.load(), support::rendered);
    bencher.with_inputs(MemSystem::new).bench_local_values(|system| {
        let publisher = Publisher::begin(&system, &support::output()).unwrap();
        for (path, bytes) in &files {
            publisher.put(path, bytes).unwrap();
        }
        black_box(publisher.finish().unwrap());
        system
    });
}
