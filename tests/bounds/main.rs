//! Small files do not exhaust the machine: the output and work of readers grow no faster than their input.
//!
//! Nothing is measured in seconds. The test counts the bytes that a reader allocates, in total and at once,
//! and the steps that it counts itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod cases;
mod counted;
mod sites;

use allocation_counter::measure;

use cases::{Input, READERS, ReaderCase};

/// Sizes, each twice the previous one: 1, 2 and 4 MiB.
const SIZES: [usize; 3] = [1 << 20, 2 << 20, 4 << 20];
/// Divisor of the sizes, so that a test run does not take minutes; `BANGYANG_BOUNDS=1` uses them as they are.
const DIVIDED: usize = 64;
/// Allowed excess over twice as much, in per cent: tables that grow by doubling are counted at their largest.
const LOOSE: u64 = 30;
/// Constant part that says nothing about growth, in bytes or steps.
const SAME: u64 = 128 << 10;

struct Cost {
    /// The length of the input: after compression it is shorter than requested.
    length: u64,
    asked: u64,
    at_once: u64,
    steps: u64,
}

fn cost(reader: &ReaderCase, input: Input, size: usize) -> Cost {
    let bytes = input(size);
    let mut used = (0, 0);
    let counted = measure(|| used = (reader.read)(&bytes));
    let length = u64::try_from(bytes.len()).unwrap();
    Cost { length, asked: counted.bytes_total, at_once: counted.bytes_max, steps: used.0 + used.1 }
}

/// Whether twice the input takes more than twice as much.
fn grew(once: u64, twice: u64, same: u64) -> bool {
    twice > once * (200 + LOOSE) / 100 + same
}

fn divided() -> usize {
    std::env::var("BANGYANG_BOUNDS").map_or(DIVIDED, |by| by.parse().unwrap())
}

fn hold(name: &str) {
    let reader = READERS.iter().find(|reader| reader.name == name).unwrap();
    let mut wrong = Vec::new();
    for (what, input) in reader.inputs {
        let costs = SIZES.map(|size| cost(reader, *input, size / divided()));
        for pair in costs.windows(2) {
            let grows = |of: fn(&Cost) -> u64| grew(of(&pair[0]), of(&pair[1]), SAME);
            if grows(|cost| cost.asked) || grows(|cost| cost.steps) {
                wrong.push(format!(
                    "{what}: from {} to {} bytes, {} to {} steps",
                    pair[0].asked, pair[1].asked, pair[0].steps, pair[1].steps
                ));
            }
        }
        for cost in &costs {
            let (each, besides) = reader.memory;
            if cost.at_once > cost.length * each + besides {
                wrong.push(format!("{what}: {} bytes held for {}", cost.at_once, cost.length));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{name}");
}

#[test]
fn yaml() {
    hold("yaml");
}

#[test]
fn front_matter() {
    hold("front matter");
}

#[test]
fn markdown() {
    hold("markdown");
}

#[test]
fn the_scan_for_numbers() {
    hold("scan");
}

#[test]
fn attached_files() {
    hold("attached");
}

#[test]
fn pictures() {
    hold("pictures");
}

#[test]
fn themes() {
    hold("theme");
}
