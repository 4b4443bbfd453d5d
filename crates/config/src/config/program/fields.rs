//! Looks up the fields that a metric names.

use crate::config::yaml::Text;
use crate::domain::{Collection, Field, FieldType};

/// The fields that a metric can use.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) text: &'a Text,
    pub(super) collection: &'a Collection,
    /// The fields of the counted thing: those of the collection, or of the groups in its list.
    pub(super) own: &'a [Field],
    pub(super) over_groups: bool,
}

/// The purpose for which a metric names a field.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub(super) en: &'static str,
    pub(super) zh: &'static str,
    /// The types that fit.
    pub(super) fits: fn(&FieldType) -> bool,
}
