//! The contents of region pages.

use std::sync::Arc;

use crate::domain::RegionIx;
use crate::routes::Href;
use crate::view::PublicIx;

/// A row of the list of regions.
#[derive(Clone, Debug)]
pub struct RegionRow {
    /// The region.
    pub region: RegionIx,
    /// Numbers of records by collection.
    pub counts: Vec<(Arc<str>, usize)>,
}

/// A region's page.
#[derive(Clone, Debug)]
pub struct RegionPage {
    /// The region.
    pub region: RegionIx,
    /// Its records, by collection.
    pub groups: Vec<RegionGroup>,
}

/// A region's records of one collection.
#[derive(Clone, Debug)]
pub struct RegionGroup {
    /// The collection.
    pub collection: Arc<str>,
    /// The first of them.
    pub records: Vec<PublicIx>,
    /// Their total number.
    pub total: usize,
    /// Number of records that the region's figures count but that are not shown.
    pub hidden: usize,
    /// The list of all, if there is one.
    pub url: Option<Href>,
}
