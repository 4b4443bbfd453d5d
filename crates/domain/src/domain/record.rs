//! Records: a file, or an item of a register.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::index::{CollectionIx, FileIx};
use super::span::Span;
use super::{Body, Collection, Date, Field, Quantity, Sparse, Value, WrittenPeriod};

/// A review stage that a record has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The stage's name.
    pub stage: Arc<str>,
    /// The reviewer.
    pub by: Arc<str>,
    /// The day.
    pub on: Date,
    /// The fingerprint of what was signed.
    pub fingerprint: Arc<str>,
}

/// The claimed value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimValue {
    /// The metric's value.
    Value(Quantity),
    /// The completion of the target, in tenths of a per cent.
    Percent(i64),
}

/// The period of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimPeriod {
    /// The one that its record reports.
    Own,
    /// An explicit one.
    Is(WrittenPeriod),
}

/// A claim about a figure, to be compared with the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The text of the claim.
    pub says: Arc<str>,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The setter of the target.
    pub of: Option<Arc<str>>,
    /// Its day.
    pub on: Option<Date>,
    /// Its period, if it is about what was done in one.
    pub within: Option<ClaimPeriod>,
    /// The claimed value.
    pub value: ClaimValue,
    /// The unit after the number, if there is one.
    pub unit: Option<Arc<str>>,
    /// The span of the number.
    pub span: Span,
    /// The span of the metric's id.
    pub metric_span: Span,
    /// The span of the target's setter.
    pub of_span: Option<Span>,
    /// The span of the day or period.
    pub on_span: Option<Span>,
}

/// A record whose values fit its collection's fields. Its serialised form lacks indices that are specific to
/// a run, and rare parts without which a record can be restored: reviews, claims, params.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Its collection.
    #[serde(skip)]
    pub collection: CollectionIx,
    /// Its id within the collection: its path without extension, or the register item's own.
    pub id: Arc<str>,
    /// Its file.
    #[serde(skip)]
    pub file: FileIx,
    /// Its span in the file: the whole front matter, or the register's item.
    pub span: Span,
    /// The last segment of its URL: explicit, or derived from the file's name.
    pub slug: Arc<str>,
    /// The span of an explicit slug; `None` if it is derived.
    pub slug_span: Option<Span>,
    /// The folders between the collection's and the file, each as a slug, joined by `/`; empty if there are
    /// none.
    pub folder: Arc<str>,
    /// Old URLs that redirect here, as file paths from the site's root, each with its span.
    pub aliases: Box<[(Arc<str>, Span)]>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// The day from which it is published.
    pub publish_on: Option<Date>,
    /// The last day on which it is published.
    pub expires_on: Option<Date>,
    /// The programs to which it belongs; empty for all.
    pub programs: Box<[Arc<str>]>,
    /// The review stages that it has passed.
    #[serde(skip)]
    pub reviews: Vec<Review>,
    /// Claims about figures.
    #[serde(skip)]
    pub claims: Box<[Claim]>,
    /// Free parameters for templates.
    #[serde(skip)]
    pub params: Params,
    /// Its values, by field of the collection.
    pub values: Sparse<Value>,
    /// The span of each value.
    pub spans: Sparse<Span>,
    /// The text.
    pub body: Option<Arc<Body>>,
}

/// Free parameters; `None` if there are none. Few records have any, and an empty map takes as much memory as
/// several values.
pub type Params = Option<Arc<serde_json::Map<String, serde_json::Value>>>;

/// Whether something that belongs to these programs counts in one of them; if none is named, it counts in
/// each.
#[must_use]
pub fn belongs_to(programs: &[Arc<str>], program: &str) -> bool {
    programs.is_empty() || programs.iter().any(|known| **known == *program)
}

impl Record {
    /// The value of the field with this index.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&Value> {
        self.values.get(field)
    }

    /// The fields that have a value, with their indices and values, in the order of declaration.
    pub fn filled<'r>(
        &'r self,
        collection: &'r Collection,
    ) -> impl Iterator<Item = (usize, &'r Field, &'r Value)> {
        self.values.iter().filter_map(|(at, value)| Some((at, collection.fields.get(at)?, value)))
    }

    /// Whether the field's value was written, rather than being a default.
    #[must_use]
    pub fn is_written(&self, field: usize) -> bool {
        self.spans.get(field).is_some()
    }

    /// The span of the field's value, otherwise of the record.
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
