//! The template engine's errors as diagnostics.

use tera::ErrorKind;

use super::functions::MISSING_WORD;
use crate::config::Theme;
use crate::diag::{Arg, Code, Diagnostic, Lang, Place};
use crate::domain::Span;
use crate::plan::Page;

/// Whether a template is not written correctly, rather than failing with what it was given.
pub(super) fn is_syntax(error: &tera::Error) -> bool {
    matches!(error.kind(), ErrorKind::SyntaxError(_))
}

/// No template renders this page.
pub(super) fn missing(template: &str, page: &Page) -> Diagnostic {
    Diagnostic::new(Code::MissingTemplate).arg("template", template).arg("page", page.url.path())
}

/// An error with its place in the theme.
pub(super) fn diagnostic(error: &tera::Error, theme: &Theme, page: Option<&Page>, lang: Lang) -> Diagnostic {
    let url = page.map_or("", |page| page.url.path());
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let place = place(theme, report.filename(), report.span());
            Diagnostic::new(Code::TemplateSyntax).at(place).arg("detail", report.message())
        }
        ErrorKind::RenderingError(report) => {
            let place = place(theme, report.filename(), report.span());
            if let Some(key) = report.message().split(MISSING_WORD).nth(1) {
                let key: String = key.chars().take_while(|c| !c.is_whitespace()).collect();
                return Diagnostic::new(Code::MissingWord)
                    .at(place)
                    .arg("key", key)
                    .arg("language", lang.tag());
            }
            Diagnostic::new(Code::TemplateFailed).at(place).arg("detail", report.message()).arg("page", url)
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain = inheritance_chain.iter().chain([tpl]).map(String::as_str).collect::<Vec<_>>();
            circle(theme, tpl, &chain)
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            circle(theme, tpl, &include_chain.iter().map(String::as_str).collect::<Vec<_>>())
        }
        ErrorKind::MissingParent { current, parent } => Diagnostic::new(Code::MissingTemplate)
            .at(file(theme, current))
            .arg("template", parent.as_str())
            .arg("page", Arg::Term { en: format!("the template {current}"), zh: format!("模板 {current}") }),
        ErrorKind::TemplateNotFound(template) => {
            Diagnostic::new(Code::MissingTemplate).arg("template", template.as_str()).arg("page", url)
        }
        _ => Diagnostic::new(Code::TemplateFailed).arg("detail", error.to_string()).arg("page", url),
    }
}

fn circle(theme: &Theme, template: &str, chain: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::TemplateCycle).at(file(theme, template)).arg("chain", chain.join(" → "))
}

fn file(theme: &Theme, name: &str) -> Option<Place> {
    let template = theme.templates.iter().find(|template| template.name == name)?;
    Some(Place::file(template.text.path.clone()))
}

fn place(theme: &Theme, name: &str, span: &tera::Span) -> Option<Place> {
    let template = theme.templates.iter().find(|template| template.name == name)?;
    Some(template.text.place(Span::new(span.range.start, span.range.end)))
}
