//! The public edition shows what regions did, but not how they compare, unless the program makes that public.

use bangyang::edition::Edition;
use serde_json::Value;

use crate::html::{elements, line, text};
use crate::site::{Built, Site, example};

const REGIONS: [&str; 4] = ["临江区", "青溪县", "南坪县", "北湖县"];
const STATUSES: [&str; 8] =
    ["已完成", "超额完成", "到期未完成", "未到节点", "进度正常", "进度偏慢", "进度落后", "class=\"status"];
/// Words of rankings and ratings; the example uses them for nothing else.
const RANKED: [&str; 8] = ["排名", "得分", "星级", "评星", "比上月", "ranking", "stars", "class=\"rank"];

/// Makes everything public that can be.
fn open(site: &Site, ranking: bool, regions: bool) {
    if ranking {
        let public = "audience: public\n  basis: 示例发〔2022〕1号";
        site.change("programs/2022.yaml", "audience: internal", public);
        site.change("programs/2022.yaml", "stars:\n", &format!("stars:\n  {public}\n"));
    }
    if regions {
        site.change("programs/2022.yaml", "as_of: 2022-09-30", "as_of: 2022-09-30\nregions_public: progress");
    }
}

/// The parts of a page that judge regions: rows of tables, charts of regions, pages about one.
fn judged(built: &Built) -> Vec<String> {
    let mut found = Vec::new();
    for (path, html) in built.pages().filter(|(path, _)| !path.ends_with("404.html")) {
        let rows = elements(html, "tr").into_iter().filter(|row| REGIONS.iter().any(|it| row.contains(it)));
        let charts =
            elements(html, "svg").into_iter().filter(|svg| REGIONS.iter().any(|it| svg.contains(it)));
        let about_one = path.contains("/regions/").then(|| elements(html, "main").concat());
        for part in rows.chain(charts).map(str::to_owned).chain(about_one) {
            let told = STATUSES.iter().find(|word| part.contains(**word)).copied();
            let told = told.or_else(|| part.contains("chart-shape is-").then_some("a shape"));
            let told = told.or_else(|| text(&part).contains('%').then_some("per cent"));
            found.extend(told.map(|word| format!("{path}: {word}")));
        }
    }
    found
}

/// Keys by which a data file ranks or judges a region.
fn judging_keys(path: &str, value: &Value, of_region: bool, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let judges =
                    ["ranking", "rank", "score", "stars", "movement", "difficulties"].contains(&key.as_str());
                if judges || (of_region && ["percent", "status"].contains(&key.as_str())) {
                    found.push(format!("{path}: {key}"));
                }
                judging_keys(path, value, of_region || key == "regions", found);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| judging_keys(path, it, of_region, found)),
        _ => {}
    }
}

fn judging_data(built: &Built) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in built.texts().filter(|(path, _)| path.starts_with("data/")) {
        match path.ends_with(".json") {
            true => judging_keys(path, &serde_json::from_str(text).unwrap(), false, &mut found),
            false => {
                let header = text.lines().next().unwrap();
                let columns: Vec<&str> = header.split(',').collect();
                let judges = |it: &&&str| ["rank", "score", "stars", "movement"].contains(*it);
                found.extend(columns.iter().find(judges).map(|it| format!("{path}: {it}")));
                if columns.contains(&"region")
                    && (columns.contains(&"status") || columns.contains(&"percent"))
                {
                    found.push(format!("{path}: status of regions"));
                }
            }
        }
    }
    found
}

/// Where rankings or ratings are mentioned: pages, feeds, sitemap, data, scripts; not style sheets.
fn ranked(built: &Built) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in built.texts().filter(|(path, _)| !path.starts_with("assets/")) {
        found
            .extend(RANKED.iter().filter(|word| text.contains(**word)).map(|word| format!("{path}: {word}")));
        if RANKED.iter().any(|word| path.contains(word)) {
            found.push(path.to_owned());
        }
    }
    found
}

#[test]
fn nothing_that_is_public_compares_regions() {
    let built = example(Edition::Public);
    assert_eq!(judged(built), Vec::<String>::new());
    assert_eq!(judging_data(built), Vec::<String>::new());
    assert_eq!(ranked(built), Vec::<String>::new());
    // Assessments and difficulties are internal, including their words and numbers.
    for (path, text) in built.texts() {
        for private in ["年中督导", "mid-year", "山区学员往返不便", "不会回看"] {
            assert!(!text.contains(private), "{path}: {private}");
        }
    }
    assert!(!built.has("progress/2022/ranking.html") && !built.has("progress/2022/difficulties.html"));
}

#[test]
fn a_closed_month_tells_the_public_no_more_than_an_open_one() {
    let site = Site::example();
    let closing = ["close", "2022-08", "--root"];
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_bangyang"));
    let ran = program.args(closing).arg(site.root()).env("SOURCE_DATE_EPOCH", "1664780400").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    site.write("bases/wandao.md", "---\nname: 晚到基地\nregion: 北湖县\nestablished_on: 2022-08-20\n---\n");
    let built = site.build(Edition::Public);
    assert!(text(built.text("progress/2022/2022-08.html")).contains("更正说明"));
    assert_eq!(judged(&built), Vec::<String>::new());
    assert_eq!(judging_data(&built), Vec::<String>::new());
    assert_eq!(ranked(&built), Vec::<String>::new());
}

#[test]
fn the_same_search_finds_all_of_it_in_the_internal_edition() {
    let built = example(Edition::Internal);
    let (judged, data, ranked) = (judged(built), judging_data(built), ranked(built));
    for page in ["metrics/bases.html", "regions/qingxi.html"] {
        assert!(judged.iter().any(|it| it.starts_with(&format!("progress/2022/{page}"))), "{judged:#?}");
    }
    for key in [
        "progress.json: ranking",
        "progress.json: status",
        "progress.json: difficulties",
        "ranking.csv: rank",
    ] {
        assert!(data.iter().any(|it| it.ends_with(key)), "{key} in {data:#?}");
    }
    for page in ["ranking.html", "regions/beihu.html", "2022-09.html"] {
        assert!(ranked.iter().any(|it| it.starts_with(&format!("progress/2022/{page}"))), "{ranked:#?}");
    }
    let ranking = built.text("progress/2022/ranking.html");
    assert!(line(ranking, "1 | 临江区").starts_with("1 | 临江区 | 100.0 | 持平 |"));
    assert!(text(built.text("progress/2022/difficulties.html")).contains("线上课回看不便"));
}

#[test]
fn a_program_may_open_how_regions_stand_without_ranking_them() {
    let site = Site::example();
    open(&site, false, true);
    let built = site.build(Edition::Public);
    assert_eq!(ranked(&built), Vec::<String>::new());
    assert!(
        judging_data(&built)
            .iter()
            .all(|it| it.contains("progress.json: percent") || it.contains(": status"))
    );
    let page = built.text("progress/2022/metrics/bases.html");
    assert_eq!(line(page, "北湖县"), "北湖县 | 0 | 1 | 0% | 进度落后");
    let region = built.text("progress/2022/regions/qingxi.html");
    assert!(line(region, "培树福嫂典型").ends_with("66.7% | 进度落后 序时进度 3"));
    let share = &built.json("data/2022/progress.json")["metrics"][0]["targets"][1]["regions"][3];
    assert_eq!((share["percent"].as_f64(), share["status"].as_str()), (Some(0.0), Some("behind")));
}

#[test]
fn a_program_may_open_the_ranking_without_how_regions_stand() {
    let site = Site::example();
    open(&site, true, false);
    let built = site.build(Edition::Public);
    let about: Vec<String> = judged(&built).into_iter().filter(|it| !it.contains("ranking.html")).collect();
    assert_eq!(about, Vec::<String>::new());
    let ranking = built.text("progress/2022/ranking.html");
    assert!(line(ranking, "2 | 青溪县").starts_with("2 | 青溪县 | 77.8 | 下降 1 位"));
    assert!(built.has("data/2022/ranking.csv") && built.has("data/2022/stars.csv"));
    assert!(text(built.text("progress/2022/regions/qingxi.html")).contains("4 星"));
    assert!(!built.has("progress/2022/difficulties.html"), "these stay with the offices");
    assert_eq!(built.json("data/2022/progress.json").get("difficulties"), None);
}

#[test]
fn prose_cannot_tell_publicly_how_a_region_stands() {
    let site = Site::example();
    let text = "{{ figure(metric=\"exemplars\", region=\"qingxi\", as=\"percent\") }}";
    site.write("pages/how.md", &format!("---\ntitle: 怎样\n---\n青溪县{text}。\n"));
    let told =
        |edition| site.check(edition).diagnostics.iter().filter(|it| it.code.to_string() == "BY271").count();
    assert_eq!((told(Edition::Public), told(Edition::Internal)), (1, 0));
}
