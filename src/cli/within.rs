//! Paths as they are shown in messages.

use std::path::{Path, PathBuf};

/// A path relative to the root, without a superfluous `./` in messages.
pub(super) fn within(root: &Path, path: &Path) -> PathBuf {
    if root == Path::new(".") || path.as_os_str().is_empty() { path.to_path_buf() } else { root.join(path) }
}
