//! The template engine's errors as diagnostics.

use tera::ErrorKind;

use super::bounded::LARGEST_PAGE;
use super::functions::{CALL_FAULT, CallFault, MISSING_WORD};
use crate::config::{Template, Theme};
use crate::diag::{Arg, Code, Diagnostic, Place};
use crate::domain::{Language, Span};
use crate::plan::Page;

/// Whether the error is in the syntax of a template, rather than in rendering.
pub(super) fn is_syntax(error: &tera::Error) -> bool {
    matches!(error.kind(), ErrorKind::SyntaxError(_))
}

/// The diagnostic for a page without a template.
pub(super) fn missing(template: &str, page: &Page) -> Diagnostic {
    Diagnostic::new(Code::MissingTemplate).arg("template", template).arg("page", page.url.path())
}

/// A diagnostic for an error, with its place in the theme.
pub(super) fn diagnostic(
    error: &tera::Error,
    theme: &Theme,
    page: Option<&Page>,
    lang: &Language,
) -> Diagnostic {
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
                    .at(key_place(theme, report.filename(), report.span(), &key).or(place))
                    .arg("key", key)
                    .arg("language", lang.tag());
            }
            if let Some(fault) = call_fault(report.message()) {
                let place =
                    argument_place(theme, report.filename(), report.span(), &fault.argument).or(place);
                return Diagnostic::new(Code::BadCallArgument)
                    .at(place)
                    .arg("call", fault.call)
                    .arg("argument", fault.argument)
                    .arg("reason", Arg::term(fault.en, fault.zh))
                    .arg_opt("suggestion", fault.suggestion);
            }
            Diagnostic::new(Code::TemplateFailed).at(place).arg("detail", report.message()).arg("page", url)
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            circle(theme, &[tpl].into_iter().chain(inheritance_chain).map(String::as_str).collect::<Vec<_>>())
        }
        ErrorKind::CircularInclude { include_chain, .. } => {
            circle(theme, &include_chain.iter().map(String::as_str).collect::<Vec<_>>())
        }
        ErrorKind::MissingParent { current, parent } => Diagnostic::new(Code::MissingTemplate)
            .at(calling(theme, current, parent))
            .arg("template", parent.as_str())
            .arg("page", called_from(current)),
        ErrorKind::TemplateNotFound(template) => {
            Diagnostic::new(Code::MissingTemplate).arg("template", template.as_str()).arg("page", url)
        }
        ErrorKind::Io(std::io::ErrorKind::FileTooLarge) => {
            let size = LARGEST_PAGE >> 20;
            let detail = Arg::term(
                format!("the page grew beyond {size} MiB; perhaps a loop never ends"),
                format!("页面超过 {size} MiB，可能是循环没有尽头"),
            );
            Diagnostic::new(Code::TemplateFailed).arg("detail", detail).arg("page", url)
        }
        _ => Diagnostic::new(Code::TemplateFailed).arg("detail", error.to_string()).arg("page", url),
    }
}

/// The fault of a call's argument, if that is what the error is about.
fn call_fault(message: &str) -> Option<CallFault> {
    let (_, told) = message.split_once(CALL_FAULT)?;
    serde_json::Deserializer::from_str(told).into_iter().next()?.ok()
}

/// Unknown templates, filters and functions in templates. The engine reports them in one text: `error:
/// Unknown filter `x``, ` --> theme/template.html:line:column`. Empty if the error is of another kind.
pub(super) fn unknown(error: &tera::Error, theme: &Theme) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else { return Vec::new() };
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(detail) = line.strip_prefix("error: ") else { continue };
        let at = lines.peek().and_then(|line| line.trim_start().strip_prefix("--> "));
        let Some((name, line, column)) = at.and_then(position) else { continue };
        let place = template(theme, name).map(|template| {
            let text = &template.text.content;
            let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let rest = text.get(start..).unwrap_or("").lines().next().unwrap_or("");
            let before: usize = rest.chars().take(column - 1).map(char::len_utf8).sum();
            let word = detail.split('`').nth(1).unwrap_or("");
            // The position of an include is that of the quoted template name.
            let quotes = usize::from(rest.get(before..).is_some_and(|rest| rest.starts_with(['"', '\''])));
            let start = start + before + quotes;
            template.text.place(Span::new(start, start + word.len()))
        });
        found.push(match detail.strip_prefix("Unknown template `").and_then(|rest| rest.split_once('`')) {
            Some((missing, _)) => Diagnostic::new(Code::MissingTemplate)
                .at(place)
                .arg("template", missing)
                .arg("page", called_from(name)),
            None => Diagnostic::new(Code::TemplateSyntax).at(place).arg("detail", detail),
        });
    }
    // If the site's own templates have errors, those of the templates that extend them only follow.
    let own = theme.chain.first().map(|name| format!("themes/{name}/")).unwrap_or_default();
    let is_own =
        |it: &Diagnostic| it.place.as_ref().is_some_and(|place| place.file.as_str().starts_with(&own));
    if found.iter().any(is_own) {
        found.retain(is_own);
    }
    found
}

/// Splits `theme/template.html:3:14`; line and column from 1.
fn position(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name, line.parse().ok().filter(|n| *n > 0)?, column.parse().ok().filter(|n| *n > 0)?))
}

fn called_from(template: &str) -> Arg {
    Arg::Term { en: format!("the template {template}"), zh: format!("模板 {template}") }
}

/// The diagnostic for templates that include each other in a cycle; `chain` lists each followed by the one
/// that it includes. The place is the last include in the site's own theme: the built-in theme is not at
/// fault.
fn circle(theme: &Theme, chain: &[&str]) -> Diagnostic {
    let first = chain.iter().position(|name| Some(name) == chain.last()).unwrap_or(0);
    let calls: Vec<(&str, &str)> =
        chain.iter().copied().zip(chain.iter().copied().skip(1)).skip(first).collect();
    let is_own = |(caller, _): &&(&str, &str)| {
        theme
            .chain
            .first()
            .is_some_and(|own| caller.strip_prefix(&**own).is_some_and(|rest| rest.starts_with('/')))
    };
    let call = calls.iter().rev().find(is_own).or(calls.last());
    let place = call.and_then(|(caller, called)| calling(theme, caller, called));
    Diagnostic::new(Code::TemplateCycle).at(place).arg("chain", chain.join(" → "))
}

/// The position at which a template includes another, by its full name or the name that it has in every
/// theme; the file if it is not found.
fn calling(theme: &Theme, caller: &str, called: &str) -> Option<Place> {
    let template = template(theme, caller)?;
    let text = &template.text.content;
    let bare = called.split_once('/').filter(|(first, _)| theme.chain.iter().any(|name| **name == **first));
    let found = [Some(called), bare.map(|(_, bare)| bare)].into_iter().flatten().find_map(|name| {
        let quoted = ["\"", "'"].iter().find_map(|quote| text.find(&format!("{quote}{name}{quote}")))?;
        Some(Span::new(quoted + 1, quoted + 1 + name.len()))
    });
    Some(found.map_or_else(|| Place::file(template.text.path.clone()), |span| template.text.place(span)))
}

fn template<'t>(theme: &'t Theme, name: &str) -> Option<&'t Template> {
    theme.templates.iter().find(|template| template.name == name)
}

/// The position of the key of a word in a call, if it is written there.
fn key_place(theme: &Theme, name: &str, span: &tera::Span, key: &str) -> Option<Place> {
    let template = template(theme, name)?;
    let at = span.range.start + template.text.content.get(span.range.clone())?.find(key)?;
    Some(template.text.place(Span::new(at, at + key.len())))
}

/// The position of an argument in a call.
fn argument_place(theme: &Theme, name: &str, span: &tera::Span, argument: &str) -> Option<Place> {
    let template = template(theme, name)?;
    let call = template.text.content.get(span.range.clone())?;
    let is_name = |at: &usize| {
        let before = call.get(..*at).and_then(|before| before.chars().next_back());
        let behind = call.get(at + argument.len()..).unwrap_or_default().trim_start();
        before.is_some_and(|c| matches!(c, '(' | ',' | ' ' | '\n' | '\t'))
            && behind.starts_with('=')
            && !behind.starts_with("==")
    };
    let found = call.match_indices(argument).map(|(at, _)| at).find(is_name)?;
    let value = call.get(found..)?.find('=').map(|at| found + at + 1)?;
    let blanks = call.get(value..)?.len() - call.get(value..)?.trim_start().len();
    let at = span.range.start + value + blanks;
    Some(template.text.place(Span::new(at, span.range.end)))
}

fn place(theme: &Theme, name: &str, span: &tera::Span) -> Option<Place> {
    let template = template(theme, name)?;
    Some(template.text.place(Span::new(span.range.start, span.range.end)))
}
