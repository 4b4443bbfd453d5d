//! Records: one file, or one item of a register.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Collection, Date, Field, Quantity, Sparse, Value, WrittenPeriod};

/// A collection's place in the site's list of collections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CollectionIx(pub u16);

/// A record's place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordIx(pub u32);

/// A source file's place in the list of files that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub u32);

/// A stretch of a source file, in bytes of its decoded text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    /// A stretch; offsets past 4 GiB are cut (files that large are refused before).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }
}

/// A stage of review that a record has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The stage's name.
    pub stage: Arc<str>,
    /// Who passed it.
    pub by: Arc<str>,
    /// When.
    pub on: Date,
    /// What was passed.
    pub fingerprint: Arc<str>,
}

/// What a claim says that a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimValue {
    /// The metric's value.
    Value(Quantity),
    /// The share of the target, in tenths of a per cent.
    Percent(i64),
}

/// The period that a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimPeriod {
    /// The one that its record reports.
    Own,
    /// This one.
    Is(WrittenPeriod),
}

/// A statement about a figure, to be compared with the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The statement's words.
    pub says: Arc<str>,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The target's set.
    pub of: Option<Arc<str>>,
    /// The day that it speaks of.
    pub on: Option<Date>,
    /// The period of which it says what was done in it, where it speaks of one.
    pub within: Option<ClaimPeriod>,
    /// What it says.
    pub value: ClaimValue,
    /// The unit behind the number, where one is written.
    pub unit: Option<Arc<str>>,
    /// Where the claimed number is.
    pub span: Span,
    /// Where the metric's id is.
    pub metric_span: Span,
    /// Where the target's set is.
    pub of_span: Option<Span>,
    /// Where the day or the period is.
    pub on_span: Option<Span>,
}

/// A record whose values fit its collection's fields. Written down it is without its place in this run, and without what few records
/// have and who reads it back must do without: reviews, claims, settings for templates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Its collection.
    #[serde(skip)]
    pub collection: CollectionIx,
    /// Its id within the collection: its path without ending, or the register item's own.
    pub id: Arc<str>,
    /// The file that it is in.
    #[serde(skip)]
    pub file: FileIx,
    /// Where in the file: the whole front matter, or the register's item.
    pub span: Span,
    /// The last part of its URL: as written, or made from the file's name.
    pub slug: Arc<str>,
    /// Where a written slug is; `None` if it was made.
    pub slug_span: Option<Span>,
    /// The folders between the collection's and the file, each as a slug, joined by `/`; empty where there are none.
    pub folder: Arc<str>,
    /// Old URLs that redirect here, as paths of files from the site's root, each with its place.
    pub aliases: Box<[(Arc<str>, Span)]>,
    /// Not to be published yet.
    pub draft: bool,
    /// Not before this day.
    pub publish_on: Option<Date>,
    /// Not after this day.
    pub expires_on: Option<Date>,
    /// The programs that it belongs to; all of them where there are none.
    pub programs: Box<[Arc<str>]>,
    /// The stages of review that it passed.
    #[serde(skip)]
    pub reviews: Vec<Review>,
    /// Statements about figures.
    #[serde(skip)]
    pub claims: Box<[Claim]>,
    /// Free settings for templates.
    #[serde(skip)]
    pub params: Params,
    /// What it says, by field of the collection.
    pub values: Sparse<Value>,
    /// Where each value is.
    pub spans: Sparse<Span>,
    /// The text.
    pub body: Option<Arc<Body>>,
}

/// Free settings; nothing if there are none. Few records have any, and an empty map takes as much room as a
/// few values.
pub type Params = Option<Arc<serde_json::Map<String, serde_json::Value>>>;

/// Whether what belongs to some programs counts in one: where none is named, in each.
#[must_use]
pub fn belongs_to(programs: &[Arc<str>], program: &str) -> bool {
    programs.is_empty() || programs.iter().any(|known| **known == *program)
}

impl Record {
    /// The value of the field at this place.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&Value> {
        self.values.get(field)
    }

    /// The fields that have a value, with their places and values, in the order of declaration.
    pub fn filled<'r>(
        &'r self,
        collection: &'r Collection,
    ) -> impl Iterator<Item = (usize, &'r Field, &'r Value)> {
        self.values.iter().filter_map(|(at, value)| Some((at, collection.fields.get(at)?, value)))
    }

    /// Whether the field's value is written, and not one that the declaration assumes.
    #[must_use]
    pub fn is_written(&self, field: usize) -> bool {
        self.spans.get(field).is_some()
    }

    /// Where the field's value is, else where the record does.
    #[must_use]
    pub fn span_of(&self, field: usize) -> Span {
        self.spans.get(field).copied().unwrap_or(self.span)
    }

    /// The first character of the record.
    #[must_use]
    pub const fn start(&self) -> Span {
        Span { start: self.span.start, end: self.span.start }
    }
}
