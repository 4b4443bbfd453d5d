//! BY011: files of `content/` that nothing reads because of their name or location.

use super::settings::SETTINGS;
use crate::diag::{Arg, Code, Diagnostic, Place, suggestion};
use crate::domain::near::file_name;
use crate::source::SitePath;

/// Extensions of files that are read.
const READ: [&str; 4] = [".md", ".markdown", ".yaml", ".yml"];

/// A folder that every site has.
const EXAMPLE: &str = "content/exemplars";

fn told(name: &str, path: SitePath) -> Diagnostic {
    Diagnostic::new(Code::StrayFile).at(Place::file(path)).arg("name", name)
}

/// The name without the extension that Notepad appended and Windows hides: `li-na.md` for `li-na.md.txt`.
fn without_txt(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let lower = stem.to_lowercase();
    (ending.eq_ignore_ascii_case("txt") && READ.iter().any(|read| lower.ends_with(read))).then_some(stem)
}

/// Adds the name that a file should have or, if such a file exists already, what to do about the two.
/// `is_there` checks for names in the same folder.
fn called(diagnostic: Diagnostic, right: &str, is_there: impl Fn(&str) -> bool) -> Diagnostic {
    if !is_there(right) {
        return diagnostic.arg("right", right);
    }
    let wanted = Arg::term(
        format!(
            "“{right}” is in the same folder and is read instead: copy into it whatever it lacks, and delete this file."
        ),
        format!("同一个文件夹里已经有“{right}”，网站读的是那个：请把那里缺的内容抄过去，再删掉这个文件。"),
    );
    diagnostic.arg("wanted", wanted)
}

/// A record or settings file with a second extension.
pub(super) fn renamed(inner: &str, path: &SitePath, is_there: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let right = without_txt(file_name(inner))?;
    Some(called(told(inner, path.clone()), right, is_there))
}

/// A hidden file that may contain somebody's work: one whose name is only an extension, or iCloud's
/// placeholder for a file that is not on this computer.
pub(super) fn hidden(inner: &str, path: SitePath) -> Option<Diagnostic> {
    let name = file_name(inner);
    if READ.iter().any(|ending| name.eq_ignore_ascii_case(ending)) {
        let wanted = Arg::term(
            format!("Put a name before the ending, for example chen-xiuying{name}"),
            format!("请在结尾前面写上名字，例如 chen-xiuying{name}"),
        );
        return Some(told(inner, path).arg("wanted", wanted));
    }
    let right = name.strip_prefix('.')?.strip_suffix(".icloud")?;
    let wanted = Arg::term(
        format!(
            "It is a placeholder for “{right}”, which has not been downloaded to this computer: open the folder in Finder and download it from iCloud."
        ),
        format!("它代表“{right}”，而这个文件还没有下载到这台电脑：请在访达里打开文件夹，从 iCloud 下载。"),
    );
    Some(told(inner, path).arg("wanted", wanted))
}

/// A file that says more about the rows of a spreadsheet that is not there.
pub(super) fn rows_alone(inner: &str, path: SitePath, sheet: &str) -> Diagnostic {
    let wanted = Arg::term(
        format!(
            "It says more about the rows of “{sheet}”, which is not in this folder. If the spreadsheet has another name now, rename this file in the same way."
        ),
        format!(
            "它是给“{sheet}”里的各行补充内容的，可是这个文件夹里没有这个表格。表格如果改了名，请把这个文件也改成对应的名字。"
        ),
    );
    told(inner, path).arg("wanted", wanted)
}

/// A file directly in `content/`.
pub(super) fn beside_settings(inner: &str, path: SitePath, is_there: impl Fn(&str) -> bool) -> Diagnostic {
    let plain = without_txt(inner).unwrap_or(inner);
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let is_text = |name: &str| {
        let lower = name.to_lowercase();
        !lower.contains('.')
            || [".yaml", ".yml", ".txt", ".json", ".toml"].iter().any(|it| lower.ends_with(it))
    };
    let same = SETTINGS.into_iter().find(|known| stem(known) == stem(plain) && is_text(plain));
    let near = || suggestion(plain, SETTINGS).filter(|_| plain.to_lowercase().ends_with("ml"));
    match same.map(str::to_owned).or_else(near) {
        Some(right) => called(told(inner, path), &right, is_there),
        None => told(inner, path).arg("example", EXAMPLE),
    }
}

/// A file in a settings folder that is not read there.
pub(super) fn among_settings(
    folder: &str,
    rest: &str,
    path: SitePath,
    is_there: impl Fn(&str) -> bool,
) -> Option<Diagnostic> {
    let is_yaml = matches!(path.extension().as_deref(), Some("yaml" | "yml"));
    // Those in `closed/` are reported when they are read.
    if folder == "closed" || (is_yaml && !rest.contains('/')) {
        return None;
    }
    let inner = format!("{folder}/{rest}");
    if let Some(told) = renamed(&inner, &path, is_there).filter(|_| !rest.contains('/')) {
        return Some(told);
    }
    let (en, zh) = match folder {
        "programs" => (
            "Each program has one file directly in “content/programs”, for example 2022.yaml",
            "每个项目一个文件，直接放在“content/programs”里，例如 2022.yaml",
        ),
        _ => (
            "Each collection is declared in one file directly in “content/collections”, for example volunteers.yaml",
            "每个栏目一个声明文件，直接放在“content/collections”里，例如 volunteers.yaml",
        ),
    };
    Some(told(&inner, path).arg("wanted", Arg::term(en, zh)).arg("example", EXAMPLE))
}
