//! Any bytes as each of the settings files.
#![no_main]

#[path = "bodies/settings.rs"]
mod body;
#[path = "bodies/site.rs"]
mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
