//! `review`: signs records that have been reviewed.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::args::Review;
use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::publish::now;
use super::site::existing_folder;
use super::usage::unknown;
use crate::build::{BuildOptions, Refusal, Signed, Target, sign};
use crate::diag::{Lang, Severity, printable, reason, suggestion};
use crate::source::{EntryKind, SitePath, System};

/// `review`.
pub(super) fn review(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Review,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    existing_folder(system, root)?;
    let by = asked.by.trim();
    if by.is_empty() {
        return Err(Failure::usage("--by needs the reviewer's name.", "--by 后面要写审核人的姓名。"));
    }
    let targets: Vec<Target> =
        asked.files.iter().map(|file| target(system, root, file)).collect::<Result<_, _>>()?;
    let options = BuildOptions::new(root, now(system, environment)?);
    match sign(system, &options, &targets, (asked.stage.trim(), by)) {
        Ok(signed) => {
            tell(&signed, asked, console);
            Ok(Exit::Done)
        }
        Err(Refusal::Settings(found)) => {
            let errors = found.sorted().into_iter().filter(|it| it.severity == Severity::Error);
            errors.for_each(|error| console.diagnostic(&error));
            Ok(Exit::Content)
        }
        Err(refusal) => Err(failure(refusal, asked)),
    }
}

/// The record's file, given relative to the site's folder, to `content/` or to the current directory.
fn target(system: &dyn System, root: &Path, written: &str) -> Result<Target, Failure> {
    let plain = written.replace('\\', "/");
    let (file, item) = match plain.split_once('#') {
        Some((file, item)) => (file.to_owned(), Some(item.to_owned())),
        None => (plain.clone(), None),
    };
    let below =
        Path::new(&file).strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"));
    let candidates = [Some(file.trim_start_matches("./").to_owned()), below, Some(format!("content/{file}"))];
    let there = candidates.into_iter().flatten().find_map(|path| {
        let path = SitePath::try_from(path.as_str()).ok()?;
        let meta = system.metadata(&root.join(path.as_str())).ok().flatten()?;
        (meta.kind == EntryKind::File).then_some(path)
    });
    there.map(|file| Target { file, item }).ok_or_else(|| {
        let shown = printable(&file);
        Failure::usage(
            format!("There is no file “{shown}”. Write its path from the site's folder, for example content/news/opening.md"),
            format!("没有“{shown}”这个文件。请从网站的文件夹写起，例如 content/news/kaiban.md"),
        )
    })
}

fn failure(refusal: Refusal, asked: &Review) -> Failure {
    let shown = |target: &Target| {
        printable(&match &target.item {
            Some(item) => format!("{}#{item}", target.file),
            None => target.file.to_string(),
        })
    };
    match refusal {
        Refusal::Settings(_) | Refusal::NoStages => Failure::usage(
            "This site has no stages of review. Set them in site.yaml, for example: review: {stages: three}",
            "这个网站没有设置审核环节。请在 site.yaml 里写上，例如 review: {stages: 三审}",
        ),
        Refusal::UnknownStage(known) => unknown_stage(&known, asked.stage.trim()),
        Refusal::NoRecord(target) => Failure::usage(
            format!(
                "“{}” has no record that can be reviewed (it does not exist, or has errors). Run “bangyang check” for details.",
                shown(&target)
            ),
            format!(
                "“{}”里没有可以审的记录（没有这一条，或者它还有错误）。请运行“bangyang check”查看。",
                shown(&target)
            ),
        ),
        Refusal::NotReviewed(target) => Failure::usage(
            format!(
                "“{}” needs no review: its collection is not listed under review: in site.yaml.",
                shown(&target)
            ),
            format!("“{}”不用审核：site.yaml 的 review: 里没有写它所属的栏目。", shown(&target)),
        ),
        Refusal::TooEarly(target, earlier) => Failure::usage(
            format!(
                "“{}” has not yet passed “{earlier}” in its present form; that comes first. Nothing was signed.",
                shown(&target)
            ),
            format!(
                "“{}”现在的内容还没有通过“{earlier}”，要先过那一审。这次没有签任何一条。",
                shown(&target)
            ),
        ),
        Refusal::ByHand(target, lines) => Failure::usage(
            format!(
                "The review cannot be recorded in “{}” without changing other things there. Save the file as UTF-8, with each field on a line of its own, or add this by hand:\n{lines}",
                shown(&target)
            ),
            format!(
                "没法把审核记录写进“{}”而不动其他内容。请把每个栏目各写一行；或者自己加上：\n{lines}",
                shown(&target)
            ),
        ),
        Refusal::Changed(file) => Failure::usage(
            format!(
                "“{file}” was saved by somebody meanwhile, so nothing was signed. Read it, then run this again."
            ),
            format!("“{file}”刚才有人改过，这次没有签任何一条。看过以后再运行一次。"),
        ),
        Refusal::Machine(file, error) => {
            let reason = reason(&error);
            Failure::machine(
                format!("“{file}” cannot be written: {}", reason.in_lang(Lang::En)),
                format!("“{file}”写不进去：{}", reason.in_lang(Lang::ZhCn)),
            )
        }
    }
}

fn unknown_stage(known: &[Arc<str>], asked: &str) -> Failure {
    let near = suggestion(asked, known.iter().map(AsRef::as_ref));
    let mut failure = unknown(("stage", "审核环节"), asked, near.as_slice());
    failure.en.push_str(&format!(" The stages are: {}.", known.join(", ")));
    failure.zh.push_str(&format!("这个网站的审核环节：{}。", known.join("、")));
    failure
}

fn tell(signed: &[Signed], asked: &Review, console: &mut Console<'_>) {
    for Signed { file, id, next } in signed {
        if console.is_json() {
            console.print(&json!({"path": file.as_str(), "id": id, "next": next}).to_string());
            continue;
        }
        let waits = match (console.lang, next) {
            (Lang::En, Some(next)) => format!("next stage: “{next}”"),
            (Lang::En, None) => "has passed all stages".to_owned(),
            (Lang::ZhCn, Some(next)) => format!("下一步：{next}"),
            (Lang::ZhCn, None) => "已通过全部审核".to_owned(),
        };
        console.tell(&printable(&format!("{file} ({id}): {waits}")));
    }
    if console.is_json() {
        return;
    }
    let (count, stage, by) = (signed.len(), asked.stage.trim(), printable(asked.by.trim()));
    console.tell(&match console.lang {
        Lang::En => format!("Signed for “{stage}” by {by}: {count}. The name is noted as typed; it does not prove who typed it."),
        Lang::ZhCn => format!("“{stage}”已登记 {count} 条，审核人：{by}。姓名按输入的记下，不能证明是谁输入的。"),
    });
}
