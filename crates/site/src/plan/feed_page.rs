//! The contents of a feed.

use std::sync::Arc;

use crate::routes::Url;
use crate::view::PublicIx;

/// An Atom feed.
#[derive(Clone, Debug)]
pub struct FeedPage {
    /// The collection; `None` for the feed of the whole site.
    pub collection: Option<Arc<str>>,
    /// The page that it belongs to.
    pub of: Url,
    /// The records, latest first.
    pub records: Vec<PublicIx>,
}
