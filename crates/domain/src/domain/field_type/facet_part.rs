//! What a list can be split by.

/// The part of a field's value by which a facet groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetPart {
    /// The value itself.
    Whole,
    /// The year of a date.
    Year,
}
