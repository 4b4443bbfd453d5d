//! A file that is being written to the output.

use std::path::PathBuf;

use super::manifest::Fingerprint;
use crate::source::Meta;

/// A file of the new state.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) fingerprint: Fingerprint,
    pub(super) staged: Staged,
}

/// Where a file of the new state is.
#[derive(Clone, Debug)]
pub(super) enum Staged {
    /// In the output, unchanged.
    Published,
    /// In the new tree, at its own path; with its metadata just after it was written.
    InTree(Meta),
    /// In a staged file.
    File(PathBuf),
}
