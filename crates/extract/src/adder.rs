//! Collects the contents of a file.

use std::sync::Arc;

use bangyang_budget::Budget;

use super::contents::{Contents, Gap, Part, TextSegment, Trace};

/// Collects the contents of one file.
pub(super) struct Adder<'a> {
    pub(super) inner: Option<&'a Arc<str>>,
    pub(super) contents: &'a mut Contents,
    pub(super) budget: &'a mut Budget,
    /// How many more levels of archives are allowed.
    pub(super) depth: u8,
    /// Whether it is a part of a document: programs keep settings there that nobody needs to be told about.
    pub(super) is_part: bool,
}

/// Approximate memory of a segment in addition to its text: its position and list entry, in bytes.
const STRETCH: usize = 160;

impl Adder<'_> {
    pub(super) fn add(&mut self, part: Part, text: String) {
        if text.trim().is_empty() {
            return;
        }
        if self.budget.make(text.len() + STRETCH).is_err() {
            self.gap(Gap::TooLarge);
        } else {
            self.contents.texts.push(TextSegment { inner: self.inner.cloned(), part, text });
        }
    }

    pub(super) fn gap(&mut self, gap: Gap) {
        self.contents.gaps.insert(gap);
    }

    pub(super) fn trace(&mut self, trace: Trace) {
        self.contents.traces.insert(trace);
    }

    /// Charges bytes produced from the file; reports a gap if there are not enough.
    pub(super) fn make(&mut self, bytes: usize) -> bool {
        let has = self.budget.make(bytes).is_ok();
        if !has {
            self.gap(Gap::TooLarge);
        }
        has
    }
}
