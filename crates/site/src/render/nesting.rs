//! Limits how deeply templates include or extend one another, since every level takes stack space.

use std::collections::BTreeMap;

use crate::config::{Template, Theme};
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::Span;

/// The longest chain of templates that include or extend one another. The engine allows twenty nested
/// components, each of which may start such a chain; the pipeline's `STACK` is large enough for all.
pub(super) const DEEPEST: usize = 12;

/// A template's include or extension of another.
struct Call {
    caller: usize,
    called: usize,
    span: Span,
}

/// The include with which a chain becomes too long. Cycles are the engine's to report.
pub(super) fn too_deep(theme: &Theme) -> Option<Diagnostic> {
    let calls = calls(theme);
    // The templates at which a chain of this many calls begins: first all that call something, then those
    // that call one of these, and so on.
    let mut begins = vec![true; theme.templates.len()];
    let mut rounds = 0;
    let mut last = None;
    loop {
        let mut longer = vec![false; begins.len()];
        let mut any = None;
        for call in calls.iter().filter(|call| begins.get(call.called) == Some(&true)) {
            if let Some(longer) = longer.get_mut(call.caller) {
                *longer = true;
                any = Some(call);
            }
        }
        match any {
            None => break,
            // Without a cycle, no chain is longer than the number of templates.
            Some(_) if rounds > theme.templates.len() => return None,
            Some(call) if rounds == DEEPEST => last = Some(call),
            Some(_) => {}
        }
        begins = longer;
        rounds += 1;
    }
    let call = last?;
    let template = theme.templates.get(call.caller)?;
    let detail = Arg::term(
        format!("templates include or build on one another more than {DEEPEST} levels deep"),
        format!("模板一层套一层，超过 {DEEPEST} 层"),
    );
    Some(Diagnostic::new(Code::TemplateSyntax).at(template.text.place(call.span)).arg("detail", detail))
}

fn calls(theme: &Theme) -> Vec<Call> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, template) in theme.templates.iter().enumerate() {
        places.entry(&template.name).or_insert(at);
    }
    let find = |name: &str| {
        let in_themes = theme.chain.iter().find_map(|theme| places.get(&*format!("{theme}/{name}")));
        places.get(name).or(in_themes).copied()
    };
    let mut calls = Vec::new();
    for (caller, template) in theme.templates.iter().enumerate() {
        for (name, span) in called(template) {
            calls.extend(find(name).map(|called| Call { caller, called, span }));
        }
    }
    calls
}

/// Maximum number of bytes of the lines that the engine may quote from a template with unknown calls: one
/// line per call, and it takes about five times as much memory.
const LARGEST_REPORT: usize = 8 << 20;
/// Maximum number of bytes that it may scan for that: it scans the whole template for each call.
const MOST_READ: usize = 4 << 30;

/// A template with so many calls on such long lines that the engine's error report would exhaust the memory.
pub(super) fn too_crowded(theme: &Theme) -> Option<Diagnostic> {
    let crowded = |template: &&Template| {
        let text = &*template.text.content;
        let calls = text.bytes().filter(|byte| matches!(byte, b'(' | b'|')).count()
            + ["{%", "{{<", "include", " is "].iter().map(|sign| text.matches(sign).count()).sum::<usize>();
        let line = text.lines().map(str::len).max().unwrap_or(0);
        calls.saturating_mul(line) > LARGEST_REPORT || calls.saturating_mul(text.len()) > MOST_READ
    };
    let template = theme.templates.iter().find(crowded)?;
    let detail = Arg::term(
        "there are more calls in it, or longer lines, than a template needs; break the lines, or split it",
        "模板里的调用太多，或者一行太长，请换行，或者拆成几个模板",
    );
    Some(Diagnostic::new(Code::TemplateSyntax).at(template.text.place(Span::new(0, 0))).arg("detail", detail))
}

/// The names in `{% include "…" %}` and `{% extends "…" %}`.
fn called(template: &Template) -> impl Iterator<Item = (&str, Span)> {
    let text = &*template.text.content;
    text.match_indices("{%").filter_map(move |(at, sign)| {
        let rest = text.get(at + sign.len()..)?;
        let tag = rest.trim_start_matches('-').trim_start();
        let tag = tag.strip_prefix("include").or_else(|| tag.strip_prefix("extends"))?.trim_start();
        let quote = tag.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let name = tag.get(1..)?.split(quote).next()?;
        let start = text.len() - tag.len() + 1;
        Some((name, Span::new(start, start + name.len())))
    })
}
