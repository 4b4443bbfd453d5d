//! The star rating of a region.

use crate::domain::{Decimal, Quantity, RecordIx, RegionIx, Tenths};

/// A region's rating on the as-of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarRow {
    /// The region.
    pub region: RegionIx,
    /// Score, 0 to 100, and stars; `None` if a component is missing, so that the region is not rated.
    pub rating: Option<(Tenths, u32)>,
    /// The components, in the order of the program.
    pub parts: Vec<StarPart>,
}

/// The contribution of one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarPart {
    /// The component's index in the program's stars.
    pub component: usize,
    /// Its weight.
    pub weight: Decimal,
    /// Its basis; `None` if the region lacks it.
    pub ground: Option<StarBasis>,
}

/// The basis of a component's score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StarBasis {
    /// A value relative to a share.
    Completion {
        /// The region's value.
        value: Quantity,
        /// Its share.
        share: Decimal,
        /// Value ÷ share in per cent, at most 100.
        score: Tenths,
    },
    /// Assessments.
    Assessments {
        /// The assessing records.
        records: Vec<RecordIx>,
        /// Their mean, 0 to 100.
        score: Tenths,
    },
}
