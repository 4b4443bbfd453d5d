//! Examines and cleans any bytes; cleaning twice changes nothing more.

use bangyang::extract::{look, published};

pub fn run(bytes: &[u8]) {
    let _ = look("a.docx", bytes);
    let once = published(bytes.to_vec());
    assert_eq!(published(once.clone()), once);
}
