//! Indices of collections, records and files in their lists.

/// A collection's index in the site's list of collections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CollectionIx(pub u16);

/// A record's index in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordIx(pub u32);

/// A source file's index in the list of files that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub u32);
