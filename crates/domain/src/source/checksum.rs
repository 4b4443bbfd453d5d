//! Short checksums of bytes.

use std::fmt;

use twox_hash::XxHash3_128;

/// A checksum of some bytes: accidental collisions do not occur, but deliberate ones can be constructed. So
/// it may decide what has to be done again, never what somebody vouched for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checksum([u8; Self::LEN]);

impl Checksum {
    /// Its length in bytes.
    pub const LEN: usize = 16;

    /// The checksum of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes).to_be_bytes())
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// Parses the output of [`fmt::Display`].
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        // `from_str_radix` would accept a sign.
        let is_hex = text.len() == 2 * Self::LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hex.then(|| u128::from_str_radix(text, 16).ok()).flatten()?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_known_one_and_comes_back_from_text() {
        // XXH3 of the empty input, as published by its authors.
        assert_eq!(Checksum::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
        for bytes in [&b""[..], b"a", "石榴".as_bytes()] {
            let sum = Checksum::of(bytes);
            assert_eq!(Checksum::from_hex(&sum.to_string()), Some(sum));
        }
        assert_ne!(Checksum::of(b"a"), Checksum::of(b"b"));
        let zeros = "0".repeat(32);
        assert_eq!(Checksum::from_hex(&zeros).map(|sum| sum.to_string()), Some(zeros));
        for text in ["", "+9aa06d3014798d86001c324468d497f", "99aa06d3014798d86001c324468d497", "石榴"] {
            assert_eq!(Checksum::from_hex(text), None, "{text}");
        }
    }
}
