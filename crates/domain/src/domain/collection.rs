//! Collections and their fields, as declared in YAML.

use std::sync::Arc;

use super::{FacetPart, Field, Label, RoleMap, Visibility};

/// The order of a collection's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field's index; `None` sorts by id.
    pub by: Option<usize>,
    /// Latest or largest first.
    pub descending: bool,
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

/// What the columns of spreadsheets are called that are registers of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Headings besides the fields' names and labels, each with the field's name; `honours.title` is a field of a
    /// group.
    pub named: Vec<(Arc<str>, Arc<str>)>,
    /// Headings of columns that are not read.
    pub ignored: Vec<Arc<str>>,
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
    /// The columns of its spreadsheets.
    pub columns: Columns,
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
