//! The part of a value by which a list is filtered.

/// The part of a field's value by which a facet groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetPart {
    /// The value itself.
    Whole,
    /// The year of a date.
    Year,
}
