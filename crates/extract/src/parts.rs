//! The files in an archive.

use std::collections::BTreeMap;

/// The parts of an archive, by name.
pub(super) type Parts = BTreeMap<String, Vec<u8>>;
