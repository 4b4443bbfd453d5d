//! Every link of every page leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::html::Page;
use crate::support::{Published, demo, example, example_internal, volunteers, volunteers_internal};

/// The broken links of a site.
fn faults(site: &Published) -> Vec<String> {
    let pages: BTreeMap<&str, Page> = site.pages().map(|(path, html)| (path, Page::read(html))).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, page)| (*path, page.values("id").collect())).collect();
    let mut faults = Vec::new();
    for (path, page) in &pages {
        faults.extend(page.faults.iter().map(|fault| format!("{path}: {fault}")));
        if page.values("id").count() != ids[path].len() {
            faults.push(format!("{path}: an id is there twice"));
        }
        for (what, link) in targets(page) {
            if let Err(fault) = follow(site, &ids, path, what, &link) {
                faults.push(format!("{path}: {what} “{link}”: {fault}"));
            }
        }
    }
    for (path, bytes) in site.tree.iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = std::str::from_utf8(bytes).unwrap();
        for link in css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
            let link = link.trim_matches(['"', '\'']);
            if !link.starts_with("data:")
                && let Err(fault) = follow(site, &ids, path, "url", link)
            {
                faults.push(format!("{path}: “{link}”: {fault}"));
            }
        }
    }
    faults
}

/// The links of a page, each with its element.
fn targets(page: &Page) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for tag in &page.tags {
        for attribute in ["href", "src", "poster", "action", "data"] {
            let Some(link) = tag.get(attribute) else { continue };
            let canonical = tag.name == "link" && tag.get("rel") == Some("canonical");
            found.push((if canonical { "canonical" } else { attribute }, link.to_owned()));
        }
        let candidates = tag.get("srcset").into_iter().flat_map(|set| set.split(','));
        found
            .extend(candidates.filter_map(|one| Some(("srcset", one.split_whitespace().next()?.to_owned()))));
        if tag.get("http-equiv") == Some("refresh") {
            let (_, link) = tag.get("content").unwrap().split_once("url=").unwrap();
            found.push(("refresh", link.to_owned()));
        }
    }
    found
}

fn follow(
    site: &Published,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
    from: &str,
    what: &str,
    link: &str,
) -> Result<(), &'static str> {
    if what == "canonical" {
        let path = link.strip_prefix(site.base_url).ok_or("not an address of this site")?;
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        return if site.tree.contains_key(&decode(&file)) { Ok(()) } else { Err("no such file") };
    }
    if ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme)) {
        // Pages work without the network: only links that a reader follows may lead elsewhere.
        return if what == "href" { Ok(()) } else { Err("leads to another host") };
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let file = if path.is_empty() { from.to_owned() } else { resolve(site, from, path)? };
    if !site.tree.contains_key(&file) {
        return Err("no such file");
    }
    match fragment {
        Some(id) if !ids.get(file.as_str()).is_some_and(|ids| ids.contains(&*decode(id))) => {
            Err("no such place on that page")
        }
        _ => Ok(()),
    }
}

/// The file for a path on a page.
fn resolve(site: &Published, from: &str, path: &str) -> Result<String, &'static str> {
    let path = decode(path);
    if path.contains(['?', '\\']) {
        return Err("not a plain path");
    }
    if let Some(rooted) = path.strip_prefix('/') {
        // This page is shown at any URL, so its links begin at the host's root.
        let (_, host) = site.base_url.split_once("://").unwrap();
        let (_, base) = host.split_once('/').unwrap();
        let inner = rooted.strip_prefix(base).filter(|_| from == "404.html");
        return inner.map(str::to_owned).ok_or("begins at the host's root");
    }
    if from == "404.html" {
        return Err("does not begin at the host's root");
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().ok_or("leads out of the site")?),
            "" => return Err("names a folder"),
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn assert_sound(site: &Published) {
    let faults = faults(site);
    assert!(faults.is_empty(), "{}: {} faults\n{}", site.name, faults.len(), faults.join("\n"));
}

#[test]
fn of_a_site_with_collections_of_its_own() {
    assert_sound(volunteers());
    assert_sound(volunteers_internal());
}

#[test]
fn of_the_example() {
    assert_sound(example());
    assert_sound(example_internal());
}

#[test]
fn of_the_demonstration() {
    assert_sound(demo());
}

#[test]
fn whatever_is_published_can_be_reached() {
    for site in [volunteers(), example()] {
        let mut seen = BTreeSet::new();
        let mut rest = vec!["index.html".to_owned()];
        while let Some(path) = rest.pop() {
            if !site.tree.contains_key(&path) || !seen.insert(path.clone()) || !path.ends_with(".html") {
                continue;
            }
            let page = Page::read(site.text(&path));
            for (what, link) in targets(&page) {
                let link = link.split('#').next().unwrap();
                if what != "canonical" && !link.is_empty() && !link.contains(':') {
                    rest.extend(resolve(site, &path, link));
                }
            }
        }
        let lost: Vec<&str> =
            site.pages().map(|(path, _)| path).filter(|path| !seen.contains(*path)).collect();
        let lost: Vec<&str> = lost
            .into_iter()
            .filter(|path| *path != "404.html" && !is_redirect(site, path) && !is_only_value(site, path))
            .collect();
        assert_eq!(lost, Vec::<&str>::new(), "{}", site.name);
    }
}

/// Whether it is the list of a facet's only value, which shows the same as the collection's list and is not
/// linked.
fn is_only_value(site: &Published, path: &str) -> bool {
    let (folder, _) = path.rsplit_once('/').unwrap();
    let beside = site.pages().filter(|(page, _)| page.rsplit_once('/').is_some_and(|(of, _)| of == folder));
    folder.contains('/') && beside.count() == 1
}

fn is_redirect(site: &Published, path: &str) -> bool {
    site.text(path).contains("http-equiv=\"refresh\"")
}

#[test]
fn no_word_of_the_theme_is_left_unfilled() {
    for site in [volunteers(), volunteers_internal(), example(), example_internal(), demo()] {
        for (path, html) in site.pages() {
            let text = Page::read(html).text;
            assert!(!text.contains('{'), "{}: {path}: {text}", site.name);
        }
    }
}
