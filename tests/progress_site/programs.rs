//! Ended programs stay and are marked; two programs side by side.

use std::collections::BTreeMap;

use bangyang::edition::Edition;

use crate::html::{elements, line, text};
use crate::links::broken;
use crate::site::{Built, Site, example};

const NEXT: &str = "title: 第二年\nstarts: 2023-01-01\nends: 2023-12-31\nmetrics:\n\
    \x20 - {id: bases, title: 新建基地, unit: 个, from: bases, dated_by: established_on}\n\
    \x20 - {id: exemplars, title: 培树典型, unit: 人, from: exemplars, dated_by: recognised_on}\ntargets:\n\
    \x20 - {metric: bases, set: city, value: 8, due: 2023-12-31}\n";

/// The example with a second program, during June of the latter.
fn two() -> Site {
    let mut site = Site::example();
    site.now = "2023-06-15T08:00:00Z";
    site.write("programs/2023.yaml", NEXT);
    site.write("bases/xinnian.md", "---\nname: 新年基地\nregion: 北湖县\nestablished_on: 2023-03-01\n---\n");
    let headline = "params:\n  headline:\n    - {metric: bases, of: city}\n    - {metric: exemplars}\n";
    let settings = std::fs::read_to_string(site.root().join("content/site.yaml")).unwrap();
    site.write("site.yaml", &(settings + headline));
    site
}

fn bands(built: &Built) -> Vec<String> {
    elements(built.text("progress/index.html"), "section").into_iter().map(text).collect()
}

#[test]
fn an_ended_program_stays_and_is_marked() {
    let built = example(Edition::Public);
    // Its last day is over, but its figures are as of an earlier day: they are labelled as interim.
    assert!(text(built.text("progress/2022/index.html")).contains("阶段性数据"));
    assert!(bands(built)[0].contains("阶段性数据") && !bands(built)[0].contains("已结束"));
    for page in ["2022-01", "2022-09", "2022-q3", "2022", "metrics/bases", "regions/beihu", "sources/bases"] {
        assert!(built.has(&format!("progress/2022/{page}.html")), "{page}");
    }
    let home = built.text("index.html");
    assert!(home.contains("href=\"progress/"), "the home page leads to it still");
    let mut site = Site::example();
    site.now = "2022-12-31T08:00:00Z";
    let built = site.build(Edition::Public);
    assert!(!bands(&built)[0].contains("阶段性数据"), "not on its last day");
    let site = Site::example();
    site.change("programs/2022.yaml", "as_of: 2022-09-30", "as_of: 2022-12-31");
    let built = site.build(Edition::Public);
    assert!(bands(&built)[0].contains("已结束"), "all its figures are there");
}

#[test]
fn two_programs_stand_side_by_side() {
    let built = two().build(Edition::Internal);
    let pages: BTreeMap<&str, &str> = built.pages().collect();
    assert_eq!(broken(&pages, &|path| built.has(path)), Vec::<String>::new());
    let list = bands(&built);
    assert!(list[0].contains("第二年") && !list[0].contains("已结束"), "{list:#?}");
    assert!(list[1].contains("家政提升工程") && list[1].contains("阶段性数据"), "{list:#?}");
    let overview = |year: &str| built.text(&format!("progress/{year}/index.html")).to_owned();
    assert_eq!(
        line(&overview("2022"), "新建"),
        "新建巾帼家政基地 | 累计 5 个 | 省定 4 个 2022年9月30日前 | 125% | 超额完成"
    );
    // 166 of 365 days: 8 × 166 ÷ 365 = 3.6.
    let expected = "新建基地 | 累计 1 个 | 市定 8 个 2023年12月31日前 | 12.5% | 进度落后 序时进度 4";
    assert_eq!(line(&overview("2023"), "新建"), expected);
    assert_eq!(
        line(&overview("2023"), "培树"),
        "培树典型 | 尚无记录 | 未定任务".replace("| 尚", "| 累计 尚")
    );
    assert!(built.has("progress/2023/2023-06.html") && !built.has("progress/2023/2023-07.html"));
    let region = built.text("regions/beihu.html");
    assert!(
        region.contains("progress/2022/regions/beihu.html")
            && region.contains("progress/2023/regions/beihu.html")
    );
    assert!(built.has("data/2022/progress.json") && built.has("data/2023/progress.json"));
    assert_eq!(built.json("data/2023/progress.json")["as_of"], "2023-06-15");
}

#[test]
fn the_home_page_tells_of_the_program_that_runs() {
    let built = two().build(Edition::Public);
    let home = built.text("index.html");
    let headline =
        elements(home, "section").into_iter().find(|it| it.contains("headline")).map(text).unwrap();
    assert!(headline.contains("新建基地 1 个 目标 8个，完成 12.5%"), "{headline}");
    assert!(headline.contains("培树典型 尚无记录"), "{headline}");
    assert!(headline.contains("数据截至2023年6月15日"), "{headline}");
    assert!(
        home.contains("href=\"progress/2023/index.html\"")
            && home.contains("progress/2023/metrics/bases.html")
    );
}

#[test]
fn prose_about_a_period_tells_the_figures_of_the_program_that_ran_in_it() {
    let site = two();
    let report = std::fs::read_to_string(site.root().join("content/reports/2022-09.md")).unwrap();
    site.write("reports/2022-09.md", &(report + "\n{{ chart(metric=\"bases\") }}\n"));
    let built = site.build(Edition::Public);
    let bulletin = built.text("progress/2022/2022-09.html");
    assert!(text(bulletin).contains("全市新建基地 5个 ,完成省定任务的 125%"), "{}", text(bulletin));
    assert!(bulletin.contains("新建巾帼家政基地到2022年9月30日为5个"), "the chart is the same program's");
    assert_eq!(built.codes().iter().filter(|code| *code == "BY613").count(), 2, "claims too");
}

#[test]
fn a_program_that_has_not_begun_has_its_pages_and_no_figures() {
    let mut site = two();
    site.now = "2022-12-20T08:00:00Z";
    let built = site.build(Edition::Public);
    let overview = built.text("progress/2023/index.html");
    assert_eq!(
        line(overview, "新建"),
        "新建基地 | 累计 尚无记录 | 市定 8 个 2023年12月31日前 | 0% | 尚无记录"
    );
    assert!(!built.has("progress/2023/2023-01.html"));
    assert!(!text(overview).contains("已结束"));
    let pages: BTreeMap<&str, &str> = built.pages().collect();
    assert_eq!(broken(&pages, &|path| built.has(path)), Vec::<String>::new());
}
