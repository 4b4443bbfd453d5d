//! Changes to files of records, registers and settings that leave all else as it was written: comments, order, quotes, blank lines,
//! line ends, encoding.
//!
//! A [`Document`] is a file's bytes. Each change is a plan of stretches of its text that become other words; these are put into the
//! bytes, and the whole is read again by the reader that builds sites. Where that finds anything but what was meant, the change is
//! refused and the document stays what it was.
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
//! Modules of the crates below stand at the root too, so that a path says the same in every crate.
#![deny(clippy::disallowed_types)]

mod body;
mod cst;
mod document;
mod mend;
mod original;
mod plan;
mod refusal;
mod render;
mod scalar;
mod shape;
#[cfg(test)]
mod tests;
mod value;

/// A text as it is written behind a key or between brackets: in quotes where it could be taken for something else.
#[must_use]
pub fn quoted(text: &str) -> String {
    scalar::written(text, false, scalar::Within::Flow, None)
}

pub use document::Document;
pub use mend::{Change, mend};
pub use original::{Encoding, Original};
pub use plan::Position;
pub use refusal::Refusal;
pub use value::{Step, Value, ValuePath};

use bangyang_config::config;
use bangyang_domain::{diag, domain, source};
use bangyang_markdown as markdown;
