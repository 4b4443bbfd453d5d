//! Collections and their fields, as declared in YAML.

use std::sync::Arc;

use super::{Decimal, FieldType, Label, RoleMap, Value};

/// Who may see a field or collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Readers of the internal edition only.
    Internal,
    /// Nobody: it is not published.
    Private,
}

/// What a consent may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Her name.
    Name,
    /// Her picture.
    Portrait,
    /// Her story: text and summary.
    Story,
    /// Where she lives or works.
    Region,
}

impl Scope {
    /// Every scope with the word used in records.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Name, "name"),
        (Self::Portrait, "portrait"),
        (Self::Story, "story"),
        (Self::Region, "region"),
    ];

    /// The Chinese words for each, the usual one first.
    const CHINESE: [(Self, &'static [&'static str]); 4] = [
        (Self::Name, &["姓名"]),
        (Self::Portrait, &["照片"]),
        (Self::Story, &["事迹", "故事"]),
        (Self::Region, &["所在县区", "地区"]),
    ];

    /// Every word for a scope, with the scope.
    pub fn words() -> impl Iterator<Item = (Self, &'static str)> + Clone {
        let chinese =
            Self::CHINESE.into_iter().flat_map(|(scope, words)| words.iter().map(move |word| (scope, *word)));
        Self::ALL.into_iter().chain(chinese)
    }

    /// The scope for a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::words().find(|(_, known)| *known == word).map(|(scope, _)| scope)
    }

    /// Its Chinese name.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        let words = Self::CHINESE.into_iter().find(|(scope, _)| *scope == self);
        words.and_then(|(_, words)| words.first().copied()).unwrap_or("")
    }
}

/// One of a field's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The id, used in records.
    pub id: Arc<str>,
    /// The label that readers see.
    pub label: Label,
}

/// Minimum and maximum, both inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberRange {
    /// The minimum.
    pub min: Option<Decimal>,
    /// The maximum; for texts, of the number of characters.
    pub max: Option<Decimal>,
}

/// A field of a collection or of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key in records.
    pub name: Arc<str>,
    /// Its type.
    pub kind: FieldType,
    /// Whether a record must have it.
    pub required: bool,
    /// Its label for readers and editors.
    pub label: Label,
    /// Its help text for editors.
    pub help: Label,
    /// The heading of the list of back references on the referred record.
    pub back_label: Label,
    /// The default value.
    pub default: Option<Value>,
    /// The unit of a quantity.
    pub unit: Option<Arc<str>>,
    /// The choices of a choice, in the order of declaration.
    pub choices: Vec<Choice>,
    /// The range of a number, or the length of a text.
    pub range: NumberRange,
    /// Its visibility.
    pub visibility: Visibility,
    /// The scope of consent that it requires.
    pub scope: Option<Scope>,
    /// The date field at the same level that this date must not precede.
    pub not_before: Option<Arc<str>>,
    /// For a list of groups: the index of the group's date from which an item no longer counts.
    pub ended_by: Option<usize>,
}

/// The order of a collection's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field's index; `None` sorts by id.
    pub by: Option<usize>,
    /// Latest or largest first.
    pub descending: bool,
}

/// The part of a field's value by which a facet groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetPart {
    /// The value itself.
    Whole,
    /// The year of a date.
    Year,
}

/// A facet of a collection's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// As declared, for example `recognised_on.year`.
    pub name: Arc<str>,
    /// The field's index.
    pub field: usize,
    /// The part of its value.
    pub part: FacetPart,
}

/// A part of a URL pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlPart {
    /// A literal text.
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

/// Templates that a collection prefers to the default ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// For its lists.
    pub list: Option<Arc<str>>,
    /// For its records.
    pub record: Option<Arc<str>>,
}

/// The schema.org type of a collection's records.
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
    /// Its id: also the name of its folder and of its list's folder in URLs.
    pub id: Arc<str>,
    /// The title for all its records.
    pub title: Label,
    /// The word for one of its records, used where a name may not be shown.
    pub item: Label,
    /// Its position among collections in menus and indexes; smaller first, then by id.
    pub order: i64,
    /// Who may see it.
    pub visibility: Visibility,
    /// Its fields, in the order of declaration.
    pub fields: Vec<Field>,
    /// The fields whose meaning the engine knows.
    pub roles: RoleMap,
    /// What metrics count by default: indices of fields and of their choices.
    pub counted: Vec<(usize, Vec<u16>)>,
    /// The order of its list.
    pub sort: Sort,
    /// The facets of its list.
    pub facets: Vec<Facet>,
    /// The URL pattern of its records; `None` if they have no pages.
    pub url: Option<UrlPattern>,
    /// Whether it has an Atom feed.
    pub feed: bool,
    /// Whether it has list pages.
    pub index: bool,
    /// Number of records per list page.
    pub per_page: usize,
    /// The type of its records, if declared.
    pub schema: Option<SchemaType>,
    /// Templates that it prefers.
    pub templates: Templates,
}

impl Collection {
    /// The field with this name, and its index.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| &*field.name == name)
    }

    /// The schema.org type of its records: as declared; otherwise Person if they have a consent, Event if
    /// they have a state, Article if they have a feed.
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

    /// Whether its records are of living persons.
    #[must_use]
    pub const fn is_persons(&self) -> bool {
        self.roles.consent.is_some()
    }
}
