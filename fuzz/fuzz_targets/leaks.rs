//! Searches any text for leaks; every range is within it and not empty.
#![no_main]

#[path = "bodies/leaks.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
