//! Renders any text to HTML; every position is within it.
#![no_main]

#[path = "bodies/markdown.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
