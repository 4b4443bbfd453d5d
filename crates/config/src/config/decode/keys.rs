//! Unknown keys: which field was probably meant, and which fields there are.

use crate::config::yaml::{Key, Text};
use crate::diag::{Arg, Code, Diagnostic, Lang, listed, only_near, suggestion};
use crate::domain::{Field, FieldType, Label, RoleMap, TextFormat};

/// The field that an unknown key probably means: by its label, which editors see on the page, by a common
/// word for it, or by a similar name; otherwise one of `others`.
#[must_use]
pub fn meant(fields: &[Field], roles: Option<&RoleMap>, key: &str, others: &[&str]) -> Option<String> {
    let key = key.trim();
    let folded = key.to_lowercase();
    let name = |field: &Field| field.name.to_string();
    if let Some(field) =
        fields.iter().find(|field| field.label.texts().any(|label| label.to_lowercase() == folded))
    {
        return Some(name(field));
    }
    let role = roles.and_then(|roles| fields.get(roles.called(&folded)?));
    if let Some(field) = role {
        return Some(name(field));
    }
    let formatted = TextFormat::ALL.iter().find(|format| format.definition().called.contains(&&*folded));
    let is_meant = |format: TextFormat| {
        let (kind, word) = (FieldType::Formatted(format), format.definition().usual_name);
        fields.iter().find(|field| field.kind == kind || *field.name == *word)
    };
    if let Some(field) = formatted.and_then(|format| is_meant(*format)) {
        return Some(name(field));
    }
    let near = suggestion(key, fields.iter().map(|field| &*field.name));
    near.or_else(|| suggestion(key, others.iter().copied())).or_else(|| by_part(fields, key))
}

/// The only field whose label contains a Chinese key or vice versa: `认定时间` and `认定日期` share only half, which
/// is not enough.
fn by_part(fields: &[Field], key: &str) -> Option<String> {
    if key.chars().count() < 2 || key.is_ascii() {
        return None;
    }
    let holds = |label: &str| label.contains(key) || (label.chars().count() > 1 && key.contains(label));
    let mut found = fields.iter().filter(|field| field.label.texts().any(holds));
    let only = found.next().filter(|_| found.next().is_none());
    only.map(|field| field.name.to_string()).or_else(|| {
        let all = || fields.iter().flat_map(|field| field.label.texts().map(move |label| (label, field)));
        let near = suggestion(key, all().map(|(label, _)| label))?;
        all().find(|(label, _)| *label == near).map(|(_, field)| field.name.to_string())
    })
}

/// Names in a row, each with its label: `region (Region)`, `region（所属县区）`.
#[must_use]
pub fn called<'f>(named: impl Iterator<Item = (&'f str, &'f Label)> + Clone) -> Option<Arg> {
    let in_lang = |lang: Lang| -> Vec<String> {
        let each = named.clone().map(|(name, label)| match (label.get(lang), lang) {
            (Some(label), _) if is_same(label, name) => name.to_owned(),
            (Some(label), Lang::En) => format!("{name} ({label})"),
            (Some(label), Lang::ZhCn) => format!("{name}（{label}）"),
            (None, _) => name.to_owned(),
        });
        each.collect()
    };
    let [en, zh] = [Lang::En, Lang::ZhCn].map(in_lang);
    listed(en.iter().map(String::as_str)).map(|_| Arg::term(en.join(", "), zh.join("、")))
}

/// Whether a label is the same as the name.
fn is_same(label: &str, name: &str) -> bool {
    label.to_lowercase() == name.to_lowercase().replace(['_', '-'], " ") || label == name
}

/// Reports that a key is not a field, with the one that was probably meant.
#[must_use]
pub fn unknown_field(
    text: &Text,
    key: &Key,
    fields: &[Field],
    (roles, others): (Option<&RoleMap>, &[&str]),
    collection: Arg,
) -> Diagnostic {
    Diagnostic::new(Code::UnknownField)
        .at(text.place(key.span).without_rest())
        .arg("field", &key.text)
        .arg("collection", collection)
        .arg_opt("suggestion", meant(fields, roles, &key.text, others))
        .arg_opt("known", called(fields.iter().map(|field| (&*field.name, &field.label))))
        .mended_by(
            certain(fields, &key.text, others).and_then(|name| text.fix_word(key.span, &key.text, &name)),
        )
}

/// The field that a key certainly means: its label is the same, or its name is the only similar one.
fn certain(fields: &[Field], key: &str, others: &[&str]) -> Option<String> {
    let mut called = fields.iter().filter(|field| field.label.texts().any(|label| label == key));
    match (called.next(), called.next()) {
        (Some(field), None) => Some(field.name.to_string()),
        (Some(_), Some(_)) => None,
        (None, _) => only_near(key, fields.iter().map(|field| &*field.name).chain(others.iter().copied())),
    }
}
