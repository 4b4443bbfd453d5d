//! Links as people write them in texts, and the files that they may mean.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Maximum number of `#` and `?` in a link that are considered as parts of a file name.
const MOST_ENDS: usize = 8;

/// A possible reading of a link: a path, and the query and fragment after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'t> {
    /// The path as the file is named.
    pub path: Cow<'t, str>,
    /// `?` or `#` and everything after it, as written; or empty.
    pub tail: &'t str,
}

/// The readings of a link, the most likely one last.
///
/// `#` and `?` may be part of a file name, which people write as they see it: `附件#1.pdf`, and
/// `附件#1.pdf#page=2`. A name may even contain `%23` literally. So use the first reading that names an
/// existing file, otherwise the last one, which is what a browser would read.
pub fn readings(link: &str) -> impl Iterator<Item = Reading<'_>> {
    let first = link.find(['#', '?']).unwrap_or(link.len());
    let ends = link.match_indices(['#', '?']).map(|(at, _)| at).take(MOST_ENDS);
    let mut ends: Vec<usize> = ends.chain([link.len()]).collect();
    ends.reverse();
    let literal = ends.into_iter().flat_map(move |end| {
        let (path, tail) = link.split_at_checked(end).unwrap_or((link, ""));
        let decoded = path.contains('%').then(|| Reading { path: Cow::Owned(decode(path)), tail });
        std::iter::once(Reading { path: Cow::Borrowed(path), tail }).chain(decoded)
    });
    let (path, tail) = link.split_at_checked(first).unwrap_or((link, ""));
    let path = if path.contains('%') { Cow::Owned(decode(path)) } else { Cow::Borrowed(path) };
    literal.chain([Reading { path, tail }])
}

/// Undoes percent-encoding if the result is UTF-8; links written by other programs have it.
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_is_utf8() {
        assert_eq!(decode("%E5%90%8D%20a.pdf"), "名 a.pdf");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%FF%zz"), "%FF%zz");
    }

    #[test]
    fn what_a_link_may_mean() {
        let all = |link: &str| -> Vec<(String, String)> {
            readings(link).map(|one| (one.path.into_owned(), one.tail.to_owned())).collect()
        };
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(path, tail)| ((*path).to_owned(), (*tail).to_owned())).collect()
        };
        assert_eq!(all("a.md"), pairs(&[("a.md", ""), ("a.md", "")]));
        assert_eq!(
            all("a#1.pdf#page=2"),
            pairs(&[
                ("a#1.pdf#page=2", ""),
                ("a#1.pdf", "#page=2"),
                ("a", "#1.pdf#page=2"),
                ("a", "#1.pdf#page=2")
            ])
        );
        assert_eq!(
            all("a%231.pdf?x"),
            pairs(&[
                ("a%231.pdf?x", ""),
                ("a#1.pdf?x", ""),
                ("a%231.pdf", "?x"),
                ("a#1.pdf", "?x"),
                ("a#1.pdf", "?x")
            ])
        );
        assert_eq!(all("#x").last(), pairs(&[("", "#x")]).last());
        assert!(all(&"#".repeat(1000)).len() <= MOST_ENDS + 2);
    }
}
