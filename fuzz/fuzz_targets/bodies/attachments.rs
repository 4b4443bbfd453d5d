//! Any bytes are looked through, and cleaned of what programs noted; what was cleaned is cleaned.

use bangyang::extract::{look, published};

pub fn run(bytes: &[u8]) {
    let _ = look("a.docx", bytes);
    let once = published(bytes.to_vec());
    assert_eq!(published(once.clone()), once);
}
