//! Something that is wrong with a record, found by a stage that reads no files.

use super::{FileIx, Record, Span};
use crate::diag::Diagnostic;

/// A diagnostic whose place is still a stretch of a file; the build finds line and column for it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// The file.
    pub file: FileIx,
    /// Where in it.
    pub span: Span,
    /// Other places that matter.
    pub related: Vec<(FileIx, Span)>,
}

impl Finding {
    /// About a stretch of a file.
    #[must_use]
    pub const fn new(diagnostic: Diagnostic, file: FileIx, span: Span) -> Self {
        Self { diagnostic, file, span, related: Vec::new() }
    }

    /// About the first character of a record.
    #[must_use]
    pub fn at_start(diagnostic: Diagnostic, record: &Record) -> Self {
        Self::new(diagnostic, record.file, record.start())
    }

    /// About a field's value.
    #[must_use]
    pub fn at_value(diagnostic: Diagnostic, record: &Record, field: usize) -> Self {
        Self::new(diagnostic, record.file, record.span_of(field))
    }
}
