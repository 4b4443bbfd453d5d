//! A small, valid and published site, and the diagnostics after changes to its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use bangyang::build::{BuildOptions, Outcome, Silent, Status, build};
use bangyang::diag::{Diagnostic, Lang, entry, render};
use bangyang::source::MemSystem;

/// Marks the value that a diagnostic should point at; not part of the file.
pub const MARK: char = '‸';

const SOUND: [(&str, &str); 6] = [
    (
        "content/site.yaml",
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例单位\n",
    ),
    ("content/regions.yaml", "- {id: qingxi, title: 青溪县}\n- {id: anning, title: 安宁县}\n"),
    ("content/bases/jinxiu.md", "---\nname: 锦绣基地\nestablished_on: 2022-03\n---\n简介。\n"),
    ("content/exemplars/chen-xiuying.md", EXEMPLAR),
    (
        "content/news/a.md",
        "---\ntitle: 开班\npublished_on: 2022-03-08\n---\n[陈秀英](../exemplars/chen-xiuying.md)\n",
    ),
    ("content/pages/about.md", "---\ntitle: 关于\n---\n说明。\n"),
];

/// A valid record.
pub const EXEMPLAR: &str = "---\nname: 陈秀英\nregion: 青溪县\nrecognised_on: 2022-03-08\nconsent: {signed: 2022-01-05, scope: [name, story], form: 甲1}\n---\n她的故事。\n";

/// The files of the site once it is published.
static PUBLISHED: LazyLock<BTreeMap<PathBuf, Vec<u8>>> = LazyLock::new(|| {
    let system = MemSystem::new();
    for (path, text) in SOUND {
        system.put(Path::new("/site").join(path), text).unwrap();
    }
    let outcome = build(&system, &options(), &Silent);
    let told: Vec<String> = outcome.diagnostics.iter().map(tell).collect();
    assert_eq!((outcome.status, told.concat()), (Status::Done, String::new()));
    system.files("/")
});

pub fn options() -> BuildOptions {
    BuildOptions {
        jobs: Some(1),
        write: true,
        ..BuildOptions::new("/site", "2022-06-30T12:00:00Z".parse().unwrap())
    }
}

/// The published site.
pub fn published() -> MemSystem {
    let system = MemSystem::new();
    for (path, bytes) in PUBLISHED.iter() {
        system.put(path, bytes.clone()).unwrap();
    }
    system
}

/// A diagnostic as the tests write it: code, file, line and column.
pub fn place(diagnostic: &Diagnostic) -> String {
    match &diagnostic.place {
        None => diagnostic.code.id().to_owned(),
        Some(place) if place.line() == 0 => format!("{} {}", diagnostic.code, place.file),
        Some(place) => format!("{} {}:{}:{}", diagnostic.code, place.file, place.line(), place.column()),
    }
}

/// A diagnostic as an editor sees it.
pub fn tell(diagnostic: &Diagnostic) -> String {
    render::terminal(diagnostic, Lang::ZhCn, false)
}

/// Builds the published site after a change, asserting that the output is complete or unchanged.
pub fn rebuild(system: &MemSystem, options: &BuildOptions) -> (Outcome, Vec<Diagnostic>) {
    let mut outcome = build(system, options, &Silent);
    let said = std::mem::take(&mut outcome.diagnostics).sorted();
    for diagnostic in said.iter().take(100) {
        check_words(diagnostic);
    }
    let old: BTreeMap<_, _> = PUBLISHED.iter().filter(|(path, _)| path.starts_with("/site/public")).collect();
    let new = system.files("/site/public");
    if outcome.status != Status::Done {
        assert!(new.iter().eq(old), "the output changed: {said:?}");
    }
    let staged =
        system.files("/site/.bangyang").into_keys().filter(|path| path.to_string_lossy().contains("staging"));
    assert_eq!(staged.collect::<Vec<_>>(), Vec::<PathBuf>::new());
    (outcome, said)
}

/// Asserts that the messages exist in both languages, with every placeholder filled.
fn check_words(diagnostic: &Diagnostic) {
    for lang in Lang::ALL {
        let template = entry(diagnostic.code, lang).message;
        let (message, help) = (diagnostic.message(lang), diagnostic.help(lang));
        assert!(!message.is_empty() && !help.is_empty(), "{diagnostic:?}");
        let names = template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        for name in names {
            assert!(!message.contains(&format!("{{{name}}}")), "{message}");
        }
        let shown = render::terminal(diagnostic, lang, false);
        assert!(shown.contains(diagnostic.code.id()), "{shown}");
        let line: serde_json::Value = serde_json::from_str(&render::json(diagnostic, lang)).unwrap();
        assert_eq!(line["code"], diagnostic.code.id());
    }
}

/// The expected codes with their places. A code alone stands for the next mark in the files, by path; one
/// followed by ` @` has no place, and ` @path` means the whole file.
fn expected(files: &[(&str, String)], codes: &[&str]) -> Vec<String> {
    let mut marks = Vec::new();
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    for (path, text) in sorted {
        let mut plain = String::new();
        for c in text.chars() {
            if c == MARK {
                let line = plain.matches('\n').count() + 1;
                let column = plain.rsplit('\n').next().unwrap().chars().count() + 1;
                marks.push(format!("{path}:{line}:{column}"));
            } else {
                plain.push(c);
            }
        }
    }
    let mut marks = marks.into_iter();
    let all = codes.iter().map(|code| match code.split_once(" @") {
        Some((code, "")) => code.to_owned(),
        Some((code, path)) => format!("{code} {path}"),
        None => format!("{code} {}", marks.next().expect("a mark for each code")),
    });
    let all = all.collect();
    assert_eq!(marks.next(), None, "a code for each mark");
    all
}

/// The diagnostics after files of the common site were added or replaced; an error if they differ from what
/// is expected.
pub fn judge(files: &[(&str, &str)], codes: &[&str]) -> Result<Vec<Diagnostic>, String> {
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
    let system = published();
    for (path, text) in &files {
        system.put(Path::new("/site").join(path), text.replace(MARK, "")).unwrap();
    }
    let (_, said) = rebuild(&system, &options());
    differences(&said, &expected(&files, codes))?;
    Ok(said)
}

/// Asserts the diagnostics after files of the common site were added or replaced.
#[track_caller]
pub fn says(files: &[(&str, &str)], codes: &[&str]) -> Vec<Diagnostic> {
    judge(files, codes).unwrap_or_else(|differences| panic!("{differences}"))
}

/// Like [`says`], for many changes of one file each; reports all deviations.
#[track_caller]
pub fn table(rows: &[(&str, String, &[&str])]) {
    let wrong = rows.iter().filter_map(|(path, text, codes)| {
        let differences = judge(&[(path, text)], codes).err()?;
        let text: String = text.chars().take(300).collect();
        Some(format!("\n=== {path}\n{text}\n{differences}\n"))
    });
    let wrong: String = wrong.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

fn differences(said: &[Diagnostic], expected: &[String]) -> Result<(), String> {
    let found: Vec<String> = said.iter().map(place).collect();
    if found == expected {
        return Ok(());
    }
    let told: String = said.iter().map(tell).collect();
    Err(format!("found:    {found:?}\nexpected: {expected:?}\n{told}"))
}

/// Asserts the codes and places of diagnostics.
#[track_caller]
pub fn compare(said: &[Diagnostic], expected: &[String]) {
    differences(said, expected).unwrap_or_else(|differences| panic!("{differences}"));
}

pub const LI_NA: &str = "content/exemplars/li-na.md";
pub const SESSION: &str = "content/outreach/b.md";
pub const BASE: &str = "content/bases/b.md";
pub const NEWS: &str = "content/news/b.md";

/// A session with an additional line in its front matter.
pub fn session(line: &str) -> String {
    format!("---\ntitle: 进村宣讲\nheld_on: 2022-05-06\n{line}\n---\n内容。\n")
}

/// A base with an additional line in its front matter.
pub fn base(line: &str) -> String {
    format!("---\nname: 安心基地\nestablished_on: 2022-03\n{line}\n---\n内容。\n")
}

/// A news item with this text.
pub fn news(body: &str) -> String {
    format!("---\ntitle: 结业\npublished_on: 2022-05-06\n---\n{body}\n")
}

/// An exemplar with an additional line in the front matter.
pub fn exemplar(line: &str) -> String {
    format!(
        "---\nname: 李娜\nrecognised_on: 2022-05\nconsent: {{signed: 2022-01-05, scope: [name, story]}}\n{line}\n---\n她的故事。\n"
    )
}
