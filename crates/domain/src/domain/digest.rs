//! Short digests of bytes.

/// The first 16 bytes of the BLAKE3 hash, enough to identify contents.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 16] {
    let mut digest = [0; 16];
    for (to, from) in digest.iter_mut().zip(blake3::hash(bytes).as_bytes()) {
        *to = *from;
    }
    digest
}
