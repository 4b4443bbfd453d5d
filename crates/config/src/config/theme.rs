//! Themes: a chain of folders, each of which can override the files of the following ones.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use rust_embed::RustEmbed;

use super::pictures::Wanted;
use super::shortcodes;
use super::speech::{Speech, WordLists};
use super::text::{decode, read_text, unreadable_within};
use super::yaml::{Map, Text, parse};
use crate::budget::{Budget, Spent};
use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::domain::signature::Shortcodes;
use crate::domain::{Language, PageIds, Recipe};
use crate::source::{Entry, EntryKind, SitePath, System};

/// Largest template, word list or settings file of a theme: 1 MiB. Those of the built-in theme have about a
/// dozen KiB.
const LARGEST_WORDS: u64 = 1 << 20;
/// Largest font, picture, script or style sheet: 64 MiB. Fonts with all Chinese characters have about ten.
const LARGEST_ASSET: u64 = 64 << 20;
/// Maximum total size of a theme's files: 256 MiB.
const LARGEST_THEME: u64 = 256 << 20;

/// The built-in theme.
#[derive(RustEmbed)]
#[folder = "../../themes/"]
struct Embedded;

/// A file of a theme that is copied to the site.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path within `assets/`.
    pub path: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A template's source.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name: the theme, `/`, and its path within `templates/`.
    pub name: String,
    /// Its text, with the path of its file.
    pub text: Text,
}

/// A theme with all that it extends.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The names of the chain, the site's own first.
    pub chain: Vec<Arc<str>>,
    /// Whether a theme of the chain is missing, repeated or unreadable. It is unusable then, which has been
    /// reported.
    pub broken: bool,
    /// All templates of the chain.
    pub templates: Vec<Template>,
    /// The shortcodes, as declared by the first theme of the chain that has each.
    pub shortcodes: Shortcodes,
    /// The assets, each from the first theme of the chain that has it, by path.
    pub assets: BTreeMap<Arc<str>, Asset>,
    /// The words of the site's language, each from the first theme of the chain that has it; otherwise in
    /// English.
    pub words: BTreeMap<Arc<str>, Arc<str>>,
    /// The placeholders of each word by key, in any language and theme of the chain.
    pub placeholders: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
    /// Whether the chain enables search; the first theme that says anything decides.
    pub search: Option<bool>,
    /// The chain's settings for pictures, key by key.
    pub recipe: Recipe,
    /// Parameters for templates, overridden key by key.
    pub params: serde_json::Map<String, serde_json::Value>,
}

impl Theme {
    /// Loads the theme and those that it extends: from the site's `themes/`, otherwise from the program.
    pub fn load(
        system: &dyn System,
        root: &Path,
        entries: &[Entry],
        name: &str,
        place: Option<crate::diag::Place>,
        speech: &Speech<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let (mut theme, mut wanted) = (Self::default(), Wanted::default());
        let mut lists = WordLists::default();
        let mut next = Some((Arc::<str>::from(name), place));
        while let Some((name, place)) = next.take() {
            if theme.chain.contains(&name) {
                let chain: Vec<&str> = theme.chain.iter().map(AsRef::as_ref).chain([&*name]).collect();
                diagnostics.push(Diagnostic::new(Code::ThemeCycle).at(place).arg("chain", chain.join(" → ")));
                theme.broken = true;
                break;
            }
            let files = match Self::files(system, root, entries, &name, diagnostics) {
                Some(files) => files,
                None => {
                    let known = Self::known(entries);
                    let known = listed(known.iter().map(String::as_str));
                    let diagnostic = Diagnostic::new(Code::MissingTheme).at(place);
                    diagnostics.push(diagnostic.arg("theme", &name).arg_opt("known", known));
                    theme.broken = true;
                    break;
                }
            };
            theme.chain.push(name.clone());
            next = theme.add(&name, files, (speech, &mut lists), &mut wanted, diagnostics);
        }
        if !theme.broken {
            theme.words = lists.serving(speech, diagnostics);
        }
        theme.recipe = wanted.recipe();
        theme
    }

    /// Whether one of the chain's themes has a template.
    #[must_use]
    pub fn has_template(&self, path: &str) -> bool {
        self.templates.iter().any(|template| template.name.split_once('/').is_some_and(|(_, of)| of == path))
    }

    /// The ids on a page rendered by one of these templates, including those that they extend and include.
    #[must_use]
    pub fn page_ids<'t>(&self, templates: impl IntoIterator<Item = &'t str>) -> PageIds {
        let mut ids = PageIds::default();
        let mut wanted: Vec<String> = templates.into_iter().map(str::to_owned).collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = wanted.pop() {
            // A name may be that of one theme's template or of the first in the chain; the others may be
            // extended.
            let named = |template: &&Template| {
                template.name == name || template.name.split_once('/').is_some_and(|(_, path)| path == name)
            };
            for template in self.templates.iter().filter(named) {
                if seen.insert(template.name.as_str()) {
                    ids.add_template(&template.text.content);
                    wanted.extend(used_by(&template.text.content));
                }
            }
        }
        ids
    }

    /// Whether the site has search: the theme has a page for it and does not disable it.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.search.unwrap_or(true) && self.has_template("search.html")
    }

    /// Names of the available themes.
    fn known(entries: &[Entry]) -> Vec<String> {
        let embedded = Embedded::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned()));
        let own = entries
            .iter()
            .filter_map(|entry| entry.path.as_str().strip_suffix("/theme.yaml").map(str::to_owned));
        let mut names: Vec<String> = embedded.chain(own).collect();
        names.sort();
        names.dedup();
        names
    }

    /// A theme's files: path within it, and bytes. `None` if there is no such theme.
    fn files(
        system: &dyn System,
        root: &Path,
        entries: &[Entry],
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<(SitePath, String, Vec<u8>)>> {
        let prefix = format!("{name}/");
        let own: Vec<&Entry> = entries
            .iter()
            .filter(|e| e.kind == EntryKind::File && e.path.as_str().starts_with(&prefix))
            .collect();
        if !own.is_empty() {
            let mut files = Vec::new();
            let mut budget = Budget::new(LARGEST_THEME, u64::MAX);
            for entry in own {
                let path = SitePath::try_from(format!("themes/{}", entry.path).as_str()).ok()?;
                let inner = entry.path.as_str().strip_prefix(&prefix)?.to_owned();
                let limit = if inner.starts_with("assets/") { LARGEST_ASSET } else { LARGEST_WORDS };
                let read = system.read_limited(&root.join(path.as_str()), limit.min(budget.bytes_left()));
                let spent = |Spent| io::Error::from(io::ErrorKind::FileTooLarge);
                let counted = |bytes: Vec<u8>| budget.make(bytes.len()).map(|()| bytes).map_err(spent);
                match read.and_then(counted) {
                    Ok(bytes) => files.push((path, inner, bytes)),
                    Err(error) => {
                        let limit = if budget.bytes_left() < limit { LARGEST_THEME } else { limit };
                        diagnostics.push(unreadable_within(&path, &error, limit));
                    }
                }
            }
            return Some(files);
        }
        let mut paths: Vec<_> = Embedded::iter().filter(|path| path.starts_with(&prefix)).collect();
        paths.sort();
        let files: Vec<_> = paths
            .iter()
            .filter_map(|path| {
                let site_path = SitePath::try_from(format!("themes/{path}").as_str()).ok()?;
                Some((
                    site_path,
                    path.strip_prefix(&prefix)?.to_owned(),
                    Embedded::get(path)?.data.into_owned(),
                ))
            })
            .collect();
        (!files.is_empty()).then_some(files)
    }

    fn add(
        &mut self,
        name: &str,
        files: Vec<(SitePath, String, Vec<u8>)>,
        (speech, lists): (&Speech<'_>, &mut WordLists),
        wanted: &mut Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Arc<str>, Option<crate::diag::Place>)> {
        let mut extends = None;
        for (path, inner, bytes) in files {
            if let Some(asset) = inner.strip_prefix("assets/") {
                let key: Arc<str> = Arc::from(asset);
                self.assets
                    .entry(key.clone())
                    .or_insert_with(|| Asset { path: key, bytes: Arc::from(bytes) });
            } else if let Some(template) = inner.strip_prefix("templates/") {
                if let Some(text) = decode(&path, &bytes, diagnostics) {
                    let command =
                        template.strip_prefix("shortcodes/").and_then(|it| it.strip_suffix(".html"));
                    if let Some(command) = command.filter(|command| !self.shortcodes.contains_key(*command)) {
                        let signature = shortcodes::signature(command, &text, diagnostics);
                        self.shortcodes.insert(command.to_owned(), signature);
                    }
                    self.templates.push(Template { name: format!("{name}/{template}"), text });
                }
            } else if let Some(language) = language_of(&inner) {
                // Errors in words of languages that this site does not show are not reported.
                let mut nowhere = Diagnostics::default();
                let told = if speech.may_show(&language) { &mut *diagnostics } else { &mut nowhere };
                self.add_words(&path, &bytes, lists.of(&language), told);
            } else if inner == "theme.yaml"
                && let Some(text) = decode(&path, &bytes, diagnostics)
            {
                extends = self.settings(&text, wanted, diagnostics);
            }
        }
        extends
    }

    fn add_words(
        &mut self,
        path: &SitePath,
        bytes: &[u8],
        list: &mut BTreeMap<Arc<str>, Arc<str>>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(text) = decode(path, bytes, diagnostics) else { return };
        let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { return };
        let Some(map) = Map::new(&text, &node, diagnostics) else { return };
        for (key, node) in map.rest() {
            // A word may be a fragment of a sentence, with a space at its end, or empty.
            let word = node.as_fragment().cloned().or_else(|| map.expect_text(node, diagnostics));
            if let Some(word) = word {
                let names =
                    word.split('{').skip(1).filter_map(|rest| Some(Arc::from(rest.split_once('}')?.0)));
                self.placeholders.entry(key.text.clone()).or_default().extend(names);
                list.entry(key.text.clone()).or_insert(word);
            }
        }
    }

    fn settings(
        &mut self,
        text: &Text,
        wanted: &mut Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Arc<str>, Option<crate::diag::Place>)> {
        // Without this file, the rest of the chain is unknown.
        self.broken = true;
        let node = parse(text, 0..text.content.len(), diagnostics)?;
        let mut map = Map::new(text, &node, diagnostics)?;
        let _ = map.text_of("name", diagnostics);
        let _ = map.label_of("title", diagnostics);
        let _ = map.label_of("description", diagnostics);
        for (key, value) in map.json_of("params", diagnostics) {
            self.params.entry(key).or_insert(value);
        }
        if let Some(node) = map.take("pictures") {
            wanted.add(text, node, diagnostics);
        }
        let search = map.bool_of("search", diagnostics);
        self.search = self.search.or(search);
        let named = map.take("extends");
        let extends =
            named.and_then(|node| Some((map.expect_text(node, diagnostics)?, Some(text.place(node.span)))));
        self.broken = named.is_some() && extends.is_none();
        map.finish(diagnostics);
        extends
    }
}

/// The language of a theme's word file.
fn language_of(path: &str) -> Option<Language> {
    Language::parse(path.strip_prefix("i18n/")?.strip_suffix(".yaml")?)
}

/// The templates that a template extends or includes: everything quoted in such a tag.
fn used_by(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tag in text.split("{%").skip(1) {
        let tag = tag.split("%}").next().unwrap_or(tag).trim_start_matches('-').trim_start();
        if ["extends", "include", "import"].iter().any(|word| tag.starts_with(word)) {
            let quoted = tag.split(['"', '\'', '`']).skip(1).step_by(2);
            names.extend(quoted.map(str::to_owned));
        }
    }
    names
}

/// The files of the embedded theme, for tests and the like: paths within `themes/`.
#[must_use]
pub fn embedded_paths() -> Vec<String> {
    let mut paths: Vec<String> = Embedded::iter().map(|path| path.into_owned()).collect();
    paths.sort();
    paths
}

/// Reads a site's text file, given only its path.
pub fn site_text(
    system: &dyn System,
    root: &Path,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Text> {
    let path = SitePath::try_from(path).ok()?;
    read_text(system, root, &path, diagnostics)
}
