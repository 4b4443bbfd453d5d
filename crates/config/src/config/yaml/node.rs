//! The tree of YAML values with their positions.

use std::sync::Arc;

use crate::diag::Arg;
use crate::domain::Span;

/// A value with its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its span.
    pub span: Span,
    /// Its value.
    pub value: NodeValue,
}

/// A key with its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The key.
    pub text: Arc<str>,
    /// Its span.
    pub span: Span,
}

/// The value of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeValue {
    /// Nothing, `~` or `null`.
    Null,
    /// A text; an empty one counts as null.
    Scalar {
        /// Without quotes and escapes, with invisible characters trimmed.
        text: Arc<str>,
        /// Whether it was written without quotes.
        plain: bool,
        /// The untrimmed text between the quotes, if it differs.
        written: Option<Arc<str>>,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order of the file.
    Mapping(Vec<(Key, Node)>),
}

impl Node {
    /// The text of a scalar; `None` if it is empty.
    #[must_use]
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.value {
            NodeValue::Scalar { text, .. } => Some(text).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The untrimmed text of a quoted scalar: a fragment of a sentence, such as `", "`.
    #[must_use]
    pub fn as_fragment(&self) -> Option<&Arc<str>> {
        match &self.value {
            NodeValue::Scalar { text, written, .. } => Some(written.as_ref().unwrap_or(text)),
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.value {
            NodeValue::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a mapping.
    #[must_use]
    pub fn as_map(&self) -> Option<&[(Key, Self)]> {
        match &self.value {
            NodeValue::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether it is null: empty, `~`, or a text without visible characters, such as `""`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        match &self.value {
            NodeValue::Null => true,
            NodeValue::Scalar { text, .. } => text.is_empty(),
            NodeValue::Sequence(_) | NodeValue::Mapping(_) => false,
        }
    }

    /// `true` or `false`, if unquoted.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_text()?.as_ref() {
            "true" | "True" | "yes" | "是" => Some(true),
            "false" | "False" | "no" | "否" => Some(false),
            _ => None,
        }
    }

    /// The same data as JSON: plain numbers and booleans are converted, everything else is text. For free
    /// `params`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            NodeValue::Null => serde_json::Value::Null,
            NodeValue::Scalar { plain: false, .. } => serde_json::Value::String(
                self.as_fragment().map_or_else(String::new, |text| text.to_string()),
            ),
            NodeValue::Scalar { text, plain: true, .. } => match text.as_ref() {
                "true" => serde_json::Value::Bool(true),
                "false" => serde_json::Value::Bool(false),
                other => {
                    integer(other).map_or_else(|| serde_json::Value::String(other.to_owned()), Into::into)
                }
            },
            NodeValue::Sequence(items) => serde_json::Value::Array(items.iter().map(Self::to_json).collect()),
            NodeValue::Mapping(entries) => serde_json::Value::Object(
                entries.iter().map(|(key, value)| (key.text.to_string(), value.to_json())).collect(),
            ),
        }
    }

    /// How a message shows it: a text in quotation marks, otherwise its kind in words.
    #[must_use]
    pub fn shown(&self) -> Arg {
        self.as_text().map_or_else(|| self.kind(), |text| Arg::from(format!("“{text}”")))
    }

    /// Its kind in words.
    #[must_use]
    pub fn kind(&self) -> Arg {
        let (en, zh) = match &self.value {
            NodeValue::Null => ("nothing", "空值"),
            NodeValue::Scalar { .. } if self.is_null() => ("nothing", "空值"),
            NodeValue::Scalar { .. } => ("a single value", "单个值"),
            NodeValue::Sequence(_) => ("a list", "列表"),
            NodeValue::Mapping(_) => ("a group of “word: value” lines", "一组“词: 内容”"),
        };
        Arg::Term { en: en.to_owned(), zh: zh.to_owned() }
    }
}

/// An integer without a leading zero, which would be lost.
fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = digits == "0" || !digits.starts_with('0');
    (canonical && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
