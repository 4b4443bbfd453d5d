//! The concrete syntax of YAML: where keys, colons, hyphens, brackets and values are, so that each can be
//! changed alone.
//!
//! `config::yaml` says what a file means, this module what it looks like. Both are built from the same
//! parser's events; only `config::yaml` decides whether a change had the intended effect.

use std::ops::Range;

use serde_yaml::{Event, Parser, ScalarStyle, StructureStyle};

use super::scalar::Style;
use super::shape::as_read;

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Cst {
    /// Its range, without anchors, tags and comments. If it is empty: where it could be inserted.
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
    /// Whether it has an anchor or a tag.
    pub(crate) has_properties: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Empty.
    Nothing,
    Scalar(Style),
    /// `*name`.
    Alias,
    List {
        flow: bool,
        items: Vec<Item>,
    },
    Map {
        flow: bool,
        entries: Vec<Entry>,
    },
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The position of its hyphen; in brackets, of its beginning.
    pub(crate) start: usize,
    pub(crate) value: Cst,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_style: Style,
    pub(crate) key_span: Range<usize>,
    /// The position of the colon, unless the key has an explicit form without one or with a question mark.
    pub(crate) colon: Option<usize>,
    pub(crate) value: Cst,
}

impl Item {
    /// Its end; at least that of its hyphen.
    pub(crate) fn end(&self) -> usize {
        self.value.span.end.max(self.start)
    }
}

impl Entry {
    /// Its end; at least that of its colon.
    pub(crate) fn end(&self) -> usize {
        self.value.span.end.max(self.colon.map_or(self.key_span.end, |colon| colon + 1))
    }
}

impl Cst {
    /// Reads a range of a text; `None` if it is not valid YAML.
    pub(crate) fn read(text: &str, range: Range<usize>) -> Option<Self> {
        let source = text.get(range.clone())?;
        let mut reader = CstBuilder { text, base: range.start, events: Parser::new_from_str(source) };
        let mut root = None;
        loop {
            match reader.next()? {
                (Event::StreamEnd, _) => break,
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                (event, span) if root.is_none() => root = Some(reader.node(event, span, range.start)?),
                _ => return None,
            }
        }
        let nothing = Self { span: range.end..range.end, kind: Kind::Nothing, has_properties: false };
        Some(root.filter(|root| !root.is_nothing()).unwrap_or(nothing))
    }

    /// The position of the parser's error; `None` if there is none. Hints about the same mistake may point
    /// elsewhere.
    pub(crate) fn first_error(text: &str, range: Range<usize>) -> Option<usize> {
        let error = Parser::new_from_str(text.get(range.clone())?).find_map(Result::err)?;
        Some(range.start + error.marker().byte_offset().unwrap_or(0))
    }

    pub(crate) const fn is_nothing(&self) -> bool {
        matches!(self.kind, Kind::Nothing)
    }

    /// Whether it is written in brackets or braces.
    pub(crate) const fn is_flow(&self) -> bool {
        matches!(self.kind, Kind::List { flow: true, .. } | Kind::Map { flow: true, .. })
    }

    /// Whether it contains an anchor, tag or alias.
    pub(crate) fn is_shared(&self) -> bool {
        self.has_properties
            || match &self.kind {
                Kind::Alias => true,
                Kind::List { items, .. } => items.iter().any(|item| item.value.is_shared()),
                Kind::Map { entries, .. } => entries.iter().any(|entry| entry.value.is_shared()),
                Kind::Nothing | Kind::Scalar(_) => false,
            }
    }

    /// All values in it, starting with itself.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        match &self.kind {
            Kind::List { items, .. } => items.iter().for_each(|item| all.extend(item.value.all())),
            Kind::Map { entries, .. } => entries.iter().for_each(|entry| all.extend(entry.value.all())),
            Kind::Nothing | Kind::Scalar(_) | Kind::Alias => {}
        }
        all
    }
}

struct CstBuilder<'a> {
    text: &'a str,
    base: usize,
    events: Parser<'a, serde_yaml::StrInput<'a>>,
}

impl<'a> CstBuilder<'a> {
    /// The next event and its range.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let (event, span) = self.events.next()?.ok()?;
        let range = span.byte_range().unwrap_or(0..0);
        Some((event, self.base + range.start..self.base + range.end))
    }

    /// Reads a value that may begin at `from`.
    fn node(&mut self, event: Event<'a>, span: Range<usize>, from: usize) -> Option<Cst> {
        let is_anchored = event.anchor_id().is_some();
        let mut cst = match event {
            Event::Scalar(value, style, _, ref tag) => {
                let absent = style == ScalarStyle::Plain
                    && (value.is_empty() || (value == "~" && self.text.get(span.clone()) != Some("~")));
                if absent {
                    Cst { span: from..from, kind: Kind::Nothing, has_properties: tag.is_some() }
                } else {
                    self.scalar(style, span, from)?
                }
            }
            Event::Alias(_) => Cst { span, kind: Kind::Alias, has_properties: false },
            Event::SequenceStart(StructureStyle::Flow, ..) => self.list(true, span.start)?,
            Event::SequenceStart(StructureStyle::Block, ..) => self.list(false, from)?,
            Event::MappingStart(style, ..) => self.map(style == StructureStyle::Flow, span)?,
            _ => return None,
        };
        let gap = self.text.get(from..cst.span.start).unwrap_or("");
        cst.has_properties |= is_anchored || gap.lines().any(|line| uncommented(line).contains(['&', '!']));
        Some(cst)
    }

    fn scalar(&self, style: ScalarStyle, span: Range<usize>, from: usize) -> Option<Cst> {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        // For a block text, the parser only gives the range of its lines.
        let start = match style {
            Style::Block => from + self.text.get(from..span.start)?.find(['|', '>'])?,
            _ => span.start,
        };
        let written = self.text.get(start..span.end)?;
        let trimmed = match style {
            Style::Plain => written.trim_end().len(),
            Style::Block => written.trim_end_matches([' ', '\n']).len(),
            Style::Single | Style::Double => written.len(),
        };
        Some(Cst { span: start..start + trimmed, kind: Kind::Scalar(style), has_properties: false })
    }

    /// Reads a list whose bracket or first hyphen is at or after `from`.
    fn list(&mut self, flow: bool, from: usize) -> Option<Cst> {
        let (mut items, mut end): (Vec<Item>, usize) = (Vec::new(), from);
        loop {
            let (event, own) = self.next()?;
            if event == Event::SequenceEnd {
                end = if flow { own.end.max(end) } else { end };
                break;
            }
            let mark = if items.is_empty() && flow { from + 1 } else { end };
            let start = self.sign(mark, if flow { None } else { Some('-') })?;
            let value = self.node(event, own, if flow { start } else { start + 1 })?;
            let start = if flow && !value.has_properties { value.span.start } else { start };
            end = value.span.end.max(if flow { start } else { start + 1 });
            items.push(Item { start, value });
        }
        let start = if flow { from } else { items.first().map_or(from, |item| item.start) };
        Some(Cst { span: start..end, kind: Kind::List { flow, items }, has_properties: false })
    }

    fn map(&mut self, flow: bool, span: Range<usize>) -> Option<Cst> {
        let (mut entries, mut start, mut end): (Vec<Entry>, _, usize) = (Vec::new(), span.start, span.start);
        loop {
            let (event, own) = self.next()?;
            if event == Event::MappingEnd {
                end = if flow { own.end.max(end) } else { end };
                break;
            }
            let key = match &event {
                Event::Scalar(text, ..) => as_read(text),
                _ => return None,
            };
            let key_node = self.node(event, own, end)?;
            let key_span = key_node.span.clone();
            let key_style = match key_node.kind {
                Kind::Scalar(style) => style,
                _ => Style::Plain,
            };
            if entries.is_empty() && !flow {
                start = key_span.start;
            }
            let colon =
                self.colon(key_span.end).filter(|_| !key_node.is_nothing() && !key_node.has_properties);
            let from = colon.map_or(key_span.end, |colon| colon + 1);
            let (event, own) = self.next()?;
            let value = self.node(event, own, from)?;
            end = value.span.end.max(from);
            entries.push(Entry { key, key_style, key_span, colon, value });
        }
        Some(Cst { span: start..end.max(start), kind: Kind::Map { flow, entries }, has_properties: false })
    }

    /// The first character after a position that is not a space, a comma or part of a comment; it must be the
    /// wanted one.
    fn sign(&self, from: usize, wanted: Option<char>) -> Option<usize> {
        let mut at = from;
        loop {
            let rest = self.text.get(at..)?;
            let c = rest.chars().next()?;
            match c {
                '#' => at += rest.find('\n')?,
                ',' if wanted.is_none() => at += 1,
                '&' | '!' => at += rest.find(char::is_whitespace)?,
                c if c.is_whitespace() => at += c.len_utf8(),
                c => return wanted.is_none_or(|wanted| wanted == c).then_some(at),
            }
        }
    }

    /// The colon after a key.
    fn colon(&self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest.get(blanks..)?.starts_with(':').then_some(from + blanks)
    }
}

/// The part of a line before a comment, if it contains only punctuation.
fn uncommented(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before)
}
