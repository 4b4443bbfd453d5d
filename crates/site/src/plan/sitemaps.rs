//! Sitemaps and `robots.txt`.

use std::sync::Arc;

use super::page::{Page, PageKind, SITEMAP_URLS};
use crate::routes::Url;

/// Sitemaps of the public edition; the internal one has none.
pub(super) fn sitemaps(internal: bool, pages: &[Page]) -> Vec<Page> {
    if internal {
        return vec![page("robots.txt", PageKind::Robots { sitemap: None })];
    }
    let listed = |page: &&Page| page.kind.is_html() && page.kind.is_sought();
    let mut urls: Vec<Url> = pages.iter().filter(listed).map(|page| page.url.clone()).collect();
    urls.sort();
    let sitemap = Url::new("sitemap.xml");
    let mut made = vec![page("robots.txt", PageKind::Robots { sitemap: Some(sitemap) })];
    if urls.len() <= SITEMAP_URLS {
        made.push(page("sitemap.xml", PageKind::Sitemap(urls)));
        return made;
    }
    let mut parts = Vec::new();
    for (part, n) in urls.chunks(SITEMAP_URLS).zip(1..) {
        let url = format!("sitemap-{n}.xml");
        made.push(page(&url, PageKind::Sitemap(part.to_vec())));
        parts.push(Url::new(url));
    }
    made.push(page("sitemap.xml", PageKind::SitemapIndex(parts)));
    made
}

fn page(url: &str, kind: PageKind) -> Page {
    Page {
        url: Url::new(url),
        title: Arc::from(""),
        description: None,
        trail: Arc::from([]),
        feed: None,
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(pages: usize) -> Vec<(String, usize)> {
        let mut all: Vec<Page> = (0..pages).map(|n| page(&format!("{n:05}.html"), PageKind::Home)).collect();
        all.push(page("404.html", PageKind::NotFound));
        all.push(page("old.html", PageKind::Redirect { target: crate::routes::Href::to("0.html") }));
        all.push(page("feed.xml", PageKind::Robots { sitemap: None }));
        let count = |page: Page| match page.kind {
            PageKind::Sitemap(urls) | PageKind::SitemapIndex(urls) => {
                Some((page.url.to_string(), urls.len()))
            }
            _ => None,
        };
        sitemaps(false, &all).into_iter().filter_map(count).collect()
    }

    #[test]
    fn a_sitemap_has_no_more_urls_than_it_may() {
        let file = |name: &str, urls: usize| (name.to_owned(), urls);
        assert_eq!(made(2), [file("sitemap.xml", 2)]);
        assert_eq!(made(50_000), [file("sitemap.xml", 50_000)]);
        let split = [file("sitemap-1.xml", 50_000), file("sitemap-2.xml", 1), file("sitemap.xml", 2)];
        assert_eq!(made(50_001), split);
    }

    #[test]
    fn the_internal_edition_has_none() {
        let made = sitemaps(true, &[page("index.html", PageKind::Home)]);
        assert!(matches!(made.as_slice(), [Page { kind: PageKind::Robots { sitemap: None }, .. }]));
    }
}
