//! Every link of a built site leads to a file and an anchor in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::html::attributes;

/// The target of a link on the page `from`: path and anchor.
pub fn target(from: &str, link: &str) -> (String, Option<String>) {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
        for part in path.split('/') {
            match part {
                ".." => drop(parts.pop().expect("a link out of the site")),
                "." => {}
                part => parts.push(part),
            }
        }
    }
    (decode(&parts.join("/")), anchor.map(decode))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.replace("&amp;", "&").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The dead links of these pages, as `page -> link`. `known` tells which files exist.
pub fn broken(pages: &BTreeMap<&str, &str>, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, html)| (*path, attributes(html, "id").into_iter().collect())).collect();
    let mut broken = Vec::new();
    for (from, html) in pages {
        let links = attributes(html, "href").into_iter().chain(attributes(html, "src"));
        // The error page has links from the host's root.
        for link in links.filter(|link| !link.starts_with('/') && !link.contains(':')) {
            let (path, anchor) = target(from, link);
            let there = match (&anchor, ids.get(path.as_str())) {
                (None, page) => page.is_some() || known(&path),
                (Some(anchor), Some(ids)) => ids.contains(anchor.as_str()),
                (Some(_), None) => false,
            };
            if !there {
                broken.push(format!("{from} -> {link}"));
            }
        }
    }
    broken
}

#[test]
fn links_are_followed() {
    assert_eq!(target("a/b/c.html", "../d.html#m-1"), ("a/d.html".to_owned(), Some("m-1".to_owned())));
    assert_eq!(target("a/b.html", "#x"), ("a/b.html".to_owned(), Some("x".to_owned())));
    let pages =
        BTreeMap::from([("a.html", "<a href=\"b.html#y\"><a href=\"c.css\">"), ("b.html", "<p id=\"x\">")]);
    assert_eq!(broken(&pages, &|path| path == "c.css"), ["a.html -> b.html#y"]);
}
