//! The way from the home page down to a page.

use std::sync::Arc;

use serde::Serialize;

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// What the page is called.
    pub title: Arc<str>,
    /// Where it is.
    pub url: Arc<str>,
}

impl Crumb {
    /// A step.
    #[must_use]
    pub fn new(title: impl Into<Arc<str>>, url: impl Into<Arc<str>>) -> Self {
        Self { title: title.into(), url: url.into() }
    }
}
