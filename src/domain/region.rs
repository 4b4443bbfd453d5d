//! Regions, in administrative order.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A region's place in administrative order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionIx(pub u32);

/// What kind of region it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegionKind {
    /// A county or district.
    County,
    /// A development zone.
    Zone,
    /// The city's own offices.
    CityOffice,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id, as URLs and references write it.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// What kind it is.
    pub kind: RegionKind,
    /// Whether rankings list it.
    pub ranked: bool,
    /// Names that it had before; records may still use them.
    pub former_titles: Vec<Arc<str>>,
}

impl Region {
    /// Whether a text names it: by id, title or former title.
    #[must_use]
    pub fn is_named(&self, text: &str) -> bool {
        &*self.id == text || &*self.title == text || self.former_titles.iter().any(|title| &**title == text)
    }
}
