//! Diagnostics as text for terminals and as JSON lines.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::printable::printable;
use super::{Diagnostic, Lang, Patch, Place, Severity, TextSpot};

/// One line of `--format json`.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: Severity,
    message: String,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
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
    let help = diagnostic.help(lang);
    let line = Line {
        code: diagnostic.code.id(),
        severity: diagnostic.severity,
        message: diagnostic.message(lang),
        file: place.map(Place::shown_file),
        line: spot.map(|spot| spot.line),
        column: spot.map(|spot| spot.column),
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
            let excerpt = place.text().map(|spot| printable(&spot.excerpt));
            (place, printable(&place.shown_file()), excerpt.unwrap_or_default())
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
        let Some(spot) = place.text() else {
            group = group.element(annotate_snippets::Origin::path(file.as_str()));
            continue;
        };
        let marked = byte_range(excerpt, spot);
        let kind = if n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let line = usize::try_from(spot.line).unwrap_or(1);
        let snippet = Snippet::source(excerpt.as_str()).line_start(line).path(file.as_str());
        group = group.element(snippet.annotation(kind.span(marked)));
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

fn byte_range(excerpt: &str, spot: &TextSpot) -> std::ops::Range<usize> {
    let offset = |n: usize| excerpt.char_indices().nth(n).map_or(excerpt.len(), |(at, _)| at);
    offset(spot.marked.start)..offset(spot.marked.end)
}
