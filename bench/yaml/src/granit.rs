//! Builds a tree with positions from granit-parser's events; scalars stay text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScanError, Span, StrInput};

/// Maximum number of values that aliases may add.
const MOST_ALIASED: usize = 10_000;

#[derive(Clone)]
struct Node {
    place: Range<usize>,
    value: Value,
}

#[derive(Clone)]
enum Value {
    Scalar(Arc<str>),
    List(Vec<Node>),
    Group(Vec<(Node, Node)>),
}

struct Builder<'a> {
    events: Parser<'a, StrInput<'a>>,
    anchors: HashMap<usize, (Node, usize)>,
    values: usize,
    aliased: usize,
}

pub fn read(text: &str) -> Result<usize, String> {
    parse(text).map(|(_, values)| values)
}

pub fn show(text: &str) -> String {
    match parse(text) {
        Ok((Node { value: Value::Group(entries), .. }, _)) => {
            let found =
                entries.iter().find(|(key, _)| matches!(&key.value, Value::Scalar(key) if &**key == "value"));
            found.map_or_else(
                || "no such key".to_owned(),
                |(_, node)| format!("{} at bytes {:?}", tell(&node.value), node.place),
            )
        }
        Ok(_) => "no group".to_owned(),
        Err(error) => format!("refused: {}", crate::one_line(&error)),
    }
}

fn tell(value: &Value) -> String {
    match value {
        Value::Scalar(text) => format!("text {text:?}"),
        Value::List(items) => format!(
            "list of {}",
            items
                .iter()
                .map(|item| format!("{} at {:?}", tell(&item.value), item.place))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Value::Group(_) => "group".to_owned(),
    }
}

fn parse(text: &str) -> Result<(Node, usize), String> {
    let mut builder =
        Builder { events: Parser::new_from_str(text), anchors: HashMap::new(), values: 0, aliased: 0 };
    while let Some((event, span)) = builder.next()? {
        if !matches!(event, Event::StreamStart | Event::DocumentStart(..)) {
            let node = builder.node(event, span)?;
            return Ok((node, builder.values));
        }
    }
    Err("nothing".to_owned())
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, String> {
        self.events.next().transpose().map_err(|error: ScanError| error.to_string())
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, String> {
        let place = span.byte_range().unwrap_or(0..0);
        let before = self.values;
        self.values += 1;
        let anchor = event.anchor_id();
        let value = match event {
            Event::Scalar(text, ..) => Value::Scalar(Arc::from(&*text)),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                while let Some((event, span)) = self.next()?.filter(|(event, _)| *event != Event::SequenceEnd)
                {
                    items.push(self.node(event, span)?);
                }
                Value::List(items)
            }
            Event::MappingStart(..) => Value::Group(self.group()?),
            Event::Alias(id) => return self.alias(id, place),
            other => return Err(format!("unexpected {other:?}")),
        };
        let node = Node { place, value };
        if let Some(id) = anchor {
            self.anchors.insert(id, (node.clone(), self.values - before));
        }
        Ok(node)
    }

    fn group(&mut self) -> Result<Vec<(Node, Node)>, String> {
        let mut entries: Vec<(Node, Node)> = Vec::new();
        while let Some((event, span)) = self.next()?.filter(|(event, _)| *event != Event::MappingEnd) {
            let key = self.node(event, span)?;
            // Keys are not counted: the other readers do not call them values.
            self.values -= 1;
            let Some((event, span)) = self.next()? else { break };
            let value = self.node(event, span)?;
            let same = |known: &Node| matches!((&known.value, &key.value), (Value::Scalar(a), Value::Scalar(b)) if a == b);
            if let Some((first, _)) = entries.iter().find(|(known, _)| same(known)) {
                return Err(format!("twice: at bytes {:?} and {:?}", first.place, key.place));
            }
            entries.push((key, value));
        }
        Ok(entries)
    }

    fn alias(&mut self, id: usize, place: Range<usize>) -> Result<Node, String> {
        let (node, values) = self.anchors.get(&id).cloned().ok_or("unknown alias")?;
        self.aliased += values;
        self.values += values - 1;
        if self.aliased > MOST_ALIASED {
            return Err(format!("aliases add more than {MOST_ALIASED} values, at bytes {place:?}"));
        }
        Ok(Node { place, value: node.value })
    }
}
