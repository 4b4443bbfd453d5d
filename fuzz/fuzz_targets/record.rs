//! Reads, checks and renders any bytes as a record's file, without panicking.
#![no_main]

#[path = "bodies/record.rs"]
mod body;
#[path = "bodies/site.rs"]
mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
