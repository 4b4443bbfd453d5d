//! Builds a tree from parser events, within limits.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Event, Parser, ScalarStyle, ScanError};

use super::hints;
use super::node::{Key, Node, NodeValue};
use super::text::Text;
use crate::budget::Budget;
use crate::config::text::forbidden_characters;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, MAX_PER_CODE_PER_FILE};
use crate::domain::{Span, text};

/// Maximum nesting of lists and groups. Real records need four or five.
const DEEPEST: usize = 32;

/// Maximum number of values per file, aliases expanded: a register of a year has about ten thousand.
const MOST_NODES: usize = 2_000_000;

/// Maximum number of values that aliases alone may add. Without a limit, ten lines of aliases grow to
/// billions of values.
const MOST_ALIASED: u64 = 10_000;
/// Maximum number of bytes that aliases alone may add, in addition to twice the length of the text.
const MOST_ALIASED_BYTES: usize = 256 << 10;

/// From this number of keys, they are looked up by hash.
const MANY_KEYS: usize = 32;

/// Parses a range of a text, for example its front matter, as one YAML document. Spans refer to the whole
/// text.
///
/// Returns `None` with a diagnostic if it is not valid YAML; an empty range gives a null node.
pub fn parse(text: &Text, range: Range<usize>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let source = text.content.get(range.clone())?;
    let mut builder = Builder {
        text,
        source,
        base: range.start,
        range: range.clone(),
        anchors: HashMap::new(),
        nodes: 0,
        aliased: Budget::new(
            u64::try_from(source.len().saturating_mul(2).saturating_add(MOST_ALIASED_BYTES))
                .unwrap_or(u64::MAX),
            MOST_ALIASED,
        ),
        twice: 0,
        forbidden: 0,
        stray: false,
        diagnostics,
    };
    let mut events = Parser::new_from_str(source);
    let result = builder.document(&mut events);
    let stray = builder.stray;
    match result {
        // With a list below a value, the value is undefined, and the parser usually fails at it next.
        Ok(_) | Err(Stop::Syntax(_)) if stray => None,
        Ok(node) => Some(node),
        Err(Stop::Said) => None,
        Err(Stop::Syntax(error)) => {
            hints::explain(text, range, &error, diagnostics);
            None
        }
    }
}

/// Why no tree was built.
enum Stop {
    /// A diagnostic was reported.
    Said,
    /// The parser's own error.
    Syntax(ScanError),
}

struct Builder<'a, 'd> {
    text: &'a Text,
    source: &'a str,
    base: usize,
    range: Range<usize>,
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    /// What aliases may still add: values, and bytes of text.
    aliased: Budget,
    /// Number of duplicate keys.
    twice: usize,
    /// Number of values with characters that no page can contain.
    forbidden: usize,
    /// Whether a list was found below a value.
    stray: bool,
    diagnostics: &'d mut Diagnostics,
}

/// An anchored value, which aliases can repeat.
struct Anchored {
    node: Node,
    /// Number of values in it.
    values: usize,
    /// Total length of its texts.
    bytes: usize,
}

/// Total length of a value's texts.
fn weight(node: &Node) -> usize {
    match &node.value {
        NodeValue::Null => 0,
        NodeValue::Scalar { text, .. } => text.len(),
        NodeValue::Sequence(items) => items.iter().map(weight).sum(),
        NodeValue::Mapping(entries) => {
            entries.iter().map(|(key, value)| key.text.len() + weight(value)).sum()
        }
    }
}

type Events<'a> = Parser<'a, serde_yaml::StrInput<'a>>;

impl<'a> Builder<'a, '_> {
    fn document(&mut self, events: &mut Events<'a>) -> Result<Node, Stop> {
        let mut root = None;
        while let Some((event, span)) = self.next(events)? {
            match event {
                // A second document: `---` inside a YAML file.
                Event::DocumentStart(..) if root.is_some() => return self.second_document(&span),
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd | Event::StreamEnd => {}
                event => root = Some(self.node(event, span, events, 0)?),
            }
        }
        let nowhere = Span::new(self.base, self.base);
        Ok(root.unwrap_or(Node { span: nowhere, value: NodeValue::Null }))
    }

    fn second_document(&mut self, span: &serde_yaml::Span) -> Result<Node, Stop> {
        let place = self.text.place(self.span(span));
        self.diagnostics.push(Diagnostic::new(Code::YamlSecondDocument).at(place));
        Err(Stop::Said)
    }

    fn next(&self, events: &mut Events<'a>) -> Result<Option<(Event<'a>, serde_yaml::Span)>, Stop> {
        events.next().transpose().map_err(Stop::Syntax)
    }

    fn node(
        &mut self,
        event: Event<'a>,
        span: serde_yaml::Span,
        events: &mut Events<'a>,
        depth: usize,
    ) -> Result<Node, Stop> {
        let own = self.span(&span);
        self.nodes += 1;
        if depth > DEEPEST {
            return self.stop(Code::YamlTooDeep, own, DEEPEST);
        }
        if self.nodes > MOST_NODES {
            return self.stop(Code::YamlTooLarge, own, MOST_NODES);
        }
        let before = self.nodes;
        let anchor = event.anchor_id();
        let node = match event {
            Event::Scalar(text, style, ..) => {
                // Escapes in double quotes: `"\x07"`.
                if style == ScalarStyle::DoubleQuoted
                    && let Some((_, first)) = text::forbidden(&text).next()
                    && self.forbidden < MAX_PER_CODE_PER_FILE
                {
                    // Limited, since each place costs a scan of the file.
                    self.forbidden += 1;
                    self.diagnostics.push(forbidden_characters(&text, first).at(self.text.place(own)));
                }
                scalar(&text, style, own)
            }
            Event::SequenceStart(..) => self.sequence(own, events, depth)?,
            Event::MappingStart(..) => self.mapping(own, events, depth)?,
            Event::Alias(id) => return self.alias(id, own),
            _ => Node { span: own, value: NodeValue::Null },
        };
        if let Some(id) = anchor {
            let values = self.nodes - before + 1;
            self.anchors.insert(id, Anchored { values, bytes: weight(&node), node: node.clone() });
        }
        Ok(node)
    }

    fn sequence(&mut self, start: Span, events: &mut Events<'a>, depth: usize) -> Result<Node, Stop> {
        let mut items: Vec<Node> = Vec::new();
        while let Some((event, span)) = self.next(events)? {
            if event == Event::SequenceEnd {
                break;
            }
            let item = self.node(event, span, events, depth + 1)?;
            if matches!(item.value, NodeValue::Null) {
                let before = items.last().map_or(start.start, |last| last.span.end);
                self.no_item_left(before, !items.is_empty());
            }
            self.no_list_within(&item, None);
            items.push(item);
        }
        let end = items.last().map_or(start.end, |item| item.span.end);
        Ok(Node {
            span: Span { start: start.start, end: end.max(start.end) },
            value: NodeValue::Sequence(items),
        })
    }

    fn mapping(&mut self, start: Span, events: &mut Events<'a>, depth: usize) -> Result<Node, Stop> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let mut known = HashMap::new();
        while let Some((event, span)) = self.next(events)? {
            if event == Event::MappingEnd {
                break;
            }
            let key = self.node(event, span, events, depth + 1)?;
            let Some((event, span)) = self.next(events)? else { break };
            let value = self.node(event, span, events, depth + 1)?;
            if matches!(value.value, NodeValue::Null) {
                self.nothing_left(key.span.end);
            }
            let text = match &key.value {
                NodeValue::Scalar { plain: true, .. }
                    if hints::is_odd_key(self.source_of(key.span))
                        && hints::explain_key(self.text, self.range.clone(), self.diagnostics) =>
                {
                    return Err(Stop::Said);
                }
                NodeValue::Scalar { text, .. } => text.clone(),
                NodeValue::Null => Arc::from("~"),
                _ => {
                    let detail = Arg::term(
                        "there is a list or group where the word before the colon should be",
                        "冒号前面应当是一个词，这里却是列表或一组内容",
                    );
                    let place = self.text.place(key.span);
                    self.diagnostics.push(Diagnostic::new(Code::YamlSyntax).at(place).arg("detail", detail));
                    return Err(Stop::Said);
                }
            };
            self.no_list_within(&value, Some(&text));
            // Most mappings have few keys, for which comparing is faster than hashing.
            let first = if entries.len() < MANY_KEYS {
                entries.iter().find(|(known, _)| known.text == text).map(|(key, _)| key.span)
            } else {
                if known.is_empty() {
                    known.extend(entries.iter().map(|(key, _)| (key.text.clone(), key.span)));
                }
                known.get(&text).copied()
            };
            if let Some(first) = first {
                self.twice(first, key.span, &text);
                continue;
            }
            if !known.is_empty() {
                known.insert(text.clone(), key.span);
            }
            entries.push((Key { text, span: key.span }, value));
        }
        let end = entries.last().map_or(start.end, |(key, value)| key.span.end.max(value.span.end));
        let from = entries.first().map_or(start.start, |(key, _)| key.span.start.min(start.start));
        Ok(Node { span: Span { start: from, end: end.max(start.end) }, value: NodeValue::Mapping(entries) })
    }

    /// The source text of a span.
    fn source_of(&self, span: Span) -> &'a str {
        let Range { start, end } = span.range();
        let [start, end] = [start, end].map(|at| at.saturating_sub(self.base));
        self.source.get(start..end).unwrap_or("")
    }

    /// Reports a list below a value: to YAML its lines, including hyphens, continue the value's text.
    fn no_list_within(&mut self, value: &Node, key: Option<&str>) {
        let NodeValue::Scalar { text, plain: true, .. } = &value.value else { return };
        let Range { start, end } = value.span.range();
        // Only a text of several lines has a span of different length.
        if end.saturating_sub(start) == text.len() {
            return;
        }
        let mut at = start;
        for (n, line) in self.text.content.get(start..end).unwrap_or("").split('\n').enumerate() {
            let rest = line.trim_start();
            if n > 0 && super::signs::is_item(rest) {
                self.stray = true;
                let from = at + (line.len() - rest.len());
                let place = self.text.place(Span::new(from, from + rest.trim_end().len()));
                self.diagnostics.push(Diagnostic::new(Code::YamlStrayItem).at(place).arg_opt("owner", key));
                return;
            }
            at += line.len() + 1;
        }
    }

    /// Reports a value that is empty because all of it is a comment in YAML. `key` is the position after its
    /// key.
    fn nothing_left(&mut self, key: u32) {
        let start = usize::try_from(key).unwrap_or(usize::MAX);
        let rest = self.text.content.get(start..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        if rest.get(blanks..).is_some_and(|rest| rest.starts_with(':'))
            && let Some(told) = super::remark::all_cut_off(self.text, start + blanks + 1)
        {
            self.diagnostics.push(told);
        }
    }

    /// The same for the first item after a position, which may be on a continued line.
    fn no_item_left(&mut self, before: u32, goes_on: bool) {
        let mut at = usize::try_from(before).unwrap_or(usize::MAX);
        let rest = self.text.content.get(at..).unwrap_or("");
        for (n, line) in rest.split('\n').enumerate() {
            let item = line.trim_start();
            if item.starts_with('-') && (n > 0 || !goes_on) {
                let hyphen = at + line.len() - item.len();
                if let Some(told) = super::remark::all_cut_off(self.text, hyphen + 1) {
                    self.diagnostics.push(told);
                }
                return;
            }
            if n > 0 && !item.is_empty() && !item.starts_with('#') {
                return;
            }
            at += line.len() + 1;
        }
    }

    /// Reports a duplicate key; limited, since each place costs a scan of the file.
    fn twice(&mut self, first: Span, second: Span, text: &Arc<str>) {
        self.twice += 1;
        if self.twice > MAX_PER_CODE_PER_FILE {
            return;
        }
        let first = self.text.place(first);
        let line = i64::from(first.line());
        let here = Diagnostic::new(Code::DuplicateKey).at(self.text.place(second));
        self.diagnostics.push(here.and_at(first).arg("key", text).arg("line", line));
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<Node, Stop> {
        let Some(Anchored { node, values, bytes }) = self.anchors.get(&id) else {
            return Ok(Node { span, value: NodeValue::Null });
        };
        self.nodes += values;
        if self.aliased.step(*values).is_err() || self.aliased.make(*bytes).is_err() {
            return self.stop(Code::YamlTooLarge, span, usize::try_from(MOST_ALIASED).unwrap_or(usize::MAX));
        }
        let node = node.clone();
        // The value gets the alias's span, since that is where an editor must fix it.
        Ok(Node { span, value: node.value })
    }

    fn stop(&mut self, code: Code, span: Span, limit: usize) -> Result<Node, Stop> {
        self.diagnostics.push(Diagnostic::new(code).at(self.text.place(span)).arg("limit", limit));
        Err(Stop::Said)
    }

    fn span(&self, span: &serde_yaml::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let trimmed = self.source.get(range.clone()).map_or(0, |text| text.len() - text.trim_end().len());
        Span::new(self.base + range.start, self.base + (range.end - trimmed).max(range.start))
    }
}

fn scalar(text: &str, style: ScalarStyle, span: Span) -> Node {
    let plain = style == ScalarStyle::Plain;
    let value = text::value(text);
    if plain && matches!(&*value, "" | "~" | "null" | "Null" | "NULL") {
        return Node { span, value: NodeValue::Null };
    }
    let written = (!plain && *value != *text).then(|| Arc::from(text::sound(text)));
    Node { span, value: NodeValue::Scalar { text: Arc::from(value), plain, written } }
}
