//! Values of fields.

use std::sync::Arc;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::{Date, Period, Quantity, RecordIx, RegionIx, Scope, Span, Stay, TextFormat, borrowed};

/// A field's value, valid for its type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A line or paragraph of text.
    Text(#[serde(with = "borrowed")] Arc<str>),
    /// Markdown.
    Markdown(#[serde(with = "borrowed")] Arc<str>),
    /// A whole number.
    Integer(i64),
    /// A number with a bound, in the field's unit.
    Quantity(Quantity),
    /// A date with its precision.
    Date(Date),
    /// A period of reporting.
    Period(Period),
    /// The index of the choice in the field's list.
    Choice(u16),
    /// Yes or no.
    Boolean(bool),
    /// A region of the site.
    Region(RegionIx),
    /// The regions of a person who moved, in chronological order.
    Stays(Box<[Stay]>),
    /// Another record.
    Reference(Reference),
    /// Several values of one type.
    List(Vec<Value>),
    /// Values of the group's fields.
    Group(Group),
    /// A picture beside the record. Boxed like consents: they are large, and most values are small.
    Image(Box<Image>),
    /// A file beside the record: its site-relative path.
    File(Arc<str>),
    /// A text of a certain format: a web address, a telephone number.
    Formatted(TextFormat, Arc<str>),
    /// A person's consent. It is private; serialising it is an error.
    #[serde(skip)]
    Consent(Box<Consent>),
}

impl Value {
    /// The text of a text-like value.
    #[must_use]
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match self {
            Self::Text(text) | Self::Markdown(text) | Self::Formatted(_, text) => Some(text),
            _ => None,
        }
    }

    /// The regions in it on a day, each once: one, or those of a list.
    #[must_use]
    pub fn regions_on(&self, day: civil::Date) -> Vec<RegionIx> {
        let mut found = match self {
            Self::Region(region) => vec![*region],
            Self::Stays(stays) => Stay::on(stays, day).into_iter().collect(),
            Self::List(items) => items.iter().flat_map(|item| item.regions_on(day)).collect(),
            _ => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The date, if it is one.
    #[must_use]
    pub const fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The quantity, if it is one; an integer is an exact quantity.
    #[must_use]
    pub const fn as_quantity(&self) -> Option<Quantity> {
        match self {
            Self::Quantity(quantity) => Some(*quantity),
            Self::Integer(number) => Some(Quantity::exact(*number)),
            _ => None,
        }
    }
}

/// A reference to a record of one collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// As written: an id, a file or a title.
    pub text: Arc<str>,
    /// Its span.
    pub span: Span,
    /// The record, once resolved.
    #[serde(skip)]
    pub target: Option<RecordIx>,
}

/// A group's values, in the order of its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// One item per field; `None` if it is absent.
    pub values: Box<[Option<Value>]>,
    /// The programs to which it belongs; empty for those of its record.
    pub programs: Box<[Arc<str>]>,
    /// The indices of values that are defaults of the declaration.
    pub assumed: Box<[u16]>,
    /// Its span.
    pub span: Span,
}

impl Group {
    /// The value of the field with this index.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&Value> {
        self.values.get(field)?.as_ref()
    }

    /// Whether the field's value was written, rather than being a default.
    #[must_use]
    pub fn is_written(&self, field: usize) -> bool {
        !self.assumed.iter().any(|at| usize::from(*at) == field)
    }
}

/// Whether other people in a picture were considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OthersInPicture {
    /// Nobody else is in it.
    None,
    /// Everybody in it has agreed.
    Consented,
    /// The others cannot be recognised.
    Blurred,
}

/// The point of a picture that every crop keeps, in per cent from the left and the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Focal {
    /// From the left, 0 to 100.
    pub x: u8,
    /// From the top, 0 to 100.
    pub y: u8,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its site-relative path.
    pub file: Arc<str>,
    /// Its span.
    pub span: Span,
    /// Its description, for those who cannot see it.
    pub alt: Option<Arc<str>>,
    /// What is printed under it.
    pub caption: Option<Arc<str>>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// The point that crops must keep.
    pub focal: Option<Focal>,
    /// Whether other people in it were considered.
    pub others: Option<OthersInPicture>,
    /// Width and height in pixels, once the file has been read; 0 × 0 before.
    pub size: (u32, u32),
    /// The first 16 bytes of the file's BLAKE3 digest, once the file has been read; zeros before.
    pub digest: [u8; 16],
}

/// A withdrawal of consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// On this day.
    On(Date),
    /// There is an invalid date, or a key that is nearly the right one: in doubt, the person is protected.
    Unclear,
}

/// A person's consent. Without `signed` there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// The day of the signature.
    pub signed: Option<Date>,
    /// The last day on which it is valid.
    pub until: Option<Date>,
    /// Whether it was withdrawn, and when.
    pub withdrawn: Option<Withdrawal>,
    /// What may be shown.
    pub scope: Vec<Scope>,
    /// The channels as written on the form; `None` for all. An empty list allows none.
    pub channels: Option<Vec<Arc<str>>>,
    /// Where the signed form is kept. Private.
    pub form: Option<Arc<str>>,
}
