//! Names below a folder: with `/` between them, whatever the system uses.

use std::path::Path;

use super::entry::RefusedWhy;
use super::path::SitePath;

/// The path below a folder.
///
/// # Errors
/// If a name is not text, or the path violates a rule of [`SitePath`].
pub(super) fn site_path(root: &Path, path: &Path) -> Result<SitePath, RefusedWhy> {
    let mut text = String::new();
    for part in path.strip_prefix(root).unwrap_or(path) {
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(part.to_str().ok_or(RefusedWhy::NotUtf8)?);
    }
    SitePath::try_from(text.as_str()).map_err(RefusedWhy::Name)
}

/// The same for messages: what is not text is replaced.
pub(super) fn lossy_name(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).iter();
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_by_slashes_on_every_system() {
        let root = Path::new("site");
        let path = root.join("content").join("news").join("a.md");
        assert_eq!(site_path(root, &path).unwrap().as_str(), "content/news/a.md");
        assert_eq!(lossy_name(root, &path), "content/news/a.md");
        assert!(matches!(site_path(root, &root.join("con.md")), Err(RefusedWhy::Name(_))));
        assert!(matches!(site_path(root, root), Err(RefusedWhy::Name(_))));
    }
}
