//! Detects URL collisions and URLs that no file can have.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::inputs::PlanInputs;
use super::page::{PageKind, SEARCH_FOLDER};
use super::whole::Plan;
use crate::config::refused::name_reason;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::text::composed;
use crate::domain::{FileIx, Finding, Span};
use crate::source::SitePath;
use crate::view::Media;

/// Reports everything that would be written to the same place: equal paths, paths that differ only in case or
/// Unicode normalisation, and a file that would also have to be a folder.
pub(super) fn check(
    plan: &Plan,
    inputs: &PlanInputs<'_>,
    diagnostics: &mut Diagnostics,
    findings: &mut Vec<Finding>,
) {
    let pages = plan.pages.iter().map(|page| (page.url.path(), Claim::Page(&page.kind, &page.title)));
    let assets = plan.assets.iter().map(|(url, _)| (url.path(), Claim::Asset));
    let statics = plan.statics.iter().map(|(url, path)| (url.path(), Claim::File(path.as_str())));
    let media = plan.media.iter().map(|media| match media {
        Media::Picture { url, source, .. } | Media::File { url, source } => (url.path(), Claim::File(source)),
    });
    let all: Vec<(&str, Claim<'_>)> = pages.chain(assets).chain(statics).chain(media).collect();
    let bad = all.par_iter().filter_map(|(url, claim)| Some((url, claim, SitePath::check(url).err()?)));
    for (url, claim, error) in bad.collect::<Vec<_>>() {
        let diagnostic = Diagnostic::new(Code::BadAddress).arg("url", format!("/{url}"));
        let diagnostic = diagnostic.arg("what", claim.words(inputs)).arg("reason", name_reason(&error));
        match claim.slug(inputs) {
            Some((file, span)) => findings.push(Finding::new(diagnostic, file, span)),
            None => diagnostics.push(diagnostic),
        }
    }
    // For look-ups only: the order of reports follows the plan.
    let mut taken: HashMap<Cow<'_, str>, Claim<'_>> = HashMap::with_capacity(all.len());
    for (url, claim) in &all {
        if let Some(first) = taken.insert(lower(url), *claim) {
            tell(url, first, *claim, inputs, diagnostics);
        }
    }
    let has_search = plan.has_search();
    for (url, claim) in all.iter().filter(|_| has_search) {
        if lower(url).starts_with(SEARCH_FOLDER) {
            tell(url, Claim::Index, *claim, inputs, diagnostics);
        }
    }
    for (url, claim) in &all {
        let lower = lower(url);
        let folders = lower.match_indices('/').filter_map(|(at, _)| lower.get(..at));
        if let Some(first) = folders.filter_map(|folder| taken.get(folder)).next() {
            tell(url, *first, *claim, inputs, diagnostics);
        }
    }
}

/// A URL as seen by file systems that ignore case and normalisation.
fn lower(url: &str) -> Cow<'_, str> {
    let is_lower = url.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(url) } else { Cow::Owned(composed(url).to_lowercase()) }
}

fn tell(
    url: &str,
    first: Claim<'_>,
    second: Claim<'_>,
    inputs: &PlanInputs<'_>,
    diagnostics: &mut Diagnostics,
) {
    let diagnostic = Diagnostic::new(Code::OutputCollision)
        .arg("url", format!("/{url}"))
        .arg("first", first.words(inputs))
        .arg("second", second.words(inputs));
    diagnostics.push(diagnostic);
}

/// What claims a URL.
#[derive(Clone, Copy)]
enum Claim<'a> {
    Page(&'a PageKind, &'a Arc<str>),
    Asset,
    /// The search index, which owns its folder.
    Index,
    /// A file, by its path in the source.
    File(&'a str),
}

impl Claim<'_> {
    /// Where the slug of the address is written.
    fn slug(self, inputs: &PlanInputs<'_>) -> Option<(FileIx, Span)> {
        let Self::Page(PageKind::Record(page), _) = self else { return None };
        let record = inputs.viewer.record(page.record)?;
        Some((record.file, record.slug_span?))
    }

    fn words(self, inputs: &PlanInputs<'_>) -> Arg {
        match self {
            Self::File(path) => Arg::from(path),
            Self::Asset => term("a file of the theme", "主题里的文件"),
            Self::Index => {
                term("the search index, which uses the folder “search”", "搜索索引（专用文件夹“search”）")
            }
            Self::Page(PageKind::Record(page), title) => {
                let path = inputs.viewer.record(page.record).map(|record| record.path.clone());
                Arg::from(&*path.filter(|path| !path.is_empty()).unwrap_or_else(|| title.clone()))
            }
            Self::Page(PageKind::Redirect { .. }, title) => {
                term(&format!("an old address of “{title}”"), &format!("“{title}”的旧网址"))
            }
            Self::Page(_, title) if title.is_empty() => {
                term("a file that the program makes", "程序自动生成的文件")
            }
            Self::Page(_, title) => term(&format!("the page “{title}”"), &format!("网页“{title}”")),
        }
    }
}

fn term(en: &str, zh: &str) -> Arg {
    Arg::Term { en: en.to_owned(), zh: zh.to_owned() }
}
