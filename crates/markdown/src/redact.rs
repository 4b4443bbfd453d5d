//! Names taken out of texts, whatever markup is between their letters.

use super::letters::{Shown, Source};
use super::{Document, Options, Words, render};
use bangyang_domain::domain::signature::Shortcodes;
use bangyang_domain::domain::text::is_blank_sign;
use bangyang_domain::domain::{Edits, Letters, Mention, Name, PageIds};
use std::ops::Range;

/// How often a text is gone through again, where what stood beside a name makes one again.
const MOST_ROUNDS: usize = 4;

/// Stands where a part of a name was between signs of markup: without anything there they would be shown. Readers do not see it.
const NOTHING: &str = "\u{2060}";

/// A name that may not be shown, and what stands in its place.
#[derive(Clone, Copy, Debug)]
pub struct Redaction<'a> {
    /// The name.
    pub name: &'a Name,
    /// What addresses and ids make of it.
    pub readings: &'a [Name],
    /// Names of others that hold it, each with the place where it begins in them.
    pub longer: &'a [(Name, usize)],
    /// What stands in its place.
    pub shown: &'a str,
    /// The shortcodes that there are.
    pub shortcodes: &'a Shortcodes,
}

/// A text without a name.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// The text.
    pub text: String,
    /// How it came about, step by step.
    pub edits: Vec<Edits>,
}

/// Renders a text for the eye alone.
#[must_use]
pub fn read(text: &str, shortcodes: &Shortcodes) -> Document {
    let words = Words { table: "", footnotes: "", back: "", done: "", open: "" };
    render(
        text,
        &Options { heading_offset: 0, shortcodes, id_prefix: "", page_ids: &PageIds::default(), words },
    )
}

impl Redaction<'_> {
    /// Markdown without the name; `None` if it does not be in it.
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
            // Whatever it was that hid the name from us: the words alone, without markup.
            let plain = read(&made.text, self.shortcodes).plain;
            let plain = self.plain(&plain).unwrap_or(plain);
            let lines: Vec<String> = plain.lines().map(escaped).collect();
            let (text, edits) = Edits::apply(&made.text, vec![(0..made.text.len(), lines.join("\n\n"))]);
            made.text = text;
            made.edits.push(edits);
        }
        (!made.edits.is_empty()).then_some(made)
    }

    /// A text that is no Markdown without the name; `None` if it does not be in it.
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

    /// Whether an address or id tells the name.
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

/// What is in the places of a name's letters: the words for it where the first stood, or those that a link
/// carries.
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

/// Whether signs of markup are on both sides.
fn is_between_signs(text: &str, run: &Range<usize>) -> bool {
    let is_sign =
        |c: char| matches!(c, '*' | '_' | '~' | '`' | '[' | ']' | '(' | ')' | '<' | '>' | '|' | '\n');
    let before = text.get(..run.start).and_then(|text| text.chars().next_back());
    let behind = text.get(run.end..).and_then(|text| text.chars().next());
    [before, behind].into_iter().all(|c| c.is_none_or(is_sign))
}

/// Words as they can stand anywhere in Markdown, in titles and descriptions too. What means something at the beginning of a line alone
/// stays as it is.
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

/// Words as Markdown that means nothing else.
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
