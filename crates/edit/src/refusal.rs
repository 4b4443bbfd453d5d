//! Reasons for refusing a change.

use std::fmt;

/// Why a change was refused. The file is unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are not text, or the file's encoding lacks a character of the new value.
    Encoding,
    /// A position is outside of the text, or within a letter that the file writes decomposed.
    Place,
    /// The file's YAML cannot be read.
    Syntax,
    /// The front matter is not closed, or its first fence has another form.
    FrontMatter,
    /// Nothing is at the path.
    Nothing(String),
    /// Something is there already.
    There(String),
    /// The key occurs twice, so it is not clear which one is meant.
    Twice(String),
    /// The value is also used elsewhere, through `&name` and `*name`.
    Shared(String),
    /// It is not a list or group, or not the expected one of them.
    Kind(String),
    /// Its notation cannot be changed in place.
    Form(String),
    /// The changed file would not say what was intended.
    Differs,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("the file's encoding cannot hold it"),
            Self::Place => f.write_str("the place is not one of the file's text"),
            Self::Syntax => f.write_str("the file's YAML cannot be read"),
            Self::FrontMatter => f.write_str("the front matter is not closed by “---”"),
            Self::Nothing(at) => write!(f, "nothing stands at {at}"),
            Self::There(at) => write!(f, "something stands at {at} already"),
            Self::Twice(at) => write!(f, "{at} is there twice"),
            Self::Shared(at) => write!(f, "{at} stands elsewhere too, by an anchor"),
            Self::Kind(at) => write!(f, "{at} is of another kind"),
            Self::Form(at) => write!(f, "{at} is written in a way that cannot be changed in place"),
            Self::Differs => f.write_str("more would change than what was meant"),
        }
    }
}

impl std::error::Error for Refusal {}
