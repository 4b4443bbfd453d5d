//! Examines any bytes as a part of a valid document.
#![no_main]

#[path = "bodies/office_parts.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
