//! A record that is being read.

use super::context::Context;
use crate::config::yaml::Text;
use crate::domain::{Body, Collection, CollectionIx, FileIx};
use crate::source::SitePath;

/// The origin of a mapping.
pub(super) enum ItemKind {
    /// A whole file.
    File {
        /// Its path within the collection, without extension.
        id: String,
        /// The text after its front matter.
        body: Option<Body>,
    },
    /// An item of a register.
    Register,
    /// A row of a spreadsheet.
    Row,
}

/// A mapping that is to become a record.
pub(super) struct Item<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) text: &'a Text,
    pub(super) collection: &'a Collection,
    pub(super) collection_ix: CollectionIx,
    pub(super) path: &'a SitePath,
    pub(super) inner: &'a str,
    pub(super) file: FileIx,
    /// Keys below the end of the front matter, which were reported: they are not missing.
    pub(super) below: &'a [&'a str],
}
