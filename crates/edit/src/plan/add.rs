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
        let Kind::Map { flow, entries } = &found.value.kind else {
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
        if *flow || found.in_flow {
            let ends: Vec<usize> = entries.iter().map(Entry::end).collect();
            let starts: Vec<usize> = entries.iter().map(|entry| entry.key_span.start).collect();
            return self.in_brackets(path, found.value, at, (&starts, &ends), &pair(key, value)?);
        }
        let first = entries.first().ok_or_else(|| Refusal::Form(path.to_string()))?.key_span.start;
        let column = self.own_column(first, path)?;
        let lines = self.indents.entry(key, value, column, sibling(entries))?;
        match at.checked_sub(1).and_then(|above| entries.get(above)) {
            Some(above) => Ok(self.below_line(above.end(), &lines)),
            None => Ok(self.above(first, &lines, column)),
        }
    }

    /// Adds an item to the list at a path, at an index.
    pub(crate) fn insert(&self, path: &ValuePath, at: usize, value: &Value) -> Result<Changes, Refusal> {
        let found = self.find(path)?;
        let Kind::List { flow, items } = &found.value.kind else {
            if !found.value.is_nothing() || at > 0 {
                return Err(Refusal::Kind(path.to_string()));
            }
            return match found.holder {
                Some(_) => self.replace(path, &Value::List(vec![value.clone()])),
                None => Ok(self.at_the_top(&self.item_lines(value, 0, None)?)),
            };
        };
        if at > items.len() {
            return Err(Refusal::Nothing(path.then(at).to_string()));
        }
        if *flow || found.in_flow {
            let ends: Vec<usize> = items.iter().map(Item::end).collect();
            let starts: Vec<usize> = items.iter().map(|item| item.start).collect();
            return self.in_brackets(path, found.value, at, (&starts, &ends), &in_line(value)?);
        }
        let first = items.first().ok_or_else(|| Refusal::Form(path.to_string()))?.start;
        let column = self.own_column(first, path)?;
        let neighbour = items.get(at.saturating_sub(1)).or_else(|| items.first());
        let lines = self.item_lines(value, column, neighbour.and_then(|item| beside(&item.value)))?;
        match at.checked_sub(1).and_then(|above| items.get(above)) {
            Some(above) => Ok(self.below_line(above.end(), &lines)),
            None => Ok(self.above(first, &lines, column)),
        }
    }

    /// The lines of an item whose hyphen is at a column.
    fn item_lines(
        &self,
        value: &Value,
        column: usize,
        beside: Option<Beside>,
    ) -> Result<Vec<String>, Refusal> {
        let blanks = " ".repeat(column);
        Ok(match self.indents.item(value, column, None, beside)? {
            Rendered::Line(words) => vec![format!("{blanks}- {words}").trim_end().to_owned()],
            Rendered::Lines(head, below) | Rendered::Compact(head, below) => {
                std::iter::once(format!("{blanks}- {head}").trim_end().to_owned()).chain(below).collect()
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

    /// Inserts an entry in brackets or braces.
    fn in_brackets(
        &self,
        path: &ValuePath,
        holder: &Cst,
        at: usize,
        (starts, ends): (&[usize], &[usize]),
        words: &str,
    ) -> Result<Changes, Refusal> {
        let opens = self.slice(holder.span.clone()).starts_with(['[', '{']);
        if !opens {
            return Err(Refusal::Form(path.to_string()));
        }
        let (place, words) = match (at.checked_sub(1).and_then(|above| ends.get(above)), starts.first()) {
            (Some(end), _) => (*end, format!(", {words}")),
            (None, Some(first)) => (*first, format!("{words}, ")),
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
fn sibling(entries: &[Entry]) -> Option<Beside> {
    let mut found = entries.iter().filter_map(|entry| beside(&entry.value));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first).filter(|it| *it == Beside::Lines)
}
