//! Rules for ids and slugs.

use crate::source::is_device;

/// Whether a text can be used in a URL as it is: lower-case ASCII letters and digits with hyphens in between,
/// and not a name reserved by Windows, such as `con`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !is_device(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_needs_no_escape_anywhere() {
        let long = "a".repeat(100);
        for good in ["a", "0", "li-na", "2022-03-a", "con-1", "com10", &long] {
            assert!(is_slug(good), "{good}");
        }
        let longer = "a".repeat(101);
        for bad in
            ["", "-a", "a-", "A", "a b", "a_b", "a/b", "a.b", "甲", "a%20", "con", "nul", "com1", &longer]
        {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
