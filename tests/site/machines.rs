//! Machine-readable metadata of pages: schema.org, Open Graph, canonical links.

use serde_json::Value;

use crate::html::Page;
use crate::support::{Place, Published, SITE, demo, example_internal, volunteers};

/// The parts of a page's JSON-LD.
fn graph(html: &str) -> Vec<Value> {
    let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { return Vec::new() };
    let (text, _) = rest.split_once("</script>").unwrap();
    let made: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(made["@context"], "https://schema.org");
    made["@graph"].as_array().unwrap().clone()
}

#[track_caller]
fn of_type<'g>(graph: &'g [Value], wanted: &str) -> &'g Value {
    graph.iter().find(|part| part["@type"] == wanted).unwrap_or_else(|| panic!("{wanted} in {graph:#?}"))
}

fn meta<'p>(page: &'p Page, property: &str) -> Option<&'p str> {
    let found = page.tags.iter().find(|tag| tag.get("property") == Some(property))?;
    found.get("content")
}

/// The file for an address of the site.
fn exists(site: &Published, address: &str) -> bool {
    let Some(path) = address.strip_prefix(site.base_url) else { return false };
    let file =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    site.tree.contains_key(&file)
}

#[test]
fn a_record_is_what_its_collection_says() {
    let text = |path: &str| graph(demo().text(path));
    let person = text("exemplars/chen-xiuying.html");
    let person = of_type(&person, "Person");
    assert_eq!(person["name"], "陈秀英");
    assert!(exists(demo(), person["image"].as_str().unwrap()) && person["homeLocation"]["name"].is_string());
    let base = text("bases/jinxiu.html");
    assert!(of_type(&base, "Organization")["foundingDate"].is_string());
    let news = demo()
        .tree
        .keys()
        .find(|path| path.starts_with("news/") && path.contains("launch") && path.ends_with(".html"))
        .unwrap();
    let news = text(news);
    assert!(of_type(&news, "Article")["headline"].is_string());
    let session =
        demo().tree.keys().find(|path| path.starts_with("outreach/2022-") && path.ends_with(".html"));
    let session = text(session.unwrap());
    let event = of_type(&session, "Event");
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert!(event["startDate"].as_str().unwrap().starts_with("2022"));
    let data = text("progress/2022/index.html");
    let data = of_type(&data, "Dataset");
    assert_eq!(data["temporalCoverage"], "2022-01-01/2022-12-31");
    for file in data["distribution"].as_array().unwrap() {
        assert!(exists(demo(), file["contentUrl"].as_str().unwrap()), "{file}");
    }
}

#[test]
fn every_page_has_its_address_and_the_way_to_it() {
    for site in [demo(), volunteers()] {
        for (path, html) in site.pages().filter(|(_, html)| !html.contains("http-equiv")) {
            let page = Page::read(html);
            let canonical = page.tags.iter().find(|tag| tag.get("rel") == Some("canonical"));
            let Some(canonical) = canonical.and_then(|tag| tag.get("href")) else {
                assert_eq!(path, "404.html");
                assert!(graph(html).is_empty(), "{path}");
                continue;
            };
            assert_eq!(meta(&page, "og:url"), Some(canonical), "{path}");
            assert!(meta(&page, "og:title").is_some_and(|title| !title.is_empty()), "{path}");
            if let Some(picture) = meta(&page, "og:image") {
                assert!(exists(site, picture), "{path}: {picture}");
            }
            let graph = graph(html);
            assert!(graph.iter().any(|part| part["url"] == canonical), "{path}");
            if path == "index.html" {
                assert!(of_type(&graph, "WebSite")["publisher"]["name"].is_string());
                continue;
            }
            let steps = of_type(&graph, "BreadcrumbList")["itemListElement"].as_array().unwrap();
            assert_eq!(steps.last().unwrap()["item"], canonical, "{path}");
            for (step, n) in steps.iter().zip(1..) {
                assert_eq!(step["position"], n, "{path}");
                assert!(exists(site, step["item"].as_str().unwrap()), "{path}: {step}");
            }
        }
    }
}

#[test]
fn the_internal_edition_is_not_for_machines() {
    for (path, html) in example_internal().pages() {
        assert!(graph(html).is_empty() && !html.contains("og:url"), "{path}");
    }
}

#[test]
fn no_text_ends_the_element() {
    let place = Place::with(&[
        SITE,
        (
            "content/news/one.md",
            "---\ntitle: '</script><b>x & \"y\"'\npublished_on: 2026-01-01\n---\nText.\n",
        ),
    ]);
    place.build(&["--out", "out"]).ended(0);
    let html = place.read("out/news/one.html");
    assert_eq!(of_type(&graph(&html), "Article")["headline"], "</script><b>x & \"y\"");
    assert!(Page::read(&html).faults.is_empty());
}
