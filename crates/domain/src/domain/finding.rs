//! An error of a record, found by a stage that reads no files.

use std::ops::Range;

use super::{FileIx, Record, Span};
use crate::diag::Diagnostic;

/// A diagnostic with a span instead of a place; the build determines line and column.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// The file.
    pub file: FileIx,
    /// The span.
    pub span: Span,
    /// The text that it is about, if the span may be larger.
    pub words: Option<Box<QuotedText>>,
    /// Other relevant spans.
    pub related: Vec<(FileIx, Span)>,
}

/// A part of a value. How it appears in the file depends on the YAML style (quoted, indented, folded), so it
/// is searched for there.
#[derive(Clone, Debug)]
pub struct QuotedText {
    /// The line of the value in which it begins.
    line: String,
    /// Its position in that line, in bytes.
    at: usize,
    /// The part of it on that line.
    words: String,
    /// The span of the value in the file.
    value: Span,
}

impl QuotedText {
    /// Its span in the file; `None` if it cannot be determined.
    #[must_use]
    pub fn find(&self, content: &str, told: Span) -> Option<Span> {
        let usize_of = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let at = usize_of(told.start);
        if content.get(at..at.saturating_add(self.words.len())) == Some(&*self.words) {
            return Some(told);
        }
        let start = usize_of(self.value.start);
        let value = content.get(start..usize_of(self.value.end).min(content.len()))?;
        let found = match value.find(&self.line) {
            Some(line) => line + self.at,
            None => {
                let mut all = value.match_indices(&self.words);
                let (found, _) = all.next().filter(|_| !self.words.is_empty())?;
                all.next().is_none().then_some(found)?
            }
        };
        let found = start + found;
        Some(Span::new(found, found + self.words.len()))
    }
}

impl Finding {
    /// A finding about a span.
    #[must_use]
    pub const fn new(diagnostic: Diagnostic, file: FileIx, span: Span) -> Self {
        Self { diagnostic, file, span, words: None, related: Vec::new() }
    }

    /// A finding about a range of a value within a span of the file.
    #[must_use]
    pub fn in_text(
        diagnostic: Diagnostic,
        file: FileIx,
        (span, value): (Span, Span),
        text: &str,
        range: &Range<usize>,
    ) -> Self {
        let before = text.get(..range.start).unwrap_or_default();
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(from..).unwrap_or_default().lines().next().unwrap_or_default();
        let words = text.get(range.clone()).unwrap_or_default().lines().next().unwrap_or_default();
        let blanks = line.len() - line.trim_start().len();
        let words = QuotedText {
            line: line.trim().to_owned(),
            at: range.start.saturating_sub(from + blanks),
            words: words.to_owned(),
            value,
        };
        Self { words: Some(Box::new(words)), ..Self::new(diagnostic, file, span) }
    }

    /// A finding about the first character of a record.
    #[must_use]
    pub fn at_start(diagnostic: Diagnostic, record: &Record) -> Self {
        Self::new(diagnostic, record.file, record.start())
    }

    /// A finding about a field's value.
    #[must_use]
    pub fn at_value(diagnostic: Diagnostic, record: &Record, field: usize) -> Self {
        Self::new(diagnostic, record.file, record.span_of(field))
    }
}
