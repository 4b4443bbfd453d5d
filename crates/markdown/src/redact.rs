//! Removes names from texts, regardless of markup between their letters.

use super::document::{A11yLabels, Document, RenderOptions};
use super::letters::{Shown, Source};
use super::render;
use bangyang_domain::domain::signature::Shortcodes;
use bangyang_domain::domain::text::is_blank_sign;
use bangyang_domain::domain::{Edits, Letters, Mention, Name, PageIds};
use std::ops::Range;

/// Maximum number of passes, since the neighbours of a removed name may form another occurrence.
const MOST_ROUNDS: usize = 4;

/// Replaces a part of a name between markup characters, which would otherwise become visible. Invisible
/// itself.
const NOTHING: &str = "\u{2060}";

/// A name that may not be shown, and its placeholder.
#[derive(Clone, Copy, Debug)]
pub struct Redaction<'a> {
    /// The name.
    pub name: &'a Name,
    /// Its forms in addresses and ids.
    pub readings: &'a [Name],
    /// Longer names that contain it, each with its position in them.
    pub longer: &'a [(Name, usize)],
    /// The placeholder.
    pub shown: &'a str,
    /// The available shortcodes.
    pub shortcodes: &'a Shortcodes,
}

/// A text without a name.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// The text.
    pub text: String,
    /// The edits, step by step.
    pub edits: Vec<Edits>,
}

/// Renders a text only for inspection.
#[must_use]
pub fn read(text: &str, shortcodes: &Shortcodes) -> Document {
    let words = A11yLabels { table: "", footnotes: "", back: "", done: "", open: "" };
    render(
        text,
        &RenderOptions { heading_offset: 0, shortcodes, id_prefix: "", page_ids: &PageIds::default(), words },
    )
}

impl Redaction<'_> {
    /// Markdown without the name; `None` if it does not contain the name.
    #[must_use]
    pub fn markdown(&self, written: &str) -> Option<Redacted> {
        let mut made = Redacted { text: written.to_owned(), edits: Vec::new() };
        for _ in 0..MOST_ROUNDS {
            let source = Source::markdown(&made.text);
            let mut changes: Vec<(Range<usize>, String)> = Vec::new();
            for code in source.codes.iter().filter(|code| self.tells(&code.letters)) {
                changes.push((code.range.clone(), code.instead.to_owned()));
            }
            let shown = marked(self.shown);
            for mention in source.words.find(self.name, self.longer) {
                changes.extend(instead(&made.text, &source.words, &mention, &shown));
            }
            if changes.is_empty() {
                break;
            }
            let (text, edits) = Edits::apply(&made.text, changes);
            made.text = text;
            made.edits.push(edits);
        }
        if self.is_shown(&made.text) {
            // Something still hides the name from us: fall back to the words without markup.
            let plain = read(&made.text, self.shortcodes).plain;
            let plain = self.plain(&plain).unwrap_or(plain);
            let lines: Vec<String> = plain.lines().map(escaped).collect();
            let (text, edits) = Edits::apply(&made.text, vec![(0..made.text.len(), lines.join("\n\n"))]);
            made.text = text;
            made.edits.push(edits);
        }
        (!made.edits.is_empty()).then_some(made)
    }

    /// Plain text without the name; `None` if it does not contain the name.
    #[must_use]
    pub fn plain(&self, written: &str) -> Option<String> {
        let mut text = written.to_owned();
        for _ in 0..MOST_ROUNDS {
            let mut found = Letters::of(&text).find(self.name, self.longer);
            if found.is_empty() {
                found = Source::plain(&text).find(self.name, self.longer);
            }
            if found.is_empty() {
                return (text != written).then_some(text);
            }
            let changes = found.into_iter().map(|mention| (mention.range, self.shown.to_owned()));
            text = Edits::apply(&text, changes.collect()).0;
        }
        Some(self.shown.to_owned())
    }

    /// Whether an address or id contains the name.
    #[must_use]
    pub fn tells(&self, letters: &Letters) -> bool {
        !letters.find(self.name, self.longer).is_empty() || self.readings.iter().any(|name| letters.has(name))
    }

    /// Whether readers of a text would see the name.
    fn is_shown(&self, text: &str) -> bool {
        let shown = Shown::new(&read(text, self.shortcodes));
        !shown.words.find(self.name, self.longer).is_empty() || self.tells(&shown.codes)
    }
}

/// The replacement of a name's letters: the placeholder in place of the first, or of those with a link's
/// text.
fn instead(text: &str, letters: &Letters, mention: &Mention, shown: &str) -> Vec<(Range<usize>, String)> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for place in letters.places(mention) {
        match runs.last_mut() {
            Some(last)
                if text
                    .get(last.end..place.start)
                    .is_some_and(|between| between.chars().all(is_blank_sign)) =>
            {
                last.end = place.end;
            }
            _ => runs.push(place),
        }
    }
    let change = |(n, run): (usize, Range<usize>)| {
        let words = if n == 0 {
            shown
        } else if is_between_signs(text, &run) {
            NOTHING
        } else {
            ""
        };
        (run, words.to_owned())
    };
    runs.into_iter().enumerate().map(change).collect()
}

/// Whether markup characters are on both sides.
fn is_between_signs(text: &str, run: &Range<usize>) -> bool {
    let is_sign =
        |c: char| matches!(c, '*' | '_' | '~' | '`' | '[' | ']' | '(' | ')' | '<' | '>' | '|' | '\n');
    let before = text.get(..run.start).and_then(|text| text.chars().next_back());
    let behind = text.get(run.end..).and_then(|text| text.chars().next());
    [before, behind].into_iter().all(|c| c.is_none_or(is_sign))
}

/// Words in a form that is safe anywhere in Markdown, including titles and descriptions. Characters that are
/// special only at the beginning of a line stay.
fn marked(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '"' | '\''
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Words escaped for Markdown.
#[must_use]
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
