//! An English site with collections of its own and a theme that extends peony; of the built-in collections it
//! uses only news, pages and outreach.

use std::collections::BTreeSet;

use crate::html::Page;
use crate::support::{holding, repository, source, tree, volunteers, volunteers_internal};

fn page(path: &str) -> Page {
    Page::read(volunteers().text(path))
}

#[track_caller]
fn assert_has(path: &str, words: &[&str]) {
    let text = page(path).text;
    for word in words {
        assert!(text.contains(word), "“{word}” in {path}: {text}");
    }
}

#[track_caller]
fn assert_lacks(path: &str, words: &[&str]) {
    let text = page(path).text;
    for word in words {
        assert!(!text.contains(word), "“{word}” in {path}: {text}");
    }
}

/// An asset's file, whose name contains a hash.
#[track_caller]
fn asset(path: &str) -> &'static str {
    let (stem, ending) = path.rsplit_once('.').unwrap();
    let is_it = |known: &&String| {
        let rest = known.strip_prefix(&format!("assets/{stem}."));
        rest.and_then(|rest| rest.strip_suffix(&format!(".{ending}"))).is_some_and(|hash| hash.len() == 10)
    };
    volunteers().tree.keys().find(is_it).unwrap_or_else(|| panic!("{path}"))
}

#[test]
fn these_files_and_no_others() {
    let named = |path: &str| {
        path.strip_prefix("assets/").map_or_else(|| path.to_owned(), |path| asset(path).to_owned())
    };
    let listed = source("volunteers");
    let listed = std::str::from_utf8(&listed["expected-files.txt"]).unwrap();
    let peony = repository("themes/peony/assets").into_keys().map(|path| asset(&path).to_owned());
    let expected: BTreeSet<String> = listed.lines().map(named).chain(peony).collect();
    // The number of the index's files does not matter.
    let found = volunteers().tree.keys().filter(|path| !path.starts_with("search/"));
    let found: BTreeSet<String> = found.cloned().collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    let more: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && more.is_empty(), "missing: {missing:?}; more: {more:?}");
}

#[test]
fn nobody_reads_chinese() {
    for site in [volunteers(), volunteers_internal()] {
        for (path, html) in site.pages() {
            let html = html.lines().filter(|line| !line.trim_start().starts_with("/*"));
            let found = html
                .flat_map(str::chars)
                .find(|c| ('\u{2E80}'..='\u{9FFF}').contains(c) || ('\u{FF00}'..='\u{FFEF}').contains(c));
            assert_eq!(found, None, "{path}");
            assert!(Page::read(site.text(path)).tags[0].get("lang") == Some("en"), "{path}");
        }
        for path in site.tree.keys().filter(|path| path.ends_with(".xml") || path.ends_with(".txt")) {
            assert!(!site.text(path).contains(|c: char| ('\u{2E80}'..='\u{9FFF}').contains(&c)), "{path}");
        }
    }
}

#[test]
fn a_record_shows_every_type_of_field() {
    let path = "partners/millbrook/lark-bakery.html";
    assert_has(
        path,
        &[
            "Lark Bakery",
            "Bread for every shift.",
            "Partner since May 2021",
            "Agreement for First half of 2026",
            "Places 1,200",
            "Meals a year about 6,000 meals",
            "Kind Company",
            "Open to everybody Yes",
            "Telephone 0000 000-0002",
            "Tags Bread, Early \"birds\" & co.",
            "Ada Thorne",
            "What Bread From May 2021 By Ada Thorne Terms list.csv",
            "What Buns",
            "Street 2 Quay Street",
            "Ask at the back door ; thanks to Volunteer.",
            "agreement 2026.txt TXT, 1 kB",
            "list.csv CSV",
        ],
    );
    assert_lacks(path, &["Nora", "Quill", "Q9182K", "Key code", "Price", "900"]);
    let page = page(path);
    let links: Vec<&str> = page.all("a").filter_map(|tag| tag.get("href")).collect();
    for link in [
        "https://bakery.example/?day=mon&hour=6",
        "tel:0000 000-0002",
        "../../regions/millbrook.html",
        "../../people/ada-thorne/index.html",
        "../../files/partners/lark-bakery/agreement%202026.txt",
    ] {
        assert!(links.contains(&link), "{link} in {links:?}");
    }
    let pictures: Vec<Option<&str>> = page.all("img").map(|tag| tag.get("alt")).collect();
    assert_eq!(pictures, [Some("A loaf"), Some("The oven"), Some("")]);
}

#[test]
fn a_text_links_records_files_lists_and_notes() {
    let html = volunteers().text("people/ada-thorne/index.html");
    for part in [
        "<a href=\"../bea-marlowe/index.html\">Bea Marlowe</a>",
        "learnt from Volunteer, and rides with <a href=\"../a-driver-from-saltmarsh/index.html\">A driver from Saltmarsh</a>",
        "<h3 id=\"thanks-to-volunteer\">Thanks to Volunteer</h3>",
        "<a href=\"../../handbook/driving.html#before-you-start\">the handbook</a>",
        "<a href=\"../../files/volunteers/ada-thorne/terms.txt\">terms</a>",
        "<a href=\"../../partners/index.html\">all partners</a>",
        "<li id=\"fn-1\">",
        "alt=\"The quay at dawn\"",
        "class=\"aside-record-name\"><a href=\"../bea-marlowe/index.html\">",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("harbour-gold"), "free settings are for templates");
}

#[test]
fn who_refers_to_a_record_stands_on_its_page() {
    assert_has(
        "people/ada-thorne/index.html",
        &[
            "Mentors B Bea Marlowe",
            "Looks after May 2021 Lark Bakery",
            "Offers May 2021 Lark Bakery",
            "Shifts 15",
        ],
    );
    assert_has(
        "people/a-driver-from-saltmarsh/index.html",
        &["Looks after 2022 Quiet Hands", "Shifts 1 August 2026 Quay day Planned"],
    );
    assert_lacks("people/cyril-penn/index.html", &["Mentor"]);
    assert_lacks("partners/saltmarsh/reed-trust.html", &["Looked after"]);
}

#[test]
fn a_list_comes_in_pages() {
    assert_has("shifts/index.html", &["1–20 of 21", "1 August 2026 Quay day Planned", "Soup round 2"]);
    assert_lacks("shifts/index.html", &["Soup round 1 "]);
    assert_has("shifts/page-2.html", &["21–21 of 21", "11 January 2026 Soup round 1"]);
    assert_has("partners/index.html", &["1–2 of 3", "Lark Bakery", "Quiet Hands"]);
    assert_has("partners/page-2.html", &["3–3 of 3", "Reed Trust"]);
    let first = page("partners/index.html");
    let next = first.all("a").find(|tag| tag.get("rel") == Some("next")).unwrap();
    assert_eq!(next.get("href"), Some("page-2.html"));
    let second = page("partners/page-2.html");
    let previous = second.all("a").find(|tag| tag.get("rel") == Some("prev")).unwrap();
    assert_eq!(previous.get("href"), Some("index.html"));
    assert!(second.text.contains("Partners (page 2)"));
    assert_eq!(second.link("canonical"), Some("https://helpers.example/valley/partners/page-2.html"));
}

#[test]
fn facets_split_lists() {
    assert_has("volunteers/skills/driving.html", &["Skills", "Driving", "Ada Thorne", "Cyril Penn"]);
    assert_lacks("volunteers/skills/driving.html", &["Bea Marlowe"]);
    assert_has(
        "volunteers/year/2024.html",
        &["Year Volunteers: 2024", "2 people", "Ada Thorne", "Bea Marlowe"],
    );
    assert_has("volunteers/region/saltmarsh.html", &["Cyril Penn", "A driver from Saltmarsh"]);
    assert_has("partners/open-to-all/no.html", &["Reed Trust"]);
    assert_has("partners/covers-year/2025.html", &["Agreement for", "Reed Trust"]);
    assert_has("partners/lead/a-driver-from-saltmarsh.html", &["Quiet Hands"]);
    assert_has("partners/tags/bread.html", &["Lark Bakery", "Reed Trust"]);
    let list = page("volunteers/index.html").text;
    assert!(list.contains("Filter Area All Millbrook 2 Saltmarsh 2 Skills All Driving 2 First aid 1 Cooking 1 Year All 2025 2 2024 2"), "{list}");
}

#[test]
fn a_theme_lies_over_another() {
    let page = page("404.html");
    assert!(page.text.contains("Page not found") && page.text.contains("Ahoy"), "{}", page.text);
    assert!(volunteers().text(asset("css/tokens.css")).starts_with("/* harbour */"));
    assert!(volunteers().text(asset("css/base.css")).len() > 1000, "from peony");
    assert_has("volunteers/index.html", &["Harbour Volunteers 4 people"]);
    let html = volunteers().text("handbook/driving.html");
    assert!(html.contains("<p class=\"hint\">Lights on &amp; eyes open</p>"), "{html}");
}

#[test]
fn regions_stand_in_one_table() {
    let html = volunteers().text("regions/index.html");
    let heads = html.matches("<th scope=\"col\"").count();
    for row in html.split("<tr").skip(2) {
        assert_eq!(row.matches("<td").count() + 1, heads, "{row}");
    }
    assert_has("regions/index.html", &["Millbrook", "Highfield"]);
    assert_has(
        "regions/millbrook.html",
        &["Volunteers 2 people", "Ada Thorne", "Bea Marlowe", "Lark Bakery", "Soup round 19"],
    );
    assert_lacks("regions/highfield.html", &["Ada Thorne"]);
}

#[test]
fn nobody_is_named_who_may_not_be() {
    let withheld = [
        "Nora",
        "Quill",
        "the-founder",
        "founder",
        "nora",
        "Larks rise",
        "quillwork", // the consent was withdrawn
        "Idris",
        "Vane",
        "idris", // her name is not in the consent
        "Otto",
        "otto-f",
        "Finch",
        "finch", // a draft
        "Pia",
        "pia-r",
        "rookery", // too early
        "Quentin",
        "Wren",
        "wren", // too late
    ];
    let private = [
        "555-0101",
        "Q9182K",
        "spare key",
        "HV-1",
        "900 pounds",
        "77 pounds",
        "bumper",
        "ncident",
        "harbour-gold",
    ];
    for needle in withheld.into_iter().chain(private) {
        assert_eq!(volunteers().holding(needle), Vec::<&str>::new(), "{needle}");
    }
    let kept = tree(&volunteers().place.root().join(".bangyang"));
    for needle in withheld.into_iter().chain(private) {
        assert_eq!(holding(&kept, needle), Vec::<&str>::new(), "{needle} in what the program keeps");
    }
    assert_eq!(volunteers().report.number("withheld"), 1);
    assert!(volunteers().report.of("BY230")["message"].as_str().unwrap().contains("Nora Quill"));
}

#[test]
fn a_portrait_that_may_not_be_shown_is_a_seal() {
    let page = page("people/bea-marlowe/index.html");
    assert!(page.all("img").next().is_none_or(|tag| !tag.get("src").unwrap().contains("bea-marlowe")));
    assert!(volunteers().holding("media/volunteers/bea-marlowe").is_empty());
    let driver = volunteers().text("people/a-driver-from-saltmarsh/index.html");
    assert!(driver.contains("A driver from Saltmarsh drives on Mondays."), "{driver}");
    assert!(driver.contains("alt=\"A driver from Saltmarsh with his bicycle\""), "{driver}");
}

#[test]
fn the_internal_edition_shows_more_but_nothing_private() {
    let site = volunteers_internal();
    for needle in ["spare key", "900 pounds", "bumper", "Otto Finch"] {
        assert!(!site.holding(needle).is_empty(), "{needle}");
    }
    for needle in ["555-0101", "Q9182K", "HV-1", "Nora", "Quill", "Idris", "idris", "Pia Rook", "Quentin"] {
        assert_eq!(site.holding(needle), Vec::<&str>::new(), "{needle}");
    }
    assert!(Page::read(site.text("people/otto-finch/index.html")).text.contains("Otto Finch Draft"));
    assert!(site.tree.contains_key("incidents/2026/2026-03-03-a-dented-bumper.html"));
}
