//! A run of digits.

use std::ops::Range;

use super::around::Around;
use super::between::Between;

/// Groups of digits that may be one number.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The groups, in order; each has at least one digit.
    pub(super) groups: Vec<Group>,
}

/// Digits with nothing visible between them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The digits as ASCII; the last may be `X`.
    pub(super) digits: [u8; ROOM],
    /// Their number, including those that were not kept.
    pub(super) count: usize,
    /// Their bytes in the text.
    pub(super) range: Range<usize>,
    /// What is before it, unless it is the first.
    pub(super) gap: Between,
    /// What the words around it say.
    pub(super) around: Around,
}

/// Maximum number of digits that are kept of a group: more than any number has, so that excess length is
/// noticed.
pub(super) const ROOM: usize = 24;
