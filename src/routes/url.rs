//! URLs within the site.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// The path of a file from the site's root: `bases/jinxiu.html`. It is not percent-encoded; ordered by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(Arc<str>);

impl Url {
    /// The URL of a file.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The path as others are to link it: folders without their `index.html`.
    #[must_use]
    pub fn public_path(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// The whole address; `base` ends in `/`.
    #[must_use]
    pub fn absolute(&self, base: &str) -> String {
        format!("{base}{}", encode(self.public_path()))
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&Url> for Arc<str> {
    fn from(url: &Url) -> Self {
        url.0.clone()
    }
}

/// The link from one file of the site to another, percent-encoded. It names the file, so that it works in a folder too.
/// What stands behind `#` or `?` in `to` is kept.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let at = to.find(['#', '?']).unwrap_or(to.len());
    let (path, tail) = to.split_at_checked(at).unwrap_or((to, ""));
    // What the two have in common, up to a folder's end.
    let pairs = from.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
    let same =
        pairs.enumerate().filter(|(_, (byte, _))| *byte == b'/').map(|(at, _)| at + 1).last().unwrap_or(0);
    let up = from.bytes().skip(same).filter(|byte| *byte == b'/').count();
    let rest = path.get(same..).unwrap_or(path);
    let mut link = String::with_capacity(up * 3 + rest.len() + tail.len());
    (0..up).for_each(|_| link.push_str("../"));
    encode_to(rest, &mut link);
    // A first part with a colon would be read as a scheme.
    if link.split('/').next().is_some_and(|part| part.contains(':')) {
        link.insert_str(0, "./");
    }
    link + tail
}

/// Percent-encodes a path; `/` stays.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode_to(path, &mut out);
    out
}

fn encode_to(path: &str, out: &mut String) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or('0');
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Undoes percent-encoding where the result is UTF-8; links written by other programs have it.
#[must_use]
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let pair = after.split_at_checked(2).filter(|_| *byte == b'%');
        let value = pair.and_then(|(hex, _)| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (value, pair) {
            (Some(value), Some((_, behind))) => {
                bytes.push(value);
                rest = behind;
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
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
    fn links_are_relative_and_name_the_file() {
        assert_eq!(relative("index.html", "bases/jinxiu.html"), "bases/jinxiu.html");
        assert_eq!(relative("bases/jinxiu.html", "index.html"), "../index.html");
        assert_eq!(relative("a/b/c.html", "a/d/e.html#x"), "../d/e.html#x");
        assert_eq!(relative("a/b.html", "a/c.html"), "c.html");
        assert_eq!(relative("a/b.html", "files/名 册.pdf"), "../files/%E5%90%8D%20%E5%86%8C.pdf");
    }

    #[test]
    fn absolute_ones_leave_index_out() {
        let absolute = |path: &str| Url::new(path).absolute("https://site.example/x/");
        assert_eq!(absolute("index.html"), "https://site.example/x/");
        assert_eq!(absolute("bases/index.html"), "https://site.example/x/bases/");
        assert_eq!(absolute("bases/myindex.html"), "https://site.example/x/bases/myindex.html");
    }
}
