//! Footnotes: numbered in the order of first reference, at the end of the text.

use super::writer::Writer;
use super::{ProblemKind, escape};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The definitions and references of a text.
#[derive(Default)]
pub struct Notes {
    /// The event at which each definition begins, by name.
    definitions: BTreeMap<String, usize>,
    /// By the event at which a definition begins: the event after its end, and its range.
    ends: BTreeMap<usize, (usize, Range<usize>)>,
    /// In order of first reference.
    referred: Vec<Note>,
    numbers: BTreeMap<String, usize>,
}

struct Note {
    start: usize,
    references: usize,
    html: String,
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
    fn refer(&mut self, name: &str) -> Option<(usize, usize)> {
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

impl Writer<'_> {
    /// The HTML of a reference; `None` if there is no such footnote.
    pub fn reference(&mut self, name: &str) -> Option<String> {
        let (number, nth) = self.notes.refer(name)?;
        let mut html = String::from("<sup class=\"footnote-ref\"><a id=\"");
        escape::attribute(&mut html, &self.reference_id(number, nth));
        html.push_str("\" href=\"#");
        escape::attribute(&mut html, &format!("{}fn-{number}", self.options.id_prefix));
        html.push_str(&format!("\" role=\"doc-noteref\">{number}</a></sup>"));
        Some(html)
    }

    fn reference_id(&self, number: usize, nth: usize) -> String {
        let prefix = self.options.id_prefix;
        if nth == 1 { format!("{prefix}fnref-{number}") } else { format!("{prefix}fnref-{number}-{nth}") }
    }

    /// Writes the section of footnotes. Footnotes may refer to further ones.
    pub fn write_footnotes(&mut self) {
        self.close_to(0);
        let mut n = 0;
        while let Some(start) = self.notes.referred.get(n).map(|note| note.start) {
            let text = std::mem::take(&mut self.html);
            let end = self.notes.end(start).unwrap_or(start);
            self.write(start + 1, end.saturating_sub(1));
            self.close_to(0);
            let html = std::mem::replace(&mut self.html, text);
            if let Some(note) = self.notes.referred.get_mut(n) {
                note.html = html;
            }
            n += 1;
        }
        self.report_unused();
        let notes = std::mem::take(&mut self.notes.referred);
        if notes.is_empty() {
            return;
        }
        self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape::attribute(&mut self.html, self.options.words.footnotes);
        self.html.push_str("\">\n<ol>\n");
        for (n, note) in notes.iter().enumerate() {
            self.write_note(n + 1, note);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn write_note(&mut self, number: usize, note: &Note) {
        self.html.push_str("<li id=\"");
        escape::attribute(&mut self.html, &format!("{}fn-{number}", self.options.id_prefix));
        self.html.push_str("\">");
        // The back links are in the last paragraph, if there is one.
        let (body, end) = match note.html.strip_suffix("</p>\n") {
            Some(body) => (body, "</p>\n"),
            None => (note.html.as_str(), ""),
        };
        self.html.push_str(body);
        for nth in 1..=note.references {
            self.html.push_str(" <a href=\"#");
            let id = self.reference_id(number, nth);
            escape::attribute(&mut self.html, &id);
            self.html.push_str("\" role=\"doc-backlink\" aria-label=\"");
            escape::attribute(&mut self.html, self.options.words.back);
            if nth > 1 {
                self.html.push_str(&format!(" {nth}"));
            }
            self.html.push_str("\">↩</a>");
        }
        self.html.push_str(end);
        self.html.push_str("</li>\n");
    }

    fn report_unused(&mut self) {
        let used: BTreeSet<usize> = self.notes.referred.iter().map(|note| note.start).collect();
        let unused = self.notes.ends.iter().filter(|(start, _)| !used.contains(start));
        let ranges: Vec<Range<usize>> = unused.map(|(_, (_, range))| range.clone()).collect();
        for range in ranges {
            self.problem(ProblemKind::UnusedFootnote, &range);
        }
    }
}
