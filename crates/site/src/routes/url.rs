//! URLs of files and links to them.
//!
//! They are two types, so that a file name is never used as a link: `附件#1.pdf` is the name of a file,
//! `…%231.pdf` the link to it. Only [`Url::href`] turns one into the other.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};

use serde::Serialize;

use crate::domain::decode;

/// The path of a file from the site's root: `bases/jinxiu.html`. It is not percent-encoded; ordered by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// The path for links from outside: folders without their `index.html`.
    #[must_use]
    pub fn public_path(&self) -> &str {
        without_index(&self.0)
    }

    /// The link to it from the site's root.
    #[must_use]
    pub fn href(&self) -> Href {
        if self.0.bytes().all(is_plain) { Href(self.0.clone()) } else { Href(Arc::from(encode(&self.0))) }
    }

    /// The absolute address; `base` ends in `/`.
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

impl From<Url> for Arc<str> {
    fn from(url: Url) -> Self {
        url.0
    }
}

/// A link from the site's root: a percent-encoded path, and possibly a query and fragment. Its path contains
/// no space, comma, quote or bracket, so it can be used in HTML, `srcset`, CSS, XML and JSON. Templates see
/// it as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Href(Arc<str>);

impl Href {
    /// The link to the file at a path.
    #[must_use]
    pub fn to(path: &str) -> Self {
        Self(Arc::from(encode(path)))
    }

    /// The empty link of things without a page.
    #[must_use]
    pub fn nowhere() -> Self {
        Self(Arc::from(""))
    }

    /// Takes a link that somebody wrote in a template or text: it is assumed to be encoded, except for
    /// characters that are not allowed in links.
    #[must_use]
    pub fn read(written: &str) -> Self {
        Self(Arc::from(&*tidy(written)))
    }

    /// The link with a query or fragment, including `?` or `#`, as somebody wrote it.
    #[must_use]
    pub fn with(&self, tail: &str) -> Self {
        if tail.is_empty() { self.clone() } else { Self(Arc::from(format!("{}{}", self.0, tidy(tail)))) }
    }

    /// The link as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file to which it leads.
    #[must_use]
    pub fn file(&self) -> Url {
        Url::new(decode(parted(&self.0).0))
    }

    /// The absolute address; `base` ends in `/`. Folders are without `index.html`.
    #[must_use]
    pub fn absolute(&self, base: &str) -> String {
        let (path, tail) = parted(&self.0);
        format!("{base}{}{tail}", without_index(path))
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Href {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&Url> for Href {
    fn from(url: &Url) -> Self {
        url.href()
    }
}

fn without_index(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// Splits a link into its path and the rest.
fn parted(link: &str) -> (&str, &str) {
    link.split_at_checked(link.find(['#', '?']).unwrap_or(link.len())).unwrap_or((link, ""))
}

/// The relative link between two files of the site. It includes the file name, so that it works without a
/// server.
#[must_use]
pub fn relative(from: &Href, to: &Href) -> String {
    relative_of(&from.0, &to.0)
}

/// The same for links that somebody wrote, as for [`Href::read`].
#[must_use]
pub fn relative_written(from: &str, to: &str) -> String {
    relative_of(&tidy(from), &tidy(to))
}

fn relative_of(from: &str, to: &str) -> String {
    let ((from, _), (path, tail)) = (parted(from), parted(to));
    // The common folders.
    let pairs = from.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
    let same =
        pairs.enumerate().filter(|(_, (byte, _))| *byte == b'/').map(|(at, _)| at + 1).last().unwrap_or(0);
    let up = from.bytes().skip(same).filter(|byte| *byte == b'/').count();
    let rest = path.get(same..).unwrap_or(path);
    let mut link = String::with_capacity(up * 3 + rest.len() + tail.len());
    (0..up).for_each(|_| link.push_str("../"));
    link.push_str(rest);
    // A first segment with a colon would be read as a scheme.
    if link.split('/').next().is_some_and(|part| part.contains(':')) {
        link.insert_str(0, "./");
    }
    link + tail
}

/// Percent-encodes a path; `/` stays.
#[must_use]
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// ASCII that is encoded in a path: all but what [`is_plain`].
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Bytes that are literal in paths.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/')
}

/// Bytes with a meaning in links.
const fn has_meaning(byte: u8) -> bool {
    matches!(byte, b':' | b'?' | b'#' | b'[' | b']' | b'@' | b'!' | b'$' | b'&' | b'*' | b'+' | b';' | b'=')
}

/// Encodes what is not allowed in a link; leaves existing escapes and characters with a meaning.
fn tidy(link: &str) -> Cow<'_, str> {
    // Most links were made here and need nothing.
    if link.bytes().all(|byte| is_plain(byte) || has_meaning(byte)) {
        return Cow::Borrowed(link);
    }
    let mut out = String::with_capacity(link.len());
    for (at, byte) in link.bytes().enumerate() {
        let digits = || link.as_bytes().get(at + 1..at + 3);
        let stays = match byte {
            b'%' => digits().is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)),
            b'\'' | b'(' | b')' | b',' => false,
            byte => is_plain(byte) || has_meaning(byte),
        };
        if stays { out.push(char::from(byte)) } else { out.push_str(percent_encode_byte(byte)) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_to(from: &str, to: &str) -> String {
        relative(&Href::read(from), &Href::read(to))
    }

    #[test]
    fn links_are_relative_and_name_the_file() {
        assert_eq!(from_to("index.html", "bases/jinxiu.html"), "bases/jinxiu.html");
        assert_eq!(from_to("bases/jinxiu.html", "index.html"), "../index.html");
        assert_eq!(from_to("a/b/c.html", "a/d/e.html#x"), "../d/e.html#x");
        assert_eq!(from_to("a/b.html", "a/b.html"), "b.html");
        assert_eq!(from_to("a/b.html", "a/b/c.html"), "b/c.html");
        assert_eq!(from_to("ab/c.html", "a/c.html"), "../a/c.html");
        assert_eq!(from_to("index.html", "名 字.html?a=b#c"), "%E5%90%8D%20%E5%AD%97.html?a=b#c");
        assert_eq!(from_to("index.html", "a:b.html"), "./a:b.html");
    }

    #[test]
    fn a_files_name_is_no_link() {
        let names = [
            ("附件#1.pdf", "%E9%99%84%E4%BB%B6%231.pdf"),
            ("a?b.pdf", "a%3Fb.pdf"),
            ("100%.pdf", "100%25.pdf"),
            ("50%25.pdf", "50%2525.pdf"),
            ("a, b (1) 'c' \"d\" <e> &f.jpg", "a%2C%20b%20%281%29%20%27c%27%20%22d%22%20%3Ce%3E%20%26f.jpg"),
            ("a:b", "a%3Ab"),
        ];
        for (name, link) in names {
            let href = Url::new(name).href();
            assert_eq!((href.as_str(), href.file().path()), (link, name));
            assert_eq!(Href::to(name), href);
            // Reading it again does not change it.
            assert_eq!(Href::read(href.as_str()), href);
            assert_eq!(Url::new(name).absolute("https://a.example/"), format!("https://a.example/{link}"));
            let whole = href.with("#page=3");
            assert_eq!((whole.as_str(), whole.file().path()), (format!("{link}#page=3").as_str(), name));
        }
    }

    #[test]
    fn what_is_behind_a_link_stays() {
        let tail = |tail: &str| Href::to("a.pdf").with(tail).to_string();
        assert_eq!(tail("#page=3&zoom=100,0,200"), "a.pdf#page=3&zoom=100%2C0%2C200");
        assert_eq!(tail("?x=1&y=%20"), "a.pdf?x=1&y=%20");
        assert_eq!(tail("#第 2 章"), "a.pdf#%E7%AC%AC%202%20%E7%AB%A0");
        assert_eq!(tail("#50%"), "a.pdf#50%25");
        assert_eq!(tail(""), "a.pdf");
    }

    #[test]
    fn absolute_ones_leave_index_out() {
        let absolute = |path: &str| Url::new(path).absolute("https://site.example/x/");
        assert_eq!(absolute("index.html"), "https://site.example/x/");
        assert_eq!(absolute("bases/index.html"), "https://site.example/x/bases/");
        assert_eq!(absolute("bases/myindex.html"), "https://site.example/x/bases/myindex.html");
        let href = Href::read("bases/index.html#x");
        assert_eq!(href.absolute("https://site.example/x/"), "https://site.example/x/bases/#x");
    }
}
