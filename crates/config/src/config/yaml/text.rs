//! A file's text and its positions.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::grid::Grid;
use super::node::Node;
use crate::diag::{Code, Diagnostic, Fix, Lines, Place};
use crate::domain::{Decimal, Notation, Span};
use crate::source::SitePath;

/// A decoded text with its path.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its path.
    pub path: SitePath,
    /// Its content: UTF-8, line ends as `\n`, no byte order mark.
    pub content: Arc<str>,
    /// The number notation in it: as in English and Chinese, unless the site's language differs.
    pub notation: Notation,
    /// Where the cells of a spreadsheet are in the content, if it is one.
    pub grid: Option<Arc<Grid>>,
    /// Its line index, built when the first place in it is needed.
    pub(super) lines: OnceLock<Lines>,
}

impl Text {
    /// A decoded text: UTF-8, line ends as `\n`, no byte order mark.
    #[must_use]
    pub const fn new(path: SitePath, content: Arc<str>) -> Self {
        Self { path, content, notation: Notation::POINT, grid: None, lines: OnceLock::new() }
    }

    /// The same text with a language's number notation.
    #[must_use]
    pub fn with_numbers(self, notation: Notation) -> Self {
        Self { notation, ..self }
    }

    /// The number in a node, possibly with decimals; `None` if it is not a number or is ambiguous.
    #[must_use]
    pub fn decimal(&self, node: &Node) -> Option<Decimal> {
        self.notation.number(node.as_text()?).ok()
    }

    /// The diagnostic that asks which of two numbers is meant.
    #[must_use]
    pub fn doubtful(&self, node: &Node, whole: Decimal, part: Decimal) -> Diagnostic {
        let written = |number| self.notation.in_full(number);
        Diagnostic::new(Code::DoubtfulNumber)
            .at(self.place(node.span))
            .arg("found", node.shown())
            .arg("whole", written(whole))
            .arg("part", written(part))
    }

    /// The place of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let offset = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        if let Some(grid) = &self.grid {
            return grid.place(self, offset(span.start)..offset(span.end));
        }
        let lines = self.lines.get_or_init(|| Lines::of(&self.content));
        Place::within(self.path.clone(), &self.content, lines, offset(span.start)..offset(span.end))
    }

    /// A fix that replaces a span.
    #[must_use]
    pub fn fix(&self, span: Span, words: impl Into<String>) -> Fix {
        let Range { start, end } = span.range();
        Fix { file: self.path.clone(), range: start..end, text: words.into() }
    }

    /// A fix that replaces a key or value, keeping its quotes; `None` if more is written there than the word,
    /// or the new one would need quotes.
    #[must_use]
    pub fn fix_word(&self, span: Span, old: &str, new: &str) -> Option<Fix> {
        if self.grid.is_some() {
            return None;
        }
        let Range { start, end } = span.range();
        let written = self.content.get(start..end)?;
        let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_word = new.starts_with(char::is_alphanumeric) && new.chars().all(is_sound);
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quotes = usize::from(quote.is_some());
        let inner = written.get(quotes..written.len().checked_sub(quotes)?)?;
        let span = Span::new(start + quotes, end - quotes);
        (is_word && inner == old && quote.is_none_or(|quote| written.ends_with(quote)))
            .then(|| self.fix(span, new))
    }
}
