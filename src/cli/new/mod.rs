//! `new`: creates a record to be filled in, under a name that no other record has.

mod sheet;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;
use sheet::Sheet;

use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::publish::now;
use super::site::{Settings, collection, existing_folder, settings, unreadable};
use super::within::within;
use crate::config::Config;
use crate::diag::{Lang, printable, reason, steers};
use crate::domain::{Collection, Date, Decimal, slug};
use crate::load::{Loaded, load};
use crate::source::{Entry, SitePath, System};

/// Slugs whose page would collide with a list.
const RESERVED: [&str; 1] = ["index"];

/// The requested record.
pub(super) struct Asked<'a> {
    pub(super) root: &'a Path,
    pub(super) collection: &'a str,
    pub(super) name: &'a str,
}

/// Writes the record and prints its path.
pub(super) fn new(
    system: &dyn System,
    environment: &Environment,
    asked: &Asked<'_>,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    existing_folder(system, asked.root)?;
    let Settings { config, content, mut diagnostics } = settings(system, asked.root)?;
    let Some(config) = config else {
        for diagnostic in diagnostics.sorted() {
            console.diagnostic(&diagnostic);
        }
        return Ok(Exit::Content);
    };
    let collection = collection(&config.collections, asked.collection)?;
    let name = checked_name(asked.name, collection)?;
    let loaded = load(system, asked.root, &content, &config, &mut diagnostics);
    let taken = taken(&config, &content, &loaded, collection);
    let wanted = if collection.is_persons() { slug::name_slug(name) } else { slug::slug(name) };
    let (path, slug) = free(&wanted, &taken, collection)?;
    let today = now(system, environment)?.to_zoned_datetime(config.site.timezone.clone()).date();
    let text = Sheet::new(&config, collection, Date::from(today)).write(name, &slug);
    write(system, asked.root, &path, &text)?;
    tell(&path, &wanted, &slug, collection, asked.root, console);
    Ok(Exit::Done)
}

/// The name without surrounding spaces, if it can be a title.
fn checked_name<'n>(name: &'n str, collection: &Collection) -> Result<&'n str, Failure> {
    let trimmed = name.trim();
    if trimmed.contains(steers) || !trimmed.contains(char::is_alphanumeric) {
        let shown = printable(name);
        return Err(Failure::usage(
            format!(
                "“{shown}” cannot be a name: it must contain letters or digits, and no control characters."
            ),
            format!("“{shown}”不能作名称：里面要有文字或数字，也不能有控制字符。"),
        ));
    }
    let title = collection.roles.title.and_then(|at| collection.fields.get(at));
    let most = title.and_then(|field| field.range.max);
    let length = i64::try_from(trimmed.chars().count()).unwrap_or(i64::MAX);
    match most {
        Some(most) if Decimal::whole(length) > most => Err(Failure::usage(
            format!("The name has {length} characters; it may have at most {most}."),
            format!("名称有 {length} 个字，最多 {most} 个字。"),
        )),
        _ => Ok(trimmed),
    }
}

/// The slugs and file names in the collection, in lower case, since some file systems ignore case.
fn taken(config: &Config, content: &[Entry], loaded: &Loaded, own: &Collection) -> BTreeSet<String> {
    let last = |id: &str| id.rsplit('/').next().unwrap_or(id).to_lowercase();
    let mut taken: BTreeSet<String> = RESERVED.iter().map(|slug| (*slug).to_owned()).collect();
    let is_own = |ix| config.collection(ix).is_some_and(|collection| collection.id == own.id);
    for record in loaded.records.iter().filter(|record| is_own(record.collection)) {
        taken.extend([record.slug.to_lowercase(), last(&record.id)]);
    }
    taken.extend(loaded.failed.iter().filter(|(ix, _)| is_own(*ix)).map(|(_, id)| last(id)));
    let folder = format!("{}/", own.id);
    for entry in content {
        let Some(rest) = entry.path.as_str().strip_prefix(&folder) else { continue };
        let is_record = matches!(entry.path.extension().as_deref(), Some("md" | "markdown" | "yaml" | "yml"));
        match rest.split_once('/') {
            Some((folder, _)) => drop(taken.insert(folder.to_lowercase())),
            None if is_record => drop(taken.insert(entry.path.stem().to_lowercase())),
            None => {}
        }
    }
    taken
}

/// The first of `lin-yulan`, `lin-yulan-2`, `lin-yulan-3` … that is free and a valid file name, with its
/// path.
fn free(
    wanted: &str,
    taken: &BTreeSet<String>,
    collection: &Collection,
) -> Result<(SitePath, String), Failure> {
    let numbered = (2..).map(|number: u32| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .take(taken.len() + 2)
        .filter(|slug| !taken.contains(slug))
        .find_map(|slug| {
            let path = format!("content/{}/{slug}.md", collection.id);
            SitePath::try_from(path.as_str()).ok().map(|path| (path, slug))
        })
        .ok_or_else(|| {
            Failure::usage(
                "This name cannot be used as a file name; choose another one.",
                "这个名称不能作文件名，请换一个。",
            )
        })
}

fn write(system: &dyn System, root: &Path, path: &SitePath, text: &str) -> Result<(), Failure> {
    let file = root.join(path.as_str());
    let shown = file.display();
    if system.link_metadata(&file).map_err(|error| unreadable(&file, &error))?.is_some() {
        return Err(Failure::usage(
            format!("“{shown}” already exists. Nothing was written."),
            format!("“{shown}”已经有了。未改动任何文件。"),
        ));
    }
    let at = Path::new(path.as_str());
    let written = system.open(root).and_then(|site| {
        site.create_dir_all(at.parent().unwrap_or(Path::new("")))?;
        site.create_new(at, text.as_bytes())
    });
    written.map(drop).map_err(|error| {
        Failure::machine(
            format!("“{shown}” cannot be written: {}", reason(&error).in_lang(Lang::En)),
            format!("“{shown}”写不进去：{}", reason(&error).in_lang(Lang::ZhCn)),
        )
    })
}

fn tell(
    path: &SitePath,
    wanted: &str,
    slug: &str,
    collection: &Collection,
    root: &Path,
    console: &mut Console<'_>,
) {
    let shown = within(root, Path::new(path.as_str())).display().to_string();
    if console.is_json() {
        console.print(&json!({"path": shown}).to_string());
        return;
    }
    console.print(&shown);
    if wanted != slug {
        console.tell(&match console.lang {
            Lang::En => format!("“{wanted}” already exists, so this record is called “{slug}”. If they are the same, delete the new file."),
            Lang::ZhCn => format!("“{wanted}”已经有了，这一条改叫“{slug}”。如果其实是同一条，请删掉新建的文件。"),
        });
    }
    if collection.is_persons() {
        console.tell_either(
            "The person is not published until the consent is filled in.",
            "填好本人同意书以前，这个人不会公开。",
        );
    }
    console.tell_either(
        "Open the file, fill it in, save it, and run: bangyang check",
        "请打开这个文件填写，保存以后运行：bangyang check",
    );
}

/// The text of a new record, for tests.
#[cfg(test)]
fn text_of(config: &Config, collection: &Collection, name: &str, today: Date) -> String {
    Sheet::new(config, collection, today).write(name, "a-slug")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostics};
    use crate::source::MemSystem;

    fn config(lang: Lang, extra: &[(&str, &str)]) -> (MemSystem, Config, Vec<Entry>) {
        let system = MemSystem::default();
        let root = Path::new("/site");
        let site = format!("title: T\nbase_url: https://site.example/\nlanguage: {}\n", lang.tag());
        let regions = "- {id: qingxi, title: 青溪县}\n- {id: lanpu, title: 兰浦区}\n";
        for (path, text) in [("site.yaml", site.as_str()), ("regions.yaml", regions)].iter().chain(extra) {
            let path = root.join("content").join(path);
            system.put(&path, text.as_bytes()).unwrap();
        }
        let Settings { config, content, diagnostics } = settings(&system, root).unwrap();
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        (system, config.unwrap(), content)
    }

    fn today() -> Date {
        Date::from_day(2022, 9, 30).unwrap()
    }

    /// The diagnostics of loading one record of a collection.
    fn said(collection: &str, lang: Lang, change: impl Fn(&str) -> String) -> Vec<(Code, String)> {
        let (system, config, _) = config(lang, &[]);
        let (_, found) = config.collection_named(collection).unwrap();
        let text = change(&text_of(&config, found, "2022 年：null", today()));
        let path = format!("/site/content/{collection}/a-slug.md");
        system.put(&path, text.as_bytes()).unwrap();
        let Settings { config, content, .. } = settings(&system, Path::new("/site")).unwrap();
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&system, Path::new("/site"), &content, &config.unwrap(), &mut diagnostics);
        assert!(loaded.records.len() + loaded.failed.len() == 1);
        diagnostics.sorted().into_iter().map(|d| (d.code, d.message(lang))).collect()
    }

    #[test]
    fn a_record_as_written_is_sound_or_says_what_to_fill_in() {
        for lang in Lang::ALL {
            for collection in crate::config::builtin_collections(lang) {
                for (code, message) in said(&collection.id, lang, str::to_owned) {
                    assert_eq!(code, Code::MissingField, "{}: {message}", collection.id);
                }
            }
            assert_eq!(said("exemplars", lang, str::to_owned), []);
            assert_eq!(said("news", lang, str::to_owned), []);
        }
    }

    /// Every offered line is a field of the collection, at the right depth.
    #[test]
    fn what_is_offered_can_be_taken_out_of_its_comment() {
        for lang in Lang::ALL {
            for collection in crate::config::builtin_collections(lang) {
                let is_key = |line: &str| {
                    let key = line.trim_start_matches(['-', ' ']).split_once(':').map_or("", |(key, _)| key);
                    !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                };
                let uncommented = |text: &str| {
                    let line = |line: &str| match line.strip_prefix("# ") {
                        Some(rest) if is_key(rest) => format!("{rest}\n"),
                        _ => format!("{line}\n"),
                    };
                    text.lines().map(line).collect::<String>()
                };
                for (code, message) in said(&collection.id, lang, uncommented) {
                    assert_eq!(code, Code::MissingField, "{}: {message}", collection.id);
                }
            }
        }
    }

    #[test]
    fn a_slug_is_free() {
        let record = "---\nname: 林玉兰\nrecognised_on: 2022\n---\n";
        let (system, config, content) = config(
            Lang::ZhCn,
            &[
                ("exemplars/林玉兰.md", record),
                ("exemplars/Lin-Yulan-2.md", "broken"),
                ("exemplars/other.md", &record.replace("name:", "slug: lin-yulan-3\nname:")),
                ("exemplars/lin-yulan-4/photo.jpg", "x"),
                ("exemplars/lin-yulan-5.jpg", "x"),
            ],
        );
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&system, Path::new("/site"), &content, &config, &mut diagnostics);
        let (_, own) = config.collection_named("exemplars").unwrap();
        let taken = taken(&config, &content, &loaded, own);
        let free = |wanted: &str| free(wanted, &taken, own).unwrap().1;
        assert_eq!(free("lin-yulan"), "lin-yulan-5");
        assert_eq!(free("lin-yulan-4"), "lin-yulan-4-2");
        assert_eq!((free("con"), free("index"), free("a")), ("con-2".into(), "index-2".into(), "a".into()));
    }

    #[test]
    fn a_name_must_be_one() {
        let collections = crate::config::builtin_collections(Lang::En);
        let news = collection(&collections, "news").unwrap();
        for wrong in ["", " ", "..", "/", "a\u{7}b", "a\nb", "a\u{202E}b", &"长".repeat(81)] {
            assert_eq!(checked_name(wrong, news).unwrap_err().exit, Exit::Usage, "{wrong:?}");
        }
        assert_eq!(checked_name(" ../a/b ", news).unwrap(), "../a/b");
        assert_eq!(
            free(&slug::slug("../a/b"), &BTreeSet::new(), news).unwrap().0.as_str(),
            "content/news/a-b.md"
        );
    }
}
