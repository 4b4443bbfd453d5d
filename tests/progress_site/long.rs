//! Programs of many years: output grows linearly with the years, and empty periods have no page.

use bangyang::edition::Edition;

use crate::html::text;
use crate::site::{Built, Site};

/// A prize over this many years, the last one 2022: each autumn somebody wins it, and every fourth spring
/// somebody else.
fn prize(years: i16) -> Site {
    let site = Site::example();
    let first = 2023 - years;
    site.write(
        "programs/prize.yaml",
        &format!(
            "title: 奖\nstarts: {first}-01-01\nends: 2022-12-31\nas_of: 2022-12-31\nmetrics:\n  - {{id: prized, title: 获奖, unit: 人, from: news, dated_by: published_on}}\n  - {{id: women, title: 女性, unit: 人, from: news, dated_by: published_on}}\n"
        ),
    );
    for year in first..=2022 {
        site.write(
            &format!("news/y{year}.md"),
            &format!("---\ntitle: 第{year}年\npublished_on: {year}-10-08\n---\n文。\n"),
        );
        if year % 4 == 0 {
            site.write(
                &format!("news/z{year}.md"),
                &format!("---\ntitle: 春{year}年\npublished_on: {year}-05-08\n---\n文。\n"),
            );
        }
    }
    site
}

/// The pages and bytes of the program's periods.
fn made(built: &Built) -> (usize, usize) {
    let own = built.pages().filter(|(path, _)| path.starts_with("progress/prize/"));
    own.fold((0, 0), |(pages, bytes), (_, html)| (pages + 1, bytes + html.len()))
}

#[test]
fn what_is_made_grows_with_the_years_and_no_faster() {
    let [(p1, b1), (p2, b2), (p4, b4)] = [10, 20, 40].map(|years| made(&prize(years).build(Edition::Public)));
    // Ten more years, and twenty: the same for each, within a tenth.
    let (ten, twenty) = (b2 - b1, b4 - b2);
    assert!(twenty * 10 < ten * 2 * 11, "{b1}, {b2}, {b4} bytes");
    assert!((p4 - p2) * 10 < (p2 - p1) * 2 * 11, "{p1}, {p2}, {p4} pages");
    // A year with little data takes few bytes: four full pages and the links to them.
    assert!(ten / 10 < 200_000, "{} bytes a year", ten / 10);
}

#[test]
fn a_quiet_month_leads_to_its_year_and_nothing_is_lost() {
    let site = prize(12);
    site.write("news/link.md", "---\ntitle: 回顾\npublished_on: 2022-10-09\n---\n{{ figure(metric=\"prized\", program=\"prize\", in=\"2015-03\") }}\n");
    let built = site.build(Edition::Public);
    let page = |period: &str| built.text(&format!("progress/prize/{period}.html"));
    for full in
        ["2015", "2015-10", "2015-q4", "2015-h2", "2016-05", "2016-q2", "2016-h1", "2022-12", "2022-q4"]
    {
        assert!(page(full).contains("<h1>"), "{full}");
    }
    for quiet in ["2015-03", "2015-q1", "2015-h1", "2016-06"] {
        let html = page(quiet);
        assert!(
            html.contains(&format!("url={}.html", &quiet[..4])) && !html.contains("<h1>"),
            "{quiet}: {html}"
        );
    }
    // No page links there except those that were meant to.
    for (path, html) in built.pages().filter(|(path, _)| path.starts_with("progress/prize/")) {
        assert!(!html.contains("\"2015-03.html\"") && !html.contains("\"2016-06.html\""), "{path}");
    }
    // All months are named, and the link to the next one leads to the next with data.
    let october = page("2015-10");
    assert!(
        text(october).contains("3月") && october.contains("rel=\"next\" href=\"2016-05.html\""),
        "{october}"
    );
    assert_eq!(built.codes().iter().filter(|code| code.starts_with("BY7")).count(), 0, "{:?}", built.codes());
    // Everything counted is in the data, including empty months.
    let months = built.text("data/prize/months.csv");
    assert!(months.contains(",2015-03,0,exact,"), "{months}");
    let sitemap: String =
        built.texts().filter(|(path, _)| path.contains("sitemap")).map(|(_, text)| text).collect();
    assert!(!sitemap.contains("prize/2015-03") && sitemap.contains("prize/2015-10"));
}

/// A short program keeps the pages of all months; so does a long one for a closed period.
#[test]
fn months_of_short_programs_and_closed_ones_keep_their_pages() {
    let built = prize(5).build(Edition::Public);
    assert!(built.text("progress/prize/2019-03.html").contains("<h1>"));
    let site = prize(8);
    let closing = "program: prize\nperiod: 2017-10\nclosed_on: 2017-11-02\nas_of: 2017-11-01\nmetrics:\n  prized: {unit: 人, done: 1, cumulative: 4}\n";
    site.write("closed/prize/2017-10.yaml", closing);
    assert!(site.build(Edition::Public).text("progress/prize/2018-03.html").contains("<h1>"));
}
