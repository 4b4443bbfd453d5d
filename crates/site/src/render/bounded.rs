//! Limits the size of a page: stops a template loop that would produce a uselessly large one.

use std::io::{self, Write};

/// The largest page, in bytes.
pub(super) const LARGEST_PAGE: usize = 64 << 20;

/// A buffer with a size limit.
#[derive(Default)]
pub(super) struct Bounded {
    bytes: Vec<u8>,
}

impl Bounded {
    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > LARGEST_PAGE.saturating_sub(self.bytes.len()) {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_at_the_limit() {
        let mut page = Bounded::default();
        let part = vec![b'a'; 1 << 20];
        for _ in 0..64 {
            page.write_all(&part).unwrap();
        }
        let error = page.write_all(b"b").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(page.into_bytes().len(), LARGEST_PAGE);
    }
}
