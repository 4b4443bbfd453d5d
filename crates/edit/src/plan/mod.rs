//! Plans: which ranges of a text must be replaced to change one value, key or item.
//!
//! A plan considers only lines and characters. Whether the result is as intended is for the document to
//! verify by reading it.

mod add;
mod remove;
mod reorder;
mod replace;

use std::ops::Range;

pub use add::Position;

use super::cst::{Cst, Entry, Item, Kind};
use super::refusal::Refusal;
use super::render::{Beside, Indents};
use super::shape::as_read;
use super::value::{Step, ValuePath};

/// Ranges of the text with their replacements, in order.
pub(crate) type Changes = Vec<(Range<usize>, String)>;

/// A text with its concrete syntax.
pub(crate) struct Plan<'a> {
    text: &'a str,
    range: Range<usize>,
    root: &'a Cst,
    indents: Indents,
}

/// A value with its container.
struct Found<'a> {
    value: &'a Cst,
    holder: Option<Holder<'a>>,
    /// Whether it is in brackets or braces.
    in_flow: bool,
}

/// The container of a value.
#[derive(Clone, Copy)]
enum Holder<'a> {
    Entry(&'a Entry),
    Item(&'a Item),
}

impl Holder<'_> {
    /// The position of the key or hyphen.
    const fn start(self) -> usize {
        match self {
            Self::Entry(entry) => entry.key_span.start,
            Self::Item(item) => item.start,
        }
    }
}

impl<'a> Plan<'a> {
    pub(crate) fn new(text: &'a str, range: Range<usize>, root: &'a Cst) -> Self {
        let mut plan = Self { text, range, root, indents: Indents { group: 2, list: 2 } };
        plan.indents = plan.indents_of(root);
        plan
    }

    /// Finds the value at a path.
    fn find(&self, path: &ValuePath) -> Result<Found<'a>, Refusal> {
        let mut found = Found { value: self.root, holder: None, in_flow: false };
        let has_alias = || self.root.all().into_iter().any(|value| matches!(value.kind, Kind::Alias));
        for (n, step) in path.0.iter().enumerate() {
            let here = || ValuePath(path.0.iter().take(n + 1).cloned().collect()).to_string();
            found.in_flow |= found.value.is_flow();
            if found.value.has_properties && has_alias() {
                return Err(Refusal::Shared(here()));
            }
            let holder = match (&found.value.kind, step) {
                (Kind::Map { entries, .. }, Step::Key(key)) => {
                    let key = as_read(key);
                    let mut named = entries.iter().filter(|entry| entry.key == key);
                    let entry = named.next().ok_or_else(|| Refusal::Nothing(here()))?;
                    if named.next().is_some() {
                        return Err(Refusal::Twice(here()));
                    }
                    Holder::Entry(entry)
                }
                (Kind::List { items, .. }, Step::Item(at)) => {
                    Holder::Item(items.get(*at).ok_or_else(|| Refusal::Nothing(here()))?)
                }
                (Kind::Alias, _) => return Err(Refusal::Shared(here())),
                (Kind::Nothing, _) => return Err(Refusal::Nothing(here())),
                _ => return Err(Refusal::Kind(here())),
            };
            found.holder = Some(holder);
            found.value = match holder {
                Holder::Entry(entry) => &entry.value,
                Holder::Item(item) => &item.value,
            };
        }
        Ok(found)
    }

    /// The same for removals: no part of it may be used elsewhere by an alias.
    fn find_alone(&self, path: &ValuePath) -> Result<Found<'a>, Refusal> {
        let found = self.find(path)?;
        let is_alias = |value: &Cst| matches!(value.kind, Kind::Alias);
        if !is_alias(found.value) && found.value.is_shared() && self.root.all().into_iter().any(is_alias) {
            return Err(Refusal::Shared(path.to_string()));
        }
        Ok(found)
    }

    /// The file's indentation of groups and lists below their keys; two spaces by default.
    fn indents_of(&self, root: &Cst) -> Indents {
        let mut indents = Indents { group: 0, list: usize::MAX };
        for value in root.all() {
            let Kind::Map { flow: false, entries } = &value.kind else { continue };
            for entry in entries.iter().filter(|entry| self.is_below(entry)) {
                let inner = self.column(entry.value.span.start);
                let Some(deeper) = inner.checked_sub(self.column(entry.key_span.start)) else { continue };
                match entry.value.kind {
                    Kind::Map { flow: false, .. } if indents.group == 0 => indents.group = deeper,
                    Kind::List { flow: false, .. } if indents.list == usize::MAX => indents.list = deeper,
                    _ => {}
                }
            }
        }
        let group = if indents.group == 0 { 2 } else { indents.group };
        Indents { group, list: if indents.list == usize::MAX { 2 } else { indents.list } }
    }

    /// Whether a key's value is on lines below it.
    fn is_below(&self, entry: &Entry) -> bool {
        let from = entry.colon.map_or(entry.key_span.end, |colon| colon + 1);
        self.slice(from..entry.value.span.start).contains('\n')
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    /// The beginning of a position's line.
    fn line_start(&self, at: usize) -> usize {
        let start = self.text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        start.max(self.range.start)
    }

    /// The end of a position's line, before the line end.
    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|text| text.find('\n')).map_or(self.text.len(), |length| at + length)
    }

    /// The number of characters before a position on its line.
    fn column(&self, at: usize) -> usize {
        self.slice(self.line_start(at)..at).chars().count()
    }

    /// Whether only spaces precede a position on its line.
    fn is_first(&self, at: usize) -> bool {
        self.slice(self.line_start(at)..at).trim_start_matches(' ').is_empty()
    }

    /// The column of a key or hyphen for which lines can be written: only spaces and hyphens precede it.
    fn own_column(&self, at: usize, path: &ValuePath) -> Result<usize, Refusal> {
        let before = self.slice(self.line_start(at)..at);
        if before.chars().all(|c| matches!(c, ' ' | '-')) {
            Ok(before.len())
        } else {
            Err(Refusal::Form(path.to_string()))
        }
    }
}

/// The style of a list or group.
fn beside(value: &Cst) -> Option<Beside> {
    match value.kind {
        Kind::Map { flow, .. } | Kind::List { flow, .. } => {
            Some(if flow { Beside::Brackets } else { Beside::Lines })
        }
        _ => None,
    }
}

/// Lines joined, each after a line end.
fn below(lines: &[String]) -> String {
    lines.iter().map(|line| format!("\n{line}")).collect()
}
