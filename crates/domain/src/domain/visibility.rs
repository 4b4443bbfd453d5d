//! Visibility of fields and collections.

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
