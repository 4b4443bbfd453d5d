//! The visible text of a Markdown text, by block and line.

use super::super::prepare::{Part, Prepared};
use crate::syntax::SYNTAX;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// A paragraph, heading, item or cell.
#[derive(Debug, Default)]
pub struct Block<'t> {
    /// The whole text.
    pub source: &'t str,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Whether it is a paragraph, whose lines may have been meant as something else.
    pub is_paragraph: bool,
    /// Bare addresses that were cut off.
    pub cut: Vec<Range<usize>>,
}

/// A line of a block.
#[derive(Debug, Default, Clone)]
pub struct Line {
    /// All of it, including markup.
    pub range: Range<usize>,
    /// The ranges of it that are shown literally.
    pub shown: Vec<Range<usize>>,
    /// Links, with their ranges and targets.
    pub links: Vec<(Range<usize>, String)>,
}

/// A text that was read.
#[derive(Debug, Default)]
pub struct Read<'t> {
    /// Its blocks, in order.
    pub blocks: Vec<Block<'t>>,
    /// The available notes.
    pub notes: BTreeSet<String>,
    /// References to notes.
    pub references: Vec<(String, Range<usize>)>,
}

impl<'t> Block<'t> {
    /// The text of a range.
    pub fn text(&self, range: &Range<usize>) -> &'t str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// Whether a range of a line is shown literally.
    pub fn is_shown(line: &Line, range: &Range<usize>) -> bool {
        line.shown.iter().any(|shown| shown.start <= range.start && range.end <= shown.end)
    }

    /// The visible ranges, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Range<usize>> {
        self.lines.iter().flat_map(|line| &line.shown)
    }
}

/// Reads a text.
pub fn read<'p>(prepared: &'p Prepared<'p>) -> Read<'p> {
    let mut reader = BlockScanner {
        prepared,
        read: Read::default(),
        block: Block { source: prepared.source, ..Block::default() },
        line: None,
        in_code: false,
        pictures: 0,
    };
    for (event, range) in Parser::new_ext(&prepared.text, SYNTAX).into_offset_iter() {
        reader.event(&event, &range);
    }
    reader.end_block();
    reader.read
}

struct BlockScanner<'p> {
    prepared: &'p Prepared<'p>,
    read: Read<'p>,
    block: Block<'p>,
    line: Option<Line>,
    in_code: bool,
    /// Number of open pictures, whose text is not visible.
    pictures: usize,
}

impl BlockScanner<'_> {
    fn event(&mut self, event: &Event<'_>, made: &Range<usize>) {
        let range = self.prepared.source_range(made);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if !self.in_code && self.pictures == 0 => self.words(text, range),
            Event::FootnoteReference(name) => {
                self.extend(&range);
                self.read.references.push((name.to_lowercase(), range));
            }
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Code(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {
                self.extend(&range);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Image { .. } => {
                self.extend(&range);
                self.pictures += 1;
            }
            Tag::Link { dest_url, .. } => {
                let target = self.prepared.restore(dest_url).into_owned();
                let line = self.extend(&range);
                line.links.push((range, target));
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.extend(&range);
            }
            tag => {
                self.end_block();
                self.in_code = matches!(tag, Tag::CodeBlock(_));
                self.block.is_paragraph = matches!(tag, Tag::Paragraph | Tag::Item);
                if let Tag::FootnoteDefinition(name) = tag {
                    self.read.notes.insert(name.to_lowercase());
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::Link
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            _ => {
                self.end_block();
                self.in_code = false;
            }
        }
    }

    /// Records words without shortcodes and addresses.
    fn words(&mut self, text: &str, range: Range<usize>) {
        self.extend(&range);
        let mut taken: Vec<Range<usize>> = Vec::new();
        for part in self.prepared.parts(text) {
            match part {
                Part::Shortcode(n) => {
                    taken.extend(self.prepared.shortcodes.get(n).map(|(_, range)| range.clone()));
                }
                Part::Address(n) => {
                    let Some(address) = self.prepared.addresses.get(n) else { continue };
                    taken.push(address.range.clone());
                    if address.cut {
                        self.block.cut.push(address.range.clone());
                    }
                }
                Part::Text(_) | Part::Tag(..) => {}
            }
        }
        let mut from = range.start;
        for gap in taken.iter().map(|it| it.start..it.end).chain(std::iter::once(range.end..range.end)) {
            if from < gap.start {
                self.shown(from..gap.start);
            }
            from = gap.end.max(from);
        }
    }

    /// Records a range that is shown literally, merging adjacent ones. A character escaped by a backslash was
    /// meant literally.
    fn shown(&mut self, mut range: Range<usize>) {
        let before = self.prepared.source.get(..range.start).unwrap_or_default();
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        if !backslashes.is_multiple_of(2) {
            range.start += self
                .prepared
                .source
                .get(range.start..)
                .and_then(|it| it.chars().next())
                .map_or(0, char::len_utf8);
        }
        let line = self.line.get_or_insert_with(Line::default);
        match line.shown.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => line.shown.push(range),
        }
    }

    fn extend(&mut self, range: &Range<usize>) -> &mut Line {
        let line = self.line.get_or_insert_with(|| Line { range: range.clone(), ..Line::default() });
        line.range.end = line.range.end.max(range.end);
        line
    }

    fn end_line(&mut self) {
        self.block.lines.extend(self.line.take());
    }

    fn end_block(&mut self) {
        self.end_line();
        let source = self.prepared.source;
        let block = std::mem::replace(&mut self.block, Block { source, ..Block::default() });
        if !block.lines.is_empty() {
            self.read.blocks.push(block);
        }
    }
}
