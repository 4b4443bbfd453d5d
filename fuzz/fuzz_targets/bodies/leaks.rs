//! Searches any text for leaks; every range is within it and not empty.

use bangyang::checks::leaks::scan;

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for leak in scan(text, true) {
        assert!(text.get(leak.range).is_some_and(|found| !found.is_empty()));
    }
}
