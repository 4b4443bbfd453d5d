//! What stands for bytes where their whole hash would take too much room.

/// The first 16 bytes of the BLAKE3 hash of some bytes: no others have the same.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 16] {
    let mut digest = [0; 16];
    for (to, from) in digest.iter_mut().zip(blake3::hash(bytes).as_bytes()) {
        *to = *from;
    }
    digest
}
