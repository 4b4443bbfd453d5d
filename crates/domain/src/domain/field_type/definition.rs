//! The definition of a field type: everything that does not depend on a record.

use super::facet_part::FacetPart;
use crate::diag::Bilingual;

/// How a value is written in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// As text, quoted if YAML could read it as something else.
    Text,
    /// As a plain word: a number, a date, a boolean, a choice. Never quoted.
    Word,
    /// Not as a scalar: a list or mapping.
    None,
}

/// The control for a value in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// An HTML `input` of this type.
    Input(&'static str),
    /// A field with several lines.
    TextArea,
    /// A choice from a list of words, given by the field or the site.
    Select,
    /// A check box.
    Checkbox,
    /// A search among the collection's records.
    Record,
    /// The item type's control, repeated.
    Repeat,
    /// The controls of its fields.
    Fields,
    /// A picture to upload, with its description.
    Picture,
    /// A file to upload.
    File,
}

/// The content of a cell in a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text, whatever it looks like.
    Text,
    /// A number.
    Number,
    /// A day; a month or year as text.
    Date,
    /// A choice from a list of words.
    OneOf,
    /// The items' values, separated by semicolons.
    Several,
    /// The name of a file.
    FileName,
    /// None: each of its fields has its own column.
    Fields,
}

/// The definition of a type: everything that does not depend on a record. No member has a default, so that a new
/// type has to specify each of them.
#[derive(Debug)]
pub struct Definition {
    /// The word after `type:`.
    pub word: &'static str,
    /// Chinese words for which this type is suggested.
    pub chinese_words: &'static [&'static str],
    /// The name of a value in messages.
    pub noun: Bilingual,
    /// An example as written in a record, if one suits all fields of the type.
    pub example: Option<&'static str>,
    /// A hint for editors on how to write a value; `None` if none is needed or it depends on the field.
    pub hint: Option<Bilingual>,
    /// How it is written in YAML.
    pub scalar: Scalar,
    /// Its control in a form.
    pub control: Control,
    /// Its cell in a spreadsheet.
    pub column: Column,
    /// The part of it by which a list can be filtered.
    pub facets: &'static [FacetPart],
    /// Whether its text can distinguish two records with the same title, if it is a facet.
    pub tells_apart: bool,
    /// Whether two records that differ in it are certainly not duplicates.
    pub describes: bool,
    /// Whether it names a file next to the record.
    pub names_file: bool,
}
