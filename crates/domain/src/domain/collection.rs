//! Collections and their fields, as declared in YAML.

use std::sync::Arc;

use super::scope::Scope;
use super::{Decimal, Label, Value};

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

/// A field's type.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// A line or paragraph.
    Text,
    /// Markdown.
    Markdown,
    /// A whole number.
    Integer,
    /// A number with a bound, in a unit.
    Quantity,
    /// A date with its precision.
    Date,
    /// A period of reporting.
    Period,
    /// One of the field's choices.
    Choice,
    /// Yes or no.
    Boolean,
    /// A region of the site.
    Region,
    /// A record of the collection with this id.
    Reference(Arc<str>),
    /// Several values of one type.
    List(Box<FieldType>),
    /// Fields within the field.
    Group(Vec<Field>),
    /// A picture beside the record.
    Image,
    /// A file beside the record.
    File,
    /// An absolute http or https address.
    Url,
    /// A public telephone number.
    PublicPhone,
    /// A person's consent.
    Consent,
}

impl FieldType {
    /// The word under `type:`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Integer => "integer",
            Self::Quantity => "quantity",
            Self::Date => "date",
            Self::Period => "period",
            Self::Choice => "choice",
            Self::Boolean => "boolean",
            Self::Region => "region",
            Self::Reference(_) => "reference",
            Self::List(_) => "list",
            Self::Group(_) => "group",
            Self::Image => "image",
            Self::File => "file",
            Self::Url => "url",
            Self::PublicPhone => "public_phone",
            Self::Consent => "consent",
        }
    }

    /// The type of a list's items, or the type itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }
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

/// The fields whose meaning the engine knows, as indices in the collection's field list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleMap {
    /// The title.
    pub title: Option<usize>,
    /// The main date.
    pub date: Option<usize>,
    /// The region.
    pub region: Option<usize>,
    /// The state; `counted` names the states that count.
    pub state: Option<usize>,
    /// The picture.
    pub portrait: Option<usize>,
    /// The summary.
    pub summary: Option<usize>,
    /// The consent of the living person described.
    pub consent: Option<usize>,
    /// A list of groups: honours.
    pub honors: Option<usize>,
    /// A score, 0 to 100.
    pub score: Option<usize>,
    /// The reported period.
    pub period: Option<usize>,
    /// The day on which a difficulty was found.
    pub found: Option<usize>,
    /// The day on which it was resolved.
    pub resolved: Option<usize>,
    /// The placeholder for the title if the consent does not cover it.
    pub display_name: Option<usize>,
    /// The day from which the record is neither shown nor counted, because its honour was revoked.
    pub revoked: Option<usize>,
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
