//! `build` and `check`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::args::{Build, Check, Format, Reading};
use super::bar::Bar;
use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::fix::{Files, fix};
use super::site::existing_folder;
use super::summary;
use crate::build::{self, BuildOptions, Status};
use crate::config::normal_base_url;
use crate::diag::{Severity, printable};
use crate::domain::{Date, DateError};
use crate::source::System;

/// Maximum number of threads.
const MOST_JOBS: usize = 1024;

/// `build`.
pub(super) fn build(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Build,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let mut options = options(system, environment, root, &asked.reading)?;
    if let Some(out) = &asked.out {
        if out.as_os_str().is_empty() {
            return Err(Failure::usage("--out needs the name of a folder.", "--out 后面要写文件夹的名称。"));
        }
        options.out = Some(environment.absolute(out));
    }
    options.adopt = asked.adopt;
    options.write = true;
    Ok(carry_out(system, environment, &options, false, console))
}

/// `check`.
pub(super) fn check(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Check,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let options = options(system, environment, root, &asked.reading)?;
    let mended = asked.fix && fix(system, &options, !asked.dry_run, console)?;
    Ok(carry_out(system, environment, &options, mended, console))
}

fn carry_out(
    system: &dyn System,
    environment: &Environment,
    options: &BuildOptions,
    mended: bool,
    console: &mut Console<'_>,
) -> Exit {
    let begun = Instant::now();
    let bar = Bar::new(environment.terminal && console.format == Format::Human, console.lang);
    let mut outcome = build::build(system, options, &bar);
    bar.clear();
    let diagnostics = std::mem::take(&mut outcome.diagnostics).sorted();
    let warned = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Warning);
    if outcome.status == Status::Done && options.strict && warned {
        outcome.status = Status::ContentErrors;
    }
    if console.is_json() {
        let mut files = Files::new(system, &options.root);
        summary::json(options, &outcome, (&diagnostics, &mut files), begun.elapsed(), console);
    } else {
        let shown = environment.absolute(&outcome.out);
        summary::human(options, &outcome, &diagnostics, (&shown, mended), console);
    }
    let status = outcome.status;
    // The process ends here: its memory is released all at once.
    std::mem::forget(outcome.held);
    match status {
        Status::Done => Exit::Done,
        Status::ContentErrors => Exit::Content,
        Status::MachineFailed => Exit::Machine,
    }
}

/// The options of the build, with each value checked.
fn options(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Reading,
) -> Result<BuildOptions, Failure> {
    existing_folder(system, root)?;
    Ok(BuildOptions {
        edition: asked.edition.into(),
        as_of: asked.as_of.as_deref().map(as_of).transpose()?,
        drafts: asked.drafts,
        hold_back: asked.hold_back,
        base_url: asked.base_url.as_deref().map(base_url).transpose()?,
        jobs: asked.jobs.as_deref().map(jobs).transpose()?,
        strict: asked.strict,
        program: environment.program.as_deref().map(Arc::from),
        ..BuildOptions::new(root, now(system, environment)?)
    })
}

/// The current time: `SOURCE_DATE_EPOCH`, otherwise the clock.
pub(super) fn now(system: &dyn System, environment: &Environment) -> Result<Timestamp, Failure> {
    let Some(written) = &environment.source_date_epoch else {
        return Timestamp::try_from(system.now()).map_err(|error| {
            Failure::machine(
                format!("The computer's clock is wrong; set the date first: {error}"),
                format!("电脑的时钟不对，请先校准日期：{error}"),
            )
        });
    };
    let digits = written.to_str().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let seconds = digits.and_then(|text| text.parse::<i64>().ok());
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        let found = printable(&written.to_string_lossy());
        Failure::usage(
            format!(
                "The environment variable SOURCE_DATE_EPOCH is “{found}”. It must be a whole number, the seconds since 1970, for example 1664496000; if you do not need it, remove it."
            ),
            format!(
                "环境变量 SOURCE_DATE_EPOCH 现在是“{found}”。它必须是一个整数，即 1970 年以来的秒数，例如 1664496000；不需要就删掉它。"
            ),
        )
    })
}

pub(super) fn as_of(text: &str) -> Result<Date, Failure> {
    Date::parse(text.trim()).map_err(|error| {
        let found = printable(text);
        let (en, zh) = match error {
            DateError::Form(Some(meant)) => (format!("Did you mean {meant}?"), format!("是不是 {meant}？")),
            DateError::Form(None) => {
                ("Write a date as 2022-09-30.".to_owned(), "日期写作 2022-09-30。".to_owned())
            }
            DateError::NoSuchMonth => ("Months are 01 to 12.".to_owned(), "月份是 01 到 12。".to_owned()),
            DateError::NoSuchDay(days) => {
                (format!("That month has {days} days."), format!("那个月只有 {days} 天。"))
            }
        };
        Failure::usage(
            format!("“{found}” after --as-of is not a date. {en}"),
            format!("--as-of 后面的“{found}”不是日期。{zh}"),
        )
    })
}

fn base_url(text: &str) -> Result<Arc<str>, Failure> {
    normal_base_url(text.trim()).ok_or_else(|| {
        let found = printable(text);
        Failure::usage(
            format!(
                "“{found}” after --base-url is not the address of a site. Write it in full, for example https://site.example/ or https://site.example/fusao/"
            ),
            format!(
                "--base-url 后面的“{found}”不是网址。请写完整，例如 https://site.example/ 或 https://site.example/fusao/"
            ),
        )
    })
}

fn jobs(text: &str) -> Result<usize, Failure> {
    let number = text.trim().parse().ok().filter(|number| (1..=MOST_JOBS).contains(number));
    number.ok_or_else(|| {
        let found = printable(text);
        Failure::usage(
            format!("“{found}” after --jobs must be a whole number from 1 to {MOST_JOBS}."),
            format!("--jobs 后面要写 1 到 {MOST_JOBS} 的整数，不能写“{found}”。"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked() {
        assert_eq!(as_of("2022-09-30").unwrap().to_string(), "2022-09-30");
        assert!(as_of("2022/9/30").unwrap_err().en.contains("2022-09-30"));
        assert!(as_of("2022-02-30").unwrap_err().zh.contains("28"));
        assert!(as_of("2022-13").is_err() && as_of("soon").is_err() && as_of("").is_err());
        assert_eq!(&*base_url("https://a.example/x").unwrap(), "https://a.example/x/");
        for wrong in ["a.example", "ftp://a.example/", "https://", "https://a.example/?q", ""] {
            assert_eq!(base_url(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
        }
        assert_eq!(jobs("2").unwrap(), 2);
        for wrong in ["0", "-1", "two", "1.5", "", "99999999999999999999"] {
            assert_eq!(jobs(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
        }
    }

    #[test]
    fn the_moment_comes_from_the_environment() {
        let at = |text: &str| {
            let environment = Environment { source_date_epoch: Some(text.into()), ..Environment::default() };
            now(&crate::source::MemSystem::default(), &environment)
        };
        assert_eq!(at("1664496000").unwrap().to_string(), "2022-09-30T00:00:00Z");
        for wrong in ["", "-1", "1e9", "2022-09-30", " 1", "99999999999999999"] {
            if !wrong.is_empty() {
                assert_eq!(at(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
            }
        }
    }
}
