//! The signatures of everything that texts and templates can call without a theme.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{BodyUse, Param, ParamKind, Signature};

/// The way in which something is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// In a text: `{{ name(…) }}`.
    Shortcode,
    /// In a template: `name(…)`.
    Function,
    /// In a template: `value | name(…)`.
    Filter,
    /// In a template: `value is name(…)`.
    Test,
}

/// The signature for a name in a role.
#[must_use]
pub fn find(role: Role, name: &str) -> Option<&'static Signature> {
    built_in().find(|(of, signature)| *of == role && signature.name == name).map(|(_, signature)| signature)
}

/// All signatures.
pub fn built_in() -> impl Iterator<Item = (Role, &'static Signature)> {
    TABLE.iter().map(|(role, signature)| (*role, signature))
}

static TABLE: LazyLock<Vec<(Role, Signature)>> = LazyLock::new(|| {
    let roles = [
        (Role::Shortcode, shortcodes()),
        (Role::Function, functions()),
        (Role::Filter, filters()),
        (Role::Test, tests()),
    ];
    roles.into_iter().flat_map(|(role, all)| all.into_iter().map(move |one| (role, one))).collect()
});

fn shortcodes() -> Vec<Signature> {
    vec![
        but("figure", figure(ParamKind::PeriodOrOwn), FIGURE_NOT),
        of(
            "chart",
            [
                must("metric", ParamKind::Text),
                may("kind", choice(["progress", "regions", "weeks"])),
                may("in", ParamKind::PeriodOrOwn),
                may("program", ParamKind::Text),
            ],
        ),
        of("record", [must("id", ParamKind::Text)]),
        of(
            "gallery",
            [must("files", ParamKind::Text), may("alts", ParamKind::Text), may("caption", ParamKind::Text)],
        ),
    ]
}

fn functions() -> Vec<Signature> {
    vec![
        but("figure", figure(ParamKind::Period), FIGURE_NOT),
        but(
            "cards",
            [
                must("collection", ParamKind::Text),
                may("limit", ParamKind::Integer),
                may("offset", ParamKind::Integer),
                may("ids", ParamKind::List),
            ],
            [("ids", "limit"), ("ids", "offset")],
        ),
        of("asset", [must("path", ParamKind::Text)]),
        of("qr", [must("text", ParamKind::Text)]),
        // The placeholders depend on the word.
        open("t", [must("key", ParamKind::Text)]),
        of(
            "range",
            [
                must("end", ParamKind::Integer),
                may("start", ParamKind::Integer),
                may("step_by", ParamKind::Integer),
            ],
        ),
        of("throw", [must("message", ParamKind::Text)]),
    ]
}

fn filters() -> Vec<Signature> {
    vec![
        of("link", []),
        of("srcset", []),
        of("absolute", []),
        of("date", []),
        of("dialled", []),
        of("keep_quotes", []),
        of("query", []),
        // Those of the template engine.
        of("abs", []),
        of("capitalize", []),
        of("default", [must("value", ParamKind::Any), may("boolean", ParamKind::Boolean)]),
        of("escape", []),
        of("escape_html", []),
        of("escape_xml", []),
        of("first", []),
        of("float", []),
        of("get", [must("key", ParamKind::Text), may("default", ParamKind::Any)]),
        of("group_by", [must("attribute", ParamKind::Text)]),
        of(
            "indent",
            [
                may("width", ParamKind::Integer),
                may("indentation", ParamKind::Text),
                may("first", ParamKind::Boolean),
                may("blank", ParamKind::Boolean),
            ],
        ),
        of("int", [may("base", ParamKind::Integer)]),
        of("join", [may("sep", ParamKind::Text)]),
        of("keys", []),
        of("last", []),
        of("length", []),
        of("lower", []),
        of("newlines_to_br", []),
        of("nth", [must("n", ParamKind::Integer)]),
        of("pairs", []),
        of("pluralize", [may("singular", ParamKind::Text), may("plural", ParamKind::Text)]),
        of("replace", [must("from", ParamKind::Text), must("to", ParamKind::Text)]),
        of("reverse", []),
        of("round", [may("method", choice(["ceil", "floor"])), may("precision", ParamKind::Integer)]),
        of("safe", []),
        of("sort", [may("attribute", ParamKind::Text)]),
        of("split", [must("pat", ParamKind::Text)]),
        of("str", []),
        of("title", []),
        of("trim", [may("pat", ParamKind::Text)]),
        of("trim_end", [may("pat", ParamKind::Text)]),
        of("trim_start", [may("pat", ParamKind::Text)]),
        of("truncate", [must("length", ParamKind::Integer), may("end", ParamKind::Text)]),
        of("unique", []),
        of("upper", []),
        of("values", []),
        of("wordcount", []),
    ]
}

fn tests() -> Vec<Signature> {
    vec![
        of("array", []),
        of("bool", []),
        of("containing", [must("pat", ParamKind::Any)]),
        of("defined", []),
        of("divisible_by", [must("divisor", ParamKind::Integer)]),
        of("ending_with", [must("pat", ParamKind::Text)]),
        of("even", []),
        of("float", []),
        of("integer", []),
        of("iterable", []),
        of("map", []),
        of("none", []),
        of("number", []),
        of("odd", []),
        of("starting_with", [must("pat", ParamKind::Text)]),
        of("string", []),
        of("undefined", []),
    ]
}

fn figure(period: ParamKind) -> [Param; 7] {
    [
        must("metric", ParamKind::Text),
        may("of", ParamKind::Text),
        may("as", choice(["value", "percent", "target"])),
        may("on", ParamKind::Date),
        may("in", period),
        may("region", ParamKind::Text),
        may("program", ParamKind::Text),
    ]
}

/// Targets and their completion are cumulative; what was done in a period is not.
const FIGURE_NOT: [(&str, &str); 2] = [("in", "on"), ("in", "of")];

/// A signature with these arguments.
fn of<const N: usize>(name: &'static str, params: [Param; N]) -> Signature {
    but(name, params, [])
}

/// The same with pairs of mutually exclusive arguments.
fn but<const N: usize, const M: usize>(
    name: &'static str,
    params: [Param; N],
    exclusive: [(&'static str, &'static str); M],
) -> Signature {
    Signature {
        name: Cow::Borrowed(name),
        params: params.into(),
        exclusive: exclusive.into(),
        body: BodyUse::None,
        open: false,
    }
}

/// A signature that takes further arguments besides these.
fn open<const N: usize>(name: &'static str, params: [Param; N]) -> Signature {
    Signature { open: true, ..of(name, params) }
}

fn must(name: &'static str, kind: ParamKind) -> Param {
    Param { name: Cow::Borrowed(name), kind, required: true }
}

fn may(name: &'static str, kind: ParamKind) -> Param {
    Param { name: Cow::Borrowed(name), kind, required: false }
}

fn choice<const N: usize>(words: [&'static str; N]) -> ParamKind {
    ParamKind::Choice(words.map(Cow::Borrowed).into())
}
