//! Any bytes as a theme's settings and one of its templates, separated by the first line of dashes.
#![no_main]

#[path = "bodies/theme.rs"]
mod body;
#[path = "bodies/site.rs"]
mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| body::run(bytes));
