//! Any bytes as a record's file: read, checked and rendered, without a panic.
#![no_main]

mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| site::check(&[
    ("content/exemplars/a.md", bytes),
    ("content/outreach/b.yaml", bytes)
]));
