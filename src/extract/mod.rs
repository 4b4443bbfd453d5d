//! What attached files hold: their texts, and what programs and cameras wrote into them.
//!
//! Word, Excel, PowerPoint, their open counterparts, PDF, pictures and archives of them, known by their bytes. A file comes from
//! anywhere: everything that grows when it is unpacked has a bound, and what cannot be looked through is told as a [`Gap`].

mod archive;
mod bytes;
mod clean;
mod kind;
mod markup;
mod office;
mod pdf;
mod picture;
mod pixels;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::budget::Budget;

pub use kind::{Refusal, Runs, refusal, runs};

/// How deep archives may lie in one another.
const MOST_DEPTH: u8 = 4;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its texts, in the order of its parts.
    pub texts: Vec<Stretch>,
    /// What programs and cameras wrote into it.
    pub traces: BTreeSet<Trace>,
    /// Why some of it could not be looked through.
    pub gaps: BTreeSet<Gap>,
}

/// A text and where in the file it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The file within the archive, where it is one.
    pub inner: Option<Arc<str>>,
    /// Where in that.
    pub part: Part,
    /// The text; what belongs to different paragraphs or cells is parted by line feeds.
    pub text: String,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What readers see.
    Text,
    /// A cell of a table: `Sheet1!B3`.
    Cell(String),
    /// Comments and notes.
    Comments,
    /// What stands in the file about it: author, title, camera.
    Properties,
    /// The name of a file within an archive.
    Name,
}

impl Part {
    /// Its name: English, Chinese.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self {
            Self::Text => ("in its text".to_owned(), "正文里".to_owned()),
            Self::Cell(cell) => (format!("in the cell {cell}"), format!("单元格 {cell} 里")),
            Self::Comments => ("in its comments or notes".to_owned(), "批注或备注里".to_owned()),
            Self::Properties => {
                ("in its properties (title, author, …)".to_owned(), "文件属性（标题、作者等）里".to_owned())
            }
            Self::Name => ("in a file's name".to_owned(), "文件名里".to_owned()),
        }
    }
}

/// Something about people that a program or camera wrote into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// Who wrote the file, or for whom.
    Author,
    /// Comments, with the names of those who made them.
    Comments,
    /// What was changed and by whom; deleted words are still there.
    Changes,
    /// Where a picture was taken.
    Position,
}

/// Why something could not be looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// It needs a password.
    Locked,
    /// It is damaged, or of no form that is known.
    Damaged,
    /// It unpacks to more than is read.
    TooLarge,
    /// Archives lie too deep in one another.
    TooDeep,
    /// It is of a form that Office programs used before 2007, or an archive of another kind.
    OldFormat,
    /// Its pages are pictures, or its letters have no names.
    NoText,
}

impl Gap {
    /// The reason in words: English, Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Locked => ("it is protected by a password", "文件有密码保护"),
            Self::Damaged => (
                "it is damaged, or another kind of file than its name says",
                "文件已损坏，或者格式和文件名不符",
            ),
            Self::TooLarge => (
                "there is far more in it than its size lets expect, or more than 256 MB",
                "里面的内容比文件大小多得不正常，或者超过 256 MB",
            ),
            Self::TooDeep => ("archives lie in archives more than four deep", "压缩包套压缩包，超过四层"),
            Self::OldFormat => (
                "it is of an old or foreign format; save it as .docx, .xlsx, .pptx or .pdf",
                "文件是旧格式或其他格式，请另存为 .docx、.xlsx、.pptx 或 .pdf",
            ),
            Self::NoText => (
                "its pages are pictures, such as a scan; look through them yourself",
                "页面是图片（例如扫描件），程序看不见上面的字，请人工检查",
            ),
        }
    }
}

/// A file as it may be published: documents without author, company and title, pictures without what cameras wrote; all else as it is.
#[must_use]
pub fn published(bytes: Vec<u8>) -> Vec<u8> {
    clean::without_properties(&bytes).or_else(|| pixels::without_metadata(&bytes)).unwrap_or(bytes)
}

/// Looks through a file. `name` is for its ending alone.
#[must_use]
pub fn look(name: &str, bytes: &[u8]) -> Contents {
    look_within(name, bytes, &mut Budget::of(bytes.len()))
}

/// The same, counting what is made of the file and done for it.
#[must_use]
pub fn look_within(name: &str, bytes: &[u8], budget: &mut Budget) -> Contents {
    let mut contents = Contents::default();
    look_into(name, bytes, &mut Adder { inner: None, contents: &mut contents, budget, depth: MOST_DEPTH });
    contents
}

/// Adds what a file holds.
fn look_into(name: &str, bytes: &[u8], adder: &mut Adder<'_>) {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        archive::look(bytes, adder);
    } else if bytes.get(..1024.min(bytes.len())).is_some_and(|head| bytes::find(head, b"%PDF-").is_some()) {
        pdf::look(bytes, adder);
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        bytes::old_office(bytes, adder);
    } else if picture::is_picture(bytes) {
        picture::look(bytes, adder);
    } else if bytes::is_packed(bytes) {
        adder.gap(Gap::OldFormat);
    } else if let Some(text) = bytes::decode(bytes) {
        adder.add(Part::Text, if bytes.starts_with(b"{\\rtf") { bytes::rich_text(&text) } else { text });
    } else if office::is_expected(name) || name.to_lowercase().ends_with(".pdf") {
        adder.gap(Gap::Damaged);
    }
}

/// Takes what is found in one file.
struct Adder<'a> {
    inner: Option<&'a Arc<str>>,
    contents: &'a mut Contents,
    budget: &'a mut Budget,
    /// How deep archives may still lie in one another.
    depth: u8,
}

/// What a stretch of text takes beside its letters, about: where it stands, and its place in lists.
const STRETCH: usize = 160;

impl Adder<'_> {
    fn add(&mut self, part: Part, text: String) {
        if text.trim().is_empty() {
            return;
        }
        if self.budget.make(text.len() + STRETCH).is_err() {
            self.gap(Gap::TooLarge);
        } else {
            self.contents.texts.push(Stretch { inner: self.inner.cloned(), part, text });
        }
    }

    fn gap(&mut self, gap: Gap) {
        self.contents.gaps.insert(gap);
    }

    fn trace(&mut self, trace: Trace) {
        self.contents.traces.insert(trace);
    }

    /// Takes room for so many bytes that are made of the file; a gap is told where there is none.
    fn make(&mut self, bytes: usize) -> bool {
        let has = self.budget.make(bytes).is_ok();
        if !has {
            self.gap(Gap::TooLarge);
        }
        has
    }

    /// Takes a file that lies within this one, by its name for readers and for its ending.
    fn look_within(&mut self, inner: &str, name: &str, bytes: &[u8]) {
        if self.depth == 0 {
            return self.gap(Gap::TooDeep);
        }
        let inner = self.name_of(inner);
        let depth = self.depth - 1;
        let mut adder =
            Adder { inner: Some(&inner), contents: &mut *self.contents, budget: &mut *self.budget, depth };
        look_into(name, bytes, &mut adder);
    }

    /// The name of a file within this one.
    fn name_of(&self, name: &str) -> Arc<str> {
        match self.inner {
            Some(outer) => Arc::from(format!("{outer}/{name}")),
            None => Arc::from(name),
        }
    }
}
