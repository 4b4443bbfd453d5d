//! Any bytes are looked through, and cleaned of what programs noted; what was cleaned is cleaned.
#![no_main]

#[path = "bodies/attachments.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
