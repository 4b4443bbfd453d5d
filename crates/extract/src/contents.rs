//! The contents of a file: texts, metadata, and parts that could not be read.

use std::collections::BTreeSet;
use std::sync::Arc;

/// The contents of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its texts, in the order of its parts.
    pub texts: Vec<TextSegment>,
    /// Personal metadata written by programs and cameras.
    pub traces: BTreeSet<Trace>,
    /// Why some of it could not be examined.
    pub gaps: BTreeSet<Gap>,
}

/// A text and its position in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSegment {
    /// The file within the archive, if it is one.
    pub inner: Option<Arc<str>>,
    /// The part of that file.
    pub part: Part,
    /// The text; different paragraphs or cells are separated by line feeds.
    pub text: String,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Visible text.
    Text,
    /// A cell of a sheet: `Sheet1!B3`.
    Cell(String),
    /// Cells of a sheet with one digit each.
    Boxes {
        /// The first of them.
        cell: String,
        /// Whether nothing beside them suggests a table of counts.
        is_lone: bool,
    },
    /// Comments and notes.
    Comments,
    /// Deleted or moved text kept by change tracking.
    Deleted,
    /// The header or footer of pages.
    Running,
    /// The cached data of a pivot table.
    Pivot,
    /// Connections to other files and databases, and data from them.
    Linked,
    /// Filters, names, links and rules for cells; the name of the sheet if they belong to one.
    Rules(String),
    /// Metadata of the file: author, title, camera.
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

/// Personal metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// The author or recipient of the file.
    Author,
    /// Comments, with their authors' names.
    Comments,
    /// Tracked changes and their authors; deleted text is still there.
    Changes,
    /// The location at which a picture was taken.
    Position,
}

/// Why something could not be examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// It needs a password.
    Locked,
    /// It is damaged, or of an unknown form.
    Damaged,
    /// It expands to more than the limit.
    TooLarge,
    /// Archives are nested too deeply.
    TooDeep,
    /// It is an Office format before 2007, or one that stores sheets in binary form.
    OldFormat,
    /// It is an archive of an unsupported kind.
    Packed,
    /// It is a database or a mail program's store.
    Database,
    /// It is of an unknown kind.
    Unknown,
    /// Its pages are pictures, or its letters cannot be identified.
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
