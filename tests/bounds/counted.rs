//! Readings whose instructions can be counted: `cargo xtask bounds` runs this test under Valgrind for one
//! reader after another, and compares the same kind of input in three sizes.

use std::env::var;
use std::hint::black_box;

use super::SIZES;
use super::cases::{READERS, ReaderCase};

/// Divisor of sizes: Valgrind is about fifty times slower than the processor.
const DIVIDED: usize = 64;
/// The same without counting, when the test only shows that all inputs are read.
const DIVIDED_UNCOUNTED: usize = 256;

#[test]
fn every_input_is_read_and_counted() {
    let only = var("BANGYANG_BOUNDS_READER").ok();
    let divided = if only.is_some() { DIVIDED } else { DIVIDED_UNCOUNTED };
    let readers: Vec<&ReaderCase> =
        READERS.iter().filter(|reader| only.as_ref().is_none_or(|only| *only == reader.name)).collect();
    assert!(!readers.is_empty(), "no reader is called {only:?}");
    for reader in readers {
        for (what, input) in reader.inputs {
            // Initialisation at the first reading does not depend on the input.
            black_box((reader.read)(&input(SIZES[0] / DIVIDED_UNCOUNTED)));
            for size in SIZES {
                counted_reading(reader, &input(size / divided));
                println!("read: {}, {what}", reader.name);
            }
        }
    }
}

/// Valgrind counts from the beginning of this function to its end, and writes the result.
#[inline(never)]
fn counted_reading(reader: &ReaderCase, bytes: &[u8]) {
    black_box((reader.read)(bytes));
}
