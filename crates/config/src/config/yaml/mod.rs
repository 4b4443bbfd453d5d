//! YAML as a tree in which every key and value has its span.
//!
//! Scalars stay text: the declaration of the field decides what they mean, so `2022-03` is never taken for a
//! number, `no` never for a boolean, and `0000` keeps its zeros.

mod hints;
mod layout;
mod map;
mod remark;
mod shapes;
mod signs;
mod tree;

use std::sync::{Arc, OnceLock};

pub use hints::slip_in_value;
pub use map::{Map, not_lines, owner_above, read_date, read_label};
pub use remark::cut_off;
pub use shapes::Shape;
pub use tree::parse;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Fix, Lines, Place};
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
    /// Its line index, built when the first place in it is needed.
    lines: OnceLock<Lines>,
}

impl Text {
    /// A decoded text: UTF-8, line ends as `\n`, no byte order mark.
    #[must_use]
    pub const fn new(path: SitePath, content: Arc<str>) -> Self {
        Self { path, content, notation: Notation::POINT, lines: OnceLock::new() }
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
        let lines = self.lines.get_or_init(|| Lines::of(&self.content));
        Place::within(self.path.clone(), &self.content, lines, offset(span.start)..offset(span.end))
    }

    /// A fix that replaces a span.
    #[must_use]
    pub fn fix(&self, span: Span, words: impl Into<String>) -> Fix {
        let [start, end] = [span.start, span.end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        Fix { file: self.path.clone(), range: start..end, text: words.into() }
    }

    /// A fix that replaces a key or value, keeping its quotes; `None` if more is written there than the word,
    /// or the new one would need quotes.
    #[must_use]
    pub fn fix_word(&self, span: Span, old: &str, new: &str) -> Option<Fix> {
        let [start, end] = [span.start, span.end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
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

/// The diagnostic for a missing key, or one of several, in a mapping; how to add it depends on whether the
/// mapping is in braces.
#[must_use]
pub fn missing_setting(text: &Text, span: Span, keys: &[&str]) -> Diagnostic {
    let place = text.place(Span { start: span.start, end: span.start });
    let told = Diagnostic::new(Code::MissingSetting).at(place);
    match keys {
        [key] => with_way_in(told.arg("key", *key), text, span, key, None),
        keys => {
            let any = Arg::term(keys.join(", "), keys.join("、"));
            told.arg("key", Arg::term(keys.join(" or "), keys.join(" 或 "))).arg("any", any)
        }
    }
}

/// Adds how to insert a key into a mapping: as a new line, or within its braces.
#[must_use]
pub fn with_way_in(
    told: Diagnostic,
    text: &Text,
    mapping: Span,
    key: &str,
    example: Option<String>,
) -> Diagnostic {
    let start = usize::try_from(mapping.start).unwrap_or(usize::MAX);
    if text.content.get(start..).is_some_and(|rest| rest.starts_with('{')) {
        let entry = example.unwrap_or_else(|| format!("{key}: …"));
        return told.arg("inside", format!("{{…, {entry}}}"));
    }
    told.arg("line", key).arg_opt("example", example)
}

/// Reports that a node has another shape than expected.
pub fn wrong_shape(text: &Text, node: &Node, wanted: Shape, diagnostics: &mut Diagnostics) {
    let told = Diagnostic::new(Code::WrongShape)
        .at(text.place(node.span))
        .arg("expected", wanted.words())
        .arg("found", node.kind());
    diagnostics.push(shapes::shown(told, text, node, wanted));
}
