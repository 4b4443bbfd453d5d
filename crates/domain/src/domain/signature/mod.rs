//! Signatures of shortcodes in texts and of calls in templates.
//!
//! Every shortcode, function, filter and test has a [`Signature`]: built-in ones (including the template
//! engine's) are in one table ([`built_in`]), those of a theme are declared in its templates. Every call is
//! checked against its signature, so that no argument is silently ignored.

mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Date, Period};
use crate::diag::suggestion;

pub use table::{Role, built_in, find};

/// The available shortcodes, by name.
pub type Shortcodes = BTreeMap<String, Signature>;

/// The word for the record's own period, in place of a period.
pub const OWN_PERIOD: &str = "period";

/// The arguments of a shortcode or call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its arguments, in the order in which messages list them.
    pub params: Vec<Param>,
    /// Pairs of mutually exclusive arguments.
    pub exclusive: Vec<(&'static str, &'static str)>,
    /// Whether it has a body.
    pub body: BodyUse,
    /// Whether it takes further arguments whose names are not known in advance.
    pub open: bool,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its type.
    pub kind: ParamKind,
    /// Whether it is required.
    pub required: bool,
}

/// The type of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// Text; a number is accepted as text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date as in records.
    Date,
    /// A period as in records.
    Period,
    /// A period or [`OWN_PERIOD`].
    PeriodOrOwn,
    /// One of these words.
    Choice(Vec<Cow<'static, str>>),
    /// A list; only templates can pass one.
    List,
    /// Anything.
    Any,
}

/// Whether a shortcode has a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyUse {
    /// Never: `{{ name() }}`.
    #[default]
    None,
    /// Optionally.
    Optional,
    /// Always: `{% name() %}…{% end %}`.
    Required,
}

/// A literal value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal<'v> {
    /// A text in quotes.
    Text(&'v str),
    /// An integer.
    Integer(i64),
    /// Any other number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
}

/// An error in the arguments of a call; indices are those of the call's arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// This argument is unknown.
    Unknown(usize),
    /// This argument has the wrong type.
    Kind(usize, ParamKind),
    /// This argument and an earlier one with this name exclude each other.
    Excluded(usize, &'static str),
    /// This argument is missing.
    Missing(Param),
}

impl Signature {
    /// The argument of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// The names of the arguments.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.params.iter().map(|param| &*param.name)
    }

    /// The errors in arguments, in their order, missing ones last. A value that is not a literal is `None`:
    /// its type is known only at run time.
    #[must_use]
    pub fn misuses(&self, args: &[(&str, Option<Literal<'_>>)]) -> Vec<Misuse> {
        let mut found = Vec::new();
        for (at, (name, value)) in args.iter().enumerate() {
            match (self.param(name), value) {
                (None, _) if self.open => {}
                (None, _) => found.push(Misuse::Unknown(at)),
                (Some(param), Some(value)) if !param.kind.accepts(value) => {
                    found.push(Misuse::Kind(at, param.kind.clone()));
                }
                (Some(_), _) => {}
            }
            let before = args.get(..at).unwrap_or_default();
            let other = self.exclusive.iter().find_map(|(one, other)| {
                let other = if one == name { Some(*other) } else { (other == name).then_some(*one) };
                other.filter(|other| before.iter().any(|(name, _)| name == other))
            });
            found.extend(other.map(|other| Misuse::Excluded(at, other)));
        }
        // If the name of an argument is misspelt, that is reported already.
        if !found.iter().any(|misuse| matches!(misuse, Misuse::Unknown(_))) {
            let missing = self.params.iter().filter(|param| param.required);
            let missing = missing.filter(|param| args.iter().all(|(name, _)| param.name != *name));
            found.extend(missing.cloned().map(Misuse::Missing));
        }
        found
    }
}

impl ParamKind {
    /// Whether a value has this type.
    #[must_use]
    pub fn accepts(&self, value: &Literal<'_>) -> bool {
        match (self, value) {
            (Self::Any, _) | (Self::List, Literal::List) | (Self::Boolean, Literal::Boolean) => true,
            (Self::Integer | Self::Number, Literal::Integer(_)) | (Self::Number, Literal::Float) => true,
            (Self::List | Self::Boolean | Self::Integer | Self::Number, _) => false,
            (_, Literal::Text(text)) => self.reads(text),
            (_, Literal::Integer(number)) => self.reads(&number.to_string()),
            (_, Literal::Float | Literal::Boolean | Literal::List) => false,
        }
    }

    /// Whether a text has this type.
    fn reads(&self, text: &str) -> bool {
        match self {
            Self::Date => Date::parse(text).is_ok(),
            Self::Period => Period::parse(text).is_some(),
            Self::PeriodOrOwn => text == OWN_PERIOD || Period::parse(text).is_some(),
            Self::Choice(words) => words.iter().any(|word| *word == text),
            _ => true,
        }
    }

    /// What is expected, in English and Chinese.
    #[must_use]
    pub fn expected(&self) -> (String, String) {
        let (en, zh) = match self {
            Self::Text => ("words in straight quotes", "英文引号里的文字"),
            Self::Integer => ("a whole number without quotes", "整数，不加引号"),
            Self::Number => ("a number without quotes", "数字，不加引号"),
            Self::Boolean => ("true or false, without quotes", "true 或 false，不加引号"),
            Self::Date => (
                "a date in straight quotes, such as \"2022-03-15\" or \"2022-03\"",
                "英文引号里的日期，例如 \"2022-03-15\" 或 \"2022-03\"",
            ),
            Self::Period => (
                "a period in straight quotes, such as \"2022\", \"2022-h1\", \"2022-q3\" or \"2022-09\"",
                "英文引号里的时段，例如 \"2022\"、\"2022-h1\"、\"2022-q3\" 或 \"2022-09\"",
            ),
            Self::PeriodOrOwn => (
                "a period in straight quotes, such as \"2022\", \"2022-h1\", \"2022-q3\" or \"2022-09\", or \"period\" for the period of this text",
                "英文引号里的时段，例如 \"2022\"、\"2022-h1\"、\"2022-q3\" 或 \"2022-09\"，写 \"period\" 就是本文的时段",
            ),
            Self::Choice(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                return (format!("one of {}", quoted.join(", ")), format!("{} 中的一个", quoted.join("、")));
            }
            Self::List => ("a list in square brackets", "方括号里的列表"),
            Self::Any => ("a value", "一个值"),
        };
        (en.to_owned(), zh.to_owned())
    }

    /// What a text of the wrong type probably means.
    #[must_use]
    pub fn near(&self, written: &str) -> Option<String> {
        match self {
            Self::Choice(words) => suggestion(written, words.iter().map(AsRef::as_ref)),
            Self::PeriodOrOwn if suggestion(written, [OWN_PERIOD]).is_some() => Some(OWN_PERIOD.to_owned()),
            Self::Period | Self::PeriodOrOwn => Period::meant(written).map(|period| period.to_string()),
            _ => None,
        }
    }

    /// The allowed words.
    #[must_use]
    pub fn choices(&self) -> &[Cow<'static, str>] {
        match self {
            Self::Choice(words) => words,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(role: Role, name: &str, args: &[(&str, Option<Literal<'_>>)]) -> Vec<String> {
        let told = |misuse: Misuse| match misuse {
            Misuse::Unknown(at) => format!("unknown {at}"),
            Misuse::Kind(at, kind) => format!("{at} not {}", kind.expected().0),
            Misuse::Excluded(at, other) => format!("{at} excludes {other}"),
            Misuse::Missing(param) => format!("{} missing", param.name),
        };
        find(role, name).unwrap().misuses(args).into_iter().map(told).collect()
    }

    #[test]
    fn arguments_are_held_against_the_table() {
        let text = |text| Some(Literal::Text(text));
        let figure = |args: &[(&str, Option<Literal<'_>>)]| judged(Role::Shortcode, "figure", args);
        let none: [&str; 0] = [];
        assert_eq!(figure(&[("metric", text("bases")), ("regoin", text("青溪县"))]), ["unknown 1"]);
        assert_eq!(figure(&[("metirc", text("bases"))]), ["unknown 0"]);
        assert_eq!(figure(&[]), ["metric missing"]);
        assert_eq!(
            figure(&[("metric", text("a")), ("in", text("2022-q3")), ("on", text("2022"))]),
            ["2 excludes in"]
        );
        assert_eq!(figure(&[("metric", Some(Literal::Boolean))]), ["0 not words in straight quotes"]);
        assert_eq!(figure(&[("metric", text("a")), ("in", Some(Literal::Integer(2022)))]), none);
        assert_eq!(figure(&[("metric", text("a")), ("in", text("period")), ("as", text("value"))]), none);
        assert_eq!(figure(&[("metric", text("a")), ("in", text("九月"))]).len(), 1);
        assert_eq!(figure(&[("metric", text("a")), ("on", text("2022-13"))]).len(), 1);
        assert_eq!(figure(&[("metric", text("a")), ("as", text("percnt"))]).len(), 1);
        let cards = |args: &[(&str, Option<Literal<'_>>)]| judged(Role::Function, "cards", args);
        assert_eq!(cards(&[("collection", text("news")), ("where", None)]), ["unknown 1"]);
        assert_eq!(
            cards(&[("collection", None), ("limit", text("6"))]),
            ["1 not a whole number without quotes"]
        );
        assert_eq!(cards(&[("collection", None), ("ids", None), ("limit", None)]), ["2 excludes ids"]);
        assert_eq!(judged(Role::Function, "t", &[("key", None), ("count", None)]), none);
        assert_eq!(judged(Role::Filter, "link", &[("to", None)]), ["unknown 0"]);
        assert_eq!(judged(Role::Filter, "truncate", &[("lenght", Some(Literal::Integer(3)))]), ["unknown 0"]);
    }

    #[test]
    fn no_signature_is_there_twice_nor_names_an_argument_twice() {
        let all: Vec<(Role, &str)> = built_in().map(|(role, of)| (role, &*of.name)).collect();
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{one:?}");
        }
        for (_, signature) in built_in() {
            let names: Vec<&str> = signature.names().collect();
            for (at, name) in names.iter().enumerate() {
                assert!(!names[..at].contains(name), "{name} of {}", signature.name);
            }
            let excluded = signature.exclusive.iter().flat_map(|(one, other)| [one, other]);
            assert!(excluded.into_iter().all(|name| names.contains(name)), "{}", signature.name);
        }
    }
}
