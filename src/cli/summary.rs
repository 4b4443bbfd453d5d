//! The summary at the end of a build.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::console::{Console, either};
use super::fix::Files;
use crate::build::{BuildOptions, BuildSummary, Outcome, Status};
use crate::diag::{Diagnostic, Lang, Severity, printable};
use crate::domain::to_json;
use crate::edition::Edition;
use crate::source::shown_path;

/// The numbers for JSON output. Empty lists are omitted.
#[derive(Serialize)]
struct Numbers<'a> {
    pages: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    images: usize,
    withheld: usize,
    warnings: usize,
    errors: usize,
    millis: u64,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    held_back: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    still_online: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    purge: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    waiting: BTreeMap<&'a str, usize>,
}

#[derive(Serialize)]
struct Last<'a> {
    summary: Numbers<'a>,
}

pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// One JSON object per line: the diagnostics, then the numbers.
pub(super) fn json(
    options: &BuildOptions,
    outcome: &Outcome,
    (diagnostics, files): (&[Diagnostic], &mut Files<'_>),
    took: Duration,
    console: &mut Console<'_>,
) {
    for diagnostic in diagnostics {
        console.diagnostic_with(diagnostic, || files.patches(diagnostic));
    }
    let BuildSummary { pages, written, unchanged, removed, images, withheld } = outcome.summary;
    let summary = Numbers {
        pages,
        written,
        unchanged,
        removed,
        images,
        withheld,
        warnings: count(diagnostics, Severity::Warning),
        errors: count(diagnostics, Severity::Error),
        millis: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        held_back: &outcome.held_back,
        // The internal edition is not online anywhere that this program knows of.
        still_online: if options.edition == Edition::Public { &outcome.still_online } else { &[] },
        purge: &outcome.purge,
        waiting: outcome.waiting.iter().map(|(stage, titles)| (stage.as_str(), titles.len())).collect(),
    };
    console.print(&to_json(&Last { summary }));
}

/// The diagnostics, then what was done and what is to be done in plain words.
pub(super) fn human(
    options: &BuildOptions,
    outcome: &Outcome,
    diagnostics: &[Diagnostic],
    (out, mended): (&Path, bool),
    console: &mut Console<'_>,
) {
    for diagnostic in diagnostics {
        console.diagnostic(diagnostic);
    }
    let lang = console.lang;
    let errors = count(diagnostics, Severity::Error);
    let warnings = count(diagnostics, Severity::Warning);
    let found = found(lang, errors, warnings);
    match outcome.status {
        Status::Done if options.write => published(outcome, out, &found, console),
        Status::Done if mended => console.tell(&match lang {
            Lang::En => format!("Checked again: {found}."),
            Lang::ZhCn => format!("改后又检查了一遍：{found}。"),
        }),
        Status::Done => console.tell(&match lang {
            Lang::En => format!("Checked: {found}. Nothing was written."),
            Lang::ZhCn => format!("检查完毕：{found}。未改动任何文件。"),
        }),
        Status::ContentErrors => console.tell(&match (lang, options.write) {
            (Lang::En, true) => format!("Not published: {found}. The website is as it was."),
            (Lang::ZhCn, true) => format!("没有发布：{found}。网站还是原来的样子。"),
            (Lang::En, false) => format!("Checked: {found}."),
            (Lang::ZhCn, false) => format!("检查完毕：{found}。"),
        }),
        Status::MachineFailed => console.tell_either(
            "Stopped because of a problem with the computer; the message above says why. Once that is solved, run the same command again.",
            "中途停止：电脑方面出了问题，原因见上面。解决以后，再运行一次同样的命令。",
        ),
    }
    if outcome.status == Status::ContentErrors && errors == 0 {
        console.tell_either("With --strict, warnings count as errors.", "加了 --strict，警告也当作错误。");
    }
    if let Some(error) = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
        let code = error.code;
        console.tell(&match lang {
            Lang::En => format!("For more about a message, run for example: bangyang explain {code}"),
            Lang::ZhCn => format!("看不懂提示时，可以查它的代码，例如：bangyang explain {code}"),
        });
    }
    lists(options, outcome, console);
}

/// “2 errors, 1 warning”.
pub(super) fn found(lang: Lang, errors: usize, warnings: usize) -> String {
    match lang {
        Lang::En => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
        Lang::ZhCn if errors + warnings == 0 => "没有错误，也没有警告".to_owned(),
        Lang::ZhCn => format!("{errors} 处错误，{warnings} 处警告"),
    }
}

pub(super) fn many(number: usize, word: &str) -> String {
    let number_shown = if number == 0 { "no".to_owned() } else { number.to_string() };
    format!("{number_shown} {word}{}", if number == 1 { "" } else { "s" })
}

fn published(outcome: &Outcome, out: &Path, found: &str, console: &mut Console<'_>) {
    let BuildSummary { pages, written, unchanged, removed, images, withheld } = outcome.summary;
    let folder = shown_path(out);
    let index = shown_path(&out.join("index.html"));
    let text = match console.lang {
        Lang::En => format!(
            "Published: {} and {} in {folder} ({found}).\nFiles: {written} written, {unchanged} unchanged, {removed} removed.\nTo see it, open {index}",
            many(pages, "page"),
            many(images, "picture"),
        ),
        Lang::ZhCn => format!(
            "网站已生成：{pages} 个网页，{images} 张图片，在 {folder}（{found}）。\n文件：写入 {written} 个，未变 {unchanged} 个，删除 {removed} 个。\n要看网站，请打开 {index}"
        ),
    };
    console.tell(&text);
    if withheld > 0 {
        console.tell(&match console.lang {
            Lang::En => {
                format!("People who are counted but not shown: {withheld}. The messages above name them.")
            }
            Lang::ZhCn => format!("计入统计但不公开：{withheld} 人，名单见上面的提示。"),
        });
    }
}

/// Lists of what needs attention.
fn lists(options: &BuildOptions, outcome: &Outcome, console: &mut Console<'_>) {
    // If nothing was published, nothing was left out: the errors themselves are the list.
    let held_back = if outcome.status == Status::Done { outcome.held_back.as_slice() } else { &[] };
    let waiting: Vec<String> = outcome.waiting.iter().map(|stage| waiting(stage, console.lang)).collect();
    let lists = [
        (
            waiting.as_slice(),
            "Waiting for review; not public and not counted until they have passed it:",
            "等待审核的记录，通过以前不公开、不计数：",
        ),
        (
            held_back,
            "Left out because of errors; fix them and build again:",
            "有错误、这次没有发布的记录，请改好以后重新生成：",
        ),
        match options.edition {
            Edition::Public => (
                outcome.still_online.as_slice(),
                "CAUTION: the website that is online still shows these people, who must not be shown now. Fix the errors and publish, or publish at once with --hold-back:",
                "请注意：以下这些人现在不该公开，但网上的网站还在显示。请尽快改好错误重新发布，或者加上 --hold-back 先发布：",
            ),
            Edition::Internal => (
                outcome.still_online.as_slice(),
                "The last build of the internal edition still shows these people, who must not be shown now. Fix the errors and build it again, or build it at once with --hold-back:",
                "上次生成的内部版里还有以下这些人，而他们现在不该显示。请改好错误重新生成，或者加上 --hold-back 先生成：",
            ),
        },
        (
            outcome.purge.as_slice(),
            "Ask the web host to delete these addresses; uploading the new files does not remove the old ones:",
            "请让网站管理员删除以下网址；只上传新文件，旧文件不会消失：",
        ),
    ];
    for (list, en, zh) in lists {
        if list.is_empty() {
            continue;
        }
        console.tell(&format!("\n{}", either(console.lang, en, zh)));
        for item in list {
            console.tell(&format!("  {}", printable(item)));
        }
    }
}

/// Maximum number of titles listed per stage.
const MOST_TITLES: usize = 20;

/// “初审: 2 (甲, 乙)”.
fn waiting((stage, titles): &(String, Vec<String>), lang: Lang) -> String {
    let (colon, comma) = match lang {
        Lang::En => (": ", ", "),
        Lang::ZhCn => ("：", "、"),
    };
    let listed = titles.iter().take(MOST_TITLES).map(String::as_str).collect::<Vec<_>>().join(comma);
    let more = if titles.len() > MOST_TITLES { "…" } else { "" };
    match lang {
        Lang::En => format!("{stage}{colon}{} ({listed}{more})", titles.len()),
        Lang::ZhCn => format!("{stage}{colon}{} 条（{listed}{more}）", titles.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostics};

    fn told(status: Status, write: bool, diagnostics: &[Diagnostic], lang: Lang) -> String {
        told_of(Edition::Public, status, write, diagnostics, lang)
    }

    fn told_of(
        edition: Edition,
        status: Status,
        write: bool,
        diagnostics: &[Diagnostic],
        lang: Lang,
    ) -> String {
        let options = BuildOptions { write, edition, ..BuildOptions::new(".", jiff::Timestamp::UNIX_EPOCH) };
        let one = |text: &str| vec![text.to_owned()];
        let outcome = Outcome {
            status,
            diagnostics: Diagnostics::default(),
            summary: BuildSummary { pages: 1, written: 2, unchanged: 3, removed: 4, images: 5, withheld: 6 },
            out: "public".into(),
            lang: None,
            held_back: one("content/news/a.md"),
            still_online: one("林\u{1b}玉兰"),
            purge: one("https://site.example/a.html"),
            programs: Vec::new(),
            waiting: vec![("初审".to_owned(), vec!["甲".to_owned(), "乙".to_owned()])],
            held: crate::build::Held::default(),
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        human(
            &options,
            &outcome,
            diagnostics,
            (Path::new("/s/public"), false),
            &mut Console::new(&mut out, &mut err, lang),
        );
        assert!(out.is_empty());
        String::from_utf8(err).unwrap()
    }

    #[test]
    fn says_what_was_published_and_what_is_to_be_done() {
        let english = told(Status::Done, true, &[], Lang::En);
        for part in [
            "1 page and 5 pictures in /s/public (no errors, no warnings)",
            "2 written, 3 unchanged, 4 removed",
            "index.html",
            "not shown: 6",
            "  content/news/a.md",
            "  初审: 2 (甲, 乙)",
            "  https://site.example/a.html",
            "  林�玉兰",
        ] {
            assert!(english.contains(part), "{part} in {english}");
        }
        let chinese = told(Status::Done, true, &[], Lang::ZhCn);
        for part in
            ["1 个网页，5 张图片", "写入 2 个", "6 人", "content/news/a.md", "https://site.example/a.html"]
        {
            assert!(chinese.contains(part), "{part} in {chinese}");
        }
        assert!(told(Status::Done, false, &[], Lang::En).contains("Nothing was written"));
    }

    #[test]
    fn says_that_nothing_was_published_and_who_is_still_online() {
        let error = Diagnostic::new(Code::MissingSiteFile);
        let english = told(Status::ContentErrors, true, std::slice::from_ref(&error), Lang::En);
        assert!(
            english.contains("Not published: 1 error, no warnings. The website is as it was."),
            "{english}"
        );
        assert!(english.contains("explain BY301") && english.contains("CAUTION"), "{english}");
        assert!(!english.contains("content/news/a.md") && !english.contains("index.html"), "{english}");
        let chinese = told(Status::ContentErrors, true, &[error], Lang::ZhCn);
        assert!(chinese.contains("网站还是原来的样子") && chinese.contains("explain BY301"), "{chinese}");
        assert!(told(Status::MachineFailed, true, &[], Lang::ZhCn).contains("中途停止"));
        // The internal edition is not online.
        for lang in Lang::ALL {
            let internal = told_of(Edition::Internal, Status::ContentErrors, true, &[], lang);
            assert!(internal.contains("林�玉兰"), "{internal}");
            assert!(!internal.contains("online") && !internal.contains("网上"), "{internal}");
        }
    }
}
