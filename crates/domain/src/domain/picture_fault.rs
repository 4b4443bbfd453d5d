//! Why a file cannot be used as a picture, and how to fix it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ColourDoubt, Motion, Picture, PictureFormat, Stopped};
use crate::diag::{Arg, Code, Diagnostic};

/// Extensions of files that are certainly not pictures, so that they need not be read, and what they are.
const DOCUMENTS: [(&str, Option<Foreign>); 32] = [
    ("pdf", Some(Foreign::Pdf)),
    ("doc", Some(Foreign::Office)),
    ("docx", Some(Foreign::Office)),
    ("xls", Some(Foreign::Office)),
    ("xlsx", Some(Foreign::Office)),
    ("ppt", Some(Foreign::Office)),
    ("pptx", Some(Foreign::Office)),
    ("wps", Some(Foreign::Office)),
    ("et", Some(Foreign::Office)),
    ("dps", Some(Foreign::Office)),
    ("odt", Some(Foreign::Office)),
    ("ods", Some(Foreign::Office)),
    ("odp", Some(Foreign::Office)),
    ("zip", Some(Foreign::Office)),
    ("rar", Some(Foreign::Office)),
    ("7z", Some(Foreign::Office)),
    ("htm", Some(Foreign::Html)),
    ("html", Some(Foreign::Html)),
    ("mht", Some(Foreign::Html)),
    ("ofd", None),
    ("txt", None),
    ("csv", None),
    ("json", None),
    ("xml", None),
    ("md", None),
    ("yaml", None),
    ("mp3", None),
    ("m4a", None),
    ("wav", None),
    ("mp4", None),
    ("mov", None),
    ("avi", None),
];

/// The warnings about a usable picture: wrong extension, an animation of which only the first frame is shown,
/// guessed colours.
pub fn doubts(file: &str, picture: &Picture) -> impl Iterator<Item = Diagnostic> + use<> {
    let stopped = match picture.motion {
        Motion::Stopped(why) => {
            Some(Diagnostic::new(Code::FirstFrameOnly).arg("reason", stopped_reason(why)))
        }
        Motion::Still | Motion::Moves => None,
    };
    let guessed =
        picture.doubt.map(|doubt| Diagnostic::new(Code::ColoursGuessed).arg("reason", doubt_reason(doubt)));
    let told = [stopped, guessed].map(|told| told.map(|told| told.arg("file", file)));
    [mislabelled(file, picture)].into_iter().chain(told).flatten()
}

fn stopped_reason(why: Stopped) -> Arg {
    match why {
        Stopped::TooHeavy => term("its file is larger than 8 MB", "文件超过 8 MB"),
        Stopped::Truncated => term("its end is missing", "文件不完整，后面缺了一截"),
        Stopped::Turned => term("the camera recorded that it must be rotated", "拍摄信息里注明要旋转后显示"),
    }
}

fn doubt_reason(doubt: ColourDoubt) -> Arg {
    match doubt {
        ColourDoubt::UnknownInks => term(
            "it is in print colours (CMYK) and does not say for which inks",
            "它是印刷用的 CMYK 颜色，又没有写明是哪种油墨",
        ),
        ColourDoubt::BadProfile => term("its colour profile cannot be used", "它的颜色配置文件不能用"),
    }
}

fn mislabelled(file: &str, picture: &Picture) -> Option<Diagnostic> {
    let format = picture.format;
    PictureFormat::of_path(file).filter(|named| *named != format)?;
    let diagnostic = Diagnostic::new(Code::MislabelledPicture).arg("file", file);
    Some(diagnostic.arg("format", format.name()).arg("ending", format.ending()))
}

/// Why a file cannot be used as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// The system's error message.
    Unreadable(String),
    /// It is empty.
    Empty,
    /// It is larger than the limit.
    TooHeavy,
    /// It has too many pixels; width and height, if the header could be read.
    TooLarge(Option<(u32, u32)>),
    /// It is another type of file, by its first bytes.
    Foreign(Foreign),
    /// It is not a picture of any known format.
    NotAPicture,
    /// Its end is missing.
    Truncated,
    /// Its colours are brighter than screens can show.
    HighDynamicRange,
    /// It cannot be decoded; contains the decoder's message.
    Broken(String),
    /// Its name says that it is not a picture: the extension, and what such a file is.
    Named(&'static str, Option<Foreign>),
    /// It is a picture without the extension of one.
    Ending(PictureFormat),
}

/// Types of files that are often mistaken for usable pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Photographs of recent telephones; including HEIF.
    Heic,
    /// A recent web format.
    Avif,
    /// An old format of Windows.
    Bmp,
    /// Scans.
    Tiff,
    /// Photoshop.
    Psd,
    /// Vector drawings.
    Svg,
    /// A document with pages.
    Pdf,
    /// Word, Excel, PowerPoint, or an archive.
    Office,
    /// A web page, saved instead of the picture in it.
    Html,
}

fn term(en: impl Into<String>, zh: impl Into<String>) -> Arg {
    Arg::Term { en: en.into(), zh: zh.into() }
}

impl PictureFault {
    /// Why a file cannot be a picture, by its name alone; `None` if its contents must be examined.
    #[must_use]
    pub fn of_name(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        let known = DOCUMENTS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
        known.map(|(ending, what)| Self::Named(ending, what))
    }

    /// Why a file of the content cannot be used as a picture. `faults` are those of the examined files.
    #[must_use]
    pub fn find(faults: &BTreeMap<Arc<str>, Self>, path: &str) -> Self {
        let own = faults.get(path).cloned();
        own.or_else(|| Self::of_name(path)).unwrap_or(Self::NotAPicture)
    }

    /// The diagnostic about a file; the caller adds where it is used.
    #[must_use]
    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        Diagnostic::new(Code::BadImage)
            .arg("file", file)
            .arg("reason", self.reason())
            .arg("mend", self.mend())
    }

    /// The reason, as the end of a sentence.
    #[must_use]
    pub fn reason(&self) -> Arg {
        match self {
            Self::Unreadable(words) => {
                term(format!("it cannot be read ({words})"), format!("读不出来（{words}）"))
            }
            Self::Empty => term("it is empty", "文件是空的"),
            Self::TooHeavy => term("it is larger than 64 MB", "文件超过 64 MB"),
            Self::TooLarge(Some((width, height))) => term(
                format!("it has {width} × {height} pixels, which is too many"),
                format!("尺寸是 {width} × {height} 像素，太大了"),
            ),
            Self::TooLarge(None) => term("it has too many pixels", "像素太多，太大了"),
            Self::Foreign(what) | Self::Named(_, Some(what)) => what.reason(),
            Self::Named(ending, None) => term(
                format!("a file whose name ends in .{ending} is not a picture"),
                format!("以 .{ending} 结尾的文件不是图片"),
            ),
            Self::NotAPicture => term("what is inside is not a picture", "里面不是图片"),
            Self::Truncated => term("its end is missing", "文件不完整，后面缺了一截"),
            Self::HighDynamicRange => term(
                "its colours are for special screens (HDR), and would come out wrong on others",
                "它是 HDR 图片，颜色只有专用屏幕才能正确显示",
            ),
            Self::Broken(_) => term("it is damaged, or of an unusual kind", "文件已损坏，或者是少见的类型"),
            Self::Ending(format) => term(
                format!("its name does not end in .{}", format.ending()),
                format!("文件名不是以 .{} 结尾", format.ending()),
            ),
        }
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub fn mend(&self) -> Arg {
        match self {
            Self::Unreadable(_) => term(
                "Close any programs that have the file open, and check whether it opens on your computer.",
                "请关闭正在使用这个文件的程序，再看看在电脑上能不能打开。",
            ),
            Self::Empty | Self::Truncated => term(
                "It was damaged in transit: ask for the original again; when sending it by WeChat, choose “Full Image”.",
                "文件在传送时损坏了：请对方重新发一次，用微信传图时请勾选“原图”。",
            ),
            Self::TooHeavy | Self::TooLarge(_) => term(
                "Open it on your computer, make it smaller (4000 pixels on the longer side is plenty), and save it as JPEG (.jpg).",
                "请在电脑上打开，把尺寸改小（长边 4000 像素就足够了），另存为 JPEG（.jpg）。",
            ),
            Self::Foreign(what) | Self::Named(_, Some(what)) => what.mend(),
            Self::NotAPicture | Self::Named(_, None) => term(
                "Check that it is the right file; if it is, open it and save the picture as JPEG (.jpg).",
                "请看看是不是放错了文件；没有放错的话，打开后把图片另存为 JPEG（.jpg）。",
            ),
            Self::HighDynamicRange => term(
                "Open it on your computer and save it as JPEG (.jpg), without HDR.",
                "请在电脑上打开，另存为 JPEG（.jpg），不要选 HDR。",
            ),
            Self::Broken(_) => term(
                "Open it on your computer. If it looks right, save it again as JPEG (.jpg); if it does not open, ask for the original again.",
                "请在电脑上打开看看。能看的话，另存为 JPEG（.jpg）；打不开的话，请对方重新发一次原图。",
            ),
            Self::Ending(format) => term(
                format!(
                    "Change the file's name so that it ends in .{}, both here and in the folder.",
                    format.ending()
                ),
                format!("请把文件名改成以 .{} 结尾，这里写的名字也一起改。", format.ending()),
            ),
        }
    }
}

impl Foreign {
    const fn name(self) -> &'static str {
        match self {
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Psd => "Photoshop (PSD)",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
            Self::Office => "Office",
            Self::Html => "HTML",
        }
    }

    fn reason(self) -> Arg {
        let name = self.name();
        match self {
            Self::Heic => term(
                "it is in a phone format (HEIC), which web pages cannot show",
                "它是手机专用的 HEIC 格式，网页不能显示",
            ),
            Self::Html => term("it is a web page, not a picture", "它是网页，不是图片"),
            Self::Office => term(
                "it is a Word, Excel or PowerPoint file, or an archive",
                "它是 Word、Excel、PPT 文件或压缩包",
            ),
            Self::Pdf => term("it is a PDF document", "它是 PDF 文件"),
            _ => term(format!("it is in the {name} format"), format!("它是 {name} 格式")),
        }
    }

    fn mend(self) -> Arg {
        match self {
            Self::Heic => term(
                "Open it on your computer and save it as JPEG (.jpg). For future photographs, set the iPhone to Settings > Camera > Formats > “Most Compatible”.",
                "请在电脑上打开，另存为 JPEG（.jpg）。以后拍照前，可在苹果手机的“设置 > 相机 > 格式”里选“兼容性最佳”（其他手机叫“兼容性最好”，或关闭“高效图片格式”）。",
            ),
            Self::Pdf | Self::Office => term(
                "Open it, save the picture that is in it as JPEG (.jpg), and put that file here.",
                "请打开它，把里面的图片另存为 JPEG（.jpg），再放到这里。",
            ),
            Self::Html => term(
                "Open the page, choose “Save picture as” on the picture itself, and put that file here.",
                "请打开那个网页，在图片上点右键选“图片另存为”，再放到这里。",
            ),
            Self::Svg => term(
                "Export it as PNG (.png), at least 1600 pixels wide, and put that file here.",
                "请导出为 PNG（.png），宽度至少 1600 像素，再放到这里。",
            ),
            Self::Avif | Self::Bmp | Self::Tiff | Self::Psd => term(
                "Open it on your computer and save it as JPEG (.jpg). Changing the ending of the name is not enough.",
                "请在电脑上打开，另存为 JPEG（.jpg）。只改文件名的结尾不行。",
            ),
        }
    }
}
