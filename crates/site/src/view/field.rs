//! Values of fields with everything that templates need to show them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::Serialize;
use serde::ser::SerializeStruct;

use super::media::{MediaFile, PictureView};
use super::names::RegionView;
use super::viewer::Viewer;
use crate::domain::{Bound, Decimal, Field, FieldType, Value};
use crate::edition::{PublicIx, PublicRecord, PublicValue};
use crate::routes::{Href, Url};

/// A non-empty field. Serialised as one mapping: the parts of its value are beside its name and text.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// The field's name.
    pub name: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// The name of its type.
    pub kind: &'static str,
    /// The value in words.
    pub text: Arc<str>,
    /// The rest of its value.
    pub detail: Detail,
}

/// Labels, types and texts of values that follow from the settings are not hashed: hashes may only be
/// compared if the settings are the same.
impl Hash for FieldView {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { name, label: _, kind: _, text, detail } = self;
        name.hash(state);
        detail.hash(state);
        if matches!(detail, Detail::Markdown { .. }) {
            text.hash(state);
        }
    }
}

/// A value's parts, by type. Cards are many, so large parts are boxed.
#[derive(Clone, Debug, Hash)]
pub enum Detail {
    /// Text, date, period, choice.
    Text {
        /// As written in the record.
        value: Arc<str>,
    },
    /// A text of a certain format, such as a telephone number.
    Formatted {
        /// As written in the record.
        value: Arc<str>,
    },
    /// A whole number.
    Integer {
        /// The number.
        value: i64,
    },
    /// Yes or no.
    Boolean {
        /// The value.
        value: bool,
    },
    /// Markdown.
    Markdown {
        /// Rendered as HTML.
        html: Arc<str>,
    },
    /// A number with a bound.
    Quantity {
        /// The number.
        value: Decimal,
        /// Its bound.
        bound: Bound,
        /// Its unit.
        unit: Option<Arc<str>>,
    },
    /// A region.
    Region(Box<RegionView>),
    /// Another record.
    Reference(Box<ReferenceView>),
    /// A list.
    List {
        /// Its items.
        items: Box<[FieldView]>,
    },
    /// A group.
    Group {
        /// Its non-empty fields, in the order of declaration.
        fields: Box<[FieldView]>,
    },
    /// A picture.
    Image {
        /// The picture.
        picture: Box<PictureView>,
    },
    /// A file for download.
    File(Box<MediaFile>),
}

/// Another record.
#[derive(Clone, Debug, Hash)]
pub struct ReferenceView {
    /// Its public id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Its page, if it has one.
    pub url: Option<Href>,
    /// What distinguishes it.
    pub hint: Option<String>,
    /// The id of its collection.
    pub collection: Arc<str>,
}

/// Written by hand: serde's flattening goes through an intermediate map, and this runs for each field of each
/// card on each page.
impl Serialize for FieldView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut made = serializer.serialize_struct("FieldView", 9)?;
        made.serialize_field("name", &self.name)?;
        made.serialize_field("label", &self.label)?;
        made.serialize_field("kind", self.kind)?;
        made.serialize_field("text", &self.text)?;
        match &self.detail {
            Detail::Text { value } | Detail::Formatted { value } => made.serialize_field("value", value)?,
            Detail::Integer { value } => made.serialize_field("value", value)?,
            Detail::Boolean { value } => made.serialize_field("value", value)?,
            Detail::Markdown { html } => made.serialize_field("html", html)?,
            Detail::Quantity { value, bound, unit } => {
                made.serialize_field("value", value)?;
                made.serialize_field("bound", bound)?;
                made.serialize_field("unit", unit)?;
            }
            Detail::Region(region) => {
                made.serialize_field("id", &region.id)?;
                made.serialize_field("title", &region.title)?;
                made.serialize_field("url", &region.url)?;
                made.serialize_field("within", &region.within)?;
            }
            Detail::Reference(reference) => {
                let ReferenceView { id, title, url, hint, collection } = &**reference;
                made.serialize_field("id", id)?;
                made.serialize_field("title", title)?;
                made.serialize_field("url", url)?;
                made.serialize_field("hint", hint)?;
                made.serialize_field("collection", collection)?;
            }
            Detail::List { items } => made.serialize_field("items", items)?,
            Detail::Group { fields } => made.serialize_field("fields", &ByName(fields))?,
            Detail::Image { picture } => made.serialize_field("picture", &**picture)?,
            Detail::File(file) => {
                let MediaFile { url, name, ending, size } = &**file;
                made.serialize_field("url", url)?;
                made.serialize_field("file", name)?;
                made.serialize_field("ending", ending)?;
                made.serialize_field("size", size)?;
            }
        }
        made.end()
    }
}

/// The position of a value in a record.
#[derive(Clone, Copy)]
struct Spot<'s> {
    within: Option<&'s Spot<'s>>,
    name: &'s str,
    /// Its index in a list.
    at: Option<usize>,
}

impl Spot<'_> {
    /// `findings`, `honors 0 note`.
    fn path(&self) -> String {
        let within = self.within.map_or_else(String::new, |within| within.path() + " ");
        let at = self.at.map_or_else(String::new, |at| format!(" {at}"));
        format!("{within}{}{at}", self.name)
    }
}

/// Fields as a map by name, in their order.
struct ByName<'f>(&'f [FieldView]);

impl Serialize for ByName<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        by_name(self.0, serializer)
    }
}

/// Serialises fields as a map by name, in their order.
pub(super) fn by_name<S: serde::Serializer>(fields: &[FieldView], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|field| (&field.name, field)))
}

impl Viewer<'_> {
    /// A field with its value; `None` if nothing of it can be shown.
    #[must_use]
    pub fn field(&self, record: &PublicRecord, field: &Field, value: &PublicValue) -> Option<FieldView> {
        self.field_at(record, field, value, Spot { within: None, name: &field.name, at: None })
    }

    fn field_at(
        &self,
        record: &PublicRecord,
        field: &Field,
        value: &PublicValue,
        spot: Spot<'_>,
    ) -> Option<FieldView> {
        let (text, detail) = match value {
            PublicValue::Plain(value) => self.plain(record, field, value, spot)?,
            PublicValue::Reference(ix) => self.reference(*ix)?,
            PublicValue::List(items) => {
                let items = items.iter().enumerate().filter_map(|(at, item)| {
                    self.field_at(record, field, item, Spot { at: Some(at), ..spot })
                });
                let items: Box<[FieldView]> = items.collect();
                let texts: Vec<&str> = items.iter().map(|item| &*item.text).collect();
                (Arc::from(self.words.join(&texts)), Detail::List { items })
            }
            PublicValue::Group(values) => self.group(record, field, values, spot)?,
        };
        let kind = match value {
            PublicValue::List(_) => "list",
            _ => field.kind.item().word(),
        };
        let label = field.label.get(self.lang()).unwrap_or(&field.name).clone();
        Some(FieldView { name: field.name.clone(), label, kind, text, detail })
    }

    fn plain(
        &self,
        record: &PublicRecord,
        field: &Field,
        value: &Value,
        spot: Spot<'_>,
    ) -> Option<(Arc<str>, Detail)> {
        let words = self.words;
        Some(match value {
            Value::Text(text) => (text.clone(), Detail::Text { value: text.clone() }),
            Value::Formatted(_, text) => (text.clone(), Detail::Formatted { value: text.clone() }),
            Value::Markdown(text) => {
                let (html, plain) = self.inline_markdown(record, text, &spot.path());
                (Arc::from(plain), Detail::Markdown { html: Arc::from(html) })
            }
            Value::Integer(number) => (Arc::from(words.number(*number)), Detail::Integer { value: *number }),
            Value::Quantity(quantity) => {
                let unit = field.unit.as_ref().map(|unit| words.unit(unit));
                let text = words.quantity(*quantity, unit.as_deref());
                (Arc::from(text), Detail::Quantity { value: quantity.amount, bound: quantity.bound, unit })
            }
            Value::Date(date) => {
                (Arc::from(words.date(*date)), Detail::Text { value: Arc::from(date.to_string()) })
            }
            Value::Period(period) => {
                (Arc::from(self.period_title(*period)), Detail::Text { value: Arc::from(period.to_string()) })
            }
            Value::Choice(at) => {
                let choice = field.choices.get(usize::from(*at))?;
                let label = choice.label.get(self.lang()).unwrap_or(&choice.id);
                (label.clone(), Detail::Text { value: choice.id.clone() })
            }
            Value::Boolean(yes) => {
                let key = if *yes { "value.yes" } else { "value.no" };
                (Arc::from(words.word(key, &[])), Detail::Boolean { value: *yes })
            }
            Value::Stays(_) => return None,
            Value::Region(ix) => {
                let region = self.region(*ix)?;
                (region.title.clone(), Detail::Region(Box::new(region)))
            }
            Value::Image(image) => {
                let picture = self.picture(record, image)?;
                (picture.alt.clone(), Detail::Image { picture: Box::new(picture) })
            }
            Value::File(path) => {
                let file = self.file(record, path)?;
                (file.name.clone(), Detail::File(Box::new(file)))
            }
            // The edition has replaced these.
            Value::Reference(_) | Value::List(_) | Value::Group(_) | Value::Consent(_) => return None,
        })
    }

    fn reference(&self, ix: PublicIx) -> Option<(Arc<str>, Detail)> {
        let target = self.record(ix)?;
        let collection = self.collection(target.collection)?;
        let reference = ReferenceView {
            id: target.id.clone(),
            title: target.title.clone(),
            url: self.routes.record(ix).map(Url::href),
            hint: self.hint(ix),
            collection: collection.id.clone(),
        };
        Some((target.title.clone(), Detail::Reference(Box::new(reference))))
    }

    fn group(
        &self,
        record: &PublicRecord,
        field: &Field,
        values: &[Option<PublicValue>],
        spot: Spot<'_>,
    ) -> Option<(Arc<str>, Detail)> {
        let FieldType::Group(fields) = field.kind.item() else { return None };
        let seen = fields.iter().zip(values).filter_map(|(field, value)| {
            let inner = Spot { within: Some(&spot), name: &field.name, at: None };
            self.field_at(record, field, value.as_ref()?, inner)
        });
        let seen: Box<[FieldView]> = seen.collect();
        let first = seen.first().map(|field| field.text.clone())?;
        Some((first, Detail::Group { fields: seen }))
    }
}
