//! Decimals are exact on every page and in every chart, never rounded where they are written exactly.

use bangyang::edition::Edition;

use crate::html::{elements, line, rows, text};
use crate::site::{Built, Site};

const LESSONS: &str = "title: 课时\nroles: {title: title, date: held_on, region: region}\nfields:\n  title: {type: text, required: true}\n  held_on: {type: date, required: true}\n  region: {type: region}\n  hours: {type: quantity, unit: 课时}\nurl: /lessons/{slug}.html\n";
const PROGRAM: &str = "title: 课\nstarts: 2022-01-01\nends: 2022-12-31\nas_of: 2022-12-31\nmetrics:\n\
    \x20 - {id: hours, title: 授课课时, unit: 课时, from: lessons, measure: {sum: hours}, dated_by: held_on, decimals: 1}\n\
    targets:\n  - {metric: hours, set: city, value: 7.5, due: 2022-12-31, plan: {2022-03: 2.5}, regions: {qingxi: 4.5, beihu: 3}}\n";

/// Lessons of an hour and a half, and some of three quarters of an hour.
fn built(edition: Edition) -> Built {
    let site = Site::example();
    site.write("collections/lessons.yaml", LESSONS);
    site.write("programs/lessons.yaml", PROGRAM);
    let lessons = [
        ("甲", "2022-02-03", "青溪县", "1.5"),
        ("乙", "2022-02-04", "青溪县", "0.5"),
        ("丙", "2022-03-05", "北湖县", "2.75"),
        ("丁", "2022-05-06", "北湖县", "1.5余"),
    ];
    let items: String = lessons
        .iter()
        .map(|(title, on, region, hours)| {
            format!("- {{title: {title}, held_on: {on}, region: {region}, hours: {hours}}}\n")
        })
        .collect();
    site.write("lessons/2022.yaml", &items);
    site.build(edition)
}

#[test]
fn pages_tell_them_as_they_are() {
    let built = built(Edition::Internal);
    let page = |path: &str| built.text(&format!("progress/lessons/{path}.html"));
    // 1.5 + 0.5 + 2.75 + more than 1.5 is more than 6.25, or 6.3 with one decimal; 83.3 % of 7.5.
    let overview = line(page("index"), "授课");
    assert!(overview.contains("6.3余") && overview.contains("7.5 课时"), "{overview}");
    assert!(overview.contains("83.3%") || overview.contains("83.4%"), "{overview}");
    let february = line(page("2022-02"), "授课");
    assert!(february.contains("2 课时") && !february.contains("2.0"), "{february}");
    let metric = rows(page("metrics/hours"));
    let row = |begins: &str| metric.iter().find(|row| row[0].ends_with(begins)).unwrap().join(" | ");
    assert!(
        row("年2月").contains("2") && row("年3月").contains("2.8") && row("年3月").contains("4.8"),
        "{metric:#?}"
    );
    let qingxi = line(page("regions/qingxi"), "授课");
    assert!(qingxi.contains('2') && qingxi.contains("4.5") && qingxi.contains("44.4%"), "{qingxi}");
    let mut records = built.pages().filter(|(path, _)| path.starts_with("lessons/"));
    assert!(records.any(|(_, html)| text(html).contains("2.75")));
}

#[test]
fn charts_and_data_draw_them_as_they_are() {
    let built = built(Edition::Internal);
    let svgs: String = elements(built.text("progress/lessons/metrics/hours.html"), "svg").concat();
    assert!(svgs.contains("6.3余") && svgs.contains("7.5"), "{svgs}");
    // The line ends at the figure: 6.25 of 7.5, five sixths of the way from the baseline to the target.
    assert!(!svgs.contains("NaN") && !svgs.contains("inf"), "{svgs}");
    let months = built.text("data/lessons/months.csv");
    assert!(months.contains("2022-02,2,exact") && months.contains("2022-03,2.75,exact"), "{months}");
    let data = built.json("data/lessons/progress.json");
    assert_eq!(data["metrics"][0]["value"].as_f64(), Some(6.25));
    for (path, html) in built.pages().filter(|(path, _)| path.starts_with("progress/lessons/")) {
        for shown in ["2.0 课时", "2.750", "6.2500", "1.50"] {
            assert!(!text(html).contains(shown), "{path}: {shown}");
        }
    }
}
