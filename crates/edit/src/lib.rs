//! Edits files of records, registers and settings, leaving everything else as it was written: comments,
//! order, quotes, blank lines, line ends, encoding.
//!
//! A [`Document`] holds a file's bytes. Each change is a plan of replacements in its text; these are applied
//! to the bytes, and the result is read again by the reader that builds sites. If that finds anything but the
//! intended change, the change is refused and the document stays unchanged.
//!
//! ```
//! # use bangyang_edit::{Document, Value};
//! # use bangyang_domain::source::SitePath;
//! let file = "---\r\nname: 陈秀英   # 全名\r\nsince: 2021\r\n---\r\n";
//! let path = SitePath::try_from("content/exemplars/chen-xiuying.md").unwrap();
//! let mut document = Document::read(path, file.as_bytes().to_vec()).unwrap();
//! document.set(&["name"].into(), &Value::text("陈秀 #2")).unwrap();
//! assert_eq!(document.bytes(), "---\r\nname: \"陈秀 #2\"   # 全名\r\nsince: 2021\r\n---\r\n".as_bytes());
//! ```
//!
//! Modules of the lower crates are re-exported at the root, so that paths are the same in every crate.
#![deny(clippy::disallowed_types)]

mod batch;
mod body;
mod change;
mod cst;
mod document;
mod intent;
mod mend;
mod original;
mod plan;
mod refusal;
mod render;
mod scalar;
mod shape;
#[cfg(test)]
mod tests;
mod transaction;
mod value;

/// A text as a YAML scalar after a key or in brackets: quoted if it could be taken for something else.
#[must_use]
pub fn quoted(text: &str) -> String {
    scalar::written(text, false, scalar::Within::Flow, None)
}

pub use change::{BatchRefusal, Edit};
pub use document::Document;
pub use mend::{Change, ChangeGroup, mend, mend_all};
pub use original::{Encoding, Original};
pub use plan::Position;
pub use refusal::Refusal;
pub use transaction::{ReplaceError, Replacement, read_file, replace_all};
pub use value::{Step, Value, ValuePath};

use bangyang_config::config;
use bangyang_domain::{diag, domain, source};
use bangyang_markdown as markdown;
