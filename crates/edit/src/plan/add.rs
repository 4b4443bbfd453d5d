//! Adds a key to a group or an item to a list.

use super::{Changes, Plan, below, beside};
use crate::cst::{Cst, Entry, Item, Kind};
use crate::refusal::Refusal;
use crate::render::{Beside, Rendered, in_line, pair};
use crate::shape::as_read;
use crate::value::{Value, ValuePath};

/// The position of a new key among the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// After all others.
    #[default]
    Last,
    /// Before all others.
    First,
    /// Directly before a key.
    Before(String),
    /// Directly after a key.
    After(String),
}

impl Plan<'_> {
    /// Adds a key to the group at a path.
    pub(crate) fn add(
        &self,
        path: &ValuePath,
        key: &str,
        value: &Value,
        position: &Position,
    ) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let Kind::Map { entries, .. } = &found.value.kind else {
            if !found.value.is_nothing() {
                return Err(Refusal::Kind(path.to_string()));
            }
            let group = Value::Map(vec![(key.to_owned(), value.clone())]);
            return self.replace(path, &group);
        };
        if entries.iter().any(|entry| entry.key == as_read(key)) {
            return Err(Refusal::There(path.then(key).to_string()));
        }
        let at = place(entries, position, path)?;
        self.insert_parts(path, at.checked_sub(1), &[(key, value)])
    }

    /// Adds an item to the list at a path, at an index.
    pub(crate) fn insert(&self, path: &ValuePath, at: usize, value: &Value) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let Kind::List { items, .. } = &found.value.kind else {
            if !found.value.is_nothing() || at > 0 {
                return Err(Refusal::Kind(path.to_string()));
            }
            return match found.holder {
                Some(_) => self.replace(path, &Value::List(vec![value.clone()])),
                None => Ok(self.at_the_top(&self.item_lines(value, 0, None)?.0)),
            };
        };
        if at > items.len() {
            return Err(Refusal::Nothing(path.then(at).to_string()));
        }
        self.insert_parts(path, at.checked_sub(1), &[("", value)])
    }

    /// Adds keys to the group, or items to the list, at a path: after the part with an index, or before all others.
    pub(crate) fn insert_parts(
        &self,
        path: &ValuePath,
        after: Option<usize>,
        added: &[(&str, &Value)],
    ) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let form = || Refusal::Form(path.to_string());
        // The first part's start, and the end of the one above.
        let (flow, first, above) = match &found.value.kind {
            Kind::Map { flow, entries } => (
                *flow || found.in_flow,
                entries.first().map(|entry| entry.key_span.start),
                after.map(|at| entries.get(at).map(Entry::end)),
            ),
            Kind::List { flow, items } => (
                *flow || found.in_flow,
                items.first().map(|item| item.start),
                after.map(|at| items.get(at).map(Item::end)),
            ),
            _ => return Err(Refusal::Kind(path.to_string())),
        };
        let above = above.map(|end| end.ok_or_else(form)).transpose()?;
        if flow {
            let is_list = matches!(found.value.kind, Kind::List { .. });
            let word =
                |(key, value): &(&str, &Value)| if is_list { in_line(value) } else { pair(key, value) };
            let words: Vec<String> = added.iter().map(word).collect::<Result<_, _>>()?;
            return self.in_brackets(path, found.value, (first, above), &words.join(", "));
        }
        let first = first.ok_or_else(form)?;
        let column = self.own_column(first, path)?;
        let lines = match &found.value.kind {
            Kind::Map { entries, .. } => self.key_lines(entries, added, column)?,
            Kind::List { items, .. } => {
                let neighbour = items.get(after.unwrap_or(0));
                let mut style = neighbour.and_then(|item| beside(&item.value));
                let mut lines = Vec::new();
                for (_, value) in added {
                    let (own, is_line) = self.item_lines(value, column, style)?;
                    style = written_as(value, is_line);
                    lines.extend(own);
                }
                lines
            }
            _ => return Err(Refusal::Kind(path.to_string())),
        };
        Ok(match above {
            Some(end) => self.below_line(end, &lines),
            None => self.above(first, &lines, column),
        })
    }

    /// The lines of keys that are added to others.
    fn key_lines(
        &self,
        entries: &[Entry],
        added: &[(&str, &Value)],
        column: usize,
    ) -> Result<Vec<String>, Refusal> {
        let mut styles: Vec<Beside> = entries.iter().filter_map(|entry| beside(&entry.value)).collect();
        let mut lines = Vec::new();
        for (key, value) in added {
            let own = self.indents.entry(key, value, column, sibling(&styles))?;
            styles.extend(written_as(value, own.len() == 1));
            lines.extend(own);
        }
        Ok(lines)
    }

    /// The lines of an item whose hyphen is at a column, and whether it is written on one line.
    fn item_lines(
        &self,
        value: &Value,
        column: usize,
        beside: Option<Beside>,
    ) -> Result<(Vec<String>, bool), Refusal> {
        let blanks = " ".repeat(column);
        Ok(match self.indents.item(value, column, None, beside)? {
            Rendered::Line(words) => (vec![format!("{blanks}- {words}").trim_end().to_owned()], true),
            Rendered::Lines(head, below) | Rendered::Compact(head, below) => {
                let head = format!("{blanks}- {head}").trim_end().to_owned();
                (std::iter::once(head).chain(below).collect(), false)
            }
        })
    }

    /// Inserts lines directly below the line on which something ends.
    fn below_line(&self, end: usize, lines: &[String]) -> Changes {
        let end = self.line_end(end);
        vec![(end..end, below(lines))]
    }

    /// Inserts lines directly above the first of its kind, which may be after a hyphen.
    fn above(&self, first: usize, lines: &[String], column: usize) -> Changes {
        let words: String = lines.iter().map(|line| format!("{line}\n")).collect();
        if self.is_first(first) {
            let start = self.line_start(first);
            return vec![(start..start, words)];
        }
        vec![(first..first, format!("{}{}", words.trim_start_matches(' '), " ".repeat(column)))]
    }

    /// Inserts parts in brackets or braces, after the end of another one, or before the first.
    fn in_brackets(
        &self,
        path: &ValuePath,
        holder: &Cst,
        (first, above): (Option<usize>, Option<usize>),
        words: &str,
    ) -> Result<Changes, Refusal> {
        let opens = self.slice(holder.span.clone()).starts_with(['[', '{']);
        if !opens {
            return Err(Refusal::Form(path.to_string()));
        }
        let (place, words) = match (above, first) {
            (Some(end), _) => (end, format!(", {words}")),
            (None, Some(first)) => (first, format!("{words}, ")),
            (None, None) => (holder.span.start + 1, words.to_owned()),
        };
        Ok(vec![(place..place, words)])
    }
}

/// The entry before which a new one is inserted.
fn place(entries: &[Entry], position: &Position, path: &ValuePath) -> Result<usize, Refusal> {
    let named = |key: &String| {
        let found = entries.iter().position(|entry| entry.key == as_read(key));
        found.ok_or_else(|| Refusal::Nothing(path.then(key.as_str()).to_string()))
    };
    match position {
        Position::Last => Ok(entries.len()),
        Position::First => Ok(0),
        Position::Before(key) => named(key),
        Position::After(key) => Ok(named(key)? + 1),
    }
}

/// The style of sibling lists and groups, if they all have the same and are on separate lines.
fn sibling(styles: &[Beside]) -> Option<Beside> {
    let first = *styles.first()?;
    styles.iter().all(|other| *other == first).then_some(first).filter(|it| *it == Beside::Lines)
}

/// The style of a value that was just rendered; `None` if it is neither a list nor a group.
fn written_as(value: &Value, is_line: bool) -> Option<Beside> {
    match value.bare() {
        Value::List(_) | Value::Map(_) => Some(if is_line { Beside::Brackets } else { Beside::Lines }),
        Value::Empty | Value::Text(_) | Value::Word(_) | Value::InLine(_) => None,
    }
}
