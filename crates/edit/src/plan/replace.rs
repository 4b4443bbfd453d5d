//! Replaces a value.

use std::ops::Range;

use super::{Changes, Found, Holder, Plan, below, beside};
use crate::cst::{Cst, Kind};
use crate::refusal::Refusal;
use crate::render::{Rendered, in_brackets};
use crate::scalar::{self, Style, Within};
use crate::value::{Value, ValuePath};

impl Plan<'_> {
    /// Replaces the value at a path.
    pub(crate) fn replace(&self, path: &ValuePath, value: &Value) -> Result<Changes, Refusal> {
        let found = self.find_alone(path)?;
        let before = match found.value.kind {
            Kind::Scalar(style) => Some(style),
            _ => None,
        };
        let Some(holder) = found.holder else { return self.whole(path, &found, value) };
        if found.in_flow {
            return self.between_brackets(path, &found, in_brackets(value, before)?);
        }
        let column = self.own_column(holder.start(), path)?;
        let head = match holder {
            Holder::Entry(entry) => entry.colon.ok_or_else(|| Refusal::Form(path.to_string()))? + 1,
            Holder::Item(item) => item.start + 1,
        };
        let rendered = match holder {
            Holder::Entry(_) => self.indents.below_key(value, column, before, beside(found.value))?,
            Holder::Item(_) => self.indents.item(value, column, before, beside(found.value))?,
        };
        Ok(self.in_lines(head, found.value, rendered))
    }

    /// The top level of a file that is still empty.
    fn whole(&self, path: &ValuePath, found: &Found<'_>, value: &Value) -> Result<Changes, Refusal> {
        let (Value::Map(entries), Kind::Nothing) = (value.bare(), &found.value.kind) else {
            return Err(Refusal::Form(path.to_string()));
        };
        Ok(self.at_the_top(&self.indents.map(entries, 0)?))
    }

    /// Appends lines at the end of a file's YAML.
    pub(super) fn at_the_top(&self, lines: &[String]) -> Changes {
        let end = self.range.end;
        let is_line = self.line_start(end) == end;
        let words =
            if is_line { lines.iter().map(|line| format!("{line}\n")).collect() } else { below(lines) };
        vec![(end..end, words)]
    }

    fn between_brackets(
        &self,
        path: &ValuePath,
        found: &Found<'_>,
        words: String,
    ) -> Result<Changes, Refusal> {
        let form = || Refusal::Form(path.to_string());
        Ok(match (found.holder, &found.value.kind) {
            (Some(Holder::Entry(entry)), Kind::Nothing) => match entry.colon {
                Some(colon) => vec![(colon + 1..colon + 1, format!(" {words}"))],
                None => vec![(entry.key_span.end..entry.key_span.end, format!(": {words}"))],
            },
            (_, Kind::Nothing) => return Err(form()),
            _ => vec![(found.value.span.clone(), words)],
        })
    }

    /// Replaces the value after a colon or hyphen that ends at `head`.
    fn in_lines(&self, head: usize, old: &Cst, new: Rendered) -> Changes {
        let is_block = matches!(old.kind, Kind::Scalar(Style::Block));
        let is_lower = self.slice(head..old.span.start).contains('\n');
        if old.is_nothing() {
            let end = self.line_end(head);
            return match new {
                Rendered::Line(words) => one(head..head, spaced(&words)),
                Rendered::Lines(sign, lines) => vec![(head..head, spaced(&sign)), (end..end, below(&lines))],
                Rendered::Compact(first, rest) => {
                    vec![(head..head, spaced(&first)), (end..end, below(&rest))]
                }
            };
        }
        if is_lower {
            let lines = self.line_start(old.span.start).saturating_sub(1)..old.span.end;
            return match new {
                Rendered::Line(words) => vec![(head..head, spaced(&words)), (lines, String::new())],
                Rendered::Lines(sign, new) => vec![(head..head, spaced(&sign)), (lines, below(&new))],
                Rendered::Compact(first, rest) => vec![(head..head, spaced(&first)), (lines, below(&rest))],
            };
        }
        if is_block {
            return self.in_block(head, &old.span, new);
        }
        let end = self.line_end(old.span.end);
        match new {
            Rendered::Line(words) if words.is_empty() => one(head..old.span.end, words),
            Rendered::Line(words) => one(old.span.clone(), words),
            Rendered::Lines(sign, lines) if sign.is_empty() => {
                vec![(head..old.span.end, sign), (end..end, below(&lines))]
            }
            Rendered::Lines(sign, lines) => vec![(old.span.clone(), sign), (end..end, below(&lines))],
            Rendered::Compact(first, rest) => one(old.span.clone(), format!("{first}{}", below(&rest))),
        }
    }

    /// The same for a block text below `|`.
    fn in_block(&self, head: usize, old: &Range<usize>, new: Rendered) -> Changes {
        let end = self.line_end(old.start);
        let sign = self.slice(old.start..end);
        let sign = sign.split([' ', '\t']).next().unwrap_or("");
        let signs = old.start..old.start + sign.len();
        let lines = end.min(old.end)..old.end.max(end);
        match new {
            Rendered::Line(words) if words.is_empty() => {
                vec![(head..signs.end, words), (lines, String::new())]
            }
            Rendered::Line(words) => vec![(signs, words), (lines, String::new())],
            Rendered::Lines(new, words) => {
                // Other modifiers of the old header make no difference to a value.
                let is_plain = matches!(sign, "|" | "|-") || (matches!(sign, ">" | ">-") && words.len() == 1);
                let stays = is_plain && matches!(new.as_str(), "|" | "|-");
                let kept = if stays { sign.to_owned() } else { new };
                vec![(signs, kept), (lines, below(&words))]
            }
            Rendered::Compact(first, rest) => vec![(signs, first), (lines, below(&rest))],
        }
    }

    /// Renames a key.
    pub(crate) fn rename(&self, path: &ValuePath, name: &str) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let Some(Holder::Entry(entry)) = found.holder else { return Err(Refusal::Kind(path.to_string())) };
        let within = if found.in_flow { Within::Flow } else { Within::Block };
        let style = Some(entry.key_style).filter(|style| *style != Style::Plain);
        Ok(one(entry.key_span.clone(), scalar::written(name, true, within, style)))
    }
}

fn one(range: Range<usize>, words: String) -> Changes {
    if range.is_empty() && words.is_empty() { Vec::new() } else { vec![(range, words)] }
}

fn spaced(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(" {words}") }
}
