//! Any text becomes HTML; every place is within it.
#![no_main]

use std::collections::BTreeSet;

use bangyang::markdown::{Options, Words, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let shortcodes: BTreeSet<String> = ["figure", "gallery"].map(str::to_owned).into();
    let words = Words { table: "t", footnotes: "f", back: "b", done: "d", open: "o" };
    let options = Options { heading_offset: 1, shortcodes: &shortcodes, id_prefix: "", words };
    for problem in render(text, &options).problems {
        assert!(text.get(problem.range).is_some());
    }
});
