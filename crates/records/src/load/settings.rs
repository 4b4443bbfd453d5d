//! Tells settings files from records.

use crate::config::Config;
use crate::source::Entry;

/// Folders and files of `content/` without records.
pub(super) const NOT_RECORDS: [&str; 3] = ["programs", "collections", "closed"];

pub(super) const SETTINGS: [&str; 3] = ["site.yaml", "regions.yaml", "terms.yaml"];

/// Whether an entry of the content folder is a settings file or outside of all collections.
#[must_use]
pub fn is_settings(config: &Config, entry: &Entry) -> bool {
    match entry.path.as_str().split_once('/') {
        Some((folder, _)) => NOT_RECORDS.contains(&folder) || config.collection_named(folder).is_none(),
        None => true,
    }
}
