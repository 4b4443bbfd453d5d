//! Values that are mappings: groups, pictures with their descriptions, consents.

use std::sync::Arc;

use super::decoder::Decoder;
use super::{meant, parts, read_programs, unknown_field};
use crate::config::yaml::{Key, Map, Node, NodeValue, Shape, read_date, with_way_in, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{
    Consent, Field, FieldType, Focal, Group, Image, OthersInPicture, Scope, Span, Value, Withdrawal,
};

/// A key that items in a list of groups may have besides their fields: the programs to which an item belongs,
/// if they differ from its record's.
const PROGRAM: &str = "program";

impl Decoder<'_> {
    pub(super) fn group(
        &self,
        whole: &Field,
        fields: &[Field],
        node: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        let NodeValue::Mapping(entries) = &node.value else {
            wrong_shape(self.text, node, Shape::Group, diagnostics);
            return None;
        };
        let before = diagnostics.count(crate::diag::Severity::Error);
        let group = whole.label.term(&whole.name);
        let mut values: Vec<Option<Value>> = fields.iter().map(|_| None).collect();
        let mut programs = Vec::new();
        for (key, value) in entries {
            match fields.iter().position(|field| field.name == key.text) {
                Some(_) if value.is_null() => {}
                Some(at) => {
                    if let (Some(slot), Some(field)) = (values.get_mut(at), fields.get(at)) {
                        *slot = self.field(field, value, diagnostics);
                    }
                }
                None if &*key.text == PROGRAM && matches!(whole.kind, FieldType::List(_)) => {
                    programs = read_programs(self.programs, self.text, value, diagnostics);
                }
                None => {
                    diagnostics.push(unknown_field(self.text, key, fields, (None, &[]), group.clone()));
                }
            }
        }
        let mut assumed = Vec::new();
        for ((slot, field), at) in values.iter_mut().zip(fields).zip(0_u16..) {
            let written = entries.iter().any(|(key, value)| key.text == field.name && !value.is_null());
            // A key with nearly this name was reported already.
            let is_meant = |key: &Key| {
                fields.iter().all(|field| field.name != key.text)
                    && meant(fields, None, &key.text, &[]).as_deref() == Some(&*field.name)
            };
            let misspelt = || entries.iter().any(|(key, value)| !value.is_null() && is_meant(key));
            if slot.is_none() && field.required && !written && misspelt() {
                continue;
            }
            if slot.is_none() && field.required && !written {
                let told = self
                    .at(Code::MissingField, node)
                    .arg("label", field.label.term(&field.name))
                    .arg("collection", group.clone());
                diagnostics.push(match entries.iter().find(|(key, _)| key.text == field.name) {
                    Some((key, _)) => told
                        .at(self.text.place(key.span))
                        .arg("empty", &field.name)
                        .arg_opt("example", field.example()),
                    None => with_way_in(told, self.text, node.span, &field.name, field.example()),
                });
            } else if slot.is_none() && !written {
                slot.clone_from(&field.default);
                assumed.extend(slot.is_some().then_some(at));
            }
        }
        let sound = diagnostics.count(crate::diag::Severity::Error) == before;
        sound.then(|| {
            let (values, programs, assumed) = (values.into(), programs.into(), assumed.into());
            Value::Group(Group { values, programs, assumed, span: node.span })
        })
    }

    pub(super) fn image(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Value> {
        let blank = |file: &Arc<str>, span: Span| Image {
            file: file.clone(),
            span,
            alt: None,
            caption: None,
            credit: None,
            focal: None,
            others: None,
            size: (0, 0),
            digest: [0; 16],
        };
        if let Some(file) = node.as_text() {
            return Some(Value::Image(Box::new(blank(file, node.span))));
        }
        let mut map = Map::new(self.text, node, diagnostics)?;
        let file_node = map.require("file", diagnostics)?;
        let file = map.expect_text(file_node, diagnostics)?;
        let mut image = blank(&file, file_node.span);
        image.alt = map.text_of("alt", diagnostics);
        image.caption = map.text_of("caption", diagnostics);
        image.credit = map.text_of("credit", diagnostics);
        if let Some(node) = map.take("focal") {
            image.focal = focal(node);
            if image.focal.is_none() {
                map.bad(
                    "focal",
                    node,
                    "two numbers from 0 to 100, such as 50,30",
                    "两个 0 到 100 的数，例如 50,30",
                    diagnostics,
                );
            }
        }
        if let Some(node) = map.take("others_in_picture") {
            image.others = match node.as_text().map(AsRef::as_ref) {
                Some("none") => Some(OthersInPicture::None),
                Some("consented") => Some(OthersInPicture::Consented),
                Some("blurred") => Some(OthersInPicture::Blurred),
                _ => {
                    map.bad(
                        "others_in_picture",
                        node,
                        "none, consented or blurred",
                        "none（没有他人）、consented（已同意）或 blurred（已打码）",
                        diagnostics,
                    );
                    None
                }
            };
        }
        map.finish(diagnostics);
        Some(Value::Image(Box::new(image)))
    }

    pub(super) fn consent(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Value> {
        let before = diagnostics.count(crate::diag::Severity::Error);
        if node.as_text().is_some_and(|text| means_withdrawn(text)) {
            self.unclear_withdrawal(node.span, diagnostics);
            let withdrawn = Some(Withdrawal::Unclear);
            return Some(Value::Consent(Box::new(Consent { withdrawn, ..Consent::default() })));
        }
        let mut map = Map::new(self.text, node, diagnostics)?;
        let mut consent = Consent {
            signed: map.date_of("signed", diagnostics),
            until: map.date_of("until", diagnostics),
            withdrawn: self.withdrawal(&mut map, diagnostics),
            form: map.text_of("form", diagnostics),
            ..Consent::default()
        };
        let scopes = map.texts_of("scope", diagnostics);
        let names_none = scopes.is_empty();
        let is_list = map.value("scope").is_some_and(|node| node.as_list().is_some());
        for (word, span) in scopes {
            match Scope::named(&word) {
                Some(scope) => consent.scope.push(scope),
                None => diagnostics.push(scope_slip(&word, is_list).at(self.text.place(span))),
            }
        }
        let channels = map.is_written("channels");
        let named = map.texts_of("channels", diagnostics).into_iter().map(|(text, _)| text).collect();
        consent.channels = channels.then_some(named);
        map.finish(diagnostics);
        let is_sound = diagnostics.count(crate::diag::Severity::Error) == before;
        if is_sound && names_none && consent.signed.is_some() && consent.withdrawn.is_none() {
            let all: Vec<&str> = Scope::ALL.iter().map(|(_, name)| *name).collect();
            let example = format!("scope: [{}]", all.join(", "));
            diagnostics.push(self.at(Code::ConsentWithoutScope, node).arg("example", example));
        }
        is_sound.then(|| Value::Consent(Box::new(consent)))
    }
}

impl Decoder<'_> {
    /// Whether the consent was withdrawn. An invalid date, or a key that is nearly the right one, counts too:
    /// showing somebody after withdrawal would be worse than leaving somebody out until the file is
    /// corrected.
    fn withdrawal(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<Withdrawal> {
        let mut found = None;
        if let Some(node) = map.take("withdrawn") {
            found = Some(match read_date(self.text, node, &mut Diagnostics::default()) {
                Some(day) => Withdrawal::On(day),
                None => {
                    self.unclear_withdrawal(node.span, diagnostics);
                    Withdrawal::Unclear
                }
            });
        }
        for key in map.take_all(|key| !CONSENT_KEYS.contains(&key) && means_withdrawn(key)) {
            self.unclear_withdrawal(key.span, diagnostics);
            found = found.or(Some(Withdrawal::Unclear));
        }
        found
    }

    fn unclear_withdrawal(&self, span: Span, diagnostics: &mut Diagnostics) {
        diagnostics.push(Diagnostic::new(Code::UnclearWithdrawal).at(self.text.place(span)));
    }
}

/// The diagnostic for an invalid part of a consent: several in one text, or an unknown one.
fn scope_slip(word: &str, in_list: bool) -> Diagnostic {
    let several = parts(word, |part| Scope::named(part).is_some());
    if let Some(parts) = several.filter(|parts| parts.iter().any(|part| Scope::named(part).is_some())) {
        let told = Diagnostic::new(Code::ListInOneText).arg("field", "scope").arg("found", word);
        return match in_list {
            true => told.arg("items", listed(parts).unwrap_or_else(|| Arg::from(word))),
            false => told.arg("list", format!("scope: [{}]", parts.join(", "))),
        };
    }
    let names = Scope::ALL.iter().map(|(_, name)| *name);
    let called = Scope::ALL.iter().map(|(scope, name)| format!("{name}（{}）", scope.chinese()));
    let known = Arg::term(names.collect::<Vec<_>>().join(", "), called.collect::<Vec<_>>().join("、"));
    Diagnostic::new(Code::UnknownChoice)
        .arg("field", "scope")
        .arg("found", word)
        .arg_opt("suggestion", suggestion(word, Scope::words().map(|(_, word)| word)))
        .arg("known", known)
}

/// The keys of a consent.
const CONSENT_KEYS: [&str; 6] = ["signed", "until", "withdrawn", "scope", "channels", "form"];

/// Whether a word means withdrawal or is similar to one that does.
fn means_withdrawn(word: &str) -> bool {
    const WORDS: [&str; 10] = [
        "withdrawn",
        "withdrawn_on",
        "withdrawal",
        "withdraw",
        "withdrew",
        "revoked",
        "revoked_on",
        "revoke",
        "cancelled",
        "retracted",
    ];
    const PARTS: [&str; 9] = ["撤", "收回", "取消", "作废", "不同意", "反悔", "停止公开", "withdr", "revok"];
    let word = word.to_lowercase();
    PARTS.iter().any(|part| word.contains(part)) || suggestion(&word, WORDS).is_some()
}

fn focal(node: &Node) -> Option<Focal> {
    let parts: Vec<Arc<str>> = match &node.value {
        NodeValue::Sequence(items) => {
            items.iter().map(|item| item.as_text().cloned()).collect::<Option<_>>()?
        }
        NodeValue::Scalar { text, .. } => {
            text.split([',', ' ', '，']).filter(|p| !p.is_empty()).map(Arc::from).collect()
        }
        _ => return None,
    };
    let number = |text: &Arc<str>| text.trim_end_matches('%').parse::<u8>().ok().filter(|n| *n <= 100);
    match parts.as_slice() {
        [x, y] => Some(Focal { x: number(x)?, y: number(y)? }),
        _ => None,
    }
}
