//! Any bytes as what a sound PDF says of its letters are looked through.
#![no_main]

#[path = "bodies/pdf_maps.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
