//! Requests to a generation, and its answers.

use bangyang_domain::diag::Diagnostic;
use hyper::body::Bytes;
use tokio::sync::oneshot;

/// A request to a generation for the content at a path.
pub(super) struct Ask {
    /// The path from the site's root, not percent-encoded, without a leading `/`.
    pub(super) path: String,
    /// The channel for the answer.
    pub(super) reply: oneshot::Sender<Answer>,
}

/// The answer for a path.
pub(super) enum Answer {
    /// An HTML page and its problems.
    Page { bytes: Vec<u8>, problems: Vec<Diagnostic> },
    /// A file of the site's own, with the type of its extension.
    File(Bytes),
    /// An attachment of a record, which must not be executed.
    Attached(Bytes),
    /// A folder, with its path ending in `/`.
    Folder(String),
    /// Not found; with the site's error page, if it has one.
    Nothing { bytes: Option<Vec<u8>>, problems: Vec<Diagnostic> },
    /// The page could not be rendered.
    Failed(Vec<Diagnostic>),
}
