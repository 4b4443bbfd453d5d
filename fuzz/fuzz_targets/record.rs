//! Any bytes as a record's file: read, checked and rendered, without a panic.
#![no_main]

#[path = "bodies/record.rs"]
mod body;
#[path = "bodies/site.rs"]
mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
