//! Any text is looked through; every place is within it and holds something.
#![no_main]

#[path = "bodies/leaks.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
