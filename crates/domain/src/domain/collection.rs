//! Collections and their fields, as declared in YAML.

use std::sync::Arc;

use super::{Decimal, FieldType, Label, RoleMap, Value};

/// Who may see a field or a collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Readers of the internal edition.
    Internal,
    /// Nobody: it stays in the source.
    Private,
}

/// What of a person a consent may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Her name.
    Name,
    /// Her picture.
    Portrait,
    /// Her story: body and summary.
    Story,
    /// Where she lives or works.
    Region,
}

impl Scope {
    /// Every scope with the word that a record writes.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Name, "name"),
        (Self::Portrait, "portrait"),
        (Self::Story, "story"),
        (Self::Region, "region"),
    ];

    /// The words for it in Chinese, the usual one first.
    const CHINESE: [(Self, &'static [&'static str]); 4] = [
        (Self::Name, &["姓名"]),
        (Self::Portrait, &["照片"]),
        (Self::Story, &["事迹", "故事"]),
        (Self::Region, &["所在县区", "地区"]),
    ];

    /// Every word for a part of a consent, with it.
    pub fn words() -> impl Iterator<Item = (Self, &'static str)> + Clone {
        let chinese =
            Self::CHINESE.into_iter().flat_map(|(scope, words)| words.iter().map(move |word| (scope, *word)));
        Self::ALL.into_iter().chain(chinese)
    }

    /// The part of a consent that a word names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::words().find(|(_, known)| *known == word).map(|(scope, _)| scope)
    }

    /// What readers of Chinese call it.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        let words = Self::CHINESE.into_iter().find(|(scope, _)| *scope == self);
        words.and_then(|(_, words)| words.first().copied()).unwrap_or("")
    }
}

/// One of a field's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What a record writes.
    pub id: Arc<str>,
    /// What readers see.
    pub label: Label,
}

/// Least and greatest number, both allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberRange {
    /// The least.
    pub min: Option<Decimal>,
    /// The greatest; for texts the greatest number of characters.
    pub max: Option<Decimal>,
}

/// A field of a collection or of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key in a record.
    pub name: Arc<str>,
    /// Its type.
    pub kind: FieldType,
    /// Whether a record must have it.
    pub required: bool,
    /// What readers and editors see.
    pub label: Label,
    /// What an editor is reported about it.
    pub help: Label,
    /// The heading under which the referred record lists those that refer to it.
    pub back_label: Label,
    /// The value where a record has none.
    pub default: Option<Value>,
    /// The unit of a quantity.
    pub unit: Option<Arc<str>>,
    /// The choices of a choice, in the order of declaration.
    pub choices: Vec<Choice>,
    /// The range of a number, or the length of a text.
    pub range: NumberRange,
    /// Who may see it.
    pub visibility: Visibility,
    /// The part of a consent that must cover it.
    pub scope: Option<Scope>,
    /// The date beside it before which this one cannot lie.
    pub not_before: Option<Arc<str>>,
    /// Of a list of groups: the place of the group's date from which on an item no longer counts.
    pub ended_by: Option<usize>,
}

/// The order of a collection's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field's place; `None` sorts by id.
    pub by: Option<usize>,
    /// Latest or greatest first.
    pub descending: bool,
}

/// What of a field a facet groups by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetPart {
    /// The value itself.
    Whole,
    /// The year of a date.
    Year,
}

/// A way to split a collection's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// As declared, for example `recognised_on.year`.
    pub name: Arc<str>,
    /// The field's place.
    pub field: usize,
    /// What of it.
    pub part: FacetPart,
}

/// A part of a URL pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlPart {
    /// These characters.
    Literal(Arc<str>),
    /// The record's slug.
    Slug,
    /// Its id.
    Id,
    /// Its region's id.
    Region,
    /// The year of its date.
    Year,
    /// Its folders and slug.
    Path,
}

/// Where a collection's records are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlPattern(pub Vec<UrlPart>);

/// Templates that a collection asks for, before those that its name implies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// For its lists.
    pub list: Option<Arc<str>>,
    /// For its records.
    pub record: Option<Arc<str>>,
}

/// What the records of a collection are, by schema.org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaType {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// Something that is held.
    Event,
    /// Something that is reported.
    Article,
}

impl SchemaType {
    /// Every type with the word under `schema:`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Person, "person"),
        (Self::Organization, "organization"),
        (Self::Event, "event"),
        (Self::Article, "article"),
    ];
}

/// A collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// Its id: the name of its folder and of its list's folder in URLs.
    pub id: Arc<str>,
    /// What all its records together are called.
    pub title: Label,
    /// What one record is called, where it may not be named.
    pub item: Label,
    /// Its place among the collections in menus and indexes; smaller first, then by id.
    pub order: i64,
    /// Who may see it.
    pub visibility: Visibility,
    /// Its fields, in the order of declaration.
    pub fields: Vec<Field>,
    /// What the engine knows by meaning.
    pub roles: RoleMap,
    /// What metrics count unless they say otherwise: field's place and the choices' places.
    pub counted: Vec<(usize, Vec<u16>)>,
    /// The order of its list.
    pub sort: Sort,
    /// The ways to split its list.
    pub facets: Vec<Facet>,
    /// Where its records are published; `None` if they have no page of their own.
    pub url: Option<UrlPattern>,
    /// Whether it has an Atom feed.
    pub feed: bool,
    /// Whether it has list pages.
    pub index: bool,
    /// How many records a list page holds.
    pub per_page: usize,
    /// What its records are, where the declaration says so.
    pub schema: Option<SchemaType>,
    /// Templates that it asks for.
    pub templates: Templates,
}

impl Collection {
    /// The field with this name, with its place.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| &*field.name == name)
    }

    /// What its records are, by schema.org: as declared; else persons by their consent, events by their state, articles by having
    /// a feed.
    #[must_use]
    pub fn schema_type(&self) -> Option<SchemaType> {
        let derived = || match self.roles {
            RoleMap { consent: Some(_), .. } => Some(SchemaType::Person),
            RoleMap { state: Some(_), .. } => Some(SchemaType::Event),
            RoleMap { date: Some(_), .. } if self.feed => Some(SchemaType::Article),
            _ => None,
        };
        self.schema.or_else(derived)
    }

    /// Whether its records are living persons.
    #[must_use]
    pub const fn is_persons(&self) -> bool {
        self.roles.consent.is_some()
    }
}
