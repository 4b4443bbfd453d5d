//! Reads a mapping key by key, so that unknown keys are noticed.

use std::sync::Arc;

use super::node::{Key, Node, NodeValue};
use super::text::Text;
use super::{Shape, cut_off, hints, missing_setting, wrong_shape};
use crate::diag::{
    Arg, Code, Diagnostic, Diagnostics, Fix, Lang, MAX_PER_CODE_PER_FILE, listed, only_near, suggestion,
};
use crate::domain::{Date, DateError, Decimal, DecimalError, Label, Language, Span};

/// A mapping being read. Each value is taken once; [`Map::finish`] reports those that are left.
pub struct Map<'a> {
    text: &'a Text,
    span: Span,
    entries: &'a [(Key, Node)],
    taken: Vec<bool>,
    known: Vec<&'static str>,
    /// Diagnostics about missing keys, by key.
    missing: Vec<(&'static str, Diagnostic)>,
}

impl<'a> Map<'a> {
    /// Starts reading a node; reports an error if it is not a mapping.
    pub fn new(text: &'a Text, node: &'a Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            NodeValue::Mapping(entries) => Some(Self {
                text,
                span: node.span,
                entries,
                taken: vec![false; entries.len()],
                known: Vec::new(),
                missing: Vec::new(),
            }),
            _ if node.is_null() => Some(Self {
                text,
                span: node.span,
                entries: &[],
                taken: Vec::new(),
                known: Vec::new(),
                missing: Vec::new(),
            }),
            _ => {
                not_lines(text, node, diagnostics);
                None
            }
        }
    }

    /// Its span.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Its text.
    #[must_use]
    pub const fn text(&self) -> &'a Text {
        self.text
    }

    /// Takes a value; a null one counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        self.take_with_key(key).map(|(_, node)| node)
    }

    /// Takes a value with its key; a null one counts as absent.
    pub fn take_with_key(&mut self, key: &'static str) -> Option<(&'a Key, &'a Node)> {
        self.known.push(key);
        let at = self.entries.iter().position(|(known, _)| &*known.text == key)?;
        *self.taken.get_mut(at)? = true;
        self.entries.get(at).map(|(key, node)| (key, node)).filter(|(_, node)| !node.is_null())
    }

    /// Takes a required value.
    pub fn require(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<&'a Node> {
        let found = self.take(key);
        if found.is_none() {
            let empty = self.entries.iter().find(|(known, _)| &*known.text == key);
            match empty {
                Some((at, _)) => diagnostics.push(
                    Diagnostic::new(Code::MissingSetting)
                        .at(self.text.place(at.span))
                        .arg("key", key)
                        .arg("empty", key),
                ),
                None => self.misses(&[key], diagnostics),
            }
        }
        found
    }

    /// Reports a missing key, or one of several. If one of them exists under a similar name, only that is
    /// reported ([`Map::finish`]).
    pub fn misses(&mut self, keys: &[&'static str], diagnostics: &mut Diagnostics) {
        let told = missing_setting(self.text, self.span, keys);
        self.missing.extend(keys.iter().map(|key| (*key, told.clone())));
        diagnostics.push(told);
    }

    /// Takes a text.
    pub fn text_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Arc<str>> {
        let node = self.take(key)?;
        self.expect_text(node, diagnostics)
    }

    /// Takes a required text.
    pub fn require_text(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Arc<str>> {
        let node = self.require(key, diagnostics)?;
        self.expect_text(node, diagnostics)
    }

    /// The text of a node; reports an error if it is not one.
    pub fn expect_text(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Arc<str>> {
        let found = node.as_text().cloned();
        match &found {
            None => wrong_shape(self.text, node, Shape::Text, diagnostics),
            // An id with a comment after it is complete.
            Some(text) if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                cut_off(self.text, node).into_iter().for_each(|told| diagnostics.push(told));
            }
            Some(_) => {}
        }
        found
    }

    /// Takes `true` or `false`.
    pub fn bool_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let node = self.take(key)?;
        let found = node.as_bool();
        if found.is_none() {
            self.bad(key, node, "true or false", "true（是）或 false（否）", diagnostics);
        }
        found
    }

    /// Takes a boolean; the span if it is true, `None` if false.
    pub fn flag_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Span> {
        let entry = self.entries.iter().find(|(known, _)| &*known.text == key);
        let span = entry.map(|(_, node)| node.span);
        self.bool_of(key, diagnostics).filter(|yes| *yes).and(span)
    }

    /// Takes an integer.
    pub fn integer_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<i64> {
        let node = self.take(key)?;
        let found = node.as_text().and_then(|text| text.parse().ok());
        if found.is_none() {
            self.bad(key, node, "a whole number", "整数", diagnostics);
        }
        found
    }

    /// Takes a number, possibly with decimals.
    pub fn decimal_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Decimal> {
        let node = self.take(key)?;
        let found = self.text.decimal(node);
        if found.is_none() {
            self.bad(key, node, "a number such as 60 or 1.5", "数字，例如 60 或 1.5", diagnostics);
        }
        found
    }

    /// Takes a date.
    pub fn date_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Date> {
        let node = self.take(key)?;
        read_date(self.text, node, diagnostics)
    }

    /// Takes a label: a text for all languages, or one per language.
    pub fn label_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Label> {
        let node = self.take(key)?;
        read_label(self.text, node, diagnostics)
    }

    /// Takes a list of texts; a single text counts as a list of one. Empty ones are dropped.
    pub fn texts_of(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<(Arc<str>, Span)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let items = node.as_list().unwrap_or(std::slice::from_ref(node));
        let items = items.iter().filter(|item| !item.is_null());
        items.filter_map(|item| Some((self.expect_text(item, diagnostics)?, item.span))).collect()
    }

    /// Takes a mapping as free JSON.
    pub fn json_of(
        &mut self,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> serde_json::Map<String, serde_json::Value> {
        let Some(node) = self.take(key) else { return serde_json::Map::new() };
        match node.to_json() {
            serde_json::Value::Object(map) => map,
            _ => {
                wrong_shape(self.text, node, Shape::Lines, diagnostics);
                serde_json::Map::new()
            }
        }
    }

    /// Reports an invalid value of a setting; for an ambiguous number, with both readings.
    pub fn bad(&self, key: &str, node: &Node, en: &str, zh: &str, diagnostics: &mut Diagnostics) {
        let number = node.as_text().map(|text| self.text.notation.number(text));
        if let Some(Err(DecimalError::Doubtful { whole, part })) = number {
            diagnostics.push(self.text.doubtful(node, whole, part));
            return;
        }
        diagnostics.push(
            Diagnostic::new(Code::BadSetting)
                .at(self.text.place(node.span))
                .arg("key", key)
                .arg("found", node.shown())
                .arg("expected", Arg::term(en, zh)),
        );
    }

    /// The value of a key, without taking it.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(known, _)| &*known.text == key).map(|(_, node)| node)
    }

    /// Whether a key is present, even with an empty list; does not take it.
    #[must_use]
    pub fn is_written(&self, key: &str) -> bool {
        self.value(key).is_some_and(|node| !node.is_null())
    }

    /// Takes all remaining values whose keys satisfy `wanted`; returns the keys.
    pub fn take_all(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<&'a Key> {
        let mut found = Vec::new();
        for ((key, node), taken) in self.entries.iter().zip(&mut self.taken) {
            if !*taken && !node.is_null() && wanted(&key.text) {
                *taken = true;
                found.push(key);
            }
        }
        found
    }

    /// The entries that were not taken.
    pub fn rest(&self) -> impl Iterator<Item = &'a (Key, Node)> + use<'a> {
        let left: Vec<_> =
            self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(e, _)| e).collect();
        left.into_iter()
    }

    /// Reports every unknown key.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        // If no key is known, each may be meant for a missing one.
        let all_unknown = self.rest().count() == self.entries.len();
        for (key, _) in self.rest().take(MAX_PER_CODE_PER_FILE) {
            let known = || self.known.iter().copied();
            let near = suggestion(&key.text, known());
            let is_meant = |missing: &str| match near.as_deref() {
                Some(near) => near == missing,
                None => all_unknown,
            };
            for (_, told) in self.missing.iter().filter(|(key, _)| is_meant(key)) {
                diagnostics.retract(told);
            }
            let owner = near.is_none().then(|| {
                owner_above(self.entries, key, |above| known().any(|it| it == above).then_some(true))
            });
            diagnostics.push(
                Diagnostic::new(Code::UnknownSetting)
                    .at(self.text.place(key.span))
                    .arg("key", &key.text)
                    .arg_opt("suggestion", near)
                    .arg_opt("owner", owner.flatten())
                    .arg_opt("known", listed(known()))
                    .mended_by(self.renamed(key, only_near(&key.text, known()))),
            );
        }
    }

    /// A fix that renames a key to the only similar name, unless that exists already.
    fn renamed(&self, key: &Key, name: Option<String>) -> Option<Fix> {
        let name = name.filter(|name| self.value(name).is_none())?;
        self.text.fix_word(key.span, &key.text, &name)
    }
}

/// The key above an unknown one to which it may belong: it has no value yet, and only unknown ones are in
/// between. `known` tells whether others may be below a known key.
#[must_use]
pub fn owner_above<'e>(
    entries: &'e [(Key, Node)],
    key: &Key,
    known: impl Fn(&str) -> Option<bool>,
) -> Option<&'e str> {
    let at = entries.iter().position(|(other, _)| other.span == key.span)?;
    let mut above = entries.iter().take(at).rev();
    let (owner, value, holds) = above.find_map(|(owner, value)| Some((owner, value, known(&owner.text)?)))?;
    (value.is_null() && holds).then_some(&*owner.text)
}

/// Reports that a node is not a mapping, or rather what prevents its lines from being one.
pub fn not_lines(text: &Text, node: &Node, diagnostics: &mut Diagnostics) {
    let slips = if node.as_text().is_some() { hints::explain_scalar(text, node.span) } else { Vec::new() };
    if slips.is_empty() {
        wrong_shape(text, node, Shape::Lines, diagnostics);
    }
    slips.into_iter().for_each(|slip| diagnostics.push(slip));
}

/// The date of a node; reports an invalid one.
pub fn read_date(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Date> {
    let Some(found) = node.as_text() else {
        wrong_shape(text, node, Shape::Date, diagnostics);
        return None;
    };
    let error = match Date::parse(found) {
        Ok(date) => return Some(date),
        Err(error) => error,
    };
    let place = text.place(node.span);
    diagnostics.push(match error {
        DateError::Form(guess) => {
            let fix = guess.as_ref().and_then(|guess| text.fix_word(node.span, found, guess));
            let told = Diagnostic::new(Code::DateForm).at(place).arg("found", found);
            told.arg_opt("suggestion", guess).mended_by(fix)
        }
        DateError::NoSuchMonth => Diagnostic::new(Code::DateForm).at(place).arg("found", found),
        DateError::NoSuchDay(days) => {
            Diagnostic::new(Code::NoSuchDay).at(place).arg("found", found).arg("days", i64::from(days))
        }
    });
    None
}

/// A label: a text for all languages, or a mapping of languages to texts.
pub fn read_label(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Label> {
    if let Some(plain) = node.as_text() {
        return Some(Label::plain(plain));
    }
    let mut map = Map::new(text, node, diagnostics)?;
    let mut label = Label::default();
    for lang in Lang::ALL {
        if let Some(words) = map.text_of(lang.tag(), diagnostics) {
            label.set(lang, &words);
        }
    }
    for key in map.take_all(|key| Language::parse(key).is_some()) {
        let words = map.value(&key.text).and_then(|node| map.expect_text(node, diagnostics));
        if let (Some(words), Some(language)) = (words, Language::parse(&key.text)) {
            label.set_in(&language, &words);
        }
    }
    map.finish(diagnostics);
    Some(label)
}
