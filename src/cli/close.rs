//! `close`: freezes the figures of a period that is over.

use std::path::Path;
use std::sync::Arc;

use jiff::civil;
use serde_json::json;

use super::args::{Close, Format};
use super::atomic_write::write_whole;
use super::bar::Bar;
use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::publish::now;
use super::site::existing_folder;
use super::usage::unknown;
use super::within::within;
use crate::build::{self, BuildOptions, Outcome, Status};
use crate::config::closed;
use crate::diag::{Lang, Severity, printable, suggestion};
use crate::domain::{Closing, Date, Frozen, Period, WrittenPeriod};
use crate::progress::Progress;
use crate::source::System;

/// `close`.
pub(super) fn close(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Close,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    existing_folder(system, root)?;
    let written = period(&asked.period)?;
    // Read the whole site as `check` does: frozen figures must not be based on errors.
    let options = BuildOptions::new(root, now(system, environment)?);
    let bar = Bar::new(environment.terminal && console.format == Format::Human, console.lang);
    let mut outcome = build::build(system, &options, &bar);
    bar.clear();
    let warnings = outcome.diagnostics.count(Severity::Warning);
    if outcome.status != Status::Done {
        return Ok(refuse(&mut outcome, console));
    }
    let (progress, period) = program(&outcome.programs, asked.program.as_deref(), written)?;
    let today = progress.config().site.timezone.to_datetime(options.now).date();
    must_be_over(progress, period, today)?;
    let lang = progress.config().site.lang.clone();
    let frozen = progress.freeze(period, Date::from(today), &lang);
    let program = Arc::clone(&progress.program().id);
    let path = closed::path(&program, period);
    let earlier = match progress.closing(period) {
        None => Vec::new(),
        Some(known) if !asked.again => return Err(already(known)),
        Some(known) if known.frozen.says_the_same(&frozen) => {
            tell_unchanged(known, root, &path, console);
            return Ok(Exit::Done);
        }
        Some(known) => [std::slice::from_ref(&known.frozen), &known.earlier].concat(),
    };
    let closing = Closing { program, period, frozen, earlier };
    write(system, root, &root.join(&path), &closed::write(&closing, lang.messages()))?;
    tell(&closing, root, &path, warnings, console);
    Ok(Exit::Done)
}

fn period(text: &str) -> Result<WrittenPeriod, Failure> {
    WrittenPeriod::parse(text.trim()).ok_or_else(|| {
        let found = printable(text);
        Failure::usage(
            format!("“{found}” is not a period. Write a month as 2022-09, a quarter as 2022-q3, a half-year as 2022-h1, a year as 2022."),
            format!("“{found}”不是规定的报告期写法。月写 2022-09，季度写 2022-q3，半年写 2022-h1，全年写 2022。"),
        )
    })
}

/// Reports the errors, and that nothing was frozen.
fn refuse(outcome: &mut Outcome, console: &mut Console<'_>) -> Exit {
    let diagnostics = std::mem::take(&mut outcome.diagnostics).sorted();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        console.diagnostic(diagnostic);
    }
    if !console.is_json() {
        console.tell_either(
            "\nNothing was closed: the content has errors. Fix them until “bangyang check” finds none, then close again.",
            "\n没有定稿：内容里还有错误。请先改好，运行“bangyang check”没有错误以后再定稿。",
        );
    }
    match outcome.status {
        Status::MachineFailed => Exit::Machine,
        _ => Exit::Content,
    }
}

/// The requested program, otherwise the only one that has the period; and the period, as one of its years.
fn program<'p>(
    programs: &'p [Arc<Progress>],
    asked: Option<&str>,
    written: WrittenPeriod,
) -> Result<(&'p Progress, Period), Failure> {
    let ids = |of: &[&Progress]| of.iter().map(|it| it.program().id.to_string()).collect::<Vec<_>>();
    let all: Vec<&Progress> = programs.iter().map(AsRef::as_ref).collect();
    let period_of = |it: &Progress| written.in_years(it.program().year.starts);
    let has = |it: &&Progress| it.program().has(period_of(it));
    if let Some(id) = asked {
        let Some(found) = all.iter().find(|it| *it.program().id == *id) else {
            let known = ids(&all);
            let near = suggestion(id, known.iter().map(String::as_str));
            let mut failure = unknown(("program", "项目"), id, near.as_slice());
            failure.en.push_str(&format!(" The programs are: {}.", known.join(", ")));
            failure.zh.push_str(&format!("已有的项目：{}。", known.join("、")));
            return Err(failure);
        };
        return if has(found) { Ok((found, period_of(found))) } else { Err(outside(&[found], written)) };
    }
    let having: Vec<&Progress> = all.iter().copied().filter(has).collect();
    match having.as_slice() {
        [only] => Ok((only, period_of(only))),
        [] if all.is_empty() => Err(Failure::usage(
            "This site has no programs, so there are no figures to close. A program is a file in “content/programs”.",
            "这个网站没有项目，没有数字可以定稿。每个项目是“content/programs”里的一个文件。",
        )),
        [] => Err(outside(&all, written)),
        several => {
            let known = ids(several);
            let example = known.first().cloned().unwrap_or_default();
            Err(Failure::usage(
                format!(
                    "Several programs include {written}: {}. Say which one, for example: bangyang close {written} --program {example}",
                    known.join(", ")
                ),
                format!(
                    "有几个项目都有 {written} 这一期：{}。请写明是哪一个，例如：bangyang close {written} --program {example}",
                    known.join("、")
                ),
            ))
        }
    }
}

/// The failure if no program has the period.
fn outside(programs: &[&Progress], written: WrittenPeriod) -> Failure {
    let runs = |to: &str| {
        let each = programs.iter().map(|it| it.program());
        each.map(|it| format!("\n  {}: {} {to} {}", it.id, it.starts, it.ends)).collect::<String>()
    };
    let other = |it: &&&Progress| !written.in_years(it.program().year.starts).is_of(it.program().year.starts);
    if let Some(first) = programs.iter().find(other) {
        let own = Period::Year(first.program().year.starts.year_of(first.calendar().starts));
        let id = &first.program().id;
        return Failure::usage(
            format!("{written} is no period of the program {id}, whose first year is {own}."),
            format!("{written} 不是项目 {id} 的时段；这个项目的第一个年度是 {own}。"),
        );
    }
    Failure::usage(
        format!("{written} is outside the program's dates:{}", runs("to")),
        format!("{written} 不在项目的起止日期之内：{}", runs("至")),
    )
}

/// Refuses a period that is not over by the as-of date or today.
fn must_be_over(progress: &Progress, period: Period, today: civil::Date) -> Result<(), Failure> {
    let calendar = progress.calendar();
    let last = period.last_day().min(calendar.ends);
    // The last day counts to its end, since events may be in the evening.
    if last >= today {
        let from = last.tomorrow().unwrap_or(last);
        return Err(Failure::usage(
            format!(
                "{period} runs to the end of {last}, and today is {today}. A period can be closed only when it is over: from {from} on."
            ),
            format!("{period} 到 {last} 当天结束，今天是 {today}，还没有过完。从 {from} 起才能定稿。"),
        ));
    }
    if !calendar.is_ended(period) {
        let (as_of, id) = (calendar.as_of, &progress.program().id);
        return Err(Failure::usage(
            format!(
                "{period} ends on {last}, but the figures go only up to {as_of}, as “as_of” in content/programs/{id}.yaml says. Change that first."
            ),
            format!(
                "{period} 到 {last} 才结束，可是数字只统计到 {as_of}：这是 content/programs/{id}.yaml 里“as_of”写的。请先改它。"
            ),
        ));
    }
    Ok(())
}

fn already(known: &Closing) -> Failure {
    let Closing { period, program, frozen, .. } = known;
    let on = frozen.closed_on;
    Failure::usage(
        format!(
            "{period} was already closed on {on}. To close it again (the earlier figures are kept in the file), run: bangyang close {period} --program {program} --again"
        ),
        format!(
            "{period} 已经在 {on} 定稿。要重新定稿（以前的数字会保留在文件里），请运行：bangyang close {period} --program {program} --again"
        ),
    )
}

fn write(system: &dyn System, root: &Path, file: &Path, text: &str) -> Result<(), Failure> {
    write_whole(system, root, file, text.as_bytes()).map_err(|error| {
        let (shown, reason) = (file.display(), crate::diag::reason(&error));
        Failure::machine(
            format!("“{shown}” cannot be written, so nothing was closed: {}", reason.in_lang(Lang::En)),
            format!("“{shown}”写不进去，没有定稿：{}", reason.in_lang(Lang::ZhCn)),
        )
    })
}

fn tell_unchanged(known: &Closing, root: &Path, path: &str, console: &mut Console<'_>) {
    let shown = within(root, Path::new(path)).display().to_string();
    if console.is_json() {
        console.print(&json!({"path": shown, "written": false}).to_string());
        return;
    }
    let (period, on) = (known.period, known.frozen.closed_on);
    console.tell(&match console.lang {
        Lang::En => format!(
            "The figures for {period} are the same as when it was closed on {on}. Nothing was written."
        ),
        Lang::ZhCn => format!("{period} 的数字和 {on} 定稿时一样，没有写入任何内容。"),
    });
}

fn tell(closing: &Closing, root: &Path, path: &str, warnings: usize, console: &mut Console<'_>) {
    let shown = within(root, Path::new(path)).display().to_string();
    let Closing { program, period, frozen, earlier } = closing;
    if console.is_json() {
        let made = json!({
            "path": shown, "written": true, "program": program, "period": period,
            "closed_on": frozen.closed_on, "as_of": frozen.as_of, "earlier": earlier.len(),
        });
        console.print(&made.to_string());
        return;
    }
    console.print(&shown);
    let (en, zh) = frozen_words(frozen);
    console.tell(&match console.lang {
        Lang::En => format!(
            "Closed: the figures for {period} in the program {program} ({en}), counted up to {}.",
            frozen.as_of
        ),
        Lang::ZhCn => format!("已定稿：项目 {program} 在 {period} 的数字（{zh}），统计到 {}。", frozen.as_of),
    });
    if let Some(last) = earlier.first() {
        let (on, count) = (last.closed_on, earlier.len());
        console.tell(&match console.lang {
            Lang::En => {
                format!("The figures closed on {on} are kept further down in the file (closed before: {count} times).")
            }
            Lang::ZhCn => format!("{on} 定稿的数字保留在文件下方（以前定稿 {count} 次）。"),
        });
    }
    if warnings > 0 {
        console.tell(&match console.lang {
            Lang::En => format!("“bangyang check” has {warnings} warnings; look at them before you publish, and if you correct a record, close again with --again."),
            Lang::ZhCn => format!("还有 {warnings} 条警告，公布以前请用“bangyang check”看一看；改了记录以后，加上 --again 重新定稿。"),
        });
    }
    console.tell_either(
        "Keep this file: commit it to Git, or back it up together with “content”. Then publish the bulletin: bangyang build",
        "请保存好这个文件：提交到 Git，或者和“content”文件夹一起备份。然后运行 bangyang build 发布通报。",
    );
    console.tell_either(
        "From now on, the bulletin keeps these figures. Records added later count as reported late in the next period; if the program's file says “late: restate”, they correct this one instead.",
        "从现在起，这一期通报一直用这些数字。以后补录的记录作为补报计入下一期；项目文件里写了 late: restate 的，更正这一期。",
    );
}

/// A summary of what was frozen.
fn frozen_words(frozen: &Frozen) -> (String, String) {
    let metrics = frozen.metrics.len();
    let regions = frozen.metrics.first().map_or(0, |metric| metric.regions.len());
    let mut en = format!("metrics: {metrics}, regions: {regions}");
    let mut zh = format!("{metrics} 个指标，{regions} 个县区");
    if frozen.ranking.is_some() {
        en.push_str(", with the ranking");
        zh.push_str("，含排名");
    }
    (en, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Fault, MemSystem};

    #[test]
    fn at_any_moment_there_is_the_old_file_or_the_new_one() {
        let (root, file) = (Path::new("/site"), Path::new("/site/content/closed/2022/2022-08.yaml"));
        for at in 0..8 {
            for fault in [
                Fault::Crash { at },
                Fault::PowerCut { at },
                Fault::Fail { at, kind: std::io::ErrorKind::StorageFull },
            ] {
                let system = MemSystem::new();
                system.put_dir(root).unwrap();
                write(&system, root, file, "old").unwrap();
                system.inject(fault);
                let told = write(&system, root, file, "new");
                system.restart();
                let found = system.read(file).unwrap();
                assert!(found == b"old" || found == b"new", "{fault:?}: {found:?}");
                assert!(told.is_err() || found == b"new", "{fault:?}");
                write(&system, root, file, "newer").unwrap();
                assert_eq!(system.files("/site/content/closed").len(), 1, "{fault:?}");
            }
        }
        let system = MemSystem::new();
        system.put_dir(file).unwrap();
        let failure = write(&system, root, file, "new").unwrap_err();
        assert_eq!(failure.exit, Exit::Machine);
        assert!(failure.en.contains("folder") && failure.zh.contains("文件夹"), "{failure:?}");
    }
}
