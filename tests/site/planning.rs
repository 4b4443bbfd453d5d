//! Pages other than records: lists, menu, feeds, sitemap, redirects, the error page.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::html::Page;
use crate::support::{Place, SITE, demo, example, volunteers};

/// The elements of an XML text, each with its path, attributes and text.
fn xml(text: &str) -> Vec<(String, String, String)> {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut found: Vec<(String, String, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                let attributes = tag.attributes_raw().to_owned();
                found.push((path.join("/"), attributes, String::new()));
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes_raw().to_owned();
                found.push((format!("{}/{name}", path.join("/")), attributes, String::new()));
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(text) => {
                let here = path.join("/");
                if let Some(last) = found.iter_mut().rev().find(|(path, ..)| *path == here) {
                    last.2.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(last) = found.last_mut() {
                    last.2.push_str(&crate::html::decode(&format!("&{};", &*name)));
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn texts<'x>(xml: &'x [(String, String, String)], path: &str) -> Vec<&'x str> {
    xml.iter().filter(|(known, ..)| known == path).map(|(_, _, text)| text.as_str()).collect()
}

fn page(path: &str) -> Page {
    Page::read(volunteers().text(path))
}

#[test]
fn every_feed_is_valid_atom() {
    for site in [volunteers(), example(), demo()] {
        let feeds = site.tree.keys().filter(|path| path.ends_with("feed.xml"));
        for path in feeds {
            let feed = xml(site.text(path));
            assert!(feed[0].0 == "feed" && feed[0].1.contains("http://www.w3.org/2005/Atom"), "{path}");
            for needed in ["feed/title", "feed/id", "feed/updated", "feed/author/name"] {
                let found = texts(&feed, needed);
                assert!(found.len() == 1 && !found[0].is_empty(), "{}: {path}: {needed}", site.name);
            }
            let entries = texts(&feed, "feed/entry").len();
            assert!(entries <= 20, "{path}");
            let of_entries = |name: &str| texts(&feed, &format!("feed/entry/{name}"));
            let ids = of_entries("id");
            assert_eq!(ids.len(), entries, "{path}");
            assert_eq!(of_entries("title").len(), entries, "{path}");
            let updated = of_entries("updated");
            assert_eq!(updated.len(), entries, "{path}: every entry says when");
            assert!(updated.is_sorted_by(|a, b| a >= b), "{path}: {updated:?}");
            for moment in updated.iter().chain(&texts(&feed, "feed/updated")) {
                let parsed: Result<jiff::Timestamp, _> = moment.parse();
                assert!(parsed.is_ok() && moment.len() >= 20, "{path}: {moment}");
            }
            for id in ids {
                let file = id.strip_prefix(site.base_url).unwrap_or_else(|| panic!("{path}: {id}"));
                let file = if file.is_empty() || file.ends_with('/') {
                    format!("{file}index.html")
                } else {
                    file.to_owned()
                };
                assert!(site.tree.contains_key(&file), "{path}: {id}");
            }
        }
    }
}

#[test]
fn feeds_hold_what_has_happened_latest_first() {
    let news = xml(volunteers().text("news/feed.xml"));
    assert_eq!(texts(&news, "feed/entry/title"), ["Quay day is coming"], "not what is dated ahead");
    assert_eq!(texts(&news, "feed/entry/summary"), ["Bring boots & a \"spare\" coat <soon>."]);
    assert_eq!(texts(&news, "feed/entry/updated"), ["2026-06-01T00:00:00+01:00"], "in the site's time zone");
    assert_eq!(texts(&news, "feed/title"), ["News – Harbour Helpers"]);
    let all = xml(volunteers().text("feed.xml"));
    assert_eq!(
        texts(&all, "feed/entry/title"),
        [
            "Quay day is coming",
            "At the school",
            "A driver from Saltmarsh",
            "Cyril Penn",
            "Bea Marlowe",
            "Ada Thorne"
        ]
    );
    assert_eq!(texts(&all, "feed/author/name"), ["Larkdale Volunteer Centre"]);
    assert_eq!(page("volunteers/index.html").link("alternate"), Some("feed.xml"));
    assert_eq!(page("people/ada-thorne/index.html").link("alternate"), Some("../../volunteers/feed.xml"));
    assert_eq!(page("shifts/index.html").link("alternate"), None);
}

#[test]
fn the_sitemap_lists_what_can_be_read() {
    for site in [volunteers(), example(), demo()] {
        let map = xml(site.text("sitemap.xml"));
        assert!(map[0].0 == "urlset" && map[0].1.contains("http://www.sitemaps.org/schemas/sitemap/0.9"));
        let mut listed: Vec<String> = Vec::new();
        for url in texts(&map, "urlset/url/loc") {
            let path = url.strip_prefix(site.base_url).unwrap_or_else(|| panic!("{url}"));
            listed.push(if path.is_empty() || path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path.to_owned()
            });
        }
        let readable =
            |(path, html): &(&str, &str)| *path != "404.html" && !html.contains("http-equiv=\"refresh\"");
        let mut expected: Vec<String> =
            site.pages().filter(readable).map(|(path, _)| path.to_owned()).collect();
        listed.sort();
        expected.sort();
        assert_eq!(listed, expected, "{}", site.name);
        assert_eq!(
            site.text("robots.txt"),
            format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", site.base_url)
        );
    }
}

#[test]
fn the_menu_is_as_declared() {
    let page = page("news/index.html");
    let html = volunteers().text("news/index.html");
    let menu = html.split("<nav class=\"menu\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let menu = Page::read(&format!("<nav{menu}</nav>"));
    let links: Vec<&str> = menu.all("a").filter_map(|tag| tag.get("href")).collect();
    assert_eq!(
        links,
        [
            "../index.html",
            "../volunteers/index.html",
            "../partners/index.html",
            "../about.html",
            "https://county.example/lark?a=1&b=2"
        ]
    );
    assert_eq!(menu.text, "Start Volunteers Partners About us The county");
    assert!(page.text.contains("Harbour"));
}

#[test]
fn a_menu_that_nobody_wrote_has_the_lists_in_their_order() {
    let html = example().text("index.html");
    let menu = html.split("<nav class=\"menu\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let menu = Page::read(&format!("<nav{menu}</nav>")).text;
    let at = |word: &str| menu.find(word).unwrap_or_else(|| panic!("{word} in {menu}"));
    assert!(
        at("典型人物") < at("巾帼基地") && at("巾帼基地") < at("宣讲活动") && at("宣讲活动") < at("技能培训"),
        "{menu}"
    );
}

#[test]
fn nested_pages_know_where_they_are() {
    let crumbs = |path: &str| {
        let html = volunteers().text(path);
        let trail = html.split("<nav class=\"crumbs\"").nth(1).unwrap().split("</nav>").next().unwrap();
        Page::read(&format!("<nav{trail}</nav>")).text
    };
    assert_eq!(crumbs("handbook/driving/fog/horn.html"), "Harbour Guides Driving In fog");
    assert_eq!(crumbs("handbook/kitchen.html"), "Harbour Guides");
    assert_eq!(crumbs("volunteers/skills/driving.html"), "Harbour Volunteers");
    assert_eq!(crumbs("regions/millbrook.html"), "Harbour By region");
    assert_eq!(crumbs("partners/page-2.html"), "Harbour");
    let neighbours = |path: &str| {
        let page = page(path);
        let of = |rel: &str| {
            page.all("a")
                .find(|tag| tag.get("rel") == Some(rel))
                .map(|tag| tag.get("href").unwrap().to_owned())
        };
        (of("prev"), of("next"))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(neighbours("handbook/driving/night.html"), (None, some("fog.html")));
    assert_eq!(neighbours("handbook/driving/fog.html"), (some("night.html"), None));
    assert_eq!(neighbours("handbook/driving.html"), (None, some("kitchen.html")));
    assert_eq!(
        neighbours("people/bea-marlowe/index.html"),
        (some("../cyril-penn/index.html"), some("../ada-thorne/index.html"))
    );
}

#[test]
fn a_page_has_a_table_of_contents_where_it_asks_for_one() {
    let page = page("about.html");
    let links: Vec<&str> =
        page.all("a").filter_map(|tag| tag.get("href")).filter(|link| link.starts_with('#')).collect();
    assert_eq!(links, ["#main", "#why", "#how"]);
}

#[test]
fn old_addresses_lead_on() {
    for (alias, target, absolute) in [
        ("team/ada.html", "../people/ada-thorne/index.html", "people/ada-thorne/"),
        ("old/people/ada/index.html", "../../../people/ada-thorne/index.html", "people/ada-thorne/"),
    ] {
        let page = page(alias);
        let refresh = page.all("meta").find(|tag| tag.get("http-equiv") == Some("refresh")).unwrap();
        assert_eq!(refresh.get("content"), Some(format!("0; url={target}").as_str()));
        assert_eq!(
            page.link("canonical"),
            Some(format!("https://helpers.example/valley/{absolute}").as_str())
        );
        assert_eq!(page.all("a").next().unwrap().get("href"), Some(target));
    }
}

#[test]
fn what_is_not_there_has_links_from_the_root_of_the_host() {
    let page = page("404.html");
    let links: Vec<&str> =
        page.values("href").filter(|link| !link.starts_with('#') && !link.contains(':')).collect();
    assert!(!links.is_empty() && links.iter().all(|link| link.starts_with("/valley/")), "{links:?}");
    let place = Place::with(&[SITE]);
    place.build(&["--base-url", "https://other.example/a/b"]).ended(0);
    assert!(place.read("public/404.html").contains("href=\"/a/b/index.html\""));
    assert!(
        place
            .read("public/index.html")
            .contains("<link rel=\"canonical\" href=\"https://other.example/a/b/\">")
    );
    assert!(place.read("public/robots.txt").contains("https://other.example/a/b/sitemap.xml"));
}

#[test]
fn static_files_are_copied() {
    assert_eq!(volunteers().text("robots-note.txt"), "By hand.\n");
    assert!(volunteers().text("docs/map.svg").starts_with("<svg"));
    let place = Place::with(&[SITE, ("static/index.html", "mine")]);
    let report = place.build(&[]).ended(1);
    assert!(!report.codes("error").is_empty());
    let place = Place::with(&[SITE, ("static/robots.txt", "mine")]);
    assert!(!place.build(&[]).codes("error").is_empty());
}

#[test]
fn free_settings_reach_templates() {
    let place = Place::with(&[
        (
            "content/site.yaml",
            "title: Test\nbase_url: https://site.example/\nlanguage: en\ntheme: own\nparams: {a: {b: [one, 2]}}\n",
        ),
        ("themes/own/theme.yaml", "name: own\nextends: peony\nparams: {c: three}\n"),
        (
            "themes/own/templates/news/record.html",
            "{{ site.params.a.b[0] }}-{{ site.params.a.b[1] }}-{{ theme.params.c }}-{{ record.params.d.e }}-{{ record.params.f }}",
        ),
        (
            "content/news/one.md",
            "---\ntitle: One\npublished_on: 2026-01-01\nparams: {d: {e: four}, f: 0050}\n---\n",
        ),
    ]);
    place.build(&[]).ended(0);
    assert_eq!(place.read("public/news/one.html"), "one-2-three-four-0050");
}
