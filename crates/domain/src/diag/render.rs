//! Diagnostics as text for terminals and as JSON lines.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::printable::printable;
use super::{Diagnostic, Lang, Patch, Place, Severity, Spot};

/// One line of `--format json`.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: Severity,
    message: String,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    /// The name of a spreadsheet's sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    /// A cell of it: `F17`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<&'a str>,
    help: Option<String>,
    #[serde(skip_serializing_if = "<[Patch]>::is_empty")]
    fix: &'a [Patch],
}

/// The diagnostic as one JSON object on a single line.
#[must_use]
pub fn json(diagnostic: &Diagnostic, lang: Lang) -> String {
    json_with_fix(diagnostic, lang, &[])
}

/// The same with its fix, in bytes of files.
#[must_use]
pub fn json_with_fix(diagnostic: &Diagnostic, lang: Lang, fix: &[Patch]) -> String {
    let place = diagnostic.place.as_ref();
    let spot = place.and_then(Place::text);
    let cell = place.and_then(Place::cell);
    let help = diagnostic.help(lang);
    let line = Line {
        code: diagnostic.code.id(),
        severity: diagnostic.severity,
        message: diagnostic.message(lang),
        file: place.map(Place::shown_file),
        line: spot.map(|spot| spot.line),
        column: spot.map(|spot| spot.column),
        sheet: cell.and_then(|cell| Some(&*cell.sheet.as_ref()?.1)),
        cell: cell.map(|cell| &*cell.address),
        help: (!help.is_empty()).then(|| help.join("\n")),
        fix,
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The diagnostic for people, with the offending line quoted and marked; ends with a line break.
#[must_use]
pub fn terminal(diagnostic: &Diagnostic, lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let message = diagnostic.message(lang);
    let excerpts: Vec<_> = diagnostic
        .place
        .iter()
        .chain(&diagnostic.related)
        .map(|place| {
            let excerpt = place.quoted().map(|(excerpt, _)| printable(excerpt));
            (place, printable(&place.shown()), excerpt.unwrap_or_default())
        })
        .collect();
    let level = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Error, Lang::ZhCn) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Lang::En) => Level::WARNING,
        (Severity::Warning, Lang::ZhCn) => Level::WARNING.with_name("警告"),
        (Severity::Note, Lang::En) => Level::NOTE,
        (Severity::Note, Lang::ZhCn) => Level::NOTE.with_name("提示"),
    };
    let mut group = Group::with_title(level.primary_title(&message).id(diagnostic.code.id()));
    for (n, (place, file, excerpt)) in excerpts.iter().enumerate() {
        let kind = if n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let snippet = |line: u32, marked: &std::ops::Range<usize>| {
            let line = usize::try_from(line).unwrap_or(1);
            let annotation = kind.span(byte_range(excerpt, marked));
            Snippet::source(excerpt.as_str()).line_start(line).annotation(annotation)
        };
        match &place.spot {
            Spot::Text(spot) => group = group.element(snippet(spot.line, &spot.marked).path(file.as_str())),
            Spot::Whole => group = group.element(annotate_snippets::Origin::path(file.as_str())),
            Spot::Cell(spot) => {
                group = group.element(annotate_snippets::Origin::path(file.as_str()));
                if !excerpt.is_empty() {
                    group = group.element(snippet(spot.cell.0.saturating_add(1), &spot.marked));
                }
            }
        }
    }
    let help = diagnostic.help(lang);
    let help_level = match lang {
        Lang::En => Level::HELP,
        Lang::ZhCn => Level::HELP.with_name("怎么改"),
    };
    for line in &help {
        group = group.element(help_level.clone().message(line.as_str()));
    }
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

fn byte_range(excerpt: &str, marked: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let offset = |n: usize| excerpt.char_indices().nth(n).map_or(excerpt.len(), |(at, _)| at);
    offset(marked.start)..offset(marked.end)
}
