//! Finds the places of values that were read before.

use std::path::Path;

use crate::config::text::read_text;
use crate::diag::{Diagnostics, Place};
use crate::domain::{FileIx, Record, Span};
use crate::source::{SitePath, System};

/// The source files of the records. A file is read again when a place is needed: places are for the few
/// values with diagnostics, and keeping all texts would take as much memory as the records.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The file system.
    pub system: &'a dyn System,
    /// The site's folder.
    pub root: &'a Path,
    /// The files, by `FileIx`.
    pub files: &'a [SitePath],
}

impl Sources<'_> {
    /// The file's path.
    #[must_use]
    pub fn path(&self, file: FileIx) -> Option<&SitePath> {
        self.files.get(file.at())
    }

    /// The place of a span.
    #[must_use]
    pub fn place(&self, file: FileIx, span: Span) -> Option<Place> {
        let path = self.path(file)?;
        let text = read_text(self.system, self.root, path, &mut Diagnostics::default());
        Some(text.map_or_else(|| Place::file(path.clone()), |text| text.place(span)))
    }

    /// The place of a field's value, otherwise of the record.
    #[must_use]
    pub fn value(&self, record: &Record, field: usize) -> Option<Place> {
        self.place(record.file, record.span_of(field))
    }

    /// The beginning of a record.
    #[must_use]
    pub fn record(&self, record: &Record) -> Option<Place> {
        self.place(record.file, Span { start: record.span.start, end: record.span.start })
    }
}
