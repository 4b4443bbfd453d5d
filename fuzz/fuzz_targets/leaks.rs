//! Any text is looked through; every place is within it and holds something.
#![no_main]

use bangyang::checks::leaks::scan;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for leak in scan(text, true) {
        assert!(text.get(leak.range).is_some_and(|found| !found.is_empty()));
    }
});
