//! Settings of the site, its regions, programs, collections and theme, validated.

mod called;
pub mod closed;
mod collections;
pub mod decode;
pub mod front_matter;
mod pictures;
mod program;
pub mod refused;
mod regions;
mod shortcodes;
mod site;
pub mod speech;
mod stays;
mod terms;
pub mod text;
mod theme;
pub mod word_list;
pub mod workbook;
pub mod yaml;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use collections::Declaration;
pub use collections::RECORD_KEYS;
pub use refused::{doubtful_paths, refused_paths};
use rust_embed::RustEmbed;
pub use site::{Contact, Filings, MenuItem, MenuTarget, Refresh, ReviewStages, Site, normal_base_url};
use speech::{Said, Speech};
pub use terms::Term;
pub use theme::{Asset, Template, Theme, embedded_paths};
use yaml::{Text, parse};

use crate::diag::{
    Arg, Code, Diagnostic, Diagnostics, Lang, Severity, listed, suggestion, suggestion_by_title,
};
pub use crate::domain::is_slug;
use crate::domain::{
    Closing, Collection, CollectionIx, Correction, Country, Label, Language, PageIds, Program, Regions,
};
use crate::source::{Entry, EntryKind, SitePath, System};

#[derive(RustEmbed)]
#[folder = "src/config/builtin/collections/"]
struct BuiltIn;

/// All settings of a site.
#[derive(Debug)]
pub struct Config {
    /// `site.yaml`.
    pub site: Site,
    /// `regions.yaml`, in its order.
    pub regions: Regions,
    /// Whether the regions are complete: their file has no errors.
    pub regions_sound: bool,
    /// All collections, by `order`, then id.
    pub collections: Vec<Collection>,
    /// All programs, latest start first.
    pub programs: Vec<Arc<Program>>,
    /// The files of the programs, in the same order, for diagnostics.
    pub program_texts: Vec<Text>,
    /// Frozen figures of periods, by program, then period.
    pub closings: Vec<Closing>,
    /// Reasons for corrections of closed periods, by program, then in the order of their files.
    pub corrections: Vec<Correction>,
    /// Words that the site avoids.
    pub terms: Vec<Term>,
    /// The theme.
    pub theme: Theme,
    /// The ids that the theme uses on pages of records, by collection.
    pub page_ids: Vec<PageIds>,
}

impl Config {
    /// Reads all settings. `content` and `themes` are the results of walking these folders.
    ///
    /// Returns `None` only if there is no readable `site.yaml`; all other errors are in `diagnostics`.
    pub fn load(
        system: &dyn System,
        root: &Path,
        content: &[Entry],
        themes: &[Entry],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if !content.iter().any(|entry| entry.path.as_str() == "site.yaml") {
            let found = content.iter().map(|entry| entry.path.as_str()).find(|path| is_like_site_file(path));
            let found = found.map(|path| format!("content/{path}"));
            diagnostics.push(Diagnostic::new(Code::MissingSiteFile).arg_opt("found", found));
            return None;
        }
        let text = theme::site_text(system, root, "content/site.yaml", diagnostics)?;
        let node = parse(&text, 0..text.content.len(), diagnostics)?;
        let site = Site::read(&text, &node, diagnostics)?;
        let errors = diagnostics.count(Severity::Error);
        let regions = match content.iter().any(|entry| entry.path.as_str() == "regions.yaml") {
            true => read_regions(system, root, site.country, diagnostics),
            false => Regions::default(),
        };
        let regions_sound = diagnostics.count(Severity::Error) == errors;
        let terms = match content.iter().any(|entry| entry.path.as_str() == "terms.yaml") {
            true => read_terms(system, root, diagnostics),
            false => terms::starter(),
        };
        let place = site.theme_span.map(|span| site.text.place(span));
        let speech = Speech {
            language: &site.lang,
            place: site.lang_span.map(|span| site.text.place(span)),
            regions: site.regions_called.as_ref(),
        };
        let theme = Theme::load(system, root, themes, &site.theme, place, &speech, diagnostics);
        let said = Said { language: &site.lang, words: &theme.words };
        let collections = read_collections(system, root, content, &said, diagnostics);
        unknown_sections(&site, &collections, diagnostics);
        check_reviewed(&site, &collections, diagnostics);
        let names =
            program::Names { collections: &collections, regions: &regions, regions_sound, lang: &site.lang };
        let mut programs: Vec<(Program, Text)> = yaml_files(content, "programs/")
            .filter_map(|(path, id)| {
                let text =
                    text::read_text(system, root, &path, diagnostics)?.with_numbers(site.lang.notation());
                let node = parse(&text, 0..text.content.len(), diagnostics)?;
                Some((names.read(&id, &text, &node, diagnostics)?, text))
            })
            .collect();
        programs.sort_by(|(a, _), (b, _)| b.starts.cmp(&a.starts).then_with(|| a.id.cmp(&b.id)));
        let (programs, program_texts) =
            programs.into_iter().map(|(program, text)| (Arc::new(program), text)).unzip();
        let programs: Vec<Arc<Program>> = programs;
        let declared: Vec<String> = yaml_files(content, "programs/").map(|(_, id)| id).collect();
        let known = closed::Known { programs: &programs, regions: &regions, declared: &declared };
        let (closings, corrections) = known.load(system, root, content, diagnostics);
        let page_ids = page_ids(&theme, &collections);
        Some(Self {
            site,
            regions,
            regions_sound,
            collections,
            programs,
            program_texts,
            closings,
            corrections,
            terms,
            theme,
            page_ids,
        })
    }

    /// The collection with this index.
    #[must_use]
    pub fn collection(&self, ix: CollectionIx) -> Option<&Collection> {
        self.collections.get(usize::from(ix.0))
    }

    /// The folder that was probably meant by an unknown one: that of the collection with this title, one with
    /// a similar name, or that of a collection whose title contains it.
    #[must_use]
    pub fn folder_meant(&self, name: &str, folders: &[&str]) -> Option<String> {
        let called = |is_it: &dyn Fn(&str) -> bool| {
            let alike = |label: &Label| label.texts().any(is_it);
            let found = self.collections.iter().find(|collection| alike(&collection.title))?;
            Some(found.id.to_string())
        };
        let known =
            || self.collections.iter().map(|collection| &*collection.id).chain(folders.iter().copied());
        let same = || known().find(|id| id.eq_ignore_ascii_case(name)).map(str::to_owned);
        called(&|label| *label == *name)
            .or_else(same)
            .or_else(|| suggestion(name, known()))
            .or_else(|| called(&|label| name.chars().count() > 1 && label.contains(name)))
    }

    /// Whether a collection's records must pass the site's stages of review.
    #[must_use]
    pub fn is_reviewed(&self, ix: CollectionIx) -> bool {
        let only = &self.site.review.only;
        let named = |collection: &Collection| only.iter().any(|(id, _)| *id == collection.id);
        !self.site.review.stages.is_empty() && (only.is_empty() || self.collection(ix).is_some_and(named))
    }

    /// The collection with an id, and its index.
    #[must_use]
    pub fn collection_named(&self, id: &str) -> Option<(CollectionIx, &Collection)> {
        let at = self.collections.iter().position(|collection| &*collection.id == id)?;
        Some((CollectionIx::of(at)?, self.collections.get(at)?))
    }
}

/// The ids that the theme uses on pages of records of each collection, including those of pictures and
/// shortcodes.
fn page_ids(theme: &Theme, collections: &[Collection]) -> Vec<PageIds> {
    let in_texts = theme.templates.iter().filter_map(|template| {
        let (_, path) = template.name.split_once('/')?;
        (path.starts_with("shortcodes/") || path == "parts/picture.html").then_some(path)
    });
    let in_texts: Vec<&str> = in_texts.collect();
    let of = |collection: &Collection| {
        let named = format!("{}/record.html", collection.id);
        let own = collection.templates.record.as_deref();
        theme.page_ids(own.into_iter().chain([named.as_str(), "record.html"]).chain(in_texts.iter().copied()))
    };
    collections.iter().map(of).collect()
}

/// Reports limits for unknown sections.
fn unknown_sections(site: &Site, collections: &[Collection], diagnostics: &mut Diagnostics) {
    for limit in &site.refresh {
        let mut known = collections.iter().map(|collection| &*collection.id).chain(["home"]);
        let Some(span) = limit.span.filter(|_| !known.any(|id| *id == *limit.section)) else { continue };
        let ids = || collections.iter().map(|collection| &*collection.id).chain(["home"]);
        let what = Arg::Term { en: "section".to_owned(), zh: "栏目".to_owned() };
        let diagnostic = Diagnostic::new(Code::UnknownName)
            .at(site.text.place(span))
            .arg("what", what)
            .arg("found", &limit.section)
            .arg_opt(
                "suggestion",
                suggestion_by_title(&limit.section, titled(collections).chain([("home", vec!["首页"])])),
            )
            .arg_opt("known", listed(ids()));
        diagnostics.push(diagnostic);
    }
}

/// The built-in collections, for `schema` and `new` outside of a site.
#[must_use]
pub fn builtin_collections(lang: Lang) -> Vec<Collection> {
    let mut diagnostics = Diagnostics::default();
    let said = Said { language: &Language::from(lang), words: &BTreeMap::new() };
    let declared = builtin_declarations(&said, &mut diagnostics);
    sorted(declared.into_values().map(|declaration| declaration.resolve(&mut diagnostics)).collect())
}

fn builtin_declarations(said: &Said<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<Arc<str>, Declaration> {
    let mut declarations = BTreeMap::new();
    for name in BuiltIn::iter() {
        let Some(id) = name.strip_suffix(".yaml") else { continue };
        let Some(file) = BuiltIn::get(&name) else { continue };
        let Ok(path) = SitePath::try_from(format!("collections/{name}").as_str()) else { continue };
        let content: Arc<str> = Arc::from(String::from_utf8_lossy(&file.data).replace("\r\n", "\n"));
        let text = Text::new(path, content);
        let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { continue };
        if let Some(mut declaration) = Declaration::read(id, &text, &node, None, said.language, diagnostics) {
            declaration.say(said);
            declarations.insert(Arc::from(id), declaration);
        }
    }
    declarations
}

fn read_collections(
    system: &dyn System,
    root: &Path,
    content: &[Entry],
    said: &Said<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Collection> {
    let mut declarations = builtin_declarations(said, diagnostics);
    for (path, id) in yaml_files(content, "collections/") {
        let Some(text) = text::read_text(system, root, &path, diagnostics) else { continue };
        let text = text.with_numbers(said.language.notation());
        let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { continue };
        if node.is_null() {
            diagnostics.push(Diagnostic::new(Code::EmptyFile).at(crate::diag::Place::file(path)));
            continue;
        }
        if !is_slug(&id) {
            let place = crate::diag::Place::file(path.clone());
            diagnostics.push(Diagnostic::new(Code::BadSlug).at(place).arg("found", id.as_str()));
            continue;
        }
        let base = declarations.remove(id.as_str());
        if let Some(declaration) = Declaration::read(&id, &text, &node, base, said.language, diagnostics) {
            declarations.insert(Arc::from(id.as_str()), declaration);
        }
    }
    let places: BTreeMap<_, _> =
        declarations.iter_mut().map(|(id, it)| (id.clone(), std::mem::take(&mut it.targets))).collect();
    let collections = sorted(declarations.into_values().map(|d| d.resolve(diagnostics)).collect());
    check_reference_targets(&collections, &places, diagnostics);
    collections
}

/// Reports unknown collections in the review settings.
fn check_reviewed(site: &Site, collections: &[Collection], diagnostics: &mut Diagnostics) {
    let known = || collections.iter().map(|collection| &*collection.id);
    for (name, span) in site.review.only.iter().filter(|(name, _)| !known().any(|id| *id == **name)) {
        diagnostics.push(
            Diagnostic::new(Code::UnknownName)
                .at(site.text.place(*span))
                .arg("what", crate::diag::Arg::term("collection", "栏目"))
                .arg("found", name)
                .arg_opt("suggestion", suggestion_by_title(name, titled(collections)))
                .arg_opt("known", listed(known())),
        );
    }
}

/// Collections by their ids, with their titles.
fn titled(collections: &[Collection]) -> impl Iterator<Item = (&str, Vec<&str>)> {
    collections.iter().map(|collection| {
        let titles = collection.title.texts().chain(collection.item.texts());
        (&*collection.id, titles.collect())
    })
}

/// Reports references to unknown collections.
fn check_reference_targets(
    collections: &[Collection],
    places: &BTreeMap<Arc<str>, Vec<collections::Named>>,
    diagnostics: &mut Diagnostics,
) {
    let known = || collections.iter().map(|collection| &*collection.id);
    for collection in collections {
        for field in &collection.fields {
            if let crate::domain::FieldType::Reference(to) = field.kind.item()
                && !known().any(|id| id == &**to)
            {
                let what = crate::diag::Arg::term("collection", "栏目");
                let named = places.get(&collection.id).into_iter().flatten().find(|(name, _)| name == to);
                diagnostics.push(
                    Diagnostic::new(Code::UnknownName)
                        .at(named.and_then(|(_, place)| place.clone()))
                        .arg("what", what)
                        .arg("found", to)
                        .arg_opt("suggestion", suggestion_by_title(to, titled(collections)))
                        .arg_opt("known", listed(known())),
                );
            }
        }
    }
}

fn sorted(mut collections: Vec<Collection>) -> Vec<Collection> {
    collections.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.id.cmp(&b.id)));
    collections
}

fn read_regions(
    system: &dyn System,
    root: &Path,
    country: Option<Country>,
    diagnostics: &mut Diagnostics,
) -> Regions {
    let Some(text) = theme::site_text(system, root, "content/regions.yaml", diagnostics) else {
        return Regions::default();
    };
    let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { return Regions::default() };
    regions::read(&text, &node, country, diagnostics)
}

fn read_terms(system: &dyn System, root: &Path, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let text = theme::site_text(system, root, "content/terms.yaml", diagnostics);
    let Some(text) = text else { return terms::starter() };
    let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { return terms::starter() };
    terms::read(&text, &node, diagnostics)
}

/// Whether a path of `content/` was probably meant as `site.yaml`: `site.yml`, `Site.yaml`, `site.yaml.txt`.
fn is_like_site_file(path: &str) -> bool {
    let lower = path.to_lowercase();
    ["site.yaml", "site.yml", "site.yaml.txt", "site.yml.txt", "site.txt", "site"].contains(&lower.as_str())
}

/// The YAML files directly in a folder of `content/`: their paths within the site, and their names without
/// extension.
fn yaml_files<'a>(content: &'a [Entry], folder: &'a str) -> impl Iterator<Item = (SitePath, String)> + 'a {
    content.iter().filter(|entry| entry.kind == EntryKind::File).filter_map(move |entry| {
        let name = entry.path.as_str().strip_prefix(folder)?;
        let (id, ending) = name.rsplit_once('.')?;
        if !["yaml", "yml"].iter().any(|known| known.eq_ignore_ascii_case(ending)) {
            return None;
        }
        let path = SitePath::try_from(format!("content/{}", entry.path).as_str()).ok()?;
        (!id.contains('/')).then(|| (path, id.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_collections_are_sound_and_labelled_in_both_languages() {
        let mut diagnostics = Diagnostics::default();
        let said = Said { language: &Language::from(Lang::En), words: &BTreeMap::new() };
        let declared = builtin_declarations(&said, &mut diagnostics);
        let collections: Vec<Collection> =
            declared.into_values().map(|declaration| declaration.resolve(&mut diagnostics)).collect();
        assert_eq!(diagnostics.iter().map(|d| d.message(Lang::En)).collect::<Vec<_>>(), Vec::<String>::new());
        assert_eq!(collections.len(), 13);
        for collection in &collections {
            for lang in Lang::ALL {
                assert!(collection.title.exact(lang).is_some() && collection.item.exact(lang).is_some());
                for field in &collection.fields {
                    assert!(
                        field.label.exact(lang).is_some(),
                        "{}.{} in {}",
                        collection.id,
                        field.name,
                        lang.tag()
                    );
                    for choice in &field.choices {
                        assert!(
                            choice.label.exact(lang).is_some(),
                            "{}.{}: {}",
                            collection.id,
                            field.name,
                            choice.id
                        );
                    }
                }
            }
        }
    }
}
