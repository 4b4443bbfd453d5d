//! Renders new values: on one line, or as lines below their key.

use super::refusal::Refusal;
use super::scalar::{self, Style, Within};
use super::value::Value;
use crate::domain::text;

/// Longest list or group that is rendered in brackets by default, in characters.
const SHORT: usize = 72;

/// The file's indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indents {
    /// Of keys below a key.
    pub(crate) group: usize,
    /// Of the hyphens of a list below its key.
    pub(crate) list: usize,
}

/// The style of siblings of a new list or group, if there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    Brackets,
    Lines,
}

/// A rendered value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rendered {
    /// On the line of its key or hyphen; empty for an empty value.
    Line(String),
    /// A part after the key, and lines below it, each with its indentation and without a line end.
    Lines(String, Vec<String>),
    /// Keys of an item, the first on the line of its hyphen, the others each with its indentation.
    Compact(String, Vec<String>),
}

impl Indents {
    /// Renders a value after a key that begins at a column.
    pub(crate) fn below_key(
        self,
        value: &Value,
        column: usize,
        before: Option<Style>,
        beside: Option<Beside>,
    ) -> Result<Rendered, Refusal> {
        match value {
            Value::InLine(inner) => in_line(inner).map(Rendered::Line),
            Value::Empty => Ok(Rendered::Line(String::new())),
            Value::Text(words) | Value::Word(words) => {
                let words = prepared(words);
                Ok(match is_of_lines(&words, before) {
                    true => {
                        let (sign, lines) = scalar::block(&words, column + self.group, self.group);
                        Rendered::Lines(sign, lines)
                    }
                    // A line end after a single line is not part of any value.
                    false => {
                        let words = words.trim_end_matches('\n');
                        Rendered::Line(scalar::written(words, is_word(value), Within::Block, before))
                    }
                })
            }
            Value::List(_) | Value::Map(_) if is_for_one_line(value, beside) => {
                in_line(value).map(Rendered::Line)
            }
            Value::List(items) => {
                self.list(items, column + self.list).map(|lines| Rendered::Lines(String::new(), lines))
            }
            Value::Map(entries) => {
                self.map(entries, column + self.group).map(|lines| Rendered::Lines(String::new(), lines))
            }
        }
    }

    /// Renders a value after a hyphen at a column.
    pub(crate) fn item(
        self,
        value: &Value,
        column: usize,
        before: Option<Style>,
        beside: Option<Beside>,
    ) -> Result<Rendered, Refusal> {
        match value {
            Value::Map(entries) if !is_for_one_line(value, beside) => {
                let lines = self.map(entries, column + 2)?;
                let (first, rest) = lines.split_first().ok_or_else(|| Refusal::Form("{}".to_owned()))?;
                Ok(Rendered::Compact(first.trim_start().to_owned(), rest.to_vec()))
            }
            Value::List(items) if !is_for_one_line(value, beside) => {
                self.list(items, column + 2).map(|lines| Rendered::Lines(String::new(), lines))
            }
            // Lines of a text are indented more than the hyphen.
            Value::Text(_) | Value::Word(_) => {
                Self { group: 2, ..self }.below_key(value, column, before, beside)
            }
            other => self.below_key(other, column, before, beside),
        }
    }

    /// The lines of a list whose hyphens are at a column.
    fn list(self, items: &[Value], column: usize) -> Result<Vec<String>, Refusal> {
        let blanks = " ".repeat(column);
        let mut lines = Vec::new();
        for item in items {
            match self.item(item, column, None, None)? {
                Rendered::Line(words) => lines.push(format!("{blanks}- {words}").trim_end().to_owned()),
                Rendered::Lines(head, below) | Rendered::Compact(head, below) => {
                    lines.push(format!("{blanks}- {head}").trim_end().to_owned());
                    lines.extend(below);
                }
            }
        }
        Ok(lines)
    }

    /// The lines of a group whose keys are at a column.
    pub(crate) fn map(self, entries: &[(String, Value)], column: usize) -> Result<Vec<String>, Refusal> {
        let mut lines = Vec::new();
        for (key, value) in entries {
            lines.extend(self.entry(key, value, column, None)?);
        }
        Ok(lines)
    }

    /// The lines of a key at a column.
    pub(crate) fn entry(
        self,
        key: &str,
        value: &Value,
        column: usize,
        beside: Option<Beside>,
    ) -> Result<Vec<String>, Refusal> {
        let head = format!("{}{}:", " ".repeat(column), scalar::key(&prepared(key), Within::Block));
        Ok(match self.below_key(value, column, None, beside)? {
            Rendered::Line(words) if words.is_empty() => vec![head],
            Rendered::Line(words) => vec![format!("{head} {words}")],
            Rendered::Lines(sign, below) | Rendered::Compact(sign, below) => {
                let head = if sign.is_empty() { head } else { format!("{head} {sign}") };
                std::iter::once(head).chain(below).collect()
            }
        })
    }
}

/// A value on one line, as in brackets.
pub(crate) fn in_line(value: &Value) -> Result<String, Refusal> {
    in_brackets(value, None)
}

/// The same, replacing a value of a certain style.
pub(crate) fn in_brackets(value: &Value, before: Option<Style>) -> Result<String, Refusal> {
    match value {
        Value::InLine(inner) => in_brackets(inner, before),
        Value::Empty => Ok("null".to_owned()),
        Value::Text(words) | Value::Word(words) => {
            let words = prepared(words);
            Ok(scalar::written(words.trim_end_matches('\n'), is_word(value), Within::Flow, before))
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(in_line).collect::<Result<_, _>>()?;
            Ok(format!("[{}]", items.join(", ")))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| pair(key, value);
            let entries: Vec<String> = entries.iter().map(entry).collect::<Result<_, _>>()?;
            Ok(format!("{{{}}}", entries.join(", ")))
        }
    }
}

/// A key and its value in braces.
pub(crate) fn pair(key: &str, value: &Value) -> Result<String, Refusal> {
    Ok(format!("{}: {}", scalar::key(&prepared(key), Within::Flow), in_line(value)?))
}

/// A text with `\n` as line ends and without forbidden characters.
fn prepared(words: &str) -> String {
    text::sound(&words.replace("\r\n", "\n").replace('\r', "\n")).into_owned()
}

const fn is_word(value: &Value) -> bool {
    matches!(value, Value::Word(_))
}

/// Whether a text is rendered as lines below its key: it has several lines, or had.
fn is_of_lines(words: &str, before: Option<Style>) -> bool {
    let readable = !words.trim().is_empty() && !words.contains(['\u{85}', '\u{2028}', '\u{2029}']);
    readable && (words.trim_end_matches('\n').contains('\n') || before == Some(Style::Block))
}

/// Whether a list or group is rendered in brackets: it is short and its elements are simple.
fn is_for_one_line(value: &Value, beside: Option<Beside>) -> bool {
    let is_leaf = |value: &Value| match value {
        Value::Text(words) | Value::Word(words) => !words.contains('\n'),
        Value::Empty | Value::InLine(_) => true,
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
    };
    let leaves = match value {
        Value::List(items) => items.iter().all(is_leaf),
        // A short list of words within a group does not require separate lines.
        Value::Map(entries) => entries.iter().all(|(_, value)| match value {
            Value::List(items) => items.iter().all(is_leaf),
            value => is_leaf(value),
        }),
        _ => true,
    };
    let is_empty = matches!(value, Value::List(items) if items.is_empty())
        || matches!(value, Value::Map(entries) if entries.is_empty());
    let is_short = || in_line(value).is_ok_and(|line| line.chars().count() <= SHORT);
    is_empty || (leaves && beside != Some(Beside::Lines) && (beside == Some(Beside::Brackets) || is_short()))
}
