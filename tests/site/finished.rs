//! Problems of finished pages are reported once for all pages that have them; correct pages give no messages.

use crate::support::{Place, SITE, demo, example, volunteers, volunteers_internal};

const FINISHED: [&str; 6] = ["BY701", "BY702", "BY703", "BY704", "BY705", "BY706"];

/// A small site with two news pages and this template.
fn site(record: &str) -> Place {
    Place::with(&[
        ("content/site.yaml", &format!("{}theme: own\n", SITE.1)),
        ("themes/own/theme.yaml", "name: own\nextends: peony\n"),
        ("themes/own/templates/news/record.html", record),
        ("content/news/one.md", "---\ntitle: One\npublished_on: 2026-01-01\n---\n## Part\n\nText.\n"),
        ("content/news/two.md", "---\ntitle: Two\npublished_on: 2026-06-02\n---\nText.\n"),
    ])
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><head><title>{{ page.title }}</title>\
    <meta name=\"description\" content=\"{{ page.description }}\"></head><body><h1>x</h1>";

/// Codes with what they found, from a check. A build does not read finished pages again.
#[track_caller]
fn told(head: &str, body: &str) -> Vec<(String, String)> {
    let place = site(&format!("{head}{body}{{{{ record.body }}}}</body></html>"));
    let told = |command: &str| {
        let report = place.run(&[command]).ended(0);
        let found = report.diagnostics.iter().filter(|it| FINISHED.contains(&it["code"].as_str().unwrap()));
        let texts =
            |it: &serde_json::Value| [&it["code"], &it["message"]].map(|it| it.as_str().unwrap().to_owned());
        found.map(texts).map(|[code, message]| (code, message)).collect::<Vec<_>>()
    };
    assert_eq!(told("build"), []);
    told("check")
}

#[track_caller]
fn assert_one(found: &[(String, String)], code: &str, words: &[&str]) {
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, code);
    for word in words {
        assert!(found[0].1.contains(word), "{word} in {found:?}");
    }
}

#[test]
fn sound_pages_are_silent() {
    for site in [demo(), example(), volunteers()] {
        let report = site.place.run(&["check"]).ended(0);
        let warnings = report.codes("warning");
        assert!(!warnings.iter().any(|code| FINISHED.contains(code)), "{}: {report:#?}", site.name);
    }
    let report = volunteers_internal().place.run(&["check", "--edition", "internal", "--drafts"]).ended(0);
    assert!(!report.codes("warning").iter().any(|code| FINISHED.contains(code)), "{report:#?}");
    assert_eq!(told(HEAD, ""), []);
}

#[test]
fn links_that_lead_nowhere() {
    assert_one(&told(HEAD, "<a href=\"../none.html\">a</a>"), "BY701", &["none.html", "news/one.html"]);
    assert_one(&told(HEAD, "<img src=\"no%20one.png\" alt=\"\">"), "BY701", &["news/no one.png"]);
    assert_one(&told(HEAD, "<a href=\"one.html#parts\">a</a>"), "BY702", &["news/one.html#parts"]);
    let fine = "<a href=\"one.html#part\">a</a><a href=\"../\">b</a><a href=\"?x=1\">c</a><a href=\"mailto:a@b.example\">d</a>\
        <script src=\"../search/index.js\"></script>";
    assert_eq!(told(HEAD, fine), []);
}

#[test]
fn pages_without_a_name_and_headings_that_skip() {
    let no_title = HEAD.replace("{{ page.title }}", " ");
    assert_one(&told(&no_title, ""), "BY703", &["title"]);
    let no_description = HEAD.replace("name=\"description\"", "name=\"author\"");
    assert_one(&told(&no_description, ""), "BY703", &["description"]);
    assert_one(&told(HEAD, "<h2>a</h2><h4>b</h4>"), "BY704", &["h4", "h3"]);
    assert_eq!(told(HEAD, "<h2>a</h2><h3>b</h3><h2>c</h2>"), []);
}

#[test]
fn ids_that_are_there_twice() {
    assert_one(&told(HEAD, "<p id=\"a\">a</p><p id=\"b\">b</p><p id=\"a\">c</p>"), "BY705", &["“a”"]);
}

#[test]
fn sections_that_nobody_keeps_up() {
    let sections = |settings: &str| {
        let place = site("{% extends \"peony/news/record.html\" %}");
        let before = place.read("content/site.yaml");
        place.write("content/site.yaml", format!("{before}{settings}\n"));
        let report = place.run(&["check"]).ended(0);
        let found = report.diagnostics.iter().filter(|it| it["code"] == "BY706");
        found.map(|it| it["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The latest is of 2 June 2026, and today is the 15th: 13 days.
    assert_eq!(sections("official: true"), Vec::<String>::new());
    assert_eq!(sections("refresh: {news: 13}"), Vec::<String>::new());
    let told = sections("refresh: {news: 12, home: 12}");
    assert!(told.len() == 2 && told.iter().all(|it| it.contains("13") && it.contains("12")), "{told:?}");
    assert!(told.iter().any(|it| it.contains("News")) && told.iter().any(|it| it.contains("Test")));
    assert_eq!(
        sections("official: true\nrefresh: {bases: 1}"),
        Vec::<String>::new(),
        "an empty one is another matter"
    );

    let place = site("x");
    let before = place.read("content/site.yaml");
    place.write("content/site.yaml", format!("{before}refresh: {{nws: 3, home: soon}}\n"));
    let report = place.run(&["check"]).ended(1);
    let mut codes = report.codes("error");
    codes.sort_unstable();
    assert_eq!(codes, ["BY304", "BY313"]);
}

#[test]
fn what_an_offices_pages_have_to_tell() {
    let lacking = |settings: &str, undated: bool| {
        let place = site("{% extends \"peony/news/record.html\" %}");
        let before = place.read("content/site.yaml");
        place.write("content/site.yaml", format!("{before}{settings}\n"));
        if undated {
            place.remove("content/news/one.md");
            place.remove("content/news/two.md");
        }
        let report = place.run(&["check"]).ended(0);
        let found = report.diagnostics.iter().filter(|it| it["code"] == "BY314");
        found
            .map(|it| {
                assert_eq!(it["file"], "content/site.yaml");
                let help = it["help"].as_str().unwrap().lines().next().unwrap();
                help.split_once("site.yaml: ")
                    .map_or(help, |(_, rest)| rest.split(" (for").next().unwrap())
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    let all = "“organiser: …” and “contact: {phone: …}” and “filings: {icp: …, police: …, site_code: …}”";
    assert_eq!(lacking("official: true", false), [all]);
    assert_eq!(lacking("official: false", true), Vec::<String>::new());
    assert_eq!(lacking("", true), Vec::<String>::new());
    let told =
        "official: true\norganiser: Test\ncontact: {email: a@site.example}\nfilings: {icp: a, police: b, ";
    assert_eq!(lacking(&format!("{told}site_code: c}}"), false), Vec::<String>::new());
    assert_eq!(lacking(&format!("{told}site_code: \"\"}}"), false), ["“filings: {site_code: …}”"]);
    let undated = lacking(&format!("{told}site_code: c}}"), true);
    assert!(undated.len() == 1 && undated[0].contains("date"), "{undated:?}");
}
