//! The breadcrumbs of a page.

use std::sync::Arc;

use serde::Serialize;

use crate::routes::Href;

/// A breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// The page's title.
    pub title: Arc<str>,
    /// Its link.
    pub url: Href,
}

impl Crumb {
    /// A breadcrumb.
    #[must_use]
    pub fn new(title: impl Into<Arc<str>>, url: Href) -> Self {
        Self { title: title.into(), url }
    }
}
