//! Selects from the model what may be published, for one edition on one day.
//!
//! [`Published`] is a new site: records, values and references that may not be shown are not in it, so no
//! later stage can show them.

mod consent;
mod figures;
mod hiding;
mod publish;
mod whole;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub use consent::{ConsentScope, ConsentStatus, awaited, standing};
pub use figures::{PublicLate, PublicProgram, PublicSource, PublicTarget};
pub use hiding::tells_name;
pub use publish::{Absence, EditionOptions, hidden_slug, publish};
pub use whole::is_whole;

pub use crate::progress::{
    Area, Calendar, Cell, Completion, Difficulties, MonthRanking, RankRow, StarBasis, StarRow, Statement,
    Status, Tenths,
};

use crate::domain::{
    Body, Claim, CollectionIx, Date, Edits, FileIx, Params, RecordIx, RegionIx, Span, Sparse, Value,
};

/// The audience for which the site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// The public.
    Public,
    /// The organisers themselves; marked, and excluded from search engines.
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

/// A published record's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicIx(pub u32);

impl PublicIx {
    /// The index as slices take it.
    #[must_use]
    pub fn at(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    /// The index of an item; `None` past the largest one.
    #[must_use]
    pub fn of(at: usize) -> Option<Self> {
        u32::try_from(at).ok().map(Self)
    }
}

/// A record as it may be shown.
#[derive(Clone, Debug)]
pub struct PublicRecord {
    /// Its collection.
    pub collection: CollectionIx,
    /// Its public id: the record's own, or one made from the placeholder if the name is hidden.
    pub id: Arc<str>,
    /// The record's own id, by which other records refer to it. It may contain a hidden name; only for
    /// look-ups.
    pub own_id: Arc<str>,
    /// The last segment of its URL.
    pub slug: Arc<str>,
    /// The folders before it.
    pub folder: Arc<str>,
    /// Old URLs.
    pub aliases: Box<[(Arc<str>, Span)]>,
    /// The regions, by their present names, that a person has left; empty if the edition does not show where
    /// she is.
    pub left: Box<[RegionIx]>,
    /// Its title.
    pub title: Arc<str>,
    /// Whether `title` is a placeholder for a hidden name.
    pub name_hidden: bool,
    /// Whether it is a draft or waits for review, and is shown only because the build was told to.
    pub draft: bool,
    /// Whether it is of a person who has not signed yet: a preview for her that no build publishes.
    pub awaits_consent: bool,
    /// Values that may be shown, without references to unpublished records.
    pub values: Sparse<PublicValue>,
    /// Whether the state is the default of the declaration because the record has none: it decides where the
    /// record is listed, but is not shown as a fact.
    pub state_assumed: bool,
    /// The text.
    pub body: Option<Arc<Body>>,
    /// The edits that removed a name from the text, step by step.
    pub edits: Box<[Edits]>,
    /// Free parameters for templates.
    pub params: Params,
    /// Claims about figures.
    pub claims: Box<[Claim]>,
    /// References to it, one list per referring field.
    pub back: Vec<BackReference>,
    /// Its file, for diagnostics.
    pub file: FileIx,
    /// Its span in the file.
    pub span: Span,
    /// The span of an explicit slug.
    pub slug_span: Option<Span>,
    /// Its path within the site, by which links refer to it. It may contain a hidden name; only for look-ups.
    pub path: Arc<str>,
    /// Its folder, to which its own links are relative. It may contain a hidden name; only for look-ups.
    pub home: Arc<str>,
}

impl PublicRecord {
    /// The value of the field with this index.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&PublicValue> {
        self.values.get(field)
    }

    /// The range in the original text.
    #[must_use]
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        self.edits.iter().rev().fold(range.clone(), |range, edits| edits.written(&range))
    }

    /// The date in the field with this index.
    #[must_use]
    pub fn date(&self, field: Option<usize>) -> Option<Date> {
        match self.get(field?)? {
            PublicValue::Plain(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }
}

/// A value that may be shown.
#[derive(Clone, Debug)]
pub enum PublicValue {
    /// A value without references. Never a reference, list, group or consent; regions are present ones in
    /// which somebody is now.
    Plain(Value),
    /// A published record.
    Reference(PublicIx),
    /// A list without the items that may not be shown.
    List(Vec<Self>),
    /// A group's values, in the order of its fields.
    Group(Box<[Option<Self>]>),
}

/// A part of a value that may be shown.
#[derive(Clone, Copy, Debug)]
pub enum PublicPart<'v> {
    /// A value without references.
    Plain(&'v Value),
    /// A published record.
    Reference(PublicIx),
}

impl PublicValue {
    /// Passes on every part, at any depth.
    pub fn parts<'v>(&'v self, take: &mut dyn FnMut(PublicPart<'v>)) {
        match self {
            Self::Plain(value) => take(PublicPart::Plain(value)),
            Self::Reference(ix) => take(PublicPart::Reference(*ix)),
            Self::List(items) => items.iter().for_each(|item| item.parts(take)),
            Self::Group(values) => values.iter().flatten().for_each(|value| value.parts(take)),
        }
    }

    /// Removes the values for which `keep`, which may change them, returns false; returns whether anything is
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

    /// The regions in it, each once, in administrative order.
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
    /// The referring field, and the field within it if it is a group.
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
    /// Her name; for the publisher only.
    pub name: Arc<str>,
    /// The reason.
    pub reason: ConsentStatus,
    /// The record's file.
    pub file: FileIx,
    /// The span of the consent, otherwise of the record.
    pub span: Span,
}

/// What may be shown. Cloning shares the contents.
#[derive(Clone, Debug)]
pub struct Published {
    /// The audience.
    pub edition: Edition,
    /// Sorted by collection, then in its order.
    records: Vec<Arc<PublicRecord>>,
    ranges: Vec<Range<usize>>,
    /// The paths of records in the source that are not published; links to them lose their target.
    unpublished: Arc<[(Arc<str>, CollectionIx)]>,
    /// Pictures and files of hidden values; no other record shows them either.
    hidden_files: Arc<BTreeSet<Arc<str>>>,
    /// Those of them that belong to persons, sorted.
    portraits: Arc<[Arc<str>]>,
    /// The published index of each record of the model.
    places: Arc<[Option<PublicIx>]>,
}

impl Published {
    /// All records.
    #[must_use]
    pub fn records(&self) -> &[Arc<PublicRecord>] {
        &self.records
    }

    /// The record with this index.
    #[must_use]
    pub fn record(&self, ix: PublicIx) -> Option<&PublicRecord> {
        self.records.get(ix.at()).map(AsRef::as_ref)
    }

    /// The paths of records in the source that are not published, each with its collection.
    #[must_use]
    pub fn withheld(&self) -> Arc<[(Arc<str>, CollectionIx)]> {
        Arc::clone(&self.unpublished)
    }

    /// A collection's records, in its order.
    pub fn of(&self, collection: CollectionIx) -> impl Iterator<Item = (PublicIx, &PublicRecord)> {
        let range = self.ranges.get(usize::from(collection.0)).cloned().unwrap_or(0..0);
        range.filter_map(|at| Some((PublicIx::of(at)?, &**self.records.get(at)?)))
    }

    /// The index of a record of the model; `None` if it may not be shown.
    pub fn of_model(&self, record: RecordIx) -> Option<PublicIx> {
        *self.places.get(record.at())?
    }

    /// The record of a collection with an id. Searches linearly, so only for a few.
    #[must_use]
    pub fn with_id(&self, collection: CollectionIx, id: &str) -> Option<PublicIx> {
        self.of(collection).find(|(_, record)| *record.id == *id).map(|(ix, _)| ix)
    }

    /// Whether a picture or file belongs to a hidden value.
    #[must_use]
    pub fn is_hidden_file(&self, path: &str) -> bool {
        self.hidden_files.contains(path)
    }

    /// The hidden pictures and files of persons, sorted.
    #[must_use]
    pub fn portraits(&self) -> &[Arc<str>] {
        &self.portraits
    }

    /// Hides further pictures and files.
    pub fn hide_files(&mut self, paths: impl IntoIterator<Item = Arc<str>>) {
        Arc::make_mut(&mut self.hidden_files).extend(paths);
    }

    /// Whether anything is hidden or shown under another name.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.unpublished.is_empty()
            || !self.hidden_files.is_empty()
            || self.records.iter().any(|record| record.name_hidden)
    }

    /// The collection of an unpublished record to which a link refers by path.
    #[must_use]
    pub fn unpublished(&self, path: &str) -> Option<CollectionIx> {
        let at = self.unpublished.binary_search_by(|(known, _)| (**known).cmp(path)).ok()?;
        self.unpublished.get(at).map(|(_, collection)| *collection)
    }
}
