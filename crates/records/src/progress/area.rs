//! The areas for which there are figures.

use crate::domain::RegionIx;

/// The area of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The whole program.
    Whole,
    /// A region.
    Region(RegionIx),
    /// What several regions did together: it counts once, for none of them.
    Joint,
    /// What has no region.
    NoRegion,
}

impl Area {
    /// Areas that tables list after the regions, so that the rows add up to the whole.
    pub const REST: [Self; 2] = [Self::Joint, Self::NoRegion];
}
