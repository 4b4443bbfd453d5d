//! Decodes a YAML node into a value of a field's type.

mod decoder;
mod keys;
mod mapping;
mod periods;
mod programs;
mod several;
mod wholes;

use std::sync::Arc;

pub use decoder::Decoder;
pub use keys::{called, meant, unknown_field};
pub(super) use periods::of_other_year;
pub use periods::period_in;
pub use programs::read_programs;
pub use several::{parts, several};

use super::site::out_of_plan;
use super::stays::{Stays, read_stays};
use super::word_list::PLURAL_FORMS;
use super::yaml::{Node, NodeValue, cut_off, read_date, slip_in_value};
use crate::diag::{Code, Diagnostic, Diagnostics, listed, only_near, suggestion};
use crate::domain::{
    Date, Decimal, DecimalError, Field, FieldType, Format, Quantity, QuantityError, Reference, RegionIx,
    TextFormat, Value, Visibility,
};

impl Decoder<'_> {
    /// Decodes the value of a field; reports a node that does not fit. A private value is checked and
    /// dropped, at any depth: what is not kept cannot leak, and diagnostics do not contain it.
    pub fn field(&self, field: &Field, node: &Node, diagnostics: &mut Diagnostics) -> Option<Value> {
        if field.visibility == Visibility::Private {
            let mut found = Diagnostics::default();
            self.typed(field, &field.kind, node, &mut found);
            diagnostics.extend(found.without_values());
            return None;
        }
        self.typed(field, &field.kind, node, diagnostics)
    }

    fn typed(
        &self,
        field: &Field,
        kind: &FieldType,
        node: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        match kind {
            FieldType::List(item) => {
                // A single value is accepted for a list: an editor with one speaker writes no brackets.
                let items = node.as_list().unwrap_or(std::slice::from_ref(node));
                several::in_texts(field, item, node, self.text)
                    .into_iter()
                    .for_each(|told| diagnostics.push(told));
                let before = diagnostics.count(crate::diag::Severity::Error);
                // Empty items are ignored.
                let items = items.iter().filter(|node| !node.is_null());
                let values: Vec<Value> =
                    items.filter_map(|node| self.typed(field, item, node, diagnostics)).collect();
                (diagnostics.count(crate::diag::Severity::Error) == before).then_some(Value::List(values))
            }
            FieldType::Group(fields) => self.group(field, fields, node, diagnostics),
            FieldType::Image => self.image(node, diagnostics),
            FieldType::Consent => self.consent(node, diagnostics),
            FieldType::Region if matches!(field.kind, FieldType::Region) && Stays::of(node).is_some() => {
                self.stays(Stays::of(node)?, field, diagnostics)
            }
            _ => {
                let Some(text) = node.as_text() else {
                    match several::texts_of(node).filter(|_| takes_one_name(kind)) {
                        Some((_, parts)) => {
                            let found = parts.join(", ");
                            diagnostics.push(self.several(field, node, &found, &parts));
                        }
                        None => self.wrong_type(field, kind, node, diagnostics),
                    }
                    return None;
                };
                self.scalar(field, kind, node, text, diagnostics)
            }
        }
    }

    fn scalar(
        &self,
        field: &Field,
        kind: &FieldType,
        node: &Node,
        text: &Arc<str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        if matches!(kind, FieldType::Text | FieldType::Markdown) {
            cut_off(self.text, node).into_iter().for_each(|told| diagnostics.push(told));
        }
        match kind {
            FieldType::Text => self.length(field, node, text, diagnostics).then(|| Value::Text(text.clone())),
            FieldType::Markdown => Some(Value::Markdown(text.clone())),
            FieldType::Integer => {
                let read = self.text.notation.number(text);
                if let Err(DecimalError::Doubtful { whole, part }) = read {
                    diagnostics.push(self.text.doubtful(node, whole, part));
                    return None;
                }
                let Some(number) = read.ok().and_then(Decimal::to_whole) else {
                    self.wrong_type(field, kind, node, diagnostics);
                    return None;
                };
                self.range(field, node, number.into(), text, diagnostics).then_some(Value::Integer(number))
            }
            FieldType::Quantity => self.quantity(field, node, text, diagnostics),
            FieldType::Date => read_date(self.text, node, diagnostics).map(Value::Date),
            FieldType::Period => {
                let programs = (self.programs, self.belongs_to);
                periods::read(programs, (self.text, node), text, self.year(), diagnostics).map(Value::Period)
            }
            FieldType::Choice => self.choice(field, node, text, diagnostics),
            FieldType::Boolean => {
                let found = node.as_bool();
                if found.is_none() {
                    self.wrong_type(field, kind, node, diagnostics);
                }
                found.map(Value::Boolean)
            }
            FieldType::Region => self.region(field, node, text, diagnostics).map(Value::Region),
            FieldType::Reference(_) => {
                Some(Value::Reference(Reference { text: text.clone(), span: node.span, target: None }))
            }
            FieldType::File => Some(Value::File(text.clone())),
            FieldType::Formatted(format) => {
                let Format { fits, code, .. } = format.definition();
                let good = fits(text);
                if !good {
                    diagnostics.push(self.at(*code, node).arg("field", &field.name).arg("found", text));
                }
                let told = out_of_plan(text, self.country);
                if let Some(told) = told.filter(|_| good && *format == TextFormat::PublicPhone) {
                    diagnostics.push(told.at(self.text.place(node.span)));
                }
                good.then(|| Value::Formatted(*format, text.clone()))
            }
            FieldType::List(_) | FieldType::Group(_) | FieldType::Image | FieldType::Consent => None,
        }
    }

    /// The default year: that of the only program, if it has one.
    fn year(&self) -> Option<i16> {
        let [program] = self.programs else { return None };
        Some(program.starts.year()).filter(|year| program.ends.year() == *year)
    }

    fn quantity(
        &self,
        field: &Field,
        node: &Node,
        text: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        let unit = field.unit.as_deref();
        let read = match Quantity::read(text, unit, self.text.notation) {
            Err(QuantityError::Unit(other)) if unit.is_some_and(|unit| self.is_unit(unit, &other)) => {
                Quantity::read(text, Some(&other), self.text.notation)
            }
            read => read,
        };
        let shown = unit.map(|unit| self.unit_of_readers(unit));
        match read {
            Ok(quantity) => {
                if quantity.amount.decimals() > 0 {
                    wholes::part(self, field, quantity.amount, text)
                        .into_iter()
                        .for_each(|told| diagnostics.push(told.at(self.text.place(node.span))));
                }
                self.range(field, node, quantity.amount, text, diagnostics)
                    .then_some(Value::Quantity(quantity))
            }
            Err(QuantityError::Doubtful { whole, part }) => {
                diagnostics.push(self.text.doubtful(node, whole, part));
                None
            }
            Err(QuantityError::Unit(other)) if unit.is_some() => {
                let diagnostic = self.at(Code::QuantityUnit, node).arg("unit", shown.unwrap_or(""));
                let right = self
                    .in_full(text, &other, unit.unwrap_or(""))
                    .map(|number| format!("{}: {number}", field.name));
                diagnostics.push(diagnostic.arg("found", other).arg_opt("right", right));
                None
            }
            Err(error) => {
                let decimals = (error == QuantityError::TooFine).then_some(i64::from(Decimal::MOST));
                let digits = (error == QuantityError::TooLarge).then_some(Decimal::MOST_DIGITS);
                let diagnostic =
                    self.at(Code::BadQuantity, node).arg("field", &field.name).arg("found", text);
                let diagnostic = diagnostic.arg_opt("decimals", decimals).arg_opt("digits", digits);
                diagnostics.push(diagnostic.arg_opt("unit", shown));
                None
            }
        }
    }

    /// A unit in the reader's words, which the record may use.
    fn unit_of_readers<'u>(&'u self, unit: &'u str) -> &'u str {
        self.words.and_then(|words| words.get(&*format!("unit.{unit}"))).map_or(unit, |word| word)
    }

    /// Whether this is a reader's word for a unit, singular or plural.
    fn is_unit(&self, unit: &str, found: &str) -> bool {
        let word = self.unit_of_readers(unit);
        let form = |form: &&str| self.words?.get(&*format!("{form}.{word}"));
        let same = |word: &str| word.chars().filter(|c| !c.is_whitespace()).eq(found.chars());
        same(word) || PLURAL_FORMS.iter().filter_map(form).any(|word| same(word))
    }

    /// Expands a number in ten thousands or the like: `1.2万人次` is 12000.
    fn in_full(&self, text: &str, found: &str, unit: &str) -> Option<Decimal> {
        const FACTORS: [(&str, i128); 6] = [
            ("百万", 1_000_000),
            ("千万", 10_000_000),
            ("万", 10_000),
            ("千", 1000),
            ("百", 100),
            ("亿", 100_000_000),
        ];
        let (word, factor) = FACTORS.iter().find(|(word, _)| found.starts_with(word))?;
        let rest = found.strip_prefix(word)?;
        let amount = Quantity::read(text, Some(found), self.text.notation).ok()?.amount;
        let full = Decimal::from_millionths(amount.millionths().checked_mul(*factor)?)?;
        (rest.is_empty() || rest == unit).then_some(full)
    }

    fn choice(&self, field: &Field, node: &Node, text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
        if let Some(at) = field.choices.iter().position(|choice| is_called(choice, text)) {
            return u16::try_from(at).ok().map(Value::Choice);
        }
        let known = |part: &str| field.choices.iter().any(|choice| is_called(choice, part));
        if let Some(told) = self.not_one(field, node, text, known) {
            diagnostics.push(told);
            return None;
        }
        let labels = field.choices.iter().filter_map(|choice| choice.label.get(self.lang)).map(AsRef::as_ref);
        let words = || field.choices.iter().map(|choice| &*choice.id).chain(labels.clone());
        let near = suggestion(text, words());
        let fix = only_near(text, words()).and_then(|near| self.text.fix_word(node.span, text, &near));
        diagnostics.push(
            self.at(Code::UnknownChoice, node)
                .mended_by(fix)
                .arg("field", &field.name)
                .arg("found", text)
                .arg_opt("suggestion", near)
                .arg_opt("known", called(field.choices.iter().map(|choice| (&*choice.id, &choice.label)))),
        );
        None
    }

    /// The diagnostic for Chinese punctuation in a value that matches no choice: the value itself is rarely
    /// wrong.
    fn punctuation(&self, node: &Node, text: &str) -> Option<Diagnostic> {
        // Between quotes, positions in the value would not be those in the text.
        let plain = matches!(&node.value, NodeValue::Scalar { plain: true, .. });
        plain.then(|| slip_in_value(self.text, node.span, text)).flatten()
    }

    /// Decodes the regions of a person who moves.
    fn stays(&self, items: &[Node], field: &Field, diagnostics: &mut Diagnostics) -> Option<Value> {
        let mut region = |node: &Node, until: Option<Date>, out: &mut Diagnostics| {
            let on = until.map(Date::last_day).or(self.on);
            Self { on, ..*self }.region(field, node, node.as_text()?, out)
        };
        let stays = read_stays(self.text, items, false, &mut region, diagnostics)?;
        Some(Value::Stays(stays.into()))
    }

    fn region(
        &self,
        field: &Field,
        node: &Node,
        text: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<RegionIx> {
        if let Some(ix) = self.regions.named(text, self.on) {
            return Some(ix);
        }
        if !self.regions_sound {
            return None;
        }
        let known = |part: &str| self.regions.named(part, None).is_some();
        if let Some(told) = self.not_one(field, node, text, known) {
            diagnostics.push(told);
            return None;
        }
        let names = || self.regions.iter().map(|region| &*region.title);
        // `青溪县（城关镇）`: the region with a place within it.
        let mut within = names().filter(|title| text.contains(title));
        let within = within.next().filter(|_| within.next().is_none()).map(str::to_owned);
        let words = || names().chain(self.regions.iter().map(|region| &*region.id));
        let near = suggestion(text, words()).or(within);
        let fix = only_near(text, words()).and_then(|near| self.text.fix_word(node.span, text, &near));
        diagnostics.push(
            self.at(Code::UnknownRegion, node)
                .mended_by(fix)
                .arg("found", text)
                .arg_opt("suggestion", near)
                .arg_opt("known", listed(names())),
        );
        None
    }

    /// The diagnostic for a text that is not one of the allowed names, but several of them or one with a
    /// typing mistake.
    fn not_one(
        &self,
        field: &Field,
        node: &Node,
        text: &str,
        known: impl Fn(&str) -> bool + Copy,
    ) -> Option<Diagnostic> {
        let several = || parts(text, known).filter(|parts| parts.iter().any(|part| known(part)));
        let told = || several().map(|parts| self.several(field, node, text, &parts));
        // In square brackets, only the full-width character is wrong.
        match self.before(node).ends_with(['[', ',']) {
            true => self.punctuation(node, text).or_else(told),
            false => told().or_else(|| self.punctuation(node, text)),
        }
    }

    /// The text before a value.
    fn before(&self, node: &Node) -> &str {
        let start = node.span.range().start;
        self.text.content.get(..start).unwrap_or("").trim_end()
    }

    /// Reports several values where one is allowed.
    fn several(&self, field: &Field, node: &Node, text: &str, parts: &[&str]) -> Diagnostic {
        // After its key, a text stands for the whole list.
        let in_list = !self.before(node).ends_with(':');
        let is_region = matches!(field.kind, FieldType::Region);
        let declared = is_region.then(|| several::declaration(self.text)).flatten();
        let as_list = declared.is_some().then(|| format!("{}: {{type: list, of: region}}", field.name));
        several(field, text, parts, in_list)
            .at(self.text.place(node.span))
            .arg_opt("file", declared)
            .arg_opt("declared", as_list)
    }

    fn length(&self, field: &Field, node: &Node, text: &str, diagnostics: &mut Diagnostics) -> bool {
        let Some(max) = field.range.max else { return true };
        let found = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let fits = Decimal::whole(found) <= max;
        if !fits {
            let diagnostic = self.at(Code::TooLong, node).arg("field", &field.name);
            diagnostics.push(diagnostic.arg("max", max).arg("found", found));
        }
        fits
    }

    fn range(
        &self,
        field: &Field,
        node: &Node,
        number: Decimal,
        text: &str,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let low = field.range.min.is_some_and(|min| number < min);
        let high = field.range.max.is_some_and(|max| number > max);
        if low || high {
            diagnostics.push(
                self.at(Code::OutOfRange, node)
                    .arg("field", &field.name)
                    .arg("found", text)
                    .arg_opt("min", field.range.min)
                    .arg_opt("max", field.range.max),
            );
        }
        !low && !high
    }

    fn wrong_type(&self, field: &Field, kind: &FieldType, node: &Node, diagnostics: &mut Diagnostics) {
        diagnostics.push(
            self.at(Code::WrongType, node)
                .arg("field", &field.name)
                .arg("expected", kind.definition().noun)
                .arg("found", node.shown())
                .arg_opt("example", field.example()),
        );
    }

    fn at(&self, code: Code, node: &Node) -> Diagnostic {
        Diagnostic::new(code).at(self.text.place(node.span))
    }
}

/// Whether a type's values are names of which a record may write one.
const fn takes_one_name(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Region | FieldType::Choice | FieldType::Reference(_))
}

/// Whether a choice has this id or label. Editors see the labels, so both are accepted.
fn is_called(choice: &crate::domain::Choice, text: &str) -> bool {
    &*choice.id == text || choice.label.texts().any(|label| label == text)
}
