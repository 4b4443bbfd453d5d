//! Data shared by all pages.

use crate::domain::{Date, RegionKind};
use crate::view::{CollectionView, DateView, PublicIx};
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::routes::Href;

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuLink {
    /// Its label.
    pub title: Arc<str>,
    /// A page of the site, or an address.
    pub url: Href,
    /// The collection to which it leads.
    pub collection: Option<Arc<str>>,
}

/// A region and its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegionLink {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// Its kind.
    pub kind: RegionKind,
    /// Its page.
    pub url: Href,
    /// The id of the region that currently contains it.
    #[serde(skip)]
    pub within: Option<Arc<str>>,
}

/// Data that all pages share.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// The menu.
    pub menu: Vec<MenuLink>,
    /// Collections that the edition shows and that have records, by id.
    pub collections: BTreeMap<Arc<str>, CollectionView>,
    /// The same, in menu order.
    pub order: Vec<Arc<str>>,
    /// All regions in administrative order, by index.
    pub regions: Vec<RegionLink>,
    /// Planned events from today on, soonest first.
    pub upcoming: Vec<PublicIx>,
    /// The latest main date of a record that is not in the future.
    pub updated: Option<DateView>,
    /// The same for each collection, by id.
    pub latest: BTreeMap<Arc<str>, Date>,
}
