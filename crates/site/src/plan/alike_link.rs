//! A link on a disambiguation page.

use std::sync::Arc;

use serde::Serialize;

use crate::routes::Href;

/// A link of a disambiguation page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikeLink {
    /// Its title.
    pub title: Arc<str>,
    /// Its target.
    pub url: Href,
    /// What distinguishes it from others of the same title.
    pub hint: Option<String>,
    /// The number of records, if it leads to a list.
    pub count: Option<usize>,
}
