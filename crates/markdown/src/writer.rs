//! Writes the parser's events as HTML, with marks for slots.

mod bodies;
mod footnotes;
mod headings;
mod tables;

use super::bodies::Bodies;
use super::document::{Document, Heading, Piece, Problem, ProblemKind, RenderOptions};
use super::footnotes::Notes;
use super::headings::Ids;
use super::marks::{END, SLOT};
use super::placed::Placed;
use super::prepare::Prepared;
use super::split::{self, Slot};
use super::syntax::SYNTAX;
use super::tables::Table;
use super::{MOST_LEVELS, cjk, escape, prepare};
use bangyang_domain::domain::text;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// The state while a text is written.
pub struct Writer<'w> {
    pub options: &'w RenderOptions<'w>,
    pub prepared: &'w Prepared<'w>,
    pub events: &'w [Placed<'w>],
    pub html: String,
    pub plain: String,
    pub slots: Vec<Slot>,
    pub notes: Notes,
    pub ids: Ids,
    pub bodies: Bodies,
    /// The last character of this block's text.
    pub last: Option<char>,
    /// Within the text of a link: what is to be written after it.
    pub link: Option<String>,
    /// Whether that link has a tag to close.
    pub linked: bool,
    /// Within a block of code.
    pub in_code: bool,
    /// Whether authors' tags were written.
    pub raw: bool,
    /// Authors' tags that are open.
    pub open: Vec<String>,
    /// Within an author's tag that is removed with its contents.
    pub muted: Option<String>,
    problems: Vec<Problem>,
    headings: Vec<Heading>,
    /// For the open elements: whether their tags are written, and how many authors' tags were open before.
    levels: Vec<(bool, usize)>,
    /// Number of open elements that can nest without limit.
    pub depth: usize,
    found_too_deep: bool,
    pub table: Table,
}

/// Renders a text. `sanitise` runs the sanitiser even if no author's tag requires it.
pub fn render(text: &str, options: &RenderOptions<'_>, sanitise: bool) -> Document {
    let prepared = prepare::prepare(text, options.shortcodes);
    let events: Vec<Placed<'_>> = Parser::new_ext(&prepared.text, SYNTAX).into_offset_iter().collect();
    let mut writer = Writer::new(options, &prepared, &events, text.len());
    writer.notes = Notes::find(&events);
    writer.ids = writer.heading_ids();
    writer.bodies = Bodies::find(&prepared, &events);
    writer.report_apart();
    writer.report_taken_ids();
    writer.write(0, events.len());
    writer.write_footnotes();
    writer.finish(sanitise)
}

impl<'w> Writer<'w> {
    fn new(
        options: &'w RenderOptions<'w>,
        prepared: &'w Prepared<'w>,
        events: &'w [Placed<'w>],
        len: usize,
    ) -> Self {
        Writer {
            options,
            prepared,
            events,
            html: String::with_capacity(len + len / 4),
            plain: String::with_capacity(len),
            slots: Vec::new(),
            notes: Notes::default(),
            ids: Ids::default(),
            bodies: Bodies::default(),
            last: None,
            link: None,
            linked: false,
            in_code: false,
            raw: false,
            open: Vec::new(),
            muted: None,
            problems: prepared.problems.clone(),
            headings: Vec::new(),
            levels: Vec::new(),
            depth: 0,
            found_too_deep: false,
            table: Table::default(),
        }
    }

    fn finish(mut self, sanitise: bool) -> Document {
        let sanitise = self.raw || sanitise;
        let pieces = split::pieces(self.html, self.slots, sanitise);
        self.problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        self.plain.truncate(self.plain.trim_end().len());
        // References may stand for parts of a composed letter.
        let plain = match text::composed(&self.plain) {
            Cow::Borrowed(_) => self.plain,
            Cow::Owned(composed) => composed,
        };
        Document { pieces, headings: self.headings, plain, problems: self.problems }
    }

    /// Records a problem at a range of the prepared text.
    pub fn problem(&mut self, kind: ProblemKind, made: &Range<usize>) {
        self.problem_at(kind, self.prepared.source_range(made));
    }

    /// Records a problem at a range of the source.
    pub fn problem_at(&mut self, kind: ProblemKind, range: Range<usize>) {
        self.problems.push(Problem { kind, range });
    }

    /// Writes a slot.
    pub fn slot(&mut self, piece: Piece) {
        self.mark_slot();
        self.slots.push(Slot::Piece(piece));
    }

    /// Writes the mark of the next slot.
    pub fn mark_slot(&mut self) {
        self.html.push_str(&format!("{SLOT}{}{END}", self.slots.len()));
    }

    /// Writes the events of a range.
    pub fn write(&mut self, start: usize, end: usize) {
        let mut n = start;
        while n < end {
            n = self.event(n).max(n + 1);
        }
    }

    /// Writes an event; returns the next one.
    fn event(&mut self, n: usize) -> usize {
        let Some((event, range)) = self.events.get(n) else { return n + 1 };
        match event {
            Event::Start(tag) => return self.start(n, tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.code(text),
            Event::Html(_) | Event::InlineHtml(_) => return self.raw_html(n),
            Event::FootnoteReference(name) => self.footnote_reference(name, range),
            Event::SoftBreak => self.soft_break(n),
            Event::HardBreak if self.muted.is_none() => {
                self.html.push_str("<br>\n");
                self.plain.push(' ');
                self.last = None;
            }
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                let words = self.options.words;
                let (checked, label) = if *done { (" checked=\"\"", words.done) } else { ("", words.open) };
                self.html.push_str(&format!("<input type=\"checkbox\" disabled=\"\"{checked} aria-label=\""));
                escape::attribute(&mut self.html, label);
                self.html.push_str("\"> ");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, range),
            Event::HardBreak => {}
        }
        n + 1
    }

    fn start(&mut self, n: usize, tag: &'w Tag<'w>, range: &Range<usize>) -> usize {
        match tag {
            Tag::FootnoteDefinition(_) => return self.notes.end(n).unwrap_or(n + 1),
            Tag::HtmlBlock => match self.bodies.beginning(n) {
                Some((number, end)) => return self.enclosed(n, number, end),
                None if self.bodies.is_tag(n) => return n + 3,
                None => return self.raw_block(n),
            },
            Tag::Image { dest_url, title, .. } => return self.picture(n, dest_url, title),
            Tag::Paragraph => {
                if let Some(next) = self.alone(n) {
                    return next;
                }
            }
            _ => {}
        }
        let shown = self.enter(tag, range);
        if !shown {
            return n + 1;
        }
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, .. } => self.heading(n, *level as u8),
            Tag::BlockQuote(_) => self.block("<blockquote>\n"),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Superscript => self.tag("<sup>"),
            Tag::Subscript => self.tag("<sub>"),
            Tag::Link { .. } => self.link_start(n),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead | Tag::TableRow => self.row(matches!(tag, Tag::TableHead)),
            Tag::TableCell => self.cell(),
            Tag::FootnoteDefinition(_) | Tag::HtmlBlock | Tag::Image { .. } | Tag::MetadataBlock(_) => {}
        }
        n + 1
    }

    /// Enters an element; returns whether its tags are to be written.
    fn enter(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let nests = matches!(
            tag,
            Tag::BlockQuote(_)
                | Tag::List(_)
                | Tag::DefinitionList
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
        );
        let shown = match tag {
            // These belong to a list and are dropped with it.
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.levels.last().is_none_or(|(shown, _)| *shown)
            }
            _ => !nests || self.depth < MOST_LEVELS,
        };
        self.depth += usize::from(nests);
        self.levels.push((shown, self.open.len()));
        if !shown {
            self.too_deep(self.prepared.source_range(range));
        }
        shown
    }

    /// Records, once, that the nesting is too deep here.
    pub fn too_deep(&mut self, place: Range<usize>) {
        if !std::mem::replace(&mut self.found_too_deep, true) {
            self.problem_at(ProblemKind::TooDeep, place);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let (shown, open) = self.levels.pop().unwrap_or((false, 0));
        let nests = matches!(
            tag,
            TagEnd::BlockQuote(_)
                | TagEnd::List(_)
                | TagEnd::DefinitionList
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
        );
        self.depth = self.depth.saturating_sub(usize::from(nests));
        let inline = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
        );
        if !inline {
            self.muted = None;
            self.close_to(open);
        }
        if shown {
            self.end_tag(tag);
        }
        match tag {
            TagEnd::TableCell => self.plain.push(' '),
            _ if inline => {}
            _ => self.plain_block(),
        }
    }

    fn end_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.html.push_str("</p>\n"),
            TagEnd::Heading(level) => {
                let level = self.level(level as u8);
                self.html.push_str(&format!("</h{level}>\n"));
            }
            TagEnd::BlockQuote(_) => self.block("</blockquote>\n"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.html.push_str("</code></pre>\n");
            }
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::DefinitionList => self.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html.push_str("</dd>\n"),
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</del>"),
            TagEnd::Superscript => self.tag("</sup>"),
            TagEnd::Subscript => self.tag("</sub>"),
            TagEnd::Link => self.link_end(),
            TagEnd::Table => self.table_end(),
            TagEnd::TableHead => self.html.push_str("</tr></thead>\n"),
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::FootnoteDefinition | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes a tag that begins or ends a block, on a line of its own.
    pub fn block(&mut self, tag: &str) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        self.html.push_str(tag);
        self.last = None;
    }

    /// Writes a tag within a line.
    fn tag(&mut self, tag: &str) {
        self.html.push_str(tag);
    }

    /// Ends a block of the plain text.
    pub fn plain_block(&mut self) {
        self.plain.truncate(self.plain.trim_end_matches(' ').len());
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
        self.last = None;
    }

    fn level(&self, level: u8) -> u8 {
        level.saturating_add(self.options.heading_offset).clamp(1, 6)
    }

    fn heading(&mut self, n: usize, level: u8) {
        let level = self.level(level);
        let id = self.ids.of.get(&n).cloned().unwrap_or_default();
        self.block(&format!("<h{level} id=\""));
        escape::attribute(&mut self.html, &id);
        self.html.push_str("\">");
        let text = self.plain_of(n);
        self.headings.push(Heading { level, id, text });
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.in_code = true;
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                self.prepared.restore(info).split_whitespace().next().unwrap_or_default().to_owned()
            }
            CodeBlockKind::Indented => String::new(),
        };
        if language.is_empty() {
            return self.block("<pre><code>");
        }
        self.block("<pre><code class=\"language-");
        escape::attribute(&mut self.html, &language);
        self.html.push_str("\">");
    }

    fn footnote_reference(&mut self, name: &CowStr<'_>, range: &Range<usize>) {
        if self.muted.is_some() {
            return;
        }
        match (self.reference(name), &mut self.link) {
            // Links cannot be nested.
            (Some(html), Some(behind)) => behind.push_str(&html),
            (Some(html), None) => self.html.push_str(&html),
            (None, _) => self.text(&format!("[^{name}]"), range),
        }
    }

    fn soft_break(&mut self, n: usize) {
        if self.muted.is_some() {
            return;
        }
        if let Some(last) = self.last
            && let Some(next) = self.next_char(n + 1)
            && cjk::joins(last, next)
        {
            return;
        }
        self.html.push('\n');
        self.plain.push(' ');
    }
}
