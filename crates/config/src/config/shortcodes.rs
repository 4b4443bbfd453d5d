//! Signatures of a theme's shortcodes, declared at the beginning of their templates:
//!
//! ```text
//! {#
//! arguments:
//!   by: {type: text, required: true}
//!   source: text
//! body: required
//! #}
//! ```
//!
//! A comment that does not begin with such a key is an ordinary comment. A shortcode without a declaration
//! takes nothing; a built-in one takes its built-in arguments and those that the theme adds.

use std::borrow::Cow;
use std::ops::Range;

use super::yaml::{Key, Map, Node, Text, parse};
use crate::diag::{Code, Diagnostic, Diagnostics, suggestion};
use crate::domain::signature::{BodyUse, Param, ParamKind, Role, Signature, find};

/// The types of arguments, in the order in which messages list them.
const TYPES: [(&str, ParamKind); 5] = [
    ("text", ParamKind::Text),
    ("integer", ParamKind::Integer),
    ("boolean", ParamKind::Boolean),
    ("date", ParamKind::Date),
    ("period", ParamKind::Period),
];

/// Names that every shortcode's template sees.
const RESERVED: [&str; 2] = ["inline", "body"];

/// The signature of a template's shortcode.
pub(super) fn signature(name: &str, template: &Text, diagnostics: &mut Diagnostics) -> Signature {
    let mut signature = find(Role::Shortcode, name).cloned().unwrap_or_else(|| Signature {
        name: Cow::Owned(name.to_owned()),
        params: Vec::new(),
        exclusive: Vec::new(),
        body: BodyUse::None,
        open: false,
    });
    if let Some(range) = declaration(&template.content)
        && let Some(node) = parse(template, range, diagnostics)
        && let Some(map) = Map::new(template, &node, diagnostics)
    {
        declare(&mut signature, map, diagnostics);
    }
    signature
}

/// The declaration of a template: the inside of a leading comment whose first line is a key.
fn declaration(template: &str) -> Option<Range<usize>> {
    let rest = template.trim_start();
    let inner = rest.strip_prefix("{#")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let start = template.len() - inner.len();
    let (inner, _) = inner.split_once("#}")?;
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    let (key, _) = inner.trim_start().split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_key.then(|| start..start + inner.len())
}

fn declare(signature: &mut Signature, mut map: Map<'_>, diagnostics: &mut Diagnostics) {
    let text = map.text();
    if let Some(node) = map.take("arguments")
        && let Some(arguments) = Map::new(text, node, diagnostics)
    {
        for (key, node) in arguments.rest() {
            let param = param(text, key, node, diagnostics);
            if is_free(signature, text, key, diagnostics) {
                signature.params.extend(param);
            }
        }
    }
    if let Some(node) = map.take("body") {
        match node.as_text().map(AsRef::as_ref) {
            Some("none") => signature.body = BodyUse::None,
            Some("optional") => signature.body = BodyUse::Optional,
            Some("required") => signature.body = BodyUse::Required,
            _ => {
                map.bad("body", node, "none, optional or required", "none、optional 或 required", diagnostics)
            }
        }
    }
    map.finish(diagnostics);
}

/// Whether an argument may have this name.
fn is_free(signature: &Signature, text: &Text, key: &Key, diagnostics: &mut Diagnostics) -> bool {
    let is_word = key.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_free = is_word && !RESERVED.contains(&&*key.text) && signature.param(&key.text).is_none();
    if !is_free {
        let expected = crate::diag::Arg::term(
            "a name made of English letters, digits and _ that the shortcode does not have yet; inline and body are reserved",
            "英文字母、数字和 _ 组成的名称，并且这个指令还没有；inline 和 body 另有含义",
        );
        diagnostics.push(
            Diagnostic::new(Code::BadSetting)
                .at(text.place(key.span))
                .arg("key", "arguments")
                .arg("found", format!("“{}”", key.text))
                .arg("expected", expected),
        );
    }
    is_free
}

fn param(text: &Text, key: &Key, node: &Node, diagnostics: &mut Diagnostics) -> Option<Param> {
    let name = Cow::Owned(key.text.to_string());
    if node.as_map().is_none() {
        return Some(Param { name, kind: kind(text, node, diagnostics)?, required: false });
    }
    let mut map = Map::new(text, node, diagnostics)?;
    let kind = map.require("type", diagnostics).and_then(|node| kind(text, node, diagnostics));
    let required = map.bool_of("required", diagnostics).unwrap_or(false);
    map.finish(diagnostics);
    Some(Param { name, kind: kind?, required })
}

/// A type by its name, or a list of allowed words.
fn kind(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<ParamKind> {
    if let Some(items) = node.as_list() {
        let words: Option<Vec<_>> =
            items.iter().map(|item| Some(Cow::Owned(item.as_text()?.to_string()))).collect();
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            return Some(ParamKind::Choice(words));
        }
    }
    let found = node.as_text().map_or("", AsRef::as_ref);
    let known = TYPES.iter().find(|(name, _)| *name == found);
    if known.is_none() {
        let names = TYPES.map(|(name, _)| name);
        let near = suggestion(found, names).map(|near| format!(" ({near}?)")).unwrap_or_default();
        let expected = crate::diag::Arg::term(
            format!("{}, or a list of the allowed words{near}", names.join(", ")),
            format!("{}，或者可选词语的列表{near}", names.join("、")),
        );
        let shown = node.shown();
        diagnostics.push(
            Diagnostic::new(Code::BadSetting)
                .at(text.place(node.span))
                .arg("key", "type")
                .arg("found", shown)
                .arg("expected", expected),
        );
    }
    known.map(|(_, kind)| kind.clone())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::Lang;
    use crate::source::SitePath;

    fn read(name: &str, template: &str) -> (Signature, Vec<String>) {
        let path = SitePath::try_from("themes/x/templates/shortcodes/x.html").unwrap();
        let mut diagnostics = Diagnostics::default();
        let text = Text::new(path, Arc::from(template));
        let signature = signature(name, &text, &mut diagnostics);
        let told = diagnostics.sorted().into_iter().map(|it| {
            let place = it.place.as_ref().unwrap();
            format!("{} {}:{} {}", it.code, place.line(), place.column(), it.message(Lang::En))
        });
        (signature, told.collect())
    }

    #[test]
    fn a_shortcode_declares_what_it_takes() {
        let (signature, told) = read(
            "quote",
            "\n{#-\narguments:\n  by: {type: text, required: true}\n  when: date\n  size: [small, large]\nbody: required\n-#}\n<q>{{ body }}</q>",
        );
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(signature.body, BodyUse::Required);
        let params: Vec<(&str, bool)> =
            signature.params.iter().map(|param| (&*param.name, param.required)).collect();
        assert_eq!(params, [("by", true), ("when", false), ("size", false)]);
        assert_eq!(signature.params[1].kind, ParamKind::Date);
        assert_eq!(signature.params[2].kind.choices(), ["small", "large"]);
    }

    #[test]
    fn one_that_declares_nothing_takes_nothing_but_what_the_program_gives() {
        for template in ["<hr>", "{# A line across. #}<hr>", "{# Note: see below #}", "{# arguments: by", ""]
        {
            let (signature, told) = read("line", template);
            assert_eq!(
                (signature.params, signature.body, told),
                (vec![], BodyUse::None, vec![]),
                "{template}"
            );
        }
        let (signature, _) = read("gallery", "{#\narguments: {columns: integer}\n#}");
        assert_eq!(signature.names().collect::<Vec<_>>(), ["files", "alts", "caption", "columns"]);
        assert!(signature.param("files").unwrap().required);
    }

    #[test]
    fn slips_in_a_declaration_are_told_at_their_places() {
        for (template, code) in [
            ("{#\nargument:\n  by: text\n#}", "BY302 2:1"),
            ("{#\narguments:\n  by: txet\n#}", "BY304 3:7"),
            ("{#\narguments:\n  by: {type: text, require: true}\n#}", "BY302 3:20"),
            ("{#\narguments:\n  by: {required: true}\n#}", "BY303 3:7"),
            ("{#\narguments:\n  by: []\n#}", "BY304 3:7"),
            ("{#\narguments:\n  body: text\n#}", "BY304 3:3"),
            ("{#\narguments:\n  on-day: text\n#}", "BY304 3:3"),
            ("{#\narguments: text\n#}", "BY107 2:12"),
            ("{#\nbody: yes\n#}", "BY304 2:7"),
        ] {
            let (_, told) = read("x", template);
            assert_eq!(told.len(), 1, "{template}: {told:?}");
            assert!(told[0].starts_with(code), "{template}: {told:?}");
        }
        let (_, told) = read("gallery", "{#\narguments:\n  files: text\n#}");
        assert!(told[0].starts_with("BY304 3:3"), "{told:?}");
    }
}
