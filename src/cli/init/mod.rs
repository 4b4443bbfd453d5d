//! `init`: creates a small site of invented records that builds as it is.

use std::path::Path;

use jiff::civil;
use rust_embed::RustEmbed;
use serde_json::json;

use super::args::LangArg;
use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::publish::now;
use super::site::unreadable;
use crate::diag::{Lang, reason};
use crate::domain::Language;
use crate::source::{EntryKind, System};

/// The files of a new site: a folder for each language, and `shared` for what is independent of language.
/// `YEAR` in a name and `@YEAR@` in a text stand for the program's year, `@SOON@` and the like for days
/// relative to today, so that a new site has a class that is still open.
#[derive(RustEmbed)]
#[folder = "src/cli/init/templates/"]
struct Templates;

/// Folders that a new site has although they are empty.
const EMPTY: [&str; 1] = ["static"];

/// Writes the site.
pub(super) fn init(
    system: &dyn System,
    environment: &Environment,
    folder: &Path,
    asked: Option<LangArg>,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    if folder.as_os_str().is_empty() {
        return Err(Failure::usage("Give the name of a folder.", "请写上文件夹的名称。"));
    }
    must_be_free(system, folder)?;
    let today = now(system, environment)?.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let files = files(site_language(environment, asked, console.lang), today);
    let site = system.create(folder).map_err(|error| unwritable(folder, &error))?;
    for empty in EMPTY {
        site.create_dir_all(Path::new(empty)).map_err(|error| unwritable(&folder.join(empty), &error))?;
    }
    for (name, bytes) in &files {
        let at = Path::new(name);
        site.create_dir_all(at.parent().unwrap_or(Path::new("")))
            .and_then(|()| site.create_new(at, bytes))
            .map_err(|error| unwritable(&folder.join(name), &error))?;
    }
    tell(folder, &files, console);
    Ok(Exit::Done)
}

/// The languages in which a new site can be created.
const LANGUAGES: [&str; 3] = ["zh-CN", "en", "es"];

/// The language of the new site: as requested, otherwise the locale's if there is a site in it, otherwise
/// that of messages.
fn site_language(environment: &Environment, asked: Option<LangArg>, messages: Lang) -> &'static str {
    if let Some(asked) = asked {
        return asked.tag();
    }
    let locale = environment.locale.as_deref().and_then(|locale| locale.split(['.', '@']).next());
    let own = locale.and_then(Language::parse);
    let served = LANGUAGES.into_iter().find(|tag| {
        own.as_ref().zip(Language::parse(tag)).is_some_and(|(own, of)| own.distance(&of).is_some())
    });
    served.unwrap_or(messages.tag())
}

/// The year of the example program: this year, or last year if too little of this year has passed for its
/// records.
fn program_year(today: civil::Date) -> i16 {
    if today.month() < 4 { today.year() - 1 } else { today.year() }
}

/// The names within the site, and the contents of the files.
fn files(language: &str, today: civil::Date) -> Vec<(String, Vec<u8>)> {
    let prefixes = [format!("{language}/"), "shared/".to_owned()];
    let year = program_year(today);
    let (this, until) = (year.to_string(), (year + 9).to_string());
    let in_days = |days: i32| today.saturating_add(jiff::Span::new().days(days)).to_string();
    let dates = [("@SOON@", in_days(60)), ("@SOON_END@", in_days(95)), ("@SOON_BY@", in_days(45))];
    let mut files: Vec<(String, Vec<u8>)> = Templates::iter()
        .filter_map(|name| {
            let inner = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str()))?;
            let data = Templates::get(&name)?.data;
            let Ok(text) = std::str::from_utf8(&data) else {
                return Some((inner.to_owned(), data.into_owned()));
            };
            let text = text.replace("\r\n", "\n");
            // Under its real name, it would apply to this repository.
            let inner = if inner == "gitignore" { ".gitignore" } else { inner };
            Some((
                inner.replace("YEAR", &this),
                dates
                    .iter()
                    .fold(text.replace("@YEAR@", &this).replace("@UNTIL@", &until), |text, (name, date)| {
                        text.replace(name, date)
                    })
                    .into_bytes(),
            ))
        })
        .collect();
    files.sort();
    files
}

/// Checks that the folder is new or empty; a fresh Git repository counts as empty.
fn must_be_free(system: &dyn System, folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    match system.metadata(folder).map_err(|error| unreadable(folder, &error))? {
        None => return Ok(()),
        Some(meta) if meta.kind == EntryKind::Directory => {}
        Some(_) => {
            return Err(Failure::usage(
                format!("“{shown}” is a file. Give the name of a new or empty folder."),
                format!("“{shown}”是一个文件。请换一个新的或者空的文件夹。"),
            ));
        }
    }
    let within = system.walk(folder).map_err(|error| unreadable(folder, &error))?;
    let names = within.entries.iter().map(|entry| entry.path.as_str());
    let refused = within.refused.iter().map(|refused| refused.lossy_name.as_str());
    if names.chain(refused).all(|name| name == ".git" || name.starts_with(".git/")) {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "The folder “{shown}” is not empty. Give the name of a new or empty one. Nothing was written."
        ),
        format!("文件夹“{shown}”不是空的。请换一个新的或者空的文件夹。未改动任何文件。"),
    ))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    let why = reason(error);
    let (en, zh) = (why.in_lang(Lang::En), why.in_lang(Lang::ZhCn));
    Failure::machine(format!("“{shown}” cannot be written: {en}"), format!("“{shown}”写不进去：{zh}"))
}

fn tell(folder: &Path, files: &[(String, Vec<u8>)], console: &mut Console<'_>) {
    let shown = folder.display();
    if console.is_json() {
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        console.print(&json!({"path": shown.to_string(), "files": names}).to_string());
        return;
    }
    console.print(&shown.to_string());
    let quoted = if shown.to_string().contains(' ') { format!("\"{shown}\"") } else { shown.to_string() };
    let go = if folder == Path::new(".") { String::new() } else { format!(" --root {quoted}") };
    let index = folder.join("public").join("index.html");
    let index = index.display();
    console.tell(&match console.lang {
        Lang::En => format!(
            "The site is ready, with invented examples in it. README.md says what goes where.\nBuild the website:  bangyang{go} build\nThen open:         {index}"
        ),
        Lang::ZhCn => format!(
            "网站建好了，里面的内容都是虚构的示例。什么放在哪里，请看 README.md。\n生成网站：bangyang{go} build\n然后打开：{index}"
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::site::{Settings, settings};
    use crate::load::load;
    use crate::source::MemSystem;

    #[test]
    fn all_languages_have_files_of_the_same_kinds() {
        let names =
            |lang| files(lang, civil::date(2022, 6, 1)).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        // The names of persons and places differ.
        let folders = |lang| {
            let parts =
                |name: String| name.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or(name);
            names(lang).into_iter().map(parts).collect::<Vec<_>>()
        };
        assert!(names("en").contains(&"content/programs/2022.yaml".to_owned()));
        for lang in LANGUAGES {
            assert_eq!(folders(lang), folders("en"), "{lang}");
            for (name, bytes) in files(lang, civil::date(2022, 6, 1)) {
                let Ok(text) = String::from_utf8(bytes) else { continue };
                assert!(!text.contains('@') || name.ends_with("site.yaml"), "{name}");
            }
        }
    }

    #[test]
    fn the_records_are_sound_and_speak_the_sites_language() {
        for lang in LANGUAGES {
            let system = MemSystem::default();
            let root = Path::new("/site");
            for (name, bytes) in files(lang, civil::date(2022, 6, 1)) {
                let path = root.join(name);
                system.put(&path, bytes).unwrap();
            }
            let Settings { config, content, mut diagnostics } = settings(&system, root).unwrap();
            let config = config.unwrap();
            let loaded = load(&system, root, &content, &config, &mut diagnostics);
            let said: Vec<String> = diagnostics.iter().map(|d| d.message(Lang::En)).collect();
            assert_eq!(said, Vec::<String>::new());
            assert_eq!(config.site.lang.tag(), lang);
            assert!(loaded.records.len() >= 9);
        }
    }

    #[test]
    fn the_language_is_that_asked_for_or_that_of_the_locale() {
        let of = |locale: Option<&str>, asked| {
            let locale = locale.map(str::to_owned);
            site_language(&Environment { locale, ..Environment::default() }, asked, Lang::En)
        };
        assert_eq!(of(None, None), "en");
        assert_eq!(of(None, Some(LangArg::Es)), "es");
        assert_eq!(of(Some("es_MX.UTF-8"), None), "es");
        assert_eq!(of(Some("es_MX.UTF-8"), Some(LangArg::ZhCn)), "zh-CN");
        assert_eq!(of(Some("zh_CN.UTF-8"), None), "zh-CN");
        assert_eq!([of(Some("C.UTF-8"), None), of(Some("fr_FR"), None)], ["en", "en"]);
    }

    #[test]
    fn the_examples_lie_in_the_past() {
        let year = |y, m, d| program_year(civil::Date::new(y, m, d).unwrap());
        assert_eq!((year(2022, 4, 1), year(2022, 3, 31)), (2022, 2021));
    }
}
