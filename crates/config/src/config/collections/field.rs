//! Reads declarations of fields: types, choices and other properties.

use std::sync::Arc;

use super::super::decode::Decoder;
use super::super::yaml::{Key, Map, Node, Text, missing_setting, read_label};
use super::visibility::visibility;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{
    Choice, Field, FieldType, Label, Language, NumberRange, Regions, Scope, Span, Visibility,
};

/// Reads a field; omitted options are taken from `base`.
pub(super) fn read_field(
    text: &Text,
    key: &Key,
    node: &Node,
    base: Option<Field>,
    lang: &Language,
    diagnostics: &mut Diagnostics,
) -> Option<Field> {
    let mut map = Map::new(text, node, diagnostics)?;
    let mut field = base.unwrap_or_else(|| Field {
        name: key.text.clone(),
        kind: FieldType::Text,
        required: false,
        label: Label::default(),
        help: Label::default(),
        back_label: Label::default(),
        default: None,
        unit: None,
        choices: Vec::new(),
        range: NumberRange::default(),
        visibility: Visibility::Public,
        scope: None,
        not_before: None,
        ended_by: None,
    });
    let inner = field.kind.fields().to_vec();
    let inner = read_inner_fields(text, &mut map, inner, lang, diagnostics);
    read_type(text, key, &mut map, &mut field, inner, diagnostics)?;
    for (name, slot) in
        [("label", &mut field.label), ("help", &mut field.help), ("back_label", &mut field.back_label)]
    {
        if let Some(label) = map.label_of(name, diagnostics) {
            *slot = slot.overridden_by(&label);
        }
    }
    field.required = map.bool_of("required", diagnostics).unwrap_or(field.required);
    field.unit = map.text_of("unit", diagnostics).or(field.unit);
    field.range.min = map.decimal_of("min", diagnostics).or(field.range.min);
    field.range.max = map.decimal_of("max", diagnostics).or(field.range.max);
    field.visibility = visibility(&mut map, true, diagnostics).unwrap_or(field.visibility);
    if let Some(node) = map.take("scope") {
        let found = node.as_text().and_then(|word| Scope::ALL.iter().find(|(_, name)| *name == &**word));
        match found {
            Some((scope, _)) => field.scope = Some(*scope),
            None => map.bad(
                "scope",
                node,
                "name, portrait, story or region",
                "name、portrait、story 或 region",
                diagnostics,
            ),
        }
    }
    field.not_before = map.text_of("not_before", diagnostics).or(field.not_before);
    if let Some(node) = map.take("ended_by") {
        field.ended_by = read_ended_by(text, node, field.kind.item(), diagnostics);
    }
    let choices = map.take_with_key("choices");
    if let Some((_, node)) = choices {
        field.choices = read_choices(text, node, diagnostics);
    }
    if matches!(field.kind.item(), FieldType::Choice) && field.choices.is_empty() {
        diagnostics.push(no_choices(text, key, map.span(), choices));
    }
    if let Some(node) = map.take("default") {
        let no_regions = Regions::default();
        let decoder = Decoder {
            text,
            regions: &no_regions,
            regions_sound: true,
            on: None,
            programs: &[],
            belongs_to: &[],
            country: None,
            of: None,
            lang,
            words: None,
        };
        field.default = decoder.field(&field, node, diagnostics);
    }
    map.finish(diagnostics);
    Some(field)
}

/// Reports that there are no choices: no value would be valid.
fn no_choices(text: &Text, key: &Key, field: Span, written: Option<(&Key, &Node)>) -> Diagnostic {
    match written {
        Some((_, node)) => Diagnostic::new(Code::BadSetting)
            .at(text.place(node.span))
            .arg("key", "choices")
            .arg("found", node.kind())
            .arg("expected", Arg::term("at least one choice", "至少一种可选的词")),
        None => {
            let mut told = missing_setting(text, field, &["choices"]);
            told.place = Some(text.place(key.span));
            told
        }
    }
}

/// The date in a group from which a list item no longer counts, for example that of an honour's revocation.
fn read_ended_by(
    text: &Text,
    node: &Node,
    group: &FieldType,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let name = node.as_text().map_or("", AsRef::as_ref);
    let fields = group.fields();
    let is_date = |field: &&Field| matches!(field.kind, FieldType::Date);
    let used = Arg::Term { en: "ended_by".to_owned(), zh: "ended_by（按哪个日期失效）".to_owned() };
    match fields.iter().position(|field| *field.name == *name && is_date(&field)) {
        Some(at) if fields.get(at).is_some_and(|field| field.visibility == Visibility::Private) => {
            let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(text.place(node.span));
            diagnostics.push(diagnostic.arg("field", name).arg("use", used));
            None
        }
        Some(at) => Some(at),
        None => {
            let known = fields.iter().filter(is_date).map(|field| &*field.name);
            diagnostics.push(
                Diagnostic::new(Code::UnknownFieldUsed)
                    .at(text.place(node.span))
                    .arg("use", used)
                    .arg("field", name)
                    .arg_opt("suggestion", suggestion(name, known)),
            );
            None
        }
    }
}

fn read_inner_fields(
    text: &Text,
    map: &mut Map<'_>,
    mut fields: Vec<Field>,
    lang: &Language,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let Some(node) = map.take("fields") else { return fields };
    let Some(inner) = Map::new(text, node, diagnostics) else { return fields };
    for (key, node) in inner.rest() {
        let at = fields.iter().position(|field| field.name == key.text);
        let base = at.and_then(|at| fields.get(at)).cloned();
        let Some(field) = read_field(text, key, node, base, lang, diagnostics) else { continue };
        match at.and_then(|at| fields.get_mut(at)) {
            Some(slot) => *slot = field,
            None => fields.push(field),
        }
    }
    check_not_before(text, inner.rest(), &fields, diagnostics);
    fields
}

/// A date can only be compared with a date at the same level.
pub(super) fn check_not_before<'a>(
    text: &Text,
    declared: impl Iterator<Item = &'a (Key, Node)>,
    fields: &[Field],
    diagnostics: &mut Diagnostics,
) {
    let is_date = |field: &&Field| matches!(field.kind, FieldType::Date);
    for (key, node) in declared {
        let field = fields.iter().find(|field| field.name == key.text);
        let Some(name) = field.and_then(|field| field.not_before.as_deref()) else { continue };
        if fields.iter().any(|field| *field.name == *name && is_date(&field)) {
            continue;
        }
        let entries = node.as_map().unwrap_or_default();
        let span = entries
            .iter()
            .find(|(key, _)| &*key.text == "not_before")
            .map_or(key.span, |(_, node)| node.span);
        let used =
            Arg::Term { en: "not_before".to_owned(), zh: "not_before（不早于哪个日期）".to_owned() };
        let known = fields.iter().filter(is_date).map(|field| &*field.name);
        diagnostics.push(
            Diagnostic::new(Code::UnknownFieldUsed)
                .at(text.place(span))
                .arg("use", used)
                .arg("field", name)
                .arg_opt("suggestion", suggestion(name, known)),
        );
    }
}

fn read_type(
    text: &Text,
    key: &Key,
    map: &mut Map<'_>,
    field: &mut Field,
    inner: Vec<Field>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let word = map.take("type");
    let of = map.take("of");
    let to = map.text_of("to", diagnostics);
    let target = || match (&to, field.kind.item()) {
        (Some(to), _) => to.clone(),
        (None, FieldType::Reference(to)) => to.clone(),
        _ => Arc::from(""),
    };
    let mut read = |node: &Node, allow_list: bool| -> Option<FieldType> {
        let word = node.as_text().map_or("", AsRef::as_ref);
        let found = FieldType::named(word, target, || inner.clone());
        if let Some(kind) = found.filter(|kind| allow_list || !matches!(kind, FieldType::List(_))) {
            return Some(kind);
        }
        let list = if allow_list { None } else { Some("list") };
        let known: Vec<&str> = FieldType::words().filter(|word| Some(*word) != list).collect();
        diagnostics.push(
            Diagnostic::new(Code::UnknownFieldType)
                .at(text.place(node.span))
                .arg("found", word)
                .arg_opt("suggestion", type_meant(word, &known))
                .arg_opt("known", listed(known)),
        );
        None
    };
    let is_list = word.is_some_and(|node| node.as_text().is_some_and(|word| &**word == "list"));
    let kind = match (word, of) {
        (Some(_), Some(of)) if is_list => Some(FieldType::List(Box::new(read(of, false)?))),
        (Some(_), None) if is_list => match &field.kind {
            FieldType::List(_) => None,
            _ => Some(FieldType::List(Box::new(FieldType::Text))),
        },
        (Some(word), _) => Some(read(word, true)?),
        (None, _) => None,
    };
    let known = kind.is_some() || !field.label.is_empty() || map.text().content.is_empty();
    match kind {
        Some(kind) => field.kind = kind,
        None => {
            if let FieldType::Group(fields) = field.kind.item_mut() {
                *fields = inner;
            }
        }
    }
    if !known {
        let mut told = missing_setting(text, map.span(), &["type"]);
        told.place = Some(text.place(key.span));
        diagnostics.push(told);
        return None;
    }
    Some(())
}

/// The type that a word probably means: a similar one, or one with this Chinese name.
fn type_meant(word: &str, known: &[&str]) -> Option<String> {
    let mut called = FieldType::definitions().filter(|it| it.chinese_words.contains(&word));
    let named = called.next().map(|definition| definition.word);
    let named = named.filter(|name| known.contains(name)).map(str::to_owned);
    named.or_else(|| suggestion(word, known.iter().copied()))
}

fn read_choices(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Choice> {
    if let Some(items) = node.as_list() {
        let choice =
            |item: &Node| item.as_text().map(|id| Choice { id: id.clone(), label: Label::plain(id) });
        return items.iter().filter_map(choice).collect();
    }
    let Some(map) = Map::new(text, node, diagnostics) else { return Vec::new() };
    map.rest()
        .map(|(key, node)| {
            let label = if node.is_null() { None } else { read_label(text, node, diagnostics) };
            Choice { id: key.text.clone(), label: label.unwrap_or_else(|| Label::plain(&key.text)) }
        })
        .collect()
}
