//! Splits and parses any text; every position is within it.
#![no_main]

#[path = "bodies/front_matter.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
