//! The input for reading a file of records.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::config::Config;
use crate::config::workbook::is_spreadsheet;
use crate::domain::near::file_name;
use crate::domain::{Attachment, CollectionIx, PictureFault, Spellings};
use crate::source::{Entry, SitePath, System};

/// Finds numbers of persons in a text, by the heading above it.
pub type PersonalNumbers<'a> = dyn Fn(&str, &str) -> Vec<Range<usize>> + Sync + 'a;

/// The context for reading a file.
pub(crate) struct Context<'a> {
    pub(super) system: &'a dyn System,
    pub(super) root: &'a Path,
    pub(super) config: &'a Config,
    pub(super) attachments: &'a BTreeMap<Arc<str>, Attachment>,
    pub(super) faults: &'a BTreeMap<Arc<str>, PictureFault>,
    pub(super) spellings: &'a Spellings,
    /// Finds numbers of persons in the cells of spreadsheets, which are not read.
    pub(super) numbers: &'a PersonalNumbers<'a>,
    /// The spreadsheets, which are registers unless a record names them.
    pub(super) sheets: &'a [SheetName],
}

/// A spreadsheet in the folder of a collection.
pub(super) struct SheetName {
    /// Its path within the site.
    pub(super) path: Arc<str>,
    /// Its name.
    pub(super) name: String,
    /// Its name as links write it.
    pub(super) encoded: String,
}

impl SheetName {
    pub(super) fn new(path: &str) -> Self {
        let name = file_name(path).to_owned();
        let sign = |byte: u8| match byte {
            b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        };
        let encoded = name.bytes().map(sign).collect();
        Self { path: Arc::from(path), name, encoded }
    }
}

/// A file with records.
pub(super) struct RecordFile {
    pub(super) path: SitePath,
    pub(super) collection: CollectionIx,
    /// Its path within the collection's folder.
    pub(super) inner: String,
    /// Its index in the result of the walk.
    pub(super) entry: usize,
    /// Whether there is a file beside a spreadsheet that says more about its rows.
    pub(super) has_beside: bool,
}

impl RecordFile {
    /// Whether it is a spreadsheet.
    pub(super) fn is_spreadsheet(&self) -> bool {
        is_spreadsheet(self.path.as_str())
    }

    /// The length and time by which a change of the file is noticed; `None` if that is not possible: two files could
    /// change without both looking different.
    pub(super) fn look(&self, content: &[Entry], now: SystemTime) -> Option<(u64, SystemTime)> {
        content.get(self.entry).filter(|_| !self.has_beside)?.look(now)
    }
}
