//! A number, date or period that was read is written as something that is read as the same.
#![no_main]

#[path = "bodies/quantities.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
