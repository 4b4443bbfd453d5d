//! The regions of a record.

use crate::domain::RegionIx;
use crate::edition::{PublicRecord, PublicValue};

/// The regions in a role.
#[must_use]
pub(super) fn regions_of(record: &PublicRecord, role: Option<usize>) -> Vec<RegionIx> {
    role.and_then(|at| record.get(at)).map_or_else(Vec::new, PublicValue::regions)
}
