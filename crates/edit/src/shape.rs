//! What a file should say after a change, for comparison with what the reader then finds.

use std::sync::Arc;

use super::refusal::Refusal;
use super::value::{Step, Value, ValuePath};
use crate::config::yaml::{Node, NodeValue};
use crate::domain::text;

/// A tree without positions. Whatever should not change must be found unchanged, including quotes.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// As read.
    Null,
    Scalar {
        text: Arc<str>,
        plain: bool,
        written: Option<Arc<str>>,
    },
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
    /// As requested.
    Wanted(Value),
}

impl Shape {
    pub(crate) fn of(node: &Node) -> Self {
        match &node.value {
            NodeValue::Null => Self::Null,
            NodeValue::Scalar { text, plain, written } => {
                Self::Scalar { text: text.clone(), plain: *plain, written: written.clone() }
            }
            NodeValue::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            NodeValue::Mapping(entries) => {
                Self::Map(entries.iter().map(|(key, node)| (key.text.to_string(), Self::of(node))).collect())
            }
        }
    }

    /// Whether a node is exactly this.
    pub(crate) fn is(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Wanted(value), _) => is_wanted(value, node),
            (Self::Null, NodeValue::Null) => true,
            (
                Self::Scalar { text, plain, written },
                NodeValue::Scalar { text: now, plain: is_plain, written: wrote },
            ) => (text, plain, written) == (now, is_plain, wrote),
            (Self::List(items), NodeValue::Sequence(nodes)) => {
                items.len() == nodes.len() && items.iter().zip(nodes).all(|(item, node)| item.is(node))
            }
            (Self::Map(entries), NodeValue::Mapping(nodes)) => {
                let is =
                    |((key, value), (own, node)): (&(String, Self), &(crate::config::yaml::Key, Node))| {
                        **key == *own.text && value.is(node)
                    };
                entries.len() == nodes.len() && entries.iter().zip(nodes).all(is)
            }
            // A list or group that lost its last entry.
            (Self::List(items), NodeValue::Null) => items.is_empty(),
            (Self::Map(entries), NodeValue::Null) => entries.is_empty(),
            _ => false,
        }
    }

    /// The part at a path.
    pub(crate) fn at(&mut self, path: &[Step]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        match (self, first) {
            (Self::Map(entries), Step::Key(key)) => {
                entries.iter_mut().find(|(known, _)| known == key).and_then(|(_, value)| value.at(rest))
            }
            (Self::List(items), Step::Item(at)) => items.get_mut(*at)?.at(rest),
            _ => None,
        }
    }

    /// The list at a path; null counts as an empty one.
    pub(crate) fn list(&mut self, path: &ValuePath) -> Result<&mut Vec<Self>, Refusal> {
        let found = self.at(&path.0).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        if found.is_nothing() {
            *found = Self::List(Vec::new());
        }
        match found {
            Self::List(items) => Ok(items),
            _ => Err(Refusal::Kind(path.to_string())),
        }
    }

    /// The group at a path; null counts as an empty one.
    pub(crate) fn map(&mut self, path: &ValuePath) -> Result<&mut Vec<(String, Self)>, Refusal> {
        let found = self.at(&path.0).ok_or_else(|| Refusal::Nothing(path.to_string()))?;
        if found.is_nothing() {
            *found = Self::Map(Vec::new());
        }
        match found {
            Self::Map(entries) => Ok(entries),
            _ => Err(Refusal::Kind(path.to_string())),
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Scalar { text, .. } => text.is_empty(),
            _ => false,
        }
    }
}

/// A text as the reader returns it.
pub(crate) fn as_read(words: &str) -> String {
    if words.contains('\r') {
        return text::value(&words.replace("\r\n", "\n").replace('\r', "\n")).into_owned();
    }
    text::value(words).into_owned()
}

pub(crate) fn is_wanted(value: &Value, node: &Node) -> bool {
    match (value, &node.value) {
        (Value::InLine(inner), _) => is_wanted(inner, node),
        (Value::Empty, _) => node.is_null(),
        (Value::Text(words), found) => match found {
            NodeValue::Scalar { text, written, .. } => {
                let blank_ends = !words.contains(['\n', '\r']) && text::trimmed(words) != words;
                **text == *as_read(words) && (!blank_ends || written.as_deref() == Some(&*text::sound(words)))
            }
            _ => as_read(words).is_empty() && node.is_null(),
        },
        (Value::Word(words), NodeValue::Scalar { text, .. }) => **text == *as_read(words),
        (Value::Word(words), NodeValue::Null) => {
            matches!(as_read(words).as_str(), "" | "~" | "null" | "Null" | "NULL")
        }
        (Value::List(items), NodeValue::Sequence(nodes)) => {
            items.len() == nodes.len() && items.iter().zip(nodes).all(|(item, node)| is_wanted(item, node))
        }
        (Value::Map(entries), NodeValue::Mapping(nodes)) => {
            entries.len() == nodes.len()
                && entries
                    .iter()
                    .zip(nodes)
                    .all(|((key, value), (own, node))| *as_read(key) == *own.text && is_wanted(value, node))
        }
        _ => false,
    }
}
