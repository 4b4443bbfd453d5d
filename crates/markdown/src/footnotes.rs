//! Footnotes: numbered in the order of first reference, at the end of the text.

use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// The definitions and references of a text.
#[derive(Default)]
pub struct Notes {
    /// The event at which each definition begins, by name.
    definitions: BTreeMap<String, usize>,
    /// By the event at which a definition begins: the event after its end, and its range.
    pub ends: BTreeMap<usize, (usize, Range<usize>)>,
    /// In order of first reference.
    pub referred: Vec<Note>,
    numbers: BTreeMap<String, usize>,
}

pub struct Note {
    pub start: usize,
    pub references: usize,
    pub html: String,
}

impl Notes {
    /// Finds the definitions among a text's events.
    pub fn find(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut notes = Self::default();
        let mut open = Vec::new();
        for (n, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    notes.definitions.entry(key(name)).or_insert(n);
                    open.push(n);
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some(start) = open.pop() {
                        notes.ends.insert(start, (n + 1, range.clone()));
                    }
                }
                _ => {}
            }
        }
        notes
    }

    /// The event after the definition that begins at this one.
    pub fn end(&self, start: usize) -> Option<usize> {
        self.ends.get(&start).map(|(end, _)| *end)
    }

    /// Registers a reference; returns the footnote's number and the number of references to it so far.
    pub fn refer(&mut self, name: &str) -> Option<(usize, usize)> {
        let key = key(name);
        let start = *self.definitions.get(&key)?;
        let n = *self.numbers.entry(key).or_insert(self.referred.len());
        if n == self.referred.len() {
            self.referred.push(Note { start, references: 0, html: String::new() });
        }
        let note = self.referred.get_mut(n)?;
        note.references += 1;
        Some((n + 1, note.references))
    }
}

/// Names are case-insensitive.
fn key(name: &str) -> String {
    name.to_lowercase()
}
