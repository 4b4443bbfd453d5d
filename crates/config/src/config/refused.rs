//! Reports what a walk skipped, since such files would silently be missing from the site.

use std::collections::BTreeMap;
use std::io;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, reason};
use crate::domain::text::composed;
use crate::source::{Entry, EntryKind, PathError, Refused, RefusedWhy, SitePath, holds_leaving};

/// Reports everything that walking one of the site's folders (`content`, `themes`) skipped.
pub fn refused_paths(folder: &str, refused: &[Refused], diagnostics: &mut Diagnostics) {
    for refused in refused.iter().filter(|refused| !is_passed_over(folder, refused)) {
        let name = format!("{folder}/{}", refused.lossy_name);
        let place = SitePath::try_from(name.as_str()).ok().map(Place::file);
        let (code, why) = match &refused.why {
            RefusedWhy::NotUtf8 => (
                Code::RefusedFileName,
                Arg::term(
                    "some of its characters were damaged when it was copied to this computer",
                    "文件名里有乱码",
                ),
            ),
            RefusedWhy::Name(error) => (Code::RefusedFileName, name_reason(error)),
            RefusedWhy::LeadsOutside => {
                (Code::LinkOutOfSite, Arg::term("it leads out of the site's folder", "它指向网站文件夹外面"))
            }
            RefusedWhy::LinkToFolder => {
                (Code::LinkOutOfSite, Arg::term("it leads to a folder", "它指向一个文件夹"))
            }
            RefusedWhy::Link => (Code::LinkOutOfSite, Arg::term("it is a link", "它是一个链接")),
            RefusedWhy::BrokenLink => {
                (Code::LinkOutOfSite, Arg::term("the file it leads to does not exist", "它指向的文件不存在"))
            }
            RefusedWhy::Unreadable(kind, told) => {
                let error = io::Error::new(*kind, told.as_str());
                // Without a place, a message that names no file would help nobody.
                let code = if place.is_some() { Code::UnreadableFile } else { Code::RefusedFileName };
                (code, reason(&error))
            }
        };
        diagnostics.push(Diagnostic::new(code).at(place).arg("name", name).arg("reason", why));
    }
}

/// Whether a skipped file can be ignored: a temporary file of another program, such as Emacs' lock, which is
/// a dangling link; and a hidden link in `content/`, where hidden files are ignored.
fn is_passed_over(folder: &str, refused: &Refused) -> bool {
    let is_link = match refused.why {
        RefusedWhy::LeadsOutside | RefusedWhy::LinkToFolder | RefusedWhy::BrokenLink | RefusedWhy::Link => {
            true
        }
        RefusedWhy::NotUtf8 | RefusedWhy::Name(_) | RefusedWhy::Unreadable(..) => false,
    };
    let hidden = |name: &str| name.split('/').any(|part| part.starts_with('.'));
    holds_leaving(&refused.lossy_name) || (is_link && folder == "content" && hidden(&refused.lossy_name))
}

/// Reports files whose names work here but not on every computer to which the site may be copied: names that
/// Windows does not allow, and two names that are the same on a case-insensitive or normalising file system.
pub fn doubtful_paths(folder: &str, entries: &[Entry], diagnostics: &mut Diagnostics) {
    let place =
        |path: &SitePath| SitePath::try_from(format!("{folder}/{path}").as_str()).ok().map(Place::file);
    let mut known: BTreeMap<String, &SitePath> = BTreeMap::new();
    for entry in entries {
        let path = &entry.path;
        // A folder is reported once, not for each file in it.
        if let Err(error) = SitePath::check_portable(path.file_name()) {
            let diagnostic = Diagnostic::new(Code::DoubtfulFileName).at(place(path));
            diagnostics
                .push(diagnostic.arg("name", format!("{folder}/{path}")).arg("reason", name_reason(&error)));
        }
        if entry.kind != EntryKind::File || path.as_str().bytes().all(is_one_everywhere) {
            continue;
        }
        let alike = composed(path.as_str()).to_lowercase();
        let plain = entries.binary_search_by(|other| other.path.as_str().cmp(&alike));
        let plain = plain.ok().and_then(|at| entries.get(at)).map(|other| &other.path);
        // Names of letters with a single form cannot collide this way.
        let plain = plain.filter(|other| other.as_str().bytes().all(is_one_everywhere));
        let other = plain.or_else(|| known.get(&alike).copied());
        if let Some(other) = other {
            let diagnostic = Diagnostic::new(Code::FileNamesAlike).at(place(path)).and_at(place(other));
            let diagnostic = diagnostic.arg("first", format!("{folder}/{other}"));
            diagnostics.push(diagnostic.arg("second", format!("{folder}/{path}")));
        }
        known.insert(alike, path);
    }
}

/// Whether a byte belongs to a letter with a single form.
const fn is_one_everywhere(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_uppercase()
}

/// The rule that a name violates.
#[must_use]
pub fn name_reason(error: &PathError) -> Arg {
    match error {
        PathError::Empty | PathError::EmptyPart => Arg::term("a part of it is empty", "有一段是空的"),
        PathError::Absolute => Arg::term("it begins with “/”", "以“/”开头"),
        PathError::DotPart => Arg::term("a part of it is “.” or “..”", "有一段是“.”或“..”"),
        PathError::Outside => Arg::term("it leads out of the site's folder", "它指向网站文件夹外面"),
        PathError::Control(_) => Arg::term(
            "it contains an invisible character, for example a line break or a tab",
            "里面有看不见的字符，例如换行或制表符",
        ),
        PathError::Reserved(c) => Arg::term(
            format!("it contains “{c}”, which Windows does not allow"),
            format!("里面有“{c}”，Windows 不允许"),
        ),
        PathError::TrailingDotOrSpace(part) => Arg::term(
            format!("“{part}” ends in a dot or a space, which Windows drops"),
            format!("“{part}”的结尾是点或空格，Windows 会把它去掉"),
        ),
        PathError::DeviceName(part) => Arg::term(
            format!("“{part}” is a name that Windows keeps for itself"),
            format!("“{part}”是 Windows 留作自己用的名字"),
        ),
        PathError::TooLong(_) => Arg::term(
            "it is longer than 255 bytes (about 80 Chinese characters)",
            "太长了，最多 255 个字节（大约 80 个汉字）",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Lang, render};

    fn told(name: &str, why: RefusedWhy) -> (Code, bool, String) {
        let mut diagnostics = Diagnostics::default();
        refused_paths("content", &[Refused { lossy_name: name.to_owned(), why }], &mut diagnostics);
        let all = diagnostics.sorted();
        let [one] = all.as_slice() else { panic!("{all:?}") };
        let text = Lang::ALL.map(|lang| render::terminal(one, lang, false)).concat();
        (one.code, one.place.is_some(), text)
    }

    #[test]
    fn names_and_links_have_their_codes() {
        for (name, why, code, placed) in [
            ("a\u{FFFD}.md", RefusedWhy::NotUtf8, Code::RefusedFileName, true),
            (
                "aux.md",
                RefusedWhy::Name(PathError::DeviceName("aux.md".to_owned())),
                Code::RefusedFileName,
                false,
            ),
            ("a:b.md", RefusedWhy::Name(PathError::Reserved(':')), Code::RefusedFileName, false),
            ("a.md", RefusedWhy::LeadsOutside, Code::LinkOutOfSite, true),
            ("a", RefusedWhy::LinkToFolder, Code::LinkOutOfSite, true),
            ("a.md", RefusedWhy::BrokenLink, Code::LinkOutOfSite, true),
        ] {
            let (found, has_place, text) = told(name, why);
            assert_eq!((found, has_place), (code, placed), "{name}");
            assert!(text.contains(&format!("content/{name}")), "{text}");
            assert!(!text.contains('{'), "{text}");
        }
        let why = || RefusedWhy::Unreadable(io::ErrorKind::PermissionDenied, "os".to_owned());
        let (code, _, text) = told("a", why());
        assert!(
            code == Code::UnreadableFile && text.contains("系统不允许") && text.contains("content/a"),
            "{text}"
        );
        assert_eq!(told("aux", why()).0, Code::RefusedFileName);
    }

    #[test]
    fn names_that_work_here_alone_are_told() {
        let entry = |path: &str, kind| Entry {
            path: SitePath::try_from(path).unwrap(),
            kind,
            len: 1,
            modified: None,
        };
        let told = |paths: &[&str]| {
            let mut paths: Vec<&str> = paths.to_vec();
            paths.sort_unstable();
            let entries: Vec<Entry> = paths.iter().map(|path| entry(path, EntryKind::File)).collect();
            let mut diagnostics = Diagnostics::default();
            doubtful_paths("content", &entries, &mut diagnostics);
            let told = diagnostics.sorted().into_iter().map(|one| {
                let place = one.place.as_ref().map(|place| place.file.to_string()).unwrap();
                let text = Lang::ALL.map(|lang| render::terminal(&one, lang, false)).concat();
                assert!(!text.contains('{'), "{text}");
                (one.code, place)
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(&["a/李娜.md", "a/li-na.md", "b/li-na.md", "a/Readme"]), []);
        for c in ['<', '>', '"', '|', '?', '*'] {
            let name = format!("news/a{c}.pdf");
            assert_eq!(told(&[&name]), [(Code::DoubtfulFileName, format!("content/{name}"))]);
        }
        for (first, second) in
            [("a/X.jpg", "a/x.jpg"), ("a/X.jpg", "a/x.JPG"), ("É.md", "E\u{301}.md"), ("ß/A.md", "ß/a.md")]
        {
            let found = told(&[first, second, "a/y.jpg"]);
            assert!(matches!(found.as_slice(), [(Code::FileNamesAlike, _)]), "{first} {second}: {found:?}");
        }
    }

    #[test]
    fn a_name_steers_no_terminal() {
        for name in ["\u{1b}]0;x\u{7}.md", "a\nb.md", "gpj.\u{202e}md.exe", "\u{9b}2J"] {
            for why in [
                RefusedWhy::Name(PathError::Control('\n')),
                RefusedWhy::Name(PathError::TrailingDotOrSpace(name.to_owned())),
                RefusedWhy::LeadsOutside,
            ] {
                let (.., text) = told(name, why);
                assert!(text.contains('\u{FFFD}'), "{text:?}");
                let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                assert!(!text.contains(steers), "{text:?}");
                assert!(!text.contains("a\nb"), "{text:?}");
            }
        }
    }
}
