//! Errors of a theme are reported by file, line and page; the site is unchanged, and nothing panics.

use serde_json::Value;

use crate::support::{Place, SITE};

/// A small site with a theme that extends peony.
fn site(files: &[(&str, &str)]) -> Place {
    let place = Place::with(&[
        ("content/site.yaml", &format!("{}theme: own\n", SITE.1)),
        ("themes/own/theme.yaml", "name: own\nextends: peony\n"),
        ("content/news/one.md", "---\ntitle: One\npublished_on: 2026-01-01\n---\nText. {{ mark() }}\n"),
        ("content/news/two.md", "---\ntitle: Two\npublished_on: 2026-01-02\n---\nText.\n"),
        ("themes/own/templates/shortcodes/mark.html", "<b>mark</b>"),
    ]);
    files.iter().for_each(|(path, text)| place.write(path, text));
    place
}

/// The errors of a build.
#[track_caller]
fn errors(files: &[(&str, &str)]) -> Vec<Value> {
    let place = site(files);
    let report = place.build(&[]).ended(1);
    assert!(place.tree("public").is_empty());
    let errors: Vec<Value> =
        report.diagnostics.into_iter().filter(|found| found["severity"] == "error").collect();
    assert!(!errors.is_empty());
    errors
}

#[track_caller]
fn assert_at(error: &Value, code: &str, file: &str, line: u64, words: &[&str]) {
    assert_eq!(
        (error["code"].as_str(), error["file"].as_str(), error["line"].as_u64()),
        (Some(code), Some(file), Some(line)),
        "{error:#}"
    );
    for word in words {
        assert!(error.to_string().contains(word), "{word} in {error:#}");
    }
}

const LIST: &str = "themes/own/templates/news/list.html";
const RECORD: &str = "themes/own/templates/news/record.html";

#[test]
fn what_is_not_written_correctly_is_told_all_at_once() {
    let found = errors(&[(RECORD, "ok\n{% if record %}\n"), (LIST, "\n{{ list.title }\n")]);
    assert_eq!(found.len(), 2);
    assert_at(&found[0], "BY403", LIST, 2, &["engine says"]);
    assert_at(&found[1], "BY403", RECORD, 2, &["engine says"]);
}

#[test]
fn what_is_called_and_is_not_there() {
    let found = errors(&[(RECORD, "a\n{% include \"parts/nothing.html\" %}\n")]);
    assert_eq!(found.len(), 1);
    assert_at(&found[0], "BY404", RECORD, 2, &["parts/nothing.html", "own/news/record.html"]);
    assert_eq!(found[0]["column"], 13);

    let found = errors(&[(RECORD, "{# a #}\n{% extends \"nothing.html\" %}\n")]);
    assert_at(&found[0], "BY404", RECORD, 2, &["nothing.html"]);

    let found = errors(&[(RECORD, "{{ record.title | shout }}\n{{ cry() }}\n")]);
    assert_at(&found[0], "BY403", RECORD, 1, &["Unknown filter `shout`"]);
    assert_eq!(found[0]["column"], 19);
    assert_at(&found[1], "BY403", RECORD, 2, &["Unknown function `cry`"]);

    let found = errors(&[(RECORD, "\n{{ asset(path=\"nothing.css\") }}\n")]);
    assert_at(&found[0], "BY405", RECORD, 2, &["nothing.css", "news/one.html"]);

    let found = errors(&[(RECORD, "\n{{ figure(metric=\"nothing\") }}\n")]);
    assert_at(&found[0], "BY624", RECORD, 2, &["metric", "the site has no program"]);
}

#[test]
fn templates_in_a_circle() {
    let base = "themes/own/templates/base.html";
    let found = errors(&[(base, "{# a #}\n{% extends \"record.html\" %}\n")]);
    assert_eq!(found.len(), 1);
    assert_at(&found[0], "BY406", base, 2, &["own/base.html → peony/record.html → own/base.html"]);

    let found = errors(&[(RECORD, "\n\n{% extends \"news/record.html\" %}\n")]);
    assert_at(&found[0], "BY406", RECORD, 3, &["own/news/record.html → own/news/record.html"]);

    let [a, b] = ["themes/own/templates/parts/a.html", "themes/own/templates/parts/b.html"];
    let found = errors(&[
        (RECORD, "{% include \"parts/a.html\" %}"),
        (a, "\n{% include \"parts/b.html\" %}"),
        (b, "\n\n{% include \"parts/a.html\" %}"),
    ]);
    assert_at(&found[0], "BY406", b, 3, &["own/parts/a.html → own/parts/b.html → own/parts/a.html"]);
}

#[test]
fn what_a_page_does_not_have() {
    let found = errors(&[(LIST, "a\n\n  {{ nothing_here }}\n")]);
    assert_at(&found[0], "BY405", LIST, 3, &["nothing_here", "news/index.html"]);
    let found = errors(&[(RECORD, "a\n{{ record.nothing_here.text }}\n")]);
    assert_eq!(found.len(), 1, "once, whatever the number of pages");
    assert_at(&found[0], "BY405", RECORD, 2, &["nothing_here", "news/one.html"]);
    let found = errors(&[(RECORD, "{% for x in record.title + 1 %}{% endfor %}\n")]);
    assert_at(&found[0], "BY405", RECORD, 1, &["news/one.html"]);
    let mark = "themes/own/templates/shortcodes/mark.html";
    let found = errors(&[(mark, "\n{{ nothing_here }}")]);
    assert_at(&found[0], "BY405", mark, 2, &["news/one.html"]);
    let a = "themes/own/templates/parts/a.html";
    let found = errors(&[(RECORD, "{% include \"parts/a.html\" %}"), (a, "\n\n{{ nothing_here }}")]);
    assert_at(&found[0], "BY405", a, 3, &["news/one.html"]);
}

#[test]
fn a_word_that_the_theme_lacks() {
    let found = errors(&[(RECORD, "a\nb {{ t(key=\"no.such.word\") }}\n")]);
    assert_at(&found[0], "BY407", RECORD, 2, &["no.such.word", "language: en"]);
}

#[test]
fn themes_that_are_missing_or_build_on_one_another_in_a_circle() {
    let settings = "themes/own/theme.yaml";
    let found = errors(&[(settings, "name: own\nextends: peonny\n")]);
    assert_eq!(found.len(), 1, "what follows from it is not told");
    assert_at(&found[0], "BY401", settings, 2, &["peonny", "own, peony"]);
    let two = "themes/two/theme.yaml";
    let found = errors(&[(settings, "name: own\nextends: two\n"), (two, "extends: own\n")]);
    assert_eq!(found.len(), 1);
    assert_at(&found[0], "BY402", two, 1, &["own → two → own"]);
    let site = "content/site.yaml";
    let found = errors(&[(site, "title: T\nbase_url: https://a.example/\ntheme: nobody\n")]);
    assert_at(&found[0], "BY401", site, 3, &["nobody"]);
}

#[test]
fn a_theme_that_stands_alone_needs_every_template() {
    let found = errors(&[("themes/own/theme.yaml", "name: own\n")]);
    assert!(found.iter().all(|error| error["code"] == "BY404"), "{found:#?}");
}

#[test]
fn odd_files_of_a_theme() {
    let (settings, words, home) =
        ("themes/own/theme.yaml", "themes/own/i18n/en.yaml", "themes/own/templates/home.html");
    for (path, text) in [
        (settings, "- a list"),
        (settings, "name: own\nextends: [a, b]\n"),
        (words, "nav.home: {a: b}\n"),
        (words, ": : :\n- x"),
        (home, "{{ \"a\" | date }}"),
        (home, "{{ 1 / 0 }}"),
        (home, "{{ \"名\" | link"),
    ] {
        let found = errors(&[(path, text)]);
        assert!(found.iter().any(|error| error["file"] == path), "{path}: {text}: {found:#?}");
    }
}
