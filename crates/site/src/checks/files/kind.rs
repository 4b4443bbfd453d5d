//! BY238: a file may not be offered, because browsers, hosts or readers' computers would execute it. BY239:
//! files in `static/` are executable.

use crate::config::Site;
use crate::diag::{Arg, Code, Diagnostic, Place};
use crate::extract::{Refusal, Runs, refusal, runs};
use crate::source::SitePath;

/// Maximum number of files that are named in one message.
const MOST_NAMED: usize = 8;

/// Why a record may not offer a file. `path` is its path within the site.
#[must_use]
pub fn offered(path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let (reason, mend) = words(&refusal(path, bytes)?);
    let told = Diagnostic::new(Code::FileRuns).at(SitePath::try_from(path).ok().map(Place::file));
    Some(told.arg("reason", reason).arg("mend", mend))
}

/// Whether a file of `static/` is executable and the site's settings do not allow it.
#[must_use]
pub fn is_running(path: &str, bytes: &[u8], site: &Site) -> bool {
    let is_meant = |text: &str| match text.strip_suffix('/') {
        Some(folder) => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
        None => path == text,
    };
    runs(path, bytes).is_some() && !site.allow.iter().any(|(text, _)| is_meant(text))
}

/// Reports executable files of `static/`; `paths` in any order.
#[must_use]
pub fn running(mut paths: Vec<SitePath>) -> Option<Diagnostic> {
    paths.sort();
    let first = paths.first()?.clone();
    let named: Vec<&str> = paths.iter().take(MOST_NAMED).map(SitePath::as_str).collect();
    let others = paths.len().saturating_sub(MOST_NAMED);
    Some(
        Diagnostic::new(Code::StaticFileRuns)
            .at(Place::file(first.clone()))
            .arg("files", Arg::term(named.join(", "), named.join("、")))
            .arg("first", first.as_str())
            .arg_opt("others", (others > 0).then_some(others)),
    )
}

/// The reason and the remedy.
fn words(refusal: &Refusal) -> (Arg, Arg) {
    match refusal {
        Refusal::Runs(runs, ending) => (reason(*runs, ending), mend(*runs)),
        Refusal::Within(runs, ending) => {
            let Arg::Term { en, zh } = reason(*runs, ending) else {
                return (reason(*runs, ending), mend(*runs));
            };
            let why = Arg::term(
                format!("its name has an ending in the middle that some web servers act on: {en}"),
                format!("文件名中间有“{ending}”，有的服务器会当真：{zh}"),
            );
            let mend = Arg::term(
                "Give it a name with only one dot, before the ending, such as list.pdf; change the name in the record too.",
                "请改文件名，只在后缀前留一个点，例如 名单.pdf；记录里写的文件名也要一起改。",
            );
            (why, mend)
        }
        Refusal::Unknown(ending) if ending.is_empty() => (
            Arg::term(
                "its name has no ending, so nobody can tell what it is",
                "文件名没有后缀，看不出是什么文件",
            ),
            Arg::term(
                "Give it the ending for what it is, such as .pdf or .docx; change the name in the record too.",
                "请按文件的实际内容补上后缀，例如 .pdf、.docx；记录里写的文件名也要一起改。",
            ),
        ),
        Refusal::Unknown(ending) => (
            Arg::term(
                format!(
                    "files that end in .{ending} are not among those that may be offered: documents, pictures, sound, video and archives"
                ),
                format!("后缀为 .{ending} 的文件不在允许提供的范围内（文档、图片、音频、视频、压缩包）"),
            ),
            Arg::term(
                "Save it as a PDF, or pack it into a .zip and offer that.",
                "请另存为 PDF，或者打包成 .zip 再提供。",
            ),
        ),
        Refusal::Differs(ending) => (
            Arg::term(
                format!("its name ends in .{ending}, but it contains something else"),
                format!("后缀是 .{ending}，里面却是别的内容"),
            ),
            Arg::term(
                "Open it in the program that it was made with, and save it again in that format.",
                "请用原来的软件打开，按这个格式重新另存一份。",
            ),
        ),
        Refusal::Markup => (
            Arg::term(
                "it contains a web page or program code, whatever its name says",
                "不管后缀是什么，里面是网页或者程序代码",
            ),
            Arg::term(
                "Copy its words into the record, or open it in a browser, print it to a PDF and offer that.",
                "请把里面的文字写进记录正文，或者用浏览器打开，打印成 PDF 再提供。",
            ),
        ),
    }
}

/// Who executes it.
fn reason(runs: Runs, ending: &str) -> Arg {
    match runs {
        Runs::Page => Arg::term(
            format!("browsers open {ending} as a page of this website, with all scripts in it"),
            format!("浏览器会把 {ending} 当作本网站的网页打开，里面的脚本也会运行"),
        ),
        Runs::Drawing => Arg::term(
            format!("{ending} pictures can contain scripts, and browsers run them"),
            format!("{ending} 图片里可以带脚本，浏览器会运行"),
        ),
        Runs::Script => Arg::term(
            format!("{ending} is a program that browsers run"),
            format!("{ending} 是浏览器会运行的程序"),
        ),
        Runs::Server => Arg::term(
            format!("many web servers run {ending} as a program"),
            format!("很多网站服务器会把 {ending} 当作程序运行"),
        ),
        Runs::Setting => Arg::term(
            format!("web servers take {ending} for their own settings"),
            format!("网站服务器会把 {ending} 当作自己的设置"),
        ),
        Runs::Program => Arg::term(
            format!("{ending} is a program that readers' computers run"),
            format!("{ending} 是会在读者电脑上运行的程序"),
        ),
    }
}

fn mend(runs: Runs) -> Arg {
    match runs {
        Runs::Page => Arg::term(
            "Copy its words into the record, or open it in a browser, print it to a PDF and offer that.",
            "请把里面的文字写进记录正文，或者用浏览器打开，打印成 PDF 再提供。",
        ),
        Runs::Drawing => Arg::term("Save the picture as a PNG.", "请把图片另存为 PNG。"),
        Runs::Script | Runs::Server | Runs::Setting => Arg::term(
            "Remove it from the record; if readers do need it, pack it into a .zip and offer that.",
            "请从记录里去掉；读者确实需要的，打包成 .zip 再提供。",
        ),
        Runs::Program => Arg::term(
            "Save documents without macros (.docx, .xlsx, .pptx). For a program, link to its maker's website.",
            "文档请另存为不带宏的 .docx、.xlsx、.pptx；软件请链接到官方网站的下载页面。",
        ),
    }
}
