//! Charts on pages: titled, described, with their figures in a table, and styled by the theme alone.

use std::collections::BTreeSet;

use bangyang::edition::Edition;

use crate::html::{attributes, elements, rows, text};
use crate::site::example;

const EDITIONS: [Edition; 2] = [Edition::Public, Edition::Internal];

#[test]
fn nothing_is_dressed_in_place() {
    for edition in EDITIONS {
        for (path, html) in example(edition).pages() {
            assert!(!html.contains(" style=") && !html.contains("<style"), "{path}");
            let colours = ["#", "rgb(", "hsl("];
            for svg in elements(html, "svg") {
                let painted = [attributes(svg, "fill"), attributes(svg, "stroke")].concat();
                assert!(
                    !painted.iter().any(|it| colours.iter().any(|start| it.starts_with(start))),
                    "{path}: {svg}"
                );
            }
        }
    }
}

#[test]
fn each_chart_has_a_title_and_a_description_of_its_own() {
    for edition in EDITIONS {
        let mut charts = 0;
        for (path, html) in example(edition).pages() {
            let ids = attributes(html, "id");
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id twice");
            for svg in elements(html, "svg").into_iter().filter(|svg| svg.starts_with(" class=\"chart-")) {
                charts += 1;
                let labels: Vec<&str> = attributes(svg, "aria-labelledby")[0].split(' ').collect();
                let named = |name: &str| {
                    let [only] = elements(svg, name)[..1] else { panic!("{path}: no {name}") };
                    (attributes(only, "id")[0].to_owned(), only.split_once('>').unwrap().1.to_owned())
                };
                let ((title_id, title), (desc_id, desc)) = (named("title"), named("desc"));
                assert_eq!(labels, [title_id, desc_id], "{path}");
                assert!(!title.trim().is_empty() && desc.chars().count() > 10, "{path}: {title}, {desc}");
                assert!(["img", "group"].contains(&attributes(svg, "role")[0]), "{path}");
            }
        }
        assert!(charts > 30, "{charts}");
    }
}

/// The numbers of a chart are in a table on the page, or on the page to which its caption links.
#[test]
fn what_a_chart_shows_stands_in_a_table() {
    let built = example(Edition::Internal);
    for (path, html) in built.pages().filter(|(path, _)| path.starts_with("progress/2022/metrics/")) {
        let tables = rows(html);
        for chart in html.split("<div class=\"chart chart-regions\"").skip(1) {
            let svg = elements(chart, "svg")[0];
            for row in elements(svg, "a") {
                let words: Vec<String> =
                    elements(row, "text").iter().map(|it| text(it.split_once('>').unwrap().1)).collect();
                let region = tables.iter().find(|cells| cells[0] == words[0]).expect("a row for the region");
                let number = words[1].split([' ', '/']).next().unwrap();
                assert!(number.starts_with(&region[1]), "{path}: {words:?} and {region:?}");
            }
        }
        if html.contains("chart-progress") {
            assert!(tables.iter().any(|cells| cells[0] == "2022年1月"), "{path}: months");
        }
    }
    let overview = built.text("progress/2022/index.html");
    for figure in elements(overview, "figure") {
        let to = attributes(elements(figure, "figcaption")[0], "href")[0];
        assert!(to.starts_with("metrics/"), "its table is a link away: {to}");
    }
    for (path, html) in built.pages().filter(|(_, html)| html.contains("class=\"chart ")) {
        for desc in elements(html, "desc") {
            let below = text(desc.split_once('>').unwrap().1).contains("下面的表");
            assert!(!below || path.contains("/metrics/"), "{path}: there is no table below");
        }
    }
}
