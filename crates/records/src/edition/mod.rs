//! What of the model may be published, for one edition on one day.
//!
//! [`Published`] is a new site: records, values and references that may not be seen are not in it, so nothing behind this
//! stage can show them.

mod again;
mod consent;
mod figures;
mod hiding;
mod publish;
mod whole;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub use again::again;
pub use consent::{Ground, Standing, awaited, standing};
pub use figures::{PublicLate, PublicProgram, PublicSource, PublicTarget};
pub use hiding::tells_name;
pub use publish::{Absence, Options, hidden_slug, publish};
pub use whole::is_whole;

pub use crate::progress::{
    Area, Calendar, Cell, Completion, Difficulties, MonthRanking, RankRow, StarGround, StarRow, Statement,
    Status, Tenths,
};

use crate::domain::{
    Body, Claim, CollectionIx, Date, Edits, FileIx, Params, RecordIx, RegionIx, Span, Sparse, Value,
};

/// For whom the site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Everybody.
    Public,
    /// The offices themselves; marked, and kept out of search engines.
    Internal,
}

impl Edition {
    /// The word on the command line and in data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}

/// A published record's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicIx(pub u32);

/// A record as it may be seen.
#[derive(Clone, Debug)]
pub struct PublicRecord {
    /// Its collection.
    pub collection: CollectionIx,
    /// Its public id: the record's own, or made from the name shown where the name may not be.
    pub id: Arc<str>,
    /// The record's own id, by which others name it. It may hold a name; it is for looking up alone.
    pub own_id: Arc<str>,
    /// The last part of its URL.
    pub slug: Arc<str>,
    /// The folders before it.
    pub folder: Arc<str>,
    /// Old URLs.
    pub aliases: Box<[(Arc<str>, Span)]>,
    /// The regions, as they are called now, in which somebody was before she moved; none if the edition does
    /// not show where she is.
    pub left: Box<[RegionIx]>,
    /// What it is called.
    pub title: Arc<str>,
    /// Whether `title` stands for a name that may not be shown.
    pub name_hidden: bool,
    /// Whether it is a draft or waits for review, shown because the build was told to.
    pub draft: bool,
    /// Whether it is a person's who has not signed yet: a preview for her, which no build publishes.
    pub awaits_consent: bool,
    /// Values that may be seen; references to records that are not published are taken out.
    pub values: Sparse<PublicValue>,
    /// Whether nobody wrote how things are: then it is what the declaration assumes, and decides where the
    /// record is listed, but is not among the facts of it.
    pub state_assumed: bool,
    /// The text.
    pub body: Option<Arc<Body>>,
    /// How the text became what it is, step by step, where a name was taken out of it.
    pub edits: Box<[Edits]>,
    /// Free settings for templates.
    pub params: Params,
    /// Claims about figures.
    pub claims: Box<[Claim]>,
    /// Who refers to it: one list a field that does.
    pub back: Vec<BackReference>,
    /// The file, for places.
    pub file: FileIx,
    /// Where in it.
    pub span: Span,
    /// Where a written slug is.
    pub slug_span: Option<Span>,
    /// Its path within the site, by which links name it. It may hold a name; it is for looking up alone.
    pub path: Arc<str>,
    /// The folder in which it is, from which its own links lead. It may hold a name; it is for looking up
    /// alone.
    pub home: Arc<str>,
}

impl PublicRecord {
    /// The value of the field at this place.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&PublicValue> {
        self.values.get(field)
    }

    /// Where a stretch of the text was written.
    #[must_use]
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        self.edits.iter().rev().fold(range.clone(), |range, edits| edits.written(&range))
    }

    /// The date at this place.
    #[must_use]
    pub fn date(&self, field: Option<usize>) -> Option<Date> {
        match self.get(field?)? {
            PublicValue::Plain(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }
}

/// A value that may be seen.
#[derive(Clone, Debug)]
pub enum PublicValue {
    /// A value that refers to nothing. Never a reference, list or group; never a consent; of regions, those that there are and in which
    /// somebody is now.
    Plain(Value),
    /// A published record.
    Reference(PublicIx),
    /// A list; what may not be seen is left out of it.
    List(Vec<Self>),
    /// A group's values, in the order of its fields.
    Group(Box<[Option<Self>]>),
}

/// A part of a value that may be seen.
#[derive(Clone, Copy, Debug)]
pub enum PublicPart<'v> {
    /// A value that refers to nothing.
    Plain(&'v Value),
    /// A published record.
    Reference(PublicIx),
}

impl PublicValue {
    /// Hands on every part, at any depth.
    pub fn parts<'v>(&'v self, take: &mut dyn FnMut(PublicPart<'v>)) {
        match self {
            Self::Plain(value) => take(PublicPart::Plain(value)),
            Self::Reference(ix) => take(PublicPart::Reference(*ix)),
            Self::List(items) => items.iter().for_each(|item| item.parts(take)),
            Self::Group(values) => values.iter().flatten().for_each(|value| value.parts(take)),
        }
    }

    /// Leaves out the values that `keep`, which may change them, does not keep; returns whether anything is
    /// left.
    fn retain(&mut self, keep: &mut dyn FnMut(&mut Value) -> bool) -> bool {
        match self {
            Self::Plain(value) => keep(value),
            Self::Reference(_) => true,
            Self::List(items) => {
                items.retain_mut(|item| item.retain(keep));
                !items.is_empty()
            }
            Self::Group(values) => {
                for slot in values.iter_mut() {
                    if slot.as_mut().is_some_and(|value| !value.retain(keep)) {
                        *slot = None;
                    }
                }
                true
            }
        }
    }

    /// The regions that it names, each once, in administrative order.
    #[must_use]
    pub fn regions(&self) -> Vec<RegionIx> {
        match self {
            Self::Plain(Value::Region(region)) => vec![*region],
            Self::List(items) => {
                let mut found: Vec<RegionIx> = items.iter().flat_map(Self::regions).collect();
                found.sort_unstable();
                found.dedup();
                found
            }
            Self::Plain(_) | Self::Reference(_) | Self::Group(_) => Vec::new(),
        }
    }
}

/// The records that refer to a record by one field of theirs.
#[derive(Clone, Debug)]
pub struct BackReference {
    /// Their collection.
    pub collection: CollectionIx,
    /// The field of theirs, and the field within it where it is a group's.
    pub field: (usize, Option<usize>),
    /// The records, in their collection's order.
    pub records: Vec<PublicIx>,
}

/// A person who is not published.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// The record.
    pub record: RecordIx,
    /// The collection.
    pub collection: CollectionIx,
    /// Her name, for the publisher's eyes only.
    pub name: Arc<str>,
    /// Why.
    pub reason: Standing,
    /// Where the record is.
    pub file: FileIx,
    /// The consent's place, else the record's.
    pub span: Span,
}

/// What may be seen. A copy shares all that is in it.
#[derive(Clone, Debug)]
pub struct Published {
    /// For whom.
    pub edition: Edition,
    /// By collection, in its order.
    records: Vec<Arc<PublicRecord>>,
    ranges: Vec<Range<usize>>,
    /// The paths of records that are in the site's source and not published; links to them lose their target.
    unpublished: Arc<[(Arc<str>, CollectionIx)]>,
    /// Pictures and files of values that may not be seen; no other record shows them either.
    hidden_files: Arc<BTreeSet<Arc<str>>>,
    /// Those of them that belong to persons, sorted.
    portraits: Arc<[Arc<str>]>,
    /// Where the model's records are.
    places: Arc<[Option<PublicIx>]>,
}

impl Published {
    /// All records.
    #[must_use]
    pub fn records(&self) -> &[Arc<PublicRecord>] {
        &self.records
    }

    /// The record at a place.
    #[must_use]
    pub fn record(&self, ix: PublicIx) -> Option<&PublicRecord> {
        self.records.get(usize::try_from(ix.0).ok()?).map(AsRef::as_ref)
    }

    /// The paths of the records that are in the site's source and not published, each with its collection.
    #[must_use]
    pub fn withheld(&self) -> Arc<[(Arc<str>, CollectionIx)]> {
        Arc::clone(&self.unpublished)
    }

    /// A collection's records, in its order.
    pub fn of(&self, collection: CollectionIx) -> impl Iterator<Item = (PublicIx, &PublicRecord)> {
        let range = self.ranges.get(usize::from(collection.0)).cloned().unwrap_or(0..0);
        range.filter_map(|at| Some((PublicIx(u32::try_from(at).ok()?), &**self.records.get(at)?)))
    }

    /// Where a record of the model is; `None` if it may not be seen.
    pub fn of_model(&self, record: RecordIx) -> Option<PublicIx> {
        *self.places.get(usize::try_from(record.0).ok()?)?
    }

    /// The record of a collection with an id. One after the other: for a few.
    #[must_use]
    pub fn with_id(&self, collection: CollectionIx, id: &str) -> Option<PublicIx> {
        self.of(collection).find(|(_, record)| *record.id == *id).map(|(ix, _)| ix)
    }

    /// Whether a picture or file belongs to a value that may not be seen.
    #[must_use]
    pub fn is_hidden_file(&self, path: &str) -> bool {
        self.hidden_files.contains(path)
    }

    /// The pictures and files of persons that may not be seen, sorted.
    #[must_use]
    pub fn portraits(&self) -> &[Arc<str>] {
        &self.portraits
    }

    /// Hides further pictures and files: they hold what may not be seen.
    pub fn hide_files(&mut self, paths: impl IntoIterator<Item = Arc<str>>) {
        Arc::make_mut(&mut self.hidden_files).extend(paths);
    }

    /// Whether there is anything that the edition does not show, or not by its name.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.unpublished.is_empty()
            || !self.hidden_files.is_empty()
            || self.records.iter().any(|record| record.name_hidden)
    }

    /// The collection of a record that a link names by path and that is not published.
    #[must_use]
    pub fn unpublished(&self, path: &str) -> Option<CollectionIx> {
        let at = self.unpublished.binary_search_by(|(known, _)| (**known).cmp(path)).ok()?;
        self.unpublished.get(at).map(|(_, collection)| *collection)
    }
}
