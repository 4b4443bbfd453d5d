//! What a build did, told at its end.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::console::{Console, either};
use super::usage::printable;
use crate::build::{Options, Outcome, Status, Summary};
use crate::diag::{Diagnostic, Lang, Severity, render};

/// The numbers for programs. The lists are there only where they are not empty.
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
}

#[derive(Serialize)]
struct Last<'a> {
    summary: Numbers<'a>,
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// One JSON object a line: the diagnostics, then the numbers.
pub(super) fn json(outcome: &Outcome, diagnostics: &[Diagnostic], took: Duration, console: &mut Console<'_>) {
    for diagnostic in diagnostics {
        console.print(&render::json(diagnostic, console.lang));
    }
    let Summary { pages, written, unchanged, removed, images, withheld } = outcome.summary;
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
        still_online: &outcome.still_online,
        purge: &outcome.purge,
    };
    console.print(&serde_json::to_string(&Last { summary }).unwrap_or_default());
}

/// The diagnostics, then in plain words what was done and what is to be done.
pub(super) fn human(
    options: &Options,
    outcome: &Outcome,
    diagnostics: &[Diagnostic],
    out: &Path,
    console: &mut Console<'_>,
) {
    for diagnostic in diagnostics {
        let text = render::terminal(diagnostic, console.lang, console.colour);
        console.tell(&text);
    }
    let lang = console.lang;
    let errors = count(diagnostics, Severity::Error);
    let warnings = count(diagnostics, Severity::Warning);
    let found = found(lang, errors, warnings);
    match outcome.status {
        Status::Done if options.write => published(outcome, out, &found, console),
        Status::Done => console.tell(&match lang {
            Lang::En => format!("Checked: {found}. Nothing was written."),
            Lang::ZhCn => format!("检查完了：{found}。没有写任何文件。"),
        }),
        Status::ContentErrors => console.tell(&match (lang, options.write) {
            (Lang::En, true) => format!("Not published: {found}. The website is as it was."),
            (Lang::ZhCn, true) => format!("没有发布：{found}。网站还是原来的样子。"),
            (Lang::En, false) => format!("Checked: {found}."),
            (Lang::ZhCn, false) => format!("检查完了：{found}。"),
        }),
        Status::MachineFailed => console.tell_either(
            "Stopped: the machine could not do it; the message above says why. Run the same command again once that is mended.",
            "中途停止：电脑方面出了问题，原因见上面。解决以后，再运行一次同样的命令。",
        ),
    }
    if errors > 0 {
        console.tell_either(
            "“bangyang explain CODE” tells more about a message.",
            "提示看不懂时，请运行“bangyang explain 代码”，例如 bangyang explain BY202。",
        );
    }
    lists(outcome, console);
}

/// “2 errors, 1 warning”.
fn found(lang: Lang, errors: usize, warnings: usize) -> String {
    match lang {
        Lang::En => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
        Lang::ZhCn if errors + warnings == 0 => "没有错误，也没有警告".to_owned(),
        Lang::ZhCn => format!("{errors} 处错误，{warnings} 处警告"),
    }
}

fn many(number: usize, word: &str) -> String {
    let number_shown = if number == 0 { "no".to_owned() } else { number.to_string() };
    format!("{number_shown} {word}{}", if number == 1 { "" } else { "s" })
}

fn published(outcome: &Outcome, out: &Path, found: &str, console: &mut Console<'_>) {
    let Summary { pages, written, unchanged, removed, images, withheld } = outcome.summary;
    let folder = out.display();
    let index = out.join("index.html");
    let index = index.display();
    let text = match console.lang {
        Lang::En => format!(
            "Published: {} and {} in {folder} ({found}).\nFiles: {written} written, {unchanged} unchanged, {removed} removed.\nTo look at it, open {index}",
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
                format!("Persons who are counted but not shown: {withheld}. The messages above name them.")
            }
            Lang::ZhCn => format!("照样计数但不公开的人：{withheld} 位，名单见上面的提示。"),
        });
    }
}

/// What somebody has to act on.
fn lists(outcome: &Outcome, console: &mut Console<'_>) {
    let lists = [
        (
            &outcome.held_back,
            "Left out because of their errors; mend them and build again:",
            "有错误、这次没有发布的记录，请改好以后重新生成：",
        ),
        (
            &outcome.still_online,
            "CAUTION: the website that is online still shows these persons, whom the records now withhold. Mend the errors and publish, or publish at once with --hold-back:",
            "请注意：以下这些人现在不该公开，但网上的网站还在显示。请尽快改好错误重新发布，或者加上 --hold-back 先发布：",
        ),
        (
            &outcome.purge,
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
