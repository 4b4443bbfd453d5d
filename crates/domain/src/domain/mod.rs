//! The vocabulary: collections, fields, values, quantities, dates, periods, regions, ids.
//!
//! Nothing here reads files, the clock or settings; every type is plain data that the stages pass on.

mod attachment;
mod body;
mod borrowed;
pub mod bytes;
mod closing;
mod collation;
mod collection;
mod date;
mod decimal;
mod digest;
mod edits;
mod field_type;
mod finding;
mod ids;
mod index;
mod json;
mod label;
mod language;
mod page_ids;
mod name;
pub mod near;
mod notation;
mod parts;
mod period;
mod phone;
pub mod picture_fault;
mod program;
mod quantity;
mod record;
mod region;
mod role;
mod scope;
pub mod signature;
pub mod slug;
mod span;
mod sparse;
mod spelling;
mod status;
mod tenths;
pub mod text;
mod value;
mod variant;
mod visibility;
mod written_link;

pub use attachment::{Attachment, ColourDoubt, Motion, Picture, PictureFormat, Stopped};
pub use body::{Body, MOST_LEVELS, is_plain};
pub use closing::{
    Booked, BookedArea, Closing, Correction, Counted, Frozen, FrozenCell, FrozenDifficulties, FrozenMetric,
    FrozenPart, FrozenParts, FrozenRank, FrozenTarget, Mark, letters, row_of,
};
pub use collation::Collation;
pub use collection::{Collection, Columns, Facet, SchemaType, Sort, Templates, UrlPart, UrlPattern};
pub use date::{Date, DateError};
pub use decimal::{Decimal, DecimalError, Exact};
pub use digest::digest;
pub use edits::Edits;
pub use field_type::{
    Choice, Column, Control, Definition, FacetPart, Field, FieldType, Format, Meant, NumberRange, Scalar,
    TextFormat, is_email, is_phone, is_web_address,
};
pub use finding::Finding;
pub use ids::is_slug;
pub use index::{CollectionIx, FileIx, RecordIx, RegionIx};
pub use json::{to_json, to_pretty_json};
pub use label::{Label, LabelAudience};
pub use language::Language;
pub use name::{Letters, LongerNames, Mention, Name, Sign, first_letter, forms_of};
pub use notation::Notation;
pub use page_ids::PageIds;
pub use parts::{At, Part, PartMut, RecordText, TextKind, TextPlace, json_texts_mut};
pub use period::{Period, ProgramYear, WrittenPeriod, Year, YearStart};
pub use phone::{Country, Phone, PhoneKind};
pub use picture_fault::{Foreign, PictureFault};
pub use program::{
    Condition, FieldAt, Measure, Metric, MetricSource, Program, Ranking, StarComponent, StarMeasure, Stars,
    StatusLimits, Target,
};
pub use quantity::{Bound, BoundWords, Quantity, QuantityError, bounds_before, bounds_behind};
pub use record::{Claim, ClaimPeriod, ClaimValue, Params, Record, Review, belongs_to};
pub use region::{FormerRegion, Region, RegionKind, Regions, Stay};
pub use role::{Role, RoleDefinition, RoleMap};
pub use scope::Scope;
pub use span::Span;
pub use sparse::Sparse;
pub use spelling::Spellings;
pub use status::Status;
pub use tenths::Tenths;
pub use value::{Consent, Focal, Group, Image, OthersInPicture, Reference, Value, Withdrawal};
pub use variant::{OutputFormat, Recipe, Variant, WIDEST, WantedFormat};
pub use visibility::Visibility;
pub use written_link::{Reading, decode, readings};
