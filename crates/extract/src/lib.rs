//! What attached files hold: their texts, and what programs and cameras wrote into them.
//!
//! Word, Excel, PowerPoint, their open counterparts, PDF, RTF, pictures, drawings, mail, tables of dBASE and
//! archives of them, known by their bytes. A file comes from anywhere: everything that grows when it is
//! unpacked has a bound, and what cannot be looked through is reported as a [`Gap`].
#![deny(clippy::disallowed_types)]

mod archive;
mod boxes;
mod bytes;
mod clean;
mod coded;
mod dbase;
mod drawing;
mod kind;
mod mail;
mod markup;
mod office;
mod packed;
mod pdf;
mod picture;
mod pixels;
mod rich;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use bangyang_budget::Budget;

pub use kind::{Refusal, Runs, refusal, runs};

/// How deep archives may be in one another.
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

/// A text and where in the file it is.
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
    /// Cells of a table that have a digit each.
    Boxes {
        /// The first of them.
        cell: String,
        /// Whether nothing is beside them that makes a table of counts of them.
        is_lone: bool,
    },
    /// Comments and notes.
    Comments,
    /// Words that were deleted, or moved, and are kept with the changes.
    Deleted,
    /// What is printed at the head or foot of each page.
    Running,
    /// What a pivot table keeps of the data that it is made of.
    Pivot,
    /// Connections to other files and databases, and what was taken from them.
    Linked,
    /// Filters, names, links and rules for the cells of a sheet; its name, where it is one sheet's.
    Rules(String),
    /// What is in the file about it: author, title, camera.
    Properties,
    /// The name of a file within an archive.
    Name,
}

impl Part {
    /// Its name: English, Chinese.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self {
            Self::Cell(cell) => (format!("in the cell {cell}"), format!("单元格 {cell} 里")),
            Self::Boxes { cell, .. } => (
                format!("one digit a cell, from the cell {cell} on"),
                format!("从单元格 {cell} 起，一格一个数字"),
            ),
            Self::Rules(sheet) if !sheet.is_empty() => (
                format!("in a filter, a link or a rule for cells of the sheet {sheet}"),
                format!("工作表 {sheet} 的筛选条件、超链接或者单元格规则里"),
            ),
            part => {
                let (en, zh) = part.fixed_words();
                (en.to_owned(), zh.to_owned())
            }
        }
    }

    const fn fixed_words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Text | Self::Cell(_) | Self::Boxes { .. } => ("in its text", "正文里"),
            Self::Comments => ("in its comments or notes", "批注或备注里"),
            Self::Deleted => {
                ("in deleted words that its recorded changes keep", "修订记录保留的已删除文字里")
            }
            Self::Running => ("in a page header or footer", "页眉或页脚里"),
            Self::Pivot => ("in the data that a pivot table keeps", "数据透视表保存的源数据里"),
            Self::Linked => {
                ("in a connection to other data, or what was taken from it", "外部数据连接或者它的缓存里")
            }
            Self::Rules(_) => {
                ("in a filter, a name for cells or a rule for them", "筛选条件、单元格名称或者规则里")
            }
            Self::Properties => ("in its properties (title, author, …)", "文件属性（标题、作者等）里"),
            Self::Name => ("in a file's name", "文件名里"),
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
    /// It is of a form that Office programs used before 2007, or keep tables in as numbers.
    OldFormat,
    /// It is an archive of a kind that is not opened.
    Packed,
    /// It is a database, or what a mail program keeps.
    Database,
    /// It is of no kind that is known.
    Unknown,
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
                "there is far more in it than its size suggests, or more than 256 MB",
                "里面的内容比文件大小多得不正常，或者超过 256 MB",
            ),
            Self::TooDeep => {
                ("archives are nested in archives more than four levels deep", "压缩包套压缩包，超过四层")
            }
            Self::OldFormat => (
                "it is in an old or binary format; save it as .docx, .xlsx, .pptx or .pdf",
                "文件是旧格式或其他格式，请另存为 .docx、.xlsx、.pptx 或 .pdf",
            ),
            Self::Packed => (
                "it is a kind of archive that the program does not open; pack the files as .zip",
                "这种压缩格式打不开，请改用 .zip 压缩",
            ),
            Self::Database => (
                "it is a database or a mail program's file; save the part meant for readers as .xlsx, .csv or .pdf",
                "文件是数据库或者邮件软件的文件，请把要公开的内容另存为 .xlsx、.csv 或 .pdf",
            ),
            Self::Unknown => ("it is a kind of file that the program cannot read", "程序读不了这种文件"),
            Self::NoText => (
                "its pages are pictures, such as a scan; check them yourself",
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
    look_into(
        name,
        bytes,
        &mut Adder { inner: None, contents: &mut contents, budget, depth: MOST_DEPTH, is_part: false },
    );
    contents
}

/// Adds what a file holds. What it is, its bytes tell; its name only where they tell nothing.
fn look_into(name: &str, bytes: &[u8], adder: &mut Adder<'_>) {
    let is_called = |endings: &[&str]| {
        let name = name.to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        archive::look(bytes, adder);
    } else if bytes.get(..1024.min(bytes.len())).is_some_and(|head| bytes::find(head, b"%PDF-").is_some()) {
        pdf::look(bytes, adder);
    } else if bytes.starts_with(bytes::OLD_OFFICE) {
        bytes::old_office(bytes, adder);
    } else if picture::is_picture(bytes) {
        picture::look(bytes, adder);
    } else if packed::is_gzip(bytes) {
        packed::gzip(name, bytes, adder);
    } else if packed::is_tar(bytes) {
        packed::tar(bytes, adder);
    } else if bytes::is_packed(bytes) {
        adder.gap(Gap::Packed);
    } else if bytes::is_database(bytes) {
        adder.gap(Gap::Database);
        bytes::letters(bytes, adder);
    } else if dbase::is_table(bytes) {
        dbase::look(bytes, adder);
    } else if mail::is_mail(bytes) || is_called(&[".eml", ".mht", ".mhtml", ".mbox"]) {
        mail::look(bytes, adder);
    } else if let Some(text) = bytes::decode(bytes) {
        match () {
            () if text.starts_with("{\\rtf") => rich::look(&text, adder),
            () if drawing::is_drawing(&text) => drawing::look(bytes, adder),
            () => adder.add(Part::Text, text),
        }
    } else {
        unknown(bytes, is_called(&[".pdf"]) || office::is_expected(name), adder);
    }
}

/// Adds what can be seen of bytes that nothing here reads, and tells that they were not read.
fn unknown(bytes: &[u8], is_document: bool, adder: &mut Adder<'_>) {
    let is_harmless = kind::is_picture(bytes) || kind::is_media(bytes) || bytes::is_harmless(bytes);
    if is_document {
        adder.gap(Gap::Damaged);
    } else if !adder.is_part && !is_harmless {
        adder.gap(Gap::Unknown);
    }
    if !is_harmless {
        bytes::letters(bytes, adder);
    }
}

/// Takes what is found in one file.
struct Adder<'a> {
    inner: Option<&'a Arc<str>>,
    contents: &'a mut Contents,
    budget: &'a mut Budget,
    /// How deep archives may still are in one another.
    depth: u8,
    /// Whether it is a part of a document: programs keep settings there, which nobody has to be told of.
    is_part: bool,
}

/// What a stretch of text takes beside its letters, about: where it is, and its place in lists.
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

    /// Takes a file that is within this one, by its name for readers and for its ending.
    fn look_within(&mut self, inner: &str, name: &str, bytes: &[u8]) {
        self.look_at(inner, name, bytes, false);
    }

    /// Takes a part of this document that is no markup.
    fn look_within_document(&mut self, name: &str, bytes: &[u8]) {
        self.look_at(name, name, bytes, true);
    }

    fn look_at(&mut self, inner: &str, name: &str, bytes: &[u8], is_part: bool) {
        if self.depth == 0 {
            return self.gap(Gap::TooDeep);
        }
        let inner = self.name_of(inner);
        let depth = self.depth - 1;
        let (contents, budget) = (&mut *self.contents, &mut *self.budget);
        let mut adder = Adder { inner: Some(&inner), contents, budget, depth, is_part };
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
