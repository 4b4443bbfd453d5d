//! What there is to say of a type of fields without reading a record.

use super::facet_part::FacetPart;
use crate::diag::Bilingual;

/// How a value is written in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// As a text: between quotes if YAML could take it for something else.
    Text,
    /// As a word that means something to YAML or to the program: a number, a date, yes or no, a choice. Never quoted.
    Word,
    /// Not as a scalar: a list or mapping.
    None,
}

/// What a form shows for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A field of one line: an `input` of HTML of this type.
    Input(&'static str),
    /// A field of several lines.
    TextArea,
    /// One of a list of words, which the field or the site gives.
    Select,
    /// A tick.
    Checkbox,
    /// A search among the records of the collection.
    Record,
    /// The control of its items, as often as wanted.
    Repeat,
    /// The controls of its fields.
    Fields,
    /// A picture to put in, with what is said of it.
    Picture,
    /// A file to put in.
    File,
}

/// What a cell of a spreadsheet's column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text, whatever it looks like.
    Text,
    /// A number.
    Number,
    /// A day, or text for a month or year.
    Date,
    /// One of a list of words.
    OneOf,
    /// Several of the items' values, with a semicolon between them.
    Several,
    /// The name of a file.
    FileName,
    /// Nothing: each of its fields has a column.
    Fields,
}

/// All that the program knows of a type without reading a record. No part has a default: who adds a type has to say each.
#[derive(Debug)]
pub struct Definition {
    /// The word after `type:`.
    pub word: &'static str,
    /// What editors who write Chinese may call it; it is suggested for these.
    pub chinese_words: &'static [&'static str],
    /// What a value is called in messages.
    pub noun: Bilingual,
    /// A value as a record writes it, if there is one for all fields of the type.
    pub example: Option<&'static str>,
    /// How a value is written, for whoever fills it in; `None` if it goes without saying or depends on the field.
    pub hint: Option<Bilingual>,
    /// How it is written in YAML.
    pub scalar: Scalar,
    /// What a form shows for it.
    pub control: Control,
    /// What a spreadsheet holds for it.
    pub column: Column,
    /// What of it a list can be split by.
    pub facets: &'static [FacetPart],
    /// Whether its words tell two records with the same title apart, if a list is split by it.
    pub tells_apart: bool,
    /// Whether two records that differ in it are two things, not one that is there twice.
    pub describes: bool,
    /// Whether it names a file next to the record.
    pub names_file: bool,
}
