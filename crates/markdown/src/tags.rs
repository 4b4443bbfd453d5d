//! Writes authors' tags, as far as they are allowed, and reports the others.

use super::attributes::{ANYWHERE, AUTHORS, VANISHING, VOID, WITHIN_LINES, authors};
use super::document::ProblemKind;
use super::inline::Image;
use super::raw::{self, Attribute, Token};
use super::urls::{self, Kind};
use super::writer::Writer;
use super::{MOST_LEVELS, escape};
use pulldown_cmark::{Event, TagEnd};
use std::ops::Range;

/// A piece of authors' HTML, and the positions of its lines.
struct Fragment {
    html: String,
    lines: Vec<Line>,
}

struct Line {
    start: usize,
    len: usize,
    source: Range<usize>,
}

impl Fragment {
    /// The source range for a range of the piece.
    fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.line(range.start).map_or(0, |(line, at)| at.unwrap_or(line.source.start));
        let end = self
            .line(range.end.saturating_sub(1))
            .map_or(0, |(line, at)| at.map_or(line.source.end, |at| at + 1));
        start..end.max(start)
    }

    /// The line of a byte of the piece, and the byte's source position; `None` if the line differs from the
    /// source.
    fn line(&self, at: usize) -> Option<(&Line, Option<usize>)> {
        let n = self.lines.partition_point(|line| line.start <= at).checked_sub(1)?;
        let line = self.lines.get(n)?;
        Some((line, (line.len == line.source.len()).then(|| line.source.start + at - line.start)))
    }
}

impl Writer<'_> {
    /// Writes a tag within a line; returns the next event.
    pub fn raw_html(&mut self, n: usize) -> usize {
        self.fragment(n, n + 1);
        n + 1
    }

    /// Writes a block of HTML; returns the next event.
    pub fn raw_block(&mut self, n: usize) -> usize {
        let ends = |(event, _): &(Event<'_>, Range<usize>)| matches!(event, Event::End(TagEnd::HtmlBlock));
        let end = self.events.iter().skip(n).position(ends).map_or(self.events.len(), |found| n + found);
        self.block("");
        let (open, before) = (self.open.len(), self.html.len());
        self.fragment(n + 1, end);
        self.muted = None;
        if self.html.get(before..).is_some_and(|html| html.trim().is_empty()) {
            self.html.truncate(before);
        }
        // Inline layout ends here; otherwise the parser would reopen it in each following block.
        for at in (open..self.open.len()).rev() {
            if self.open.get(at).is_some_and(|name| WITHIN_LINES.contains(&name.as_str())) {
                let name = self.open.remove(at);
                self.html.push_str(&format!("</{name}>"));
            }
        }
        self.plain_block();
        end + 1
    }

    /// Closes authors' tags down to a number of open ones.
    pub fn close_to(&mut self, open: usize) {
        while self.open.len() > open {
            if let Some(name) = self.open.pop() {
                self.html.push_str(&format!("</{name}>"));
            }
        }
    }

    fn fragment(&mut self, start: usize, end: usize) {
        let mut fragment = Fragment { html: String::new(), lines: Vec::new() };
        for (event, range) in self.events.get(start..end).unwrap_or_default() {
            if let Event::Html(html) | Event::InlineHtml(html) | Event::Text(html) = event {
                let written = self.prepared.restore(html);
                let source = self.prepared.source_range(range);
                fragment.lines.push(Line { start: fragment.html.len(), len: written.len(), source });
                fragment.html.push_str(&written);
            }
        }
        let tokens = raw::tokens(&fragment.html);
        self.report_commands(&fragment, &tokens);
        for token in tokens {
            self.token(&token, &fragment);
        }
    }

    /// Reports shortcodes in authors' HTML, where they are not filled; comments are ignored.
    fn report_commands(&mut self, fragment: &Fragment, tokens: &[Token<'_>]) {
        let passed_over = tokens.iter().filter_map(|token| match token {
            Token::Comment(range) | Token::Unfinished(range) => Some(range),
            _ => None,
        });
        let mut passed_over = passed_over.peekable();
        let opened = |at: usize| fragment.html.get(at + 2..).unwrap_or_default().trim_start();
        let is_tag = |at: usize| opened(at).starts_with(|c: char| c.is_ascii_alphabetic());
        let signs = fragment.html.match_indices("{").filter(|(at, _)| {
            let rest = fragment.html.get(*at..).unwrap_or_default();
            rest.starts_with("{{") || (rest.starts_with("{%") && is_tag(*at))
        });
        let mut behind = 0;
        for (at, _) in signs {
            // Of three braces, the first two are the opening.
            if at < behind {
                continue;
            }
            behind = at + 2;
            while passed_over.next_if(|range| range.end <= at).is_some() {}
            if passed_over.peek().is_none_or(|range| at < range.start) {
                self.report_in_html(fragment.source_range(&(at..at + 2)));
            }
        }
    }

    fn token(&mut self, token: &Token<'_>, fragment: &Fragment) {
        match token {
            Token::Close(name) if self.muted.as_ref() == Some(name) => self.muted = None,
            _ if self.muted.is_some() => {}
            Token::Text(text) => {
                let text = raw::decode(text);
                escape::text(&mut self.html, &text);
                self.plain.push_str(text.trim_end_matches(['\n', '\r']));
                self.last = text.chars().next_back().or(self.last);
            }
            Token::Close(name) => self.close(name),
            Token::Comment(_) => {}
            Token::Unfinished(range) => self.problem_at(ProblemKind::RawHtml, fragment.source_range(range)),
            Token::Open { name, attributes, closed, range } => {
                let place = fragment.source_range(range);
                self.open(name, attributes, *closed, place, fragment);
            }
        }
    }

    /// Closes a tag; ignores one that was not opened.
    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.remove(at);
            self.html.push_str(&format!("</{name}>"));
        }
    }

    fn open(
        &mut self,
        name: &str,
        attributes: &[Attribute],
        closed: bool,
        place: Range<usize>,
        fragment: &Fragment,
    ) {
        if name == "img" {
            return self.raw_image(attributes, place, fragment);
        }
        let nested_link = name == "a" && (self.link.is_some() || self.open.iter().any(|open| open == "a"));
        if !AUTHORS.contains(&name) || nested_link {
            if VANISHING.contains(&name) && !closed {
                self.muted = Some(name.to_owned());
            }
            return self.problem_at(ProblemKind::RawHtml, place);
        }
        if self.open.len() >= MOST_LEVELS {
            return self.too_deep(place);
        }
        self.raw = true;
        self.html.push('<');
        self.html.push_str(name);
        for attribute in attributes {
            if !self.attribute(name, attribute) {
                let (element, attribute, range) = (name.to_owned(), attribute.name.clone(), &attribute.range);
                self.problem_at(
                    ProblemKind::RawAttribute { element, attribute },
                    fragment.source_range(range),
                );
            }
        }
        self.html.push('>');
        if !VOID.contains(&name) {
            self.open.push(name.to_owned());
        }
    }

    /// Writes an attribute of an author's tag, if it is allowed.
    fn attribute(&mut self, element: &str, attribute: &Attribute) -> bool {
        let (name, value) = (attribute.name.as_str(), attribute.value.as_str());
        if !ANYWHERE.contains(&name) && !authors(element).contains(&name) {
            return false;
        }
        let kind = (name == "href").then(|| urls::kind(value));
        if !matches!(kind, None | Some(Kind::Web | Kind::Contact | Kind::Fragment)) {
            return false;
        }
        self.html.push_str(&format!(" {name}=\""));
        if kind.is_some() {
            escape::href(&mut self.html, value);
        } else {
            escape::attribute(&mut self.html, value);
        }
        self.html.push_str(if kind == Some(Kind::Web) { "\" rel=\"noopener\"" } else { "\"" });
        true
    }

    fn raw_image(&mut self, attributes: &[Attribute], place: Range<usize>, fragment: &Fragment) {
        let mut image = Image::default();
        for attribute in attributes {
            let value = attribute.value.clone();
            match attribute.name.as_str() {
                "src" => image.target = value,
                "alt" => image.alt = value,
                "title" => image.title = Some(value).filter(|title| !title.is_empty()),
                // The size of a picture is known from its file.
                "width" | "height" | "loading" => {}
                name => {
                    let (element, attribute, range) = ("img".to_owned(), name.to_owned(), &attribute.range);
                    self.problem_at(
                        ProblemKind::RawAttribute { element, attribute },
                        fragment.source_range(range),
                    );
                }
            }
        }
        self.image(image, place, false);
    }
}
