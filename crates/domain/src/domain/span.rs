//! Byte ranges in a file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A byte range of a source file's decoded text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span; offsets beyond 4 GiB are clipped (such files are rejected before).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    /// The bytes as slices take them.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        let of = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        of(self.start)..of(self.end)
    }
}
