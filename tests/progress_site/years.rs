//! Programs whose years do not begin in January.

use bangyang::edition::Edition;

use crate::html::text;
use crate::site::Site;

const SCHOOL: &str = "title: 学年项目
starts: 2021-09-01
ends: 2023-08-31
as_of: 2023-08-31
year: {starts: 9, called: 学年}
metrics:
  - {id: sessions, title: 讲座, unit: 场, from: news, dated_by: published_on}
targets:
  - {metric: sessions, set: city, value: 9, due: 2023-08-31, plan: {2021-q1: 1, 2021: 4, 2022-q2: 6}}
";

fn school() -> Site {
    let site = Site::example();
    site.write("programs/school.yaml", SCHOOL);
    let held = [
        "2021-09-30",
        "2021-11-30",
        "2021-12-01",
        "2022-03-01",
        "2022-08-31",
        "2022-09-01",
        "2023-02-28",
        "2023-03-01",
    ];
    let sessions = held
        .iter()
        .enumerate()
        .map(|(n, day)| format!("- {{id: school-{n}, title: 学堂{n}, published_on: {day}}}\n"));
    site.write("news/school.yaml", &sessions.collect::<String>());
    site
}

/// The text on a page after a word.
fn after<'t>(page: &'t str, word: &str) -> &'t str {
    let rest = page.split_once(word).unwrap_or_else(|| panic!("no {word} in {page}")).1;
    rest.split_once('〕').unwrap().0
}

#[test]
fn pages_figures_and_labels_follow_the_programs_year() {
    let site = school();
    let asked = [
        ("2021-q1", "2场"),
        ("2021-Q2", "1场"),
        ("2021-q3", "1场"),
        ("2021-q4", "1场"),
        ("2021-h1", "3场"),
        ("2021", "5场"),
        ("2022-q1", "1场"),
        ("2022-h1", "2场"),
        ("2022-09-2023-08-h2", "1场"),
        ("2022-08", "1场"),
    ];
    let figures = asked.map(|(period, _)| {
        format!("〔{period}：{{{{ figure(program=\"school\", metric=\"sessions\", in=\"{period}\") }}}}〕\n")
    });
    site.write("pages/asked.md", &format!("---\ntitle: 问\n---\n{}", figures.concat()));
    site.write("reports/first.md", "---\ntitle: 第一季度小结\nprogram: school\nperiod: 2021-q1\n---\n秋天{{ figure(metric=\"sessions\", program=\"school\", in=\"period\") }}。\n");
    let built = site.build(Edition::Public);
    let page = text(built.text("asked.html"));
    for (period, figure) in asked {
        assert_eq!(after(&page, &format!("〔{period}：")).replace(' ', ""), figure, "{period}");
    }
    let first = text(built.text("progress/school/2021-09-2022-08-q1.html"));
    assert!(first.contains("2021–22学年第一季度"), "{first}");
    assert!(first.replace(' ', "").contains("秋天2场"), "its report stands on it: {first}");
    for (page, title) in [
        ("2021-09-2022-08-q2", "2021–22学年第二季度"),
        ("2021-09-2022-08-h1", "2021–22学年上半年"),
        ("2022-09-2023-08", "2022–23学年"),
        ("2022-09", "2022年9月"),
    ] {
        let page = text(built.text(&format!("progress/school/{page}.html")));
        assert!(page.contains(title), "{title}: {page}");
    }
    // Only addresses of its own years, and those of the calendar-year program as before.
    assert!(!built.has("progress/school/2021-q4.html") && !built.has("progress/school/2022.html"));
    assert!(built.has("progress/2022/2022-q1.html"));
    let overview = text(built.text("progress/school/index.html"));
    assert!(overview.contains("2022–23学年"), "{overview}");
}

#[test]
fn a_year_without_a_name_is_told_by_both_its_years() {
    let site = school();
    site.change("programs/school.yaml", ", called: 学年", "");
    let built = site.build(Edition::Public);
    let page = text(built.text("progress/school/2022-09-2023-08-q2.html"));
    assert!(page.contains("2022–23年度第二季度"), "{page}");
}
