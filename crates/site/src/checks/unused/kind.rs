//! What an unused file may have been meant for, by its extension.

use crate::domain::PictureFormat;

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An office or plain-text document.
    Document,
    /// A spreadsheet.
    Table,
    /// A picture that pages can show.
    Picture,
    /// A picture in an unsupported format.
    OtherPicture,
    /// A video or audio recording.
    Recording,
    /// Several files in one.
    Archive,
    /// An incomplete download, a temporary file or a backup.
    Unfinished,
    /// No extension.
    Nameless,
    /// Anything else.
    Other,
}

const ENDINGS: [(&str, Kind); 62] = [
    ("txt", Kind::Document),
    ("text", Kind::Document),
    ("doc", Kind::Document),
    ("docx", Kind::Document),
    ("wps", Kind::Document),
    ("rtf", Kind::Document),
    ("odt", Kind::Document),
    ("pages", Kind::Document),
    ("htm", Kind::Document),
    ("html", Kind::Document),
    ("mht", Kind::Document),
    ("pdf", Kind::Document),
    ("ofd", Kind::Document),
    ("ppt", Kind::Document),
    ("pptx", Kind::Document),
    ("mdx", Kind::Document),
    ("rst", Kind::Document),
    ("tex", Kind::Document),
    ("xls", Kind::Table),
    ("xlsx", Kind::Table),
    ("xlsm", Kind::Table),
    ("csv", Kind::Table),
    ("tsv", Kind::Table),
    ("ods", Kind::Table),
    ("et", Kind::Table),
    ("numbers", Kind::Table),
    ("json", Kind::Table),
    ("xml", Kind::Table),
    ("toml", Kind::Table),
    ("heic", Kind::OtherPicture),
    ("heif", Kind::OtherPicture),
    ("avif", Kind::OtherPicture),
    ("bmp", Kind::OtherPicture),
    ("tif", Kind::OtherPicture),
    ("tiff", Kind::OtherPicture),
    ("svg", Kind::OtherPicture),
    ("jfif", Kind::OtherPicture),
    ("psd", Kind::OtherPicture),
    ("raw", Kind::OtherPicture),
    ("mp3", Kind::Recording),
    ("m4a", Kind::Recording),
    ("wav", Kind::Recording),
    ("mp4", Kind::Recording),
    ("mov", Kind::Recording),
    ("avi", Kind::Recording),
    ("mkv", Kind::Recording),
    ("zip", Kind::Archive),
    ("rar", Kind::Archive),
    ("7z", Kind::Archive),
    ("gz", Kind::Archive),
    ("tmp", Kind::Unfinished),
    ("temp", Kind::Unfinished),
    ("crdownload", Kind::Unfinished),
    ("part", Kind::Unfinished),
    ("partial", Kind::Unfinished),
    ("download", Kind::Unfinished),
    ("bak", Kind::Unfinished),
    ("backup", Kind::Unfinished),
    ("old", Kind::Unfinished),
    ("orig", Kind::Unfinished),
    ("asd", Kind::Unfinished),
    ("swp", Kind::Unfinished),
];

impl Kind {
    /// The kind of a path, by its extension.
    pub(super) fn of(path: &str) -> Self {
        if PictureFormat::of_path(path).is_some() {
            return Self::Picture;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some((_, ending)) = name.rsplit_once('.') else { return Self::Nameless };
        let known = ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map_or(Self::Other, |(_, kind)| *kind)
    }

    /// What to do with a file of this name.
    pub(super) fn mend(self, name: &str) -> (String, String) {
        let link = (
            format!("To offer it for download, link to it in a record's text: [{name}]({name})"),
            format!("要供人下载，请在记录的正文里链接它：[{name}]({name})"),
        );
        let also = |en: &str, zh: &str| (format!("{en} {}", link.0), format!("{zh}{}", link.1));
        match self {
            Self::Document => also(
                "If it holds a record, copy its text into a file whose name ends in .md (“bangyang new” creates one to start from).",
                "如果里面是一条记录，请把文字复制到名字以 .md 结尾的文件里（用“bangyang new”可以新建一个）。",
            ),
            Self::Table => also(
                "The program cannot read tables as records yet: write each row as a record; you can list several in one .yaml file.",
                "程序还不会把表格读成记录：请把每一行写成一条记录，多条可以列在同一个 .yaml 文件里。",
            ),
            Self::Picture => (
                format!("To show it, name it in the record it belongs to, for example “portrait: {name}”, or in its text: ![What it shows]({name})"),
                format!("要显示它，请写在它所属的记录里，例如“portrait: {name}”，或者写在正文里：![画面上是什么]({name})"),
            ),
            Self::OtherPicture => (
                "Web pages cannot show pictures in this format: save it as JPEG or PNG, and name that file in the record it belongs to."
                    .to_owned(),
                "网页显示不了这种格式的图片：请另存为 JPEG 或 PNG，再写进它所属的记录里。".to_owned(),
            ),
            Self::Recording => link,
            Self::Archive => also(
                "If there are records in it, unpack it here.",
                "如果里面有记录，请在这里解压。",
            ),
            Self::Unfinished => (
                "It looks like an unfinished download, or a copy left behind by a program. If you still need something in it, open it and save it under a proper name, for example one that ends in .md"
                    .to_owned(),
                "它像是没有下载完的文件，或者程序留下的副本。如果里面还有要用的内容，请打开它，另存成合适的名字，例如以 .md 结尾。"
                    .to_owned(),
            ),
            Self::Nameless => also(
                "If it is a record, its name must end in .md or .yaml.",
                "如果它是一条记录，名字要以 .md 或 .yaml 结尾。",
            ),
            Self::Other => also(
                "If it is a record, its name must end in .md or .yaml.",
                "如果它是一条记录，名字要以 .md 或 .yaml 结尾。",
            ),
        }
    }
}
