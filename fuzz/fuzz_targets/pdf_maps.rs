//! Examines any bytes as font data of a valid PDF.
#![no_main]

#[path = "bodies/pdf_maps.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
