//! Indices of collections, records, files and regions in their lists.

use serde::{Deserialize, Serialize};

/// A collection's index in the site's list of collections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CollectionIx(pub u16);

/// A record's index in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordIx(pub u32);

/// A source file's index in the list of files that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileIx(pub u32);

/// A region's index in administrative order; former regions come after all present ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionIx(pub u32);

macro_rules! indices {
    ($($name:ident: $number:ty),*) => {$(
        impl $name {
            /// The index as slices take it.
            #[must_use]
            pub fn at(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }

            /// The index of an item; `None` past the largest one.
            #[must_use]
            pub fn of(at: usize) -> Option<Self> {
                <$number>::try_from(at).ok().map(Self)
            }
        }
    )*};
}

indices!(CollectionIx: u16, RecordIx: u32, FileIx: u32, RegionIx: u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_does_not_fit_is_none() {
        assert_eq!(CollectionIx::of(65_535).map(CollectionIx::at), Some(65_535));
        assert_eq!(CollectionIx::of(65_536), None);
        assert_eq!(RecordIx::of(7), Some(RecordIx(7)));
    }
}
