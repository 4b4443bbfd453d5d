//! `consent`: lists who is published on what grounds, which consents end soon, and what is missing.

use std::path::Path;

use serde_json::json;

use super::args::Consent;
use super::console::{Console, Exit, Failure, either};
use super::env::Environment;
use super::publish::now;
use super::site::existing_folder;
use crate::build::{BuildOptions, Person, consents};
use crate::diag::{Lang, Severity, printable};
use crate::domain::Scope;
use crate::edition::ConsentStatus;
use crate::source::System;

/// Default number of days before its end from which a consent counts as ending soon.
const SOON: i64 = 60;

/// `consent`.
pub(super) fn consent(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Consent,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    existing_folder(system, root)?;
    let soon = asked.days.as_deref().map_or(Ok(SOON), days)?;
    let options = BuildOptions::new(root, now(system, environment)?);
    let (persons, diagnostics) = match consents(system, &options) {
        Ok(found) => found,
        Err(found) => {
            let errors = found.sorted().into_iter().filter(|it| it.severity == Severity::Error);
            errors.for_each(|error| console.diagnostic(&error));
            return Ok(Exit::Content);
        }
    };
    if console.is_json() {
        persons.iter().for_each(|person| console.print(&line(person, soon)));
    } else {
        list(&persons, soon, console);
    }
    if diagnostics.has_errors() && !console.is_json() {
        console.tell_either(
            "\nSome records have errors, so people may be missing from this list: run “bangyang check”.",
            "\n有的记录还有错误，名单可能不全：请运行“bangyang check”。",
        );
    }
    Ok(Exit::Done)
}

fn days(text: &str) -> Result<i64, Failure> {
    text.trim().parse().ok().filter(|days| (0..=36_500).contains(days)).ok_or_else(|| {
        let found = printable(text);
        Failure::usage(
            format!("“{found}” after --days must be a whole number of days."),
            format!("--days 后面要写天数（整数），不能写“{found}”。"),
        )
    })
}

/// A person as JSON.
fn line(person: &Person, soon: i64) -> String {
    let scope: Vec<&str> =
        Scope::ALL.iter().filter(|(scope, _)| person.scope.contains(scope)).map(|(_, word)| *word).collect();
    let standing = match person.standing {
        ConsentStatus::Holds => "holds",
        ConsentStatus::Missing => "missing",
        ConsentStatus::NotYet => "not-yet",
        ConsentStatus::Ended => "ended",
        ConsentStatus::Withdrawn => "withdrawn",
        ConsentStatus::Elsewhere => "elsewhere",
        ConsentStatus::Unclear => "unclear",
    };
    json!({
        "name": person.name,
        "file": person.file,
        "region": person.region.as_ref().map(|(_, title)| title),
        "standing": standing,
        "published": person.standing == ConsentStatus::Holds && !person.draft,
        "signed": person.signed.map(|date| date.to_string()),
        "until": person.until.map(|date| date.to_string()),
        "ends_soon": person.days_left.is_some_and(|left| left <= soon),
        "scope": scope,
        "channels": person.channels,
        "form": person.has_form,
        "draft": person.draft,
    })
    .to_string()
}

/// All persons by region, then what needs attention.
fn list(persons: &[Person], soon: i64, console: &mut Console<'_>) {
    let lang = console.lang;
    let mut region: Option<&Option<(usize, String)>> = None;
    for person in persons {
        if region != Some(&person.region) {
            let title = person.region.as_ref().map(|(_, title)| title.as_str());
            let title = title.unwrap_or(either(lang, "Without a region", "没有写县区"));
            console.print(&format!("{}{}", if region.is_some() { "\n" } else { "" }, printable(title)));
            region = Some(&person.region);
        }
        console.print(&printable(&format!("  {}", told(person, soon, lang))));
    }
    let count = |of: &dyn Fn(&&Person) -> bool| persons.iter().filter(of).count();
    let holds = count(&|person| person.standing == ConsentStatus::Holds && !person.draft);
    let drafts = count(&|person| person.standing == ConsentStatus::Holds && person.draft);
    let ending = count(&|person| person.days_left.is_some_and(|left| left <= soon));
    let withheld = count(&|person| person.standing != ConsentStatus::Holds);
    let unnoted = count(&|person| person.standing == ConsentStatus::Holds && !person.has_form);
    console.tell(&match lang {
        Lang::En => format!(
            "\nPeople: {}. Published: {holds}. Drafts: {drafts}. Withheld: {withheld}. Consents that end within {soon} days: {ending}. No note of where the paper is kept: {unnoted}.",
            persons.len()
        ),
        Lang::ZhCn => format!(
            "\n共 {} 人：公开 {holds} 人，草稿 {drafts} 人，不公开 {withheld} 人；{soon} 天内到期 {ending} 人；没有写同意书存放处（form）的 {unnoted} 人。",
            persons.len()
        ),
    });
}

/// “陈秀英: published (name, story), signed 2022-01-05, until 2022-08-01: ends in 32 days”.
fn told(person: &Person, soon: i64, lang: Lang) -> String {
    let (colon, comma) = (either(lang, ": ", "："), either(lang, ", ", "，"));
    let mut parts: Vec<String> = Vec::new();
    if person.standing == ConsentStatus::Holds {
        let scope: Vec<&str> = Scope::ALL
            .iter()
            .filter(|(scope, _)| person.scope.contains(scope))
            .map(|(scope, _)| word(*scope, lang))
            .collect();
        let scope = scope.join(either(lang, ", ", "、"));
        parts.push(match (lang, person.draft) {
            (Lang::En, false) => format!("published ({scope})"),
            (Lang::En, true) => format!("a draft ({scope})"),
            (Lang::ZhCn, false) => format!("公开（{scope}）"),
            (Lang::ZhCn, true) => format!("草稿（{scope}）"),
        });
    } else {
        let (en, zh) = person.standing.words();
        parts.push(format!("{}{}", either(lang, "withheld, ", "不公开，"), either(lang, en, zh)));
    }
    parts.extend(person.signed.map(|date| format!("{}{date}", either(lang, "signed ", "签于 "))));
    parts.extend(person.until.map(|date| format!("{}{date}", either(lang, "until ", "有效到 "))));
    if !person.channels.is_empty() {
        let channels = person.channels.join(either(lang, ", ", "、"));
        parts.push(format!("{}{channels}", either(lang, "for ", "用于 ")));
    }
    if let Some(left) = person.days_left.filter(|left| *left <= soon) {
        parts.push(match lang {
            Lang::En => format!("ENDS IN {left} DAYS"),
            Lang::ZhCn => format!("【{left} 天后到期】"),
        });
    }
    if person.standing == ConsentStatus::Holds && !person.has_form {
        parts.push(
            either(lang, "no note of where the paper is kept (form)", "没有写同意书存放处（form）")
                .to_owned(),
        );
    }
    format!("{}{colon}{}  {}", person.name, parts.join(comma), person.file)
}

const fn word(scope: Scope, lang: Lang) -> &'static str {
    match scope {
        Scope::Name => either(lang, "name", "姓名"),
        Scope::Portrait => either(lang, "portrait", "照片"),
        Scope::Story => either(lang, "story", "事迹"),
        Scope::Region => either(lang, "region", "县区"),
    }
}
