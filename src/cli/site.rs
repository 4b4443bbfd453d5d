//! Reads the site's settings for commands that do not build it.

use std::path::Path;

use super::console::Failure;
use super::usage::unknown;
use crate::config::Config;
use crate::config::text::decode;
use crate::config::yaml::parse;
use crate::diag::{Diagnostics, Lang, reason, suggestion};
use crate::domain::Collection;
use crate::source::{Entry, EntryKind, SitePath, System};

/// Largest `site.yaml` that is examined for its language, in bytes.
const LARGEST: u64 = 1 << 20;

/// The site's language, if there is a site.
pub(super) fn language(system: &dyn System, root: &Path) -> Option<Lang> {
    let path = SitePath::try_from("content/site.yaml").ok()?;
    let bytes = system.read_limited(&root.join(path.as_str()), LARGEST).ok()?;
    let mut nowhere = Diagnostics::default();
    let text = decode(&path, &bytes, &mut nowhere)?;
    let Some(node) = parse(&text, 0..text.content.len(), &mut nowhere) else { return Some(Lang::ZhCn) };
    // Sites in other languages get messages in English.
    let of = |tag: &str| Lang::parse(tag).unwrap_or(Lang::En);
    let entries = node.as_map().unwrap_or_default();
    let written = entries.iter().find(|(key, _)| &*key.text == "language");
    Some(written.and_then(|(_, node)| Some(of(node.as_text()?))).unwrap_or(Lang::ZhCn))
}

/// A site's settings, as far as they can be read.
pub(super) struct Settings {
    /// The settings; `None` if there is no site.
    pub(super) config: Option<Config>,
    /// The contents of `content/`.
    pub(super) content: Vec<Entry>,
    /// What is wrong with them.
    pub(super) diagnostics: Diagnostics,
}

/// Reads the settings.
pub(super) fn settings(system: &dyn System, root: &Path) -> Result<Settings, Failure> {
    let content = walk(system, &root.join("content"))?;
    let themes = walk(system, &root.join("themes"))?;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(system, root, &content, &themes, &mut diagnostics);
    Ok(Settings { config, content, diagnostics })
}

/// The contents of a folder; empty if it is missing.
fn walk(system: &dyn System, folder: &Path) -> Result<Vec<Entry>, Failure> {
    match system.walk(folder) {
        Ok(outcome) => Ok(outcome.entries),
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// Requires a folder to exist.
pub(super) fn existing_folder(system: &dyn System, folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    match system.metadata(folder) {
        Ok(Some(meta)) if meta.kind == EntryKind::Directory => Ok(()),
        Ok(Some(_)) => Err(Failure::usage(
            format!("“{shown}” is not a folder. --root must be the folder that contains “content”."),
            format!("“{shown}”不是文件夹。--root 后面要写“content”所在的文件夹。"),
        )),
        Ok(None) => Err(Failure::usage(
            format!("There is no folder “{shown}”. --root must be the folder that contains “content”."),
            format!("没有“{shown}”这个文件夹。--root 后面要写“content”所在的文件夹。"),
        )),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// The failure for an unreadable folder or file.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    let why = reason(error);
    let (en, zh) = (why.in_lang(Lang::En), why.in_lang(Lang::ZhCn));
    Failure::machine(format!("“{shown}” cannot be read: {en}"), format!("“{shown}”读不出来：{zh}"))
}

/// The collection that a name means: its id, or its title or the word for its records in any language.
pub(super) fn collection<'c>(collections: &'c [Collection], name: &str) -> Result<&'c Collection, Failure> {
    let name = name.trim().trim_end_matches('/');
    let called = |collection: &&Collection| {
        collection.id.eq_ignore_ascii_case(name)
            || [&collection.title, &collection.item]
                .into_iter()
                .any(|label| label.texts().any(|label| label.eq_ignore_ascii_case(name)))
    };
    collections.iter().find(called).ok_or_else(|| {
        let near = suggestion(name, collections.iter().map(|collection| &*collection.id));
        let mut failure = unknown(("collection", "栏目"), name, near.as_slice());
        let listed = |lang: Lang| {
            collections
                .iter()
                .map(|collection| format!("\n  {:<14}{}", collection.id, collection.title.or(lang, "")))
                .collect::<String>()
        };
        failure.en.push_str(&format!("\nThe collections are:{}", listed(Lang::En)));
        failure.zh.push_str(&format!("\n可以写：{}", listed(Lang::ZhCn)));
        failure
    })
}
