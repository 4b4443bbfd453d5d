//! The way from the home page down to a page.

use std::sync::Arc;

use serde::Serialize;

use crate::routes::Href;

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// What the page is called.
    pub title: Arc<str>,
    /// Where it is.
    pub url: Href,
}

impl Crumb {
    /// A step.
    #[must_use]
    pub fn new(title: impl Into<Arc<str>>, url: Href) -> Self {
        Self { title: title.into(), url }
    }
}
