//! Visits the parts of values and records, at any depth: texts, pictures, files, references.
//!
//! Code that examines or changes texts uses the functions of this module. They list every type of value, so a
//! new type does not compile until its texts are declared here.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Diagnostic;

use super::{
    Body, Collection, Field, FileIx, Finding, Group, Image, Record, Reference, Span, TextFormat, Value,
    Visibility,
};

/// How a text is interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Plain text.
    Plain,
    /// As Markdown.
    Markdown,
    /// As a text of this format: an address of another site, a telephone number for the public.
    Formatted(TextFormat),
    /// A file's path within the site; readers see its name.
    File,
    /// A picture's path within the site; readers do not see it.
    Picture,
}

/// An elementary part of a value.
#[derive(Clone, Copy, Debug)]
pub enum Part<'v> {
    /// A text.
    Text(TextKind, &'v Arc<str>),
    /// A picture. Its path and texts follow as texts.
    Image(&'v Image),
    /// Another record.
    Reference(&'v Reference),
}

/// A mutable part of a value.
#[derive(Debug)]
pub enum PartMut<'v> {
    /// A text.
    Text(TextKind, &'v mut Arc<str>),
    /// A picture. Its texts follow as texts.
    Image(&'v mut Image),
    /// Another record.
    Reference(&'v mut Reference),
}

/// The position of a part.
#[derive(Clone, Copy, Debug)]
pub struct At<'f> {
    /// The innermost field of which it is a value; `None` if the walk was not given the outermost one.
    pub field: Option<&'f Field>,
    /// Its span: that of its group, otherwise of the whole value.
    pub span: Span,
    /// Whether it is one of several items in a list.
    pub in_list: bool,
}

impl<'f> At<'f> {
    /// The position of a field's value.
    #[must_use]
    pub const fn new(field: &'f Field, span: Span) -> Self {
        Self { field: Some(field), span, in_list: false }
    }

    /// The position of a group's field.
    fn inner(self, group: Span, at: usize) -> Self {
        let field = self.field.and_then(|field| field.kind.fields().get(at));
        Self { field, span: group, in_list: false }
    }

    /// The position of an item in a list. A single item stands for the list.
    const fn item(self, items: usize) -> Self {
        Self { in_list: items > 1, ..self }
    }
}

impl Value {
    /// Passes on every part, in written order.
    pub fn parts<'v>(&'v self, at: At<'_>, take: &mut dyn FnMut(Part<'v>, At<'_>)) {
        match self {
            Self::Text(text) => take(Part::Text(TextKind::Plain, text), at),
            Self::Markdown(text) => take(Part::Text(TextKind::Markdown, text), at),
            Self::Formatted(format, text) => take(Part::Text(TextKind::Formatted(*format), text), at),
            Self::File(path) => take(Part::Text(TextKind::File, path), at),
            Self::Image(image) => {
                take(Part::Image(image), at);
                let Image { file, alt, caption, credit, span: _, focal: _, others: _, size: _, digest: _ } =
                    &**image;
                take(Part::Text(TextKind::Picture, file), at);
                for text in [alt, caption, credit].into_iter().flatten() {
                    take(Part::Text(TextKind::Plain, text), at);
                }
            }
            Self::Reference(reference) => take(Part::Reference(reference), at),
            Self::List(items) => items.iter().for_each(|item| item.parts(at.item(items.len()), take)),
            Self::Group(Group { values, span, programs: _, assumed: _ }) => {
                for (n, value) in values.iter().enumerate() {
                    if let Some(value) = value {
                        value.parts(at.inner(*span, n), take);
                    }
                }
            }
            // Their texts come from the settings; a consent is never shown.
            Self::Integer(_)
            | Self::Quantity(_)
            | Self::Date(_)
            | Self::Period(_)
            | Self::Choice(_)
            | Self::Boolean(_)
            | Self::Region(_)
            | Self::Stays(_)
            | Self::Consent(_) => {}
        }
    }

    /// Passes on every part mutably, in written order.
    pub fn parts_mut(&mut self, at: At<'_>, take: &mut dyn FnMut(PartMut<'_>, At<'_>)) {
        match self {
            Self::Text(text) => take(PartMut::Text(TextKind::Plain, text), at),
            Self::Markdown(text) => take(PartMut::Text(TextKind::Markdown, text), at),
            Self::Formatted(format, text) => take(PartMut::Text(TextKind::Formatted(*format), text), at),
            Self::File(path) => take(PartMut::Text(TextKind::File, path), at),
            Self::Image(image) => {
                take(PartMut::Image(image), at);
                let Image { file, alt, caption, credit, span: _, focal: _, others: _, size: _, digest: _ } =
                    &mut **image;
                take(PartMut::Text(TextKind::Picture, file), at);
                for text in [alt, caption, credit].into_iter().flatten() {
                    take(PartMut::Text(TextKind::Plain, text), at);
                }
            }
            Self::Reference(reference) => take(PartMut::Reference(reference), at),
            Self::List(items) => {
                let at = at.item(items.len());
                items.iter_mut().for_each(|item| item.parts_mut(at, take));
            }
            Self::Group(Group { values, span, programs: _, assumed: _ }) => {
                for (n, value) in values.iter_mut().enumerate() {
                    if let Some(value) = value {
                        value.parts_mut(at.inner(*span, n), take);
                    }
                }
            }
            Self::Integer(_)
            | Self::Quantity(_)
            | Self::Date(_)
            | Self::Period(_)
            | Self::Choice(_)
            | Self::Boolean(_)
            | Self::Region(_)
            | Self::Stays(_)
            | Self::Consent(_) => {}
        }
    }

    /// Passes on every text.
    pub fn texts<'v>(&'v self, take: &mut dyn FnMut(TextKind, &'v Arc<str>)) {
        self.parts(NOWHERE, &mut |part, _| {
            if let Part::Text(kind, text) = part {
                take(kind, text);
            }
        });
    }

    /// Passes on every text mutably.
    pub fn texts_mut(&mut self, take: &mut dyn FnMut(TextKind, &mut Arc<str>)) {
        self.parts_mut(NOWHERE, &mut |part, _| {
            if let PartMut::Text(kind, text) = part {
                take(kind, text);
            }
        });
    }

    /// Passes on every picture mutably.
    pub fn images_mut(&mut self, take: &mut dyn FnMut(&mut Image)) {
        self.parts_mut(NOWHERE, &mut |part, _| {
            if let PartMut::Image(image) = part {
                take(image);
            }
        });
    }

    /// Passes on every reference.
    pub fn references<'v>(&'v self, take: &mut dyn FnMut(&'v Reference)) {
        self.parts(NOWHERE, &mut |part, _| {
            if let Part::Reference(reference) = part {
                take(reference);
            }
        });
    }

    /// Passes on every reference mutably.
    pub fn references_mut(&mut self, take: &mut dyn FnMut(&mut Reference)) {
        self.parts_mut(NOWHERE, &mut |part, _| {
            if let PartMut::Reference(reference) = part {
                take(reference);
            }
        });
    }

    /// Passes on the path of every picture and file.
    pub fn files<'v>(&'v self, take: &mut dyn FnMut(&'v Arc<str>)) {
        self.texts(&mut |kind, text| {
            if matches!(kind, TextKind::File | TextKind::Picture) {
                take(text);
            }
        });
    }
}

/// For walks that do not need positions.
const NOWHERE: At<'static> = At { field: None, span: Span { start: 0, end: 0 }, in_list: false };

/// A place of texts in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPlace {
    /// Its id, usually the file's name.
    Id,
    /// An explicit slug.
    Slug,
    /// An old URL.
    Alias,
    /// The field with this index.
    Field(usize),
    /// The text.
    Body,
    /// A claim about a figure.
    Claim,
    /// A parameter for templates, key or value.
    Param,
}

/// A text of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordText<'r> {
    /// Where it is.
    pub place: TextPlace,
    /// How it is interpreted.
    pub kind: TextKind,
    /// The text.
    pub text: &'r str,
    /// Its visibility.
    pub visibility: Visibility,
    /// Its span.
    span: Span,
}

impl RecordText<'_> {
    /// A finding about a range of it.
    #[must_use]
    pub fn finding(&self, diagnostic: Diagnostic, file: FileIx, range: &Range<usize>) -> Finding {
        let value = match self.place {
            // A body in a register ends somewhere within.
            TextPlace::Body => Span { end: u32::MAX, ..self.span },
            _ => self.span,
        };
        Finding::in_text(diagnostic, file, (self.span(range), value), self.text, range)
    }

    /// The span of a range of it: exact for the body, otherwise the whole text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        if self.place != TextPlace::Body {
            return self.span;
        }
        let start = self.span.range().start;
        Span::new(start.saturating_add(range.start), start.saturating_add(range.end))
    }
}

impl Record {
    /// Passes on every text of the record, except those that are never published: reviewers, where consent
    /// forms are kept.
    pub fn texts(&self, collection: &Collection, take: &mut dyn FnMut(RecordText<'_>)) {
        // Destructured, so that a new field does not compile until it is handled.
        let Self {
            id,
            slug,
            slug_span,
            aliases,
            claims,
            params,
            values: _,
            spans: _,
            body,
            // Derived from the id, or from settings.
            folder: _,
            programs: _,
            collection: _,
            file: _,
            span: _,
            draft: _,
            publish_on: _,
            expires_on: _,
            reviews: _,
        } = self;
        take(plain(TextPlace::Id, id, self.start()));
        if let Some(span) = slug_span {
            take(plain(TextPlace::Slug, slug, *span));
        }
        for (alias, span) in aliases {
            take(plain(TextPlace::Alias, alias, *span));
        }
        for (at, field, value) in self.filled(collection) {
            value.parts(At::new(field, self.span_of(at)), &mut |part, inner| {
                if let Part::Text(kind, text) = part {
                    let visibility =
                        inner.field.map_or(field.visibility, |it| it.visibility.max(field.visibility));
                    let (place, span) = (TextPlace::Field(at), inner.span);
                    take(RecordText { place, kind, text, visibility, span });
                }
            });
        }
        if let Some(body) = body {
            let Body { text, start, .. } = &**body;
            let span = Span { start: *start, end: *start };
            take(RecordText { kind: TextKind::Markdown, ..plain(TextPlace::Body, text, span) });
        }
        for claim in claims {
            for text in [Some(&claim.says), claim.unit.as_ref()].into_iter().flatten() {
                take(plain(TextPlace::Claim, text, claim.span));
            }
        }
        if let Some(params) = params {
            for (key, value) in params.iter() {
                take(plain(TextPlace::Param, key, self.start()));
                json(value, &mut |text| take(plain(TextPlace::Param, text, self.start())));
            }
        }
    }
}

const fn plain(place: TextPlace, text: &str, span: Span) -> RecordText<'_> {
    RecordText { place, kind: TextKind::Plain, text, visibility: Visibility::Public, span }
}

/// Passes on every text of params, including keys and numbers.
fn json(value: &serde_json::Value, take: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => take(text),
        serde_json::Value::Number(number) => take(&number.to_string()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| json(item, take)),
        serde_json::Value::Object(map) => {
            for (key, item) in map {
                take(key);
                json(item, take);
            }
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// Changes every text of params, including keys.
pub fn json_texts_mut(value: &mut serde_json::Value, change: &dyn Fn(&str) -> Option<String>) {
    match value {
        serde_json::Value::String(text) => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| json_texts_mut(item, change)),
        serde_json::Value::Object(map) => {
            let entries = std::mem::take(map);
            map.extend(entries.into_iter().map(|(key, mut item)| {
                json_texts_mut(&mut item, change);
                (change(&key).unwrap_or(key), item)
            }));
        }
        serde_json::Value::Number(_) | serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}
