//! Links to persons' pages that are written as addresses of the site: unlike links to their records, these
//! are not replaced.

use std::collections::BTreeMap;
use std::ops::Range;

/// Pages by their paths, shortened by [`bare`].
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The site's address without its scheme, such as `site.example/sub/`.
    site: String,
    pages: BTreeMap<String, usize>,
}

impl Addresses {
    /// Starts empty. `base_url` is the site's address.
    pub(super) fn new(base_url: &str) -> Self {
        let site = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
        Self { site: format!("{}/", site.trim_end_matches('/')), pages: BTreeMap::new() }
    }

    /// Adds the path of a page; `place` is returned when it is found.
    pub(super) fn add(&mut self, path: &str, place: usize) {
        self.pages.entry(bare(path).to_owned()).or_insert(place);
    }

    /// The addresses in a text that lead to one of the pages, each with the page's `place`.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(slash) = text.get(from..).and_then(|rest| memchr::memchr(b'/', rest.as_bytes())) {
            let slash = from + slash;
            let head = text.get(from..slash).unwrap_or_default();
            let start = head.rfind(ends).map_or(from, |at| {
                let at = from + at;
                at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let tail = text.get(slash..).unwrap_or_default();
            let end = slash + tail.find(ends).unwrap_or(tail.len());
            // Chinese text has no space before an address: 见/exemplars/….
            let starts = [start, slash];
            found.extend(starts.into_iter().find_map(|start| {
                let place = self.page(text.get(start..end)?)?;
                Some((start..end, place))
            }));
            from = end.max(slash + 1);
        }
        found
    }

    /// The page to which an address leads.
    fn page(&self, address: &str) -> Option<usize> {
        let path = address.split(['#', '?']).next().unwrap_or(address);
        let path = match path.split_once("//") {
            Some((_, rest)) => rest.strip_prefix(&*self.site)?,
            None => path,
        };
        let path = crate::routes::decode(path);
        let mut path = path.trim_start_matches(['/', '.']);
        // The site's folder, if it is not at the host's root.
        if let Some(folder) = self.site.split_once('/').map(|(_, folder)| folder).filter(|it| !it.is_empty())
        {
            path = path.strip_prefix(folder).unwrap_or(path);
        }
        self.pages.get(bare(path)).copied()
    }
}

/// A page's path without optional parts: `exemplars/li-na`.
fn bare(path: &str) -> &str {
    let path = path.trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path);
    path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/')
}

/// Whether a character ends an address in a text.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\'' | '`' | '|' | '{' | '}' | '*')
        || matches!(c, '（' | '）' | '“' | '”' | '‘' | '’' | '《' | '》' | '「' | '」' | '【' | '】')
        || matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut addresses = Addresses::new("https://site.example/sub/");
        addresses.add("exemplars/li-na.html", 0);
        addresses.add("bases/li/index.html", 0);
        addresses.find(text).into_iter().filter_map(|(range, _)| text.get(range)).collect()
    }

    #[test]
    fn addresses_of_a_page_are_found_however_they_are_written() {
        for address in [
            "https://site.example/sub/exemplars/li-na.html",
            "http://site.example/sub/exemplars/li-na",
            "//site.example/sub/exemplars/li-na.html#story",
            "/sub/exemplars/li-na.html?a=b",
            "/exemplars/li-na.html",
            "../exemplars/li-na.html",
            "./exemplars/li-na/",
            "/exemplars/li%2Dna.html",
            "/bases/li/",
            "/bases/li/index.html",
        ] {
            for text in [
                format!("看[这里]({address})。"),
                format!("见{address}，"),
                address.to_owned(),
                format!("<a href=\"{address}\">"),
            ] {
                let found = found(&text);
                let is_it = |found: &str| found.ends_with(address) || address.ends_with(found);
                assert!(found.len() == 1 && is_it(found[0]), "{text}: {found:?}");
            }
        }
        for text in [
            "[她](../exemplars/li-na.md)",
            "https://other.example/sub/exemplars/li-na.html",
            "/exemplars/li-nan.html",
            "/exemplars/",
            "2022/03/08 a/b // / 见/甲",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
