//! Paths as users know them.

use std::path::Path;

/// A path for a message. Canonical paths on Windows begin with `\\?\`, which no user has ever typed:
/// `\\?\D:\site` is shown as `D:\site`, `\\?\UNC\office\site` as `\\office\site`.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(rest), _) => format!(r"\\{rest}"),
        (None, Some(rest)) => rest.to_owned(),
        (None, None) => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_user_sees_the_marks_of_long_paths() {
        for (path, shown) in [
            (r"\\?\D:\网站\public", r"D:\网站\public"),
            (r"\\?\UNC\office\网站", r"\\office\网站"),
            (r"\\office\网站", r"\\office\网站"),
            ("/srv/site", "/srv/site"),
        ] {
            assert_eq!(shown_path(Path::new(path)), shown);
        }
    }
}
