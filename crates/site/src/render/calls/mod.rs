//! Checks the calls in a theme's templates against the signatures of functions, filters and tests.
//!
//! The engine passes arguments by name and ignores those that the function does not ask for. So all templates
//! are checked before any is rendered, including branches that no page takes.

mod lexer;

use lexer::{Token, tokens};

use crate::config::{Template, Theme};
use crate::diag::{Arg, Code, Diagnostic, listed, suggestion};
use crate::domain::Span;
use crate::domain::signature::{Literal, Misuse, Role, Signature, find};

/// The misuses in all templates, in the order of the templates.
pub(super) fn misuses(theme: &Theme) -> Vec<Diagnostic> {
    theme.templates.iter().flat_map(|template| of_template(theme, template)).collect()
}

/// A call in a template.
struct Call<'t> {
    signature: &'static Signature,
    /// The position of its name.
    name: Span,
    args: Vec<Given<'t>>,
}

/// An argument of a call.
struct Given<'t> {
    name: &'t str,
    place: Span,
    /// Its value, if it is a literal.
    value: Option<(Literal<'t>, Span)>,
}

fn of_template(theme: &Theme, template: &Template) -> Vec<Diagnostic> {
    let calls = calls(&template.text.content);
    calls.iter().flat_map(|call| of_call(theme, template, call)).collect()
}

fn of_call(theme: &Theme, template: &Template, call: &Call<'_>) -> Vec<Diagnostic> {
    let given: Vec<_> =
        call.args.iter().map(|arg| (arg.name, arg.value.as_ref().map(|(value, _)| *value))).collect();
    let mut found: Vec<Diagnostic> = call
        .signature
        .misuses(&given)
        .into_iter()
        .map(|misuse| diagnostic(template, call, &misuse))
        .collect();
    if call.signature.open {
        found.extend(placeholders(theme, template, call));
    }
    found
}

/// Translations have known placeholders: an argument without one would never be shown.
fn placeholders(theme: &Theme, template: &Template, call: &Call<'_>) -> Vec<Diagnostic> {
    let key = call.args.iter().find(|arg| arg.name == "key").and_then(|arg| arg.value.as_ref());
    let Some((Literal::Text(key), _)) = key else { return Vec::new() };
    // A missing word is reported when it is used.
    let Some(known) = theme.placeholders.get(*key) else { return Vec::new() };
    let unknown = call.args.iter().filter(|arg| arg.name != "key" && !known.contains(arg.name));
    unknown.map(|arg| unknown_argument(template, "t", arg, known.iter().map(AsRef::as_ref))).collect()
}

fn unknown_argument<'k>(
    template: &Template,
    call: &str,
    arg: &Given<'_>,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    Diagnostic::new(Code::UnknownCallArgument)
        .at(template.text.place(arg.place))
        .arg("call", call)
        .arg("argument", arg.name)
        .arg_opt("suggestion", suggestion(arg.name, known.clone()))
        .arg_opt("known", listed(known))
}

fn diagnostic(template: &Template, call: &Call<'_>, misuse: &Misuse) -> Diagnostic {
    let signature = call.signature;
    let arg = match misuse {
        Misuse::Unknown(at) | Misuse::Kind(at, _) | Misuse::Excluded(at, _) => call.args.get(*at),
        Misuse::Missing(_) => None,
    };
    if let (Misuse::Unknown(_), Some(arg)) = (misuse, arg) {
        let known: Vec<&str> = signature.names().collect();
        return unknown_argument(template, &signature.name, arg, known.iter().copied());
    }
    let name = match misuse {
        Misuse::Missing(param) => &*param.name,
        _ => arg.map_or("", |arg| arg.name),
    };
    let place = match (misuse, arg) {
        (Misuse::Kind(..), Some(Given { value: Some((_, place)), .. })) => *place,
        (_, Some(arg)) => arg.place,
        (_, None) => call.name,
    };
    let (reason, near) = match misuse {
        Misuse::Kind(_, kind) => {
            let (en, zh) = kind.expected();
            let written = arg.and_then(|arg| match arg.value {
                Some((Literal::Text(text), _)) => Some(text),
                _ => None,
            });
            let near = written.and_then(|written| kind.near(written));
            (Arg::term(format!("it must be {en}"), format!("要写{zh}")), near)
        }
        Misuse::Excluded(_, other) => {
            let (en, zh) =
                (format!("it cannot be used together with “{other}”"), format!("不能和“{other}”一起写"));
            (Arg::term(en, zh), None)
        }
        Misuse::Missing(_) | Misuse::Unknown(_) => (Arg::term("it is missing", "缺少这一项"), None),
    };
    Diagnostic::new(Code::BadCallArgument)
        .at(template.text.place(place))
        .arg("call", &*signature.name)
        .arg("argument", name)
        .arg("reason", reason)
        .arg_opt("suggestion", near)
}

/// The context of a token.
enum Frame<'t> {
    /// The arguments of a call with a signature.
    Call(Call<'t>),
    /// Any other brackets.
    Brackets,
}

/// The calls of a template that have a signature, each after those within its arguments.
fn calls(template: &str) -> Vec<Call<'_>> {
    let tokens = tokens(template);
    let mut calls = Vec::new();
    let mut open: Vec<Frame<'_>> = Vec::new();
    for (at, (token, _)) in tokens.iter().enumerate() {
        let behind = |n: usize| tokens.get(at + n).map(|(token, _)| token);
        match token {
            Token::Open('(') => match callee(&tokens, at) {
                Some((signature, name)) => open.push(Frame::Call(Call { signature, name, args: Vec::new() })),
                None => open.push(Frame::Brackets),
            },
            Token::Open(_) => open.push(Frame::Brackets),
            Token::Close => {
                if let Some(Frame::Call(call)) = open.pop() {
                    calls.push(call);
                }
            }
            // Unclosed brackets are the engine's to report.
            Token::End => open.clear(),
            Token::Word(name) => {
                let is_argument = matches!(behind(1), Some(Token::Assign));
                if is_argument
                    && let Some(Frame::Call(call)) = open.last_mut()
                    && let Some((_, place)) = tokens.get(at)
                {
                    call.args.push(Given { name, place: *place, value: literal(&tokens, at + 2) });
                } else if !matches!(behind(1), Some(Token::Open('(')))
                    && let Some((signature, place)) = named(&tokens, at)
                {
                    calls.push(Call { signature, name: place, args: Vec::new() });
                }
            }
            _ => {}
        }
    }
    calls
}

type Placed<'t> = (Token<'t>, Span);

/// The function that is called at an opening parenthesis.
fn callee(tokens: &[Placed<'_>], at: usize) -> Option<(&'static Signature, Span)> {
    let before = at.checked_sub(1)?;
    named(tokens, before).or_else(|| {
        let (Token::Word(name), place) = tokens.get(before)? else { return None };
        let sign = before.checked_sub(1).and_then(|at| tokens.get(at)).map(|(token, _)| token);
        // After a dot, a name is a part of a value; in a declaration, it is the theme's own component.
        let is_function = !matches!(sign, Some(Token::Dot | Token::Word("component" | "endcomponent")));
        find(Role::Function, name).filter(|_| is_function).map(|signature| (signature, *place))
    })
}

/// The filter or test that a word names, judging by the token before it.
fn named(tokens: &[Placed<'_>], at: usize) -> Option<(&'static Signature, Span)> {
    let (Token::Word(name), place) = tokens.get(at)? else { return None };
    let before = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at)).map(|(token, _)| token);
    let role = match (before(1)?, before(2)) {
        (Token::Pipe, _) | (Token::Word("filter"), Some(Token::Begin)) => Role::Filter,
        (Token::Word("is"), _) | (Token::Word("not"), Some(Token::Word("is"))) => Role::Test,
        _ => return None,
    };
    // `not` between `is` and a test is not a test.
    find(role, name).map(|signature| (signature, *place))
}

/// The value at a position, if it is a single literal.
fn literal<'t>(tokens: &[Placed<'t>], at: usize) -> Option<(Literal<'t>, Span)> {
    let (token, place) = tokens.get(at)?;
    let is_alone = |n: usize| matches!(tokens.get(at + n), Some((Token::Comma | Token::Close, _)));
    let value = match token {
        Token::Text(text) => Literal::Text(text),
        Token::Integer(number) => Literal::Integer(*number),
        Token::Float => Literal::Float,
        Token::Word("true" | "false" | "True" | "False") => Literal::Boolean,
        _ => return None,
    };
    is_alone(1).then_some((value, *place))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The calls of a template: `name(argument, …)`.
    fn shown(template: &str) -> Vec<String> {
        let call = |call: Call<'_>| {
            let args: Vec<String> = call
                .args
                .iter()
                .map(|arg| match &arg.value {
                    Some((value, _)) => format!("{}={value:?}", arg.name),
                    None => arg.name.to_owned(),
                })
                .collect();
            format!("{}({})", call.signature.name, args.join(", "))
        };
        calls(template).into_iter().map(call).collect()
    }

    #[test]
    fn calls_are_found_wherever_they_stand() {
        for (template, wanted) in [
            ("{{ t(key=\"a\") }}", vec!["t(key=Text(\"a\"))"]),
            ("{{- cards(collection=name, limit = 6) -}}", vec!["cards(collection, limit=Integer(6))"]),
            ("{% for x in cards(collection='a') %}", vec!["cards(collection=Text(\"a\"))"]),
            ("{% set a = figure(metric=`b`, on=x.y) %}", vec!["figure(metric=Text(\"b\"), on)"]),
            ("{% if not figure(metric=\"b\").text %}", vec!["figure(metric=Text(\"b\"))"]),
            ("{{ (t(key=\"a\") ~ t(key=\"b\")) }}", vec!["t(key=Text(\"a\"))", "t(key=Text(\"b\"))"]),
            ("{{ t(key=\"a\", n=range(end=3)) }}", vec!["range(end=Integer(3))", "t(key=Text(\"a\"), n)"]),
            (
                "{{ cards(collection=\"a\", ids=[t(key=\"b\")]) }}",
                vec!["t(key=Text(\"b\"))", "cards(collection=Text(\"a\"), ids)"],
            ),
            ("{{ a | truncate(length=3) | link }}", vec!["truncate(length=Integer(3))", "link()"]),
            ("{{ a is divisible_by(divisor=2) }}", vec!["divisible_by(divisor=Integer(2))"]),
            ("{% if a is not starting_with(pat=\"x\") %}", vec!["starting_with(pat=Text(\"x\"))"]),
            ("{% if a is defined %}", vec!["defined()"]),
            ("{% filter indent(width=2) %}x{% endfilter %}", vec!["indent(width=Integer(2))"]),
            ("{{ t(key=\"a\" ~ b) }}", vec!["t(key)"]),
            ("{{ t(key=\"a\\\"(b=1)\") }}", vec!["t(key=Text(\"a\\\\\\\"(b=1)\"))"]),
            ("{{ round(n=1.5) }} {{ 1.5 | round(precision=1) }}", vec!["round(precision=Integer(1))"]),
            ("{{<card a=\"1\" b={t(key=\"x\")}/>}}", vec!["t(key=Text(\"x\"))"]),
            ("{{ t(key=\"a\" if b == 1 else \"c\") }}", vec!["t(key)"]),
        ] {
            assert_eq!(shown(template), wanted, "{template}");
        }
    }

    #[test]
    fn what_is_no_call_is_none() {
        for template in [
            "t(key=\"a\")",
            "{# {{ t(key=\"a\") }} #}",
            "{% raw %}{{ t(key=\"a\") }}{% endraw %}",
            "{%- raw -%}{{ t(key=\"a\") }}{%- endraw -%}",
            "{{ a.t(key=1) }}",
            "{{ \"t(key=1)\" }}",
            "{% component t(key: string) %}{% endcomponent t %}",
            "{{ title }} {{ date }} {{ link }}",
            "{{",
            "{% t(",
            "{{ \"t(",
            "{# ",
        ] {
            assert_eq!(shown(template), Vec::<String>::new(), "{template}");
        }
    }
}
