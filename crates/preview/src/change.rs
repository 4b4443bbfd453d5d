//! A change of the site's files.

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A change within one of the site's folders.
    Inside,
    /// One of the site's folders was created, removed or replaced.
    Folder,
}
