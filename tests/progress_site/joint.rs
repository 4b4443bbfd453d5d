//! Joint contributions of several regions count once, and the rows of every table by region add up to the
//! whole.

use bangyang::edition::Edition;
use serde_json::json;

use crate::data::csv;
use crate::site::{Built, Site};

/// The example's site with sessions hosted by several regions, and one without a known region.
fn site() -> Site {
    let site = Site::example();
    site.write(
        "collections/outreach.yaml",
        "fields:\n  region: {type: list, of: region}\nsort: {by: region}\n",
    );
    let sessions = "- {title: 甲, held_on: 2022-03-01, region: [青溪县], attendance: 10}\n\
                    - {title: 乙, held_on: 2022-03-02, region: qingxi, attendance: 20}\n\
                    - {title: 丙, held_on: 2022-03-03, region: [青溪县, 临江区], attendance: 400+}\n\
                    - {title: 丁, held_on: 2022-04-04, region: [临江区, 青溪县, 青溪县], attendance: 8000}\n\
                    - {title: 戊, held_on: 2022-04-05, attendance: 5}\n\
                    - {title: 己, held_on: 2022-04-06, region: [青溪县, 青溪县], attendance: 1}\n";
    site.write("outreach/2022.yaml", sessions);
    site
}

/// The rows of the table after a heading, as texts.
fn rows(html: &str) -> Vec<Vec<String>> {
    let body = html.split("<tbody>").skip(1).flat_map(|table| table.split("</tbody>").next());
    let rows = body.flat_map(|body| body.split("<tr").skip(1));
    rows.map(|row| row.split("</t").map(text).collect()).collect()
}

fn text(html: &str) -> String {
    let mut plain = String::new();
    let mut inside = !html.starts_with('<');
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn figures_count_it_once_and_add_up() {
    let site = site();
    for edition in [Edition::Public, Edition::Internal] {
        let built = site.build(edition);
        let data = built.json("data/2022/progress.json");
        let of = |id: &str| {
            let metrics = data["metrics"].as_array().unwrap();
            metrics.iter().find(|metric| metric["id"] == id).unwrap().clone()
        };
        let (sessions, visits) = (of("outreach"), of("attendance"));
        assert_eq!(
            (&sessions["value"], &sessions["joint"]),
            (&json!(6), &json!({"value": 2, "bound": "exact"}))
        );
        assert_eq!(sessions["no_region"], json!({"value": 1, "bound": "exact"}));
        assert_eq!(visits["value"], 8436);
        assert_eq!(visits["joint"], json!({"value": 8400, "bound": "at-least"}));
        for metric in data["metrics"].as_array().unwrap() {
            let regions = metric["regions"].as_array().unwrap().iter();
            let rest = [&metric["joint"], &metric["no_region"]];
            let sum: i64 = regions.chain(rest).filter_map(|of| of["value"].as_i64()).sum();
            assert_eq!(metric["value"], sum, "{}", metric["id"]);
        }
        let qingxi = sessions["regions"].as_array().unwrap().iter().find(|it| it["id"] == "qingxi").unwrap();
        assert_eq!(qingxi["value"], 3);
    }
}

#[test]
fn tables_have_a_line_for_it() {
    let built = site().build(Edition::Public);
    let table = csv(built.text("data/2022/regions.csv"));
    let rest: Vec<&[String]> =
        table.iter().filter(|row| row[0] == "outreach" && row[3].is_empty()).map(|row| &row[4..]).collect();
    assert_eq!(rest, [["联合举办", "2", "exact"], ["未注明县区", "1", "exact"]]);
    for page in
        ["progress/2022/metrics/outreach.html", "progress/2022/index.html", "progress/2022/2022-q1.html"]
    {
        let rows = rows(built.text(page));
        let row = rows.iter().find(|row| row[0].contains("联合举办"));
        assert!(row.is_some(), "{page}: {rows:?}");
        assert!(!built.text(page).contains("href=\"\""), "{page}");
    }
    let sources: String =
        built.pages().filter(|(path, _)| path.contains("sources")).map(|(_, html)| html.to_owned()).collect();
    assert!(sources.contains("联合举办") && sources.contains("id=\"m-2022-03--joint\""));
    let json = built.json("data/2022/sources/outreach.json");
    let joint = json["sources"].as_array().unwrap().iter().filter(|it| it["joint"] == true).count();
    assert_eq!(joint, 2);
}

/// A joint session is shown with both names, on the pages of both regions, and under both when the list is
/// split.
#[test]
fn its_page_and_lists_name_all() {
    let built: Built = site().build(Edition::Public);
    let page = |id: &str| text(built.text(&format!("regions/{id}.html")));
    for id in ["qingxi", "linjiang"] {
        assert!(page(id).contains('丙') && page(id).contains('丁'), "{id}");
    }
    assert!(page("qingxi").contains('甲') && !page("linjiang").contains('甲'));
    let list = text(built.text("outreach/index.html"));
    assert!(list.contains("临江区、青溪县"), "{list}");
    let facet = |id: &str| text(built.text(&format!("outreach/region/{id}.html")));
    assert!(facet("qingxi").contains('丙') && facet("linjiang").contains('丙'));
}

#[test]
fn a_closed_period_keeps_it() {
    let site = site();
    let outcome = site.check(Edition::Internal);
    let period = bangyang::domain::Period::parse("2022-03").unwrap();
    let frozen = outcome.programs[0].freeze(
        period,
        bangyang::domain::Date::parse("2022-04-01").unwrap(),
        bangyang::diag::Lang::ZhCn,
    );
    let closing = bangyang::domain::Closing { program: "2022".into(), period, frozen, earlier: Vec::new() };
    let text = bangyang::config::closed::write(&closing, bangyang::diag::Lang::ZhCn);
    assert!(text.contains("joint: {carried: 0, done: 1, cumulative: 1}"), "{text}");
    site.write("closed/2022/2022-03.yaml", &text);
    site.change("outreach/2022.yaml", "2022-03-03, region: [青溪县, 临江区]", "2022-03-03, region: [青溪县]");
    let built = site.build(Edition::Public);
    let html = built.text("progress/2022/2022-03.html");
    let row =
        rows(html).into_iter().find(|row| row[0].contains("联合举办")).expect("the line that was frozen");
    assert!(row.iter().any(|cell| cell.contains("400")), "{row:?}");
}
