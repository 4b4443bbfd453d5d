//! Choices and ranges of values.

use std::sync::Arc;

use super::super::{Decimal, Label};

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
