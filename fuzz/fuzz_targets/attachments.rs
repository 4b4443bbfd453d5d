//! Any bytes are looked through, and cleaned of what programs noted; what was cleaned is cleaned.
#![no_main]

use bangyang::extract::{look, published};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = look("a.docx", bytes);
    let once = published(bytes.to_vec());
    assert_eq!(published(once.clone()), once);
});
