//! Examines and cleans any bytes; cleaning twice changes nothing more.
#![no_main]

#[path = "bodies/attachments.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
