//! Dates and regions as texts and links.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::Date;
use crate::routes::Href;

/// A date for machines and readers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DateView {
    /// As written in records.
    pub value: Date,
    /// In words.
    pub text: String,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RegionView {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// Its page.
    pub url: Href,
    /// The containing region that has a row in tables.
    pub within: Option<Box<RegionView>>,
}
