//! `close`, and sites with closed periods.

use std::path::Path;

use super::support::{Place, SITE, is_chinese};

/// 2022-10-03 in Shanghai.
const OCTOBER: &str = "1664755200";
/// 2022-10-05.
const LATER: &str = "1664928000";

/// A copy of the worked example.
fn example(now: &str) -> Place {
    let place = Place::new().environment("SOURCE_DATE_EPOCH", now);
    copy(&place, &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/example/content"), "content");
    place
}

fn copy(place: &Place, from: &Path, to: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = format!("{to}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(place, &entry.path(), &to);
        } else {
            place.write(&to, &std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// A base that was established in August and reported in October.
const LATE: (&str, &str) = (
    "content/bases/chiyu.md",
    "---\nname: 迟雨家政基地\nregion: 北湖县\nestablished_on: 2022-08-20\n---\n示例基地。\n",
);

const FILE: &str = "content/closed/2022/2022-08.yaml";

fn json(place: &Place, folder: &str) -> serde_json::Value {
    serde_json::from_str(&place.read(&format!("{folder}/data/2022/progress.json"))).unwrap()
}

/// The text of a page, with single spaces.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => (inside, text) = (true, text + " "),
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a page's text between two words.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from} in {text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("{to} in {rest}")).0
}

#[test]
fn the_bulletin_keeps_its_figures_and_says_what_is_different_now() {
    let place = example(OCTOBER);
    let internal = ["build", "--edition", "internal"];
    let page = "progress/2022/2022-08.html";
    place.run(&internal).ended(0);
    let before = words(&place.read(&format!("public-internal/{page}")));
    let ran = place.run(&["close", "2022-08"]).ended(0);
    assert_eq!(ran.out.trim_end().replace('\\', "/"), FILE);
    assert!(ran.err.contains("Closed") && ran.err.contains("Git"), "{}", ran.err);
    let file = place.read(FILE);
    assert!(is_chinese(&file) && file.contains("closed_on: 2022-10-03\nas_of: 2022-09-30\n"), "{file}");
    assert!(!file.contains("林玉兰") && !file.contains("暖阳"), "names");

    place.run(&internal).ended(0);
    let closed = words(&place.read(&format!("public-internal/{page}")));
    assert!(closed.contains("2022年10月3日定稿") && !closed.contains("更正说明"), "{closed}");
    let ranking = |text: &str| between(text, "县区排名", "示例市妇女联合会").to_owned();
    assert_eq!(ranking(&closed), ranking(&before));

    place.write(LATE.0, LATE.1);
    for (folder, arguments) in [("public-internal", &internal[..]), ("public", &["build"])] {
        place.run(arguments).ended(0);
        let late = words(&place.read(&format!("{folder}/{page}")));
        let head = |text: &str| between(text, "主要指标完成情况", "更正说明").to_owned();
        let restated = between(&late, "更正说明", "各县区情况");
        assert!(head(&late).contains("100%") && !head(&late).contains("125%"), "{late}");
        for part in [
            "新建巾帼家政基地 本月 全部 1 个 2 个",
            "新建巾帼家政基地 累计 全部 4 个 5 个",
            "北湖县 0 个 1 个",
        ] {
            assert!(restated.contains(part), "{part} in {restated}");
        }
        assert!(!restated.contains("临江区") && !restated.contains("培树福嫂典型"), "{restated}");
        if folder == "public" {
            assert!(!late.contains("县区排名"), "{late}");
        } else {
            assert_eq!(ranking(&late), ranking(&before));
        }
        let data = json(&place, folder);
        let months = &data["metrics"][0]["months"];
        assert_eq!((&months[7]["value"], &months[7]["cumulative"]), (&2.into(), &5.into()));
        let kept = serde_json::json!({"value": 1, "value_bound": "exact", "cumulative": 4, "bound": "exact", "closed_on": "2022-10-03"});
        assert_eq!(months[7]["closed"], kept);
        assert!(months[6].get("closed").is_none() && months[8]["cumulative"] == 6);
        assert_eq!(data.get("ranking").is_some(), folder == "public-internal");
        let table = place.read(&format!("{folder}/data/2022/months.csv"));
        assert!(table.contains(",2022-08,2,exact,5,exact,1,exact,4,exact,2022-10-03\r\n"), "{table}");
        assert!(table.contains(",2022-07,0,exact,3,exact,,,,,\r\n"), "{table}");
    }
    let ranking = &json(&place, "public-internal")["ranking"];
    let rank = |rows: &serde_json::Value, region: &str| {
        rows.as_array().unwrap().iter().find(|row| row["region"] == region).unwrap()["rank"].as_i64().unwrap()
    };
    let august = ranking[7].clone();
    assert_eq!(august["closed"]["closed_on"], "2022-10-03");
    assert_ne!(rank(&august["rows"], "beihu"), rank(&august["closed"]["rows"], "beihu"));
    let september =
        ranking[8]["rows"].as_array().unwrap().iter().find(|row| row["region"] == "beihu").unwrap();
    let moved = rank(&august["closed"]["rows"], "beihu") - september["rank"].as_i64().unwrap();
    assert_eq!(september["movement"], moved, "since the rank that was published");
}

#[test]
fn prose_of_a_closed_period_keeps_its_figures_and_changed_targets_are_told() {
    let place = example(OCTOBER);
    let report = r#"---
title: 八月进展
period: 2022-08
---
基地{{ figure(metric="bases") }}，北湖县{{ figure(metric="bases", region="beihu") }}，完成省定任务的{{ figure(metric="bases", of="province", as="percent") }}，
市定任务{{ figure(metric="bases", of="city", as="target") }}；九月底基地{{ figure(metric="bases", on="2022-09-30") }}。
八月新建{{ figure(metric="bases", in="period") }}，北湖县{{ figure(metric="bases", in="2022-08", region="beihu") }}；第三季度{{ figure(metric="bases", in="2022-q3") }}。
"#;
    place.write("content/reports/2022-08.md", report);
    place.run(&["close", "2022-08"]).ended(0);
    place.write(LATE.0, LATE.1);
    let program = place.read("content/programs/2022.yaml");
    let changed = program
        .replace("value: 6\n", "value: 8\n")
        .replace("nanping: 1, beihu: 1}", "nanping: 2, beihu: 2}")
        .replace("2022-09: 6}", "2022-09: 8}")
        .replace(
            "{metric: employed, set: city, value: 100, due: 2022-08-31}",
            "{metric: offline, set: city, value: 9, due: 2022-12}",
        )
        .replace("value: 1200, due: 2022-12}", "value: 1200, due: 2022-11}");
    place.write("content/programs/2022.yaml", &changed);
    place.run(&["build"]).ended(0);
    let page = words(&place.read("public/progress/2022/2022-08.html"));
    let told = "基地 4个 ，北湖县 0个 ，完成省定任务的 100% ，市定任务 6个 ；九月底基地 6个 。";
    assert!(page.contains(told), "{page}");
    assert!(words(&place.read("public/reports/2022-08.html")).contains(told));
    // The quarter is not closed.
    assert!(page.contains("八月新建 1个 ，北湖县 0个 ；第三季度 3个 。"), "{page}");
    let restated = between(&page, "更正说明", "各县区情况");
    for part in [
        "新建巾帼家政基地 任务（市定） 全部 6 个 8 个",
        "宣讲参与 任务（市定） 全部 1200 人次 2022年12月前 1200 人次 2022年11月前",
        "带动就业 任务（市定） 全部 100 人 已取消",
        "线下宣讲 任务（市定） 全部 当时没有 9 场",
    ] {
        assert!(restated.contains(part), "{part} in {restated}");
    }
}

#[test]
fn closing_again_keeps_what_was_frozen_before() {
    let place = example(OCTOBER);
    place.run(&["close", "2022-08"]).ended(0);
    let first = place.read(FILE);
    let ran = place.run(&["close", "2022-08"]).ended(2);
    assert!(ran.err.contains("2022-10-03") && ran.err.contains("--again"), "{}", ran.err);
    let ran = place.run(&["close", "2022-08", "--again"]).ended(0);
    assert!(ran.err.contains("Nothing was written"), "{}", ran.err);
    assert_eq!(place.read(FILE), first);
    place.write(LATE.0, LATE.1);
    let place = place.environment("SOURCE_DATE_EPOCH", LATER);
    let ran = place.run(&["close", "2022-08", "--again", "--format", "json"]).ended(0);
    assert_eq!((&ran.json_lines()[0]["earlier"], &ran.json_lines()[0]["written"]), (&1.into(), &true.into()));
    let second = place.read(FILE);
    let (now, earlier) = second.split_once("\nearlier:\n").expect(&second);
    assert!(
        now.contains("closed_on: 2022-10-05\n") && earlier.starts_with("  - closed_on: 2022-10-03\n"),
        "{second}"
    );
    let metrics = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.skip_while(|line| line != "metrics:").take_while(|line| !line.is_empty()).collect()
    };
    assert_eq!(metrics(earlier), metrics(&first));
    place.run(&["build"]).ended(0);
    let page = words(&place.read("public/progress/2022/2022-08.html"));
    assert!(page.contains("2022年10月5日定稿"), "{page}");
    // A published figure has changed without a reason: the page says so.
    let note = between(&page, "更正说明", "各县区情况");
    for part in [
        "于2022年10月3日定稿，更正以后于2022年10月5日重新定稿",
        "新建巾帼家政基地 本月 全部 1 个 2 个",
        "新建巾帼家政基地：这个数字有更正，原数字于2022年10月3日定稿。",
    ] {
        assert!(note.contains(part), "{part} in {note}");
    }
}

/// Carried forward, this month, reported late, struck off, to date: the page, the table and the data agree,
/// each part links to its records, and the reason is beside the changed figure.
#[test]
fn what_is_reported_late_is_said_in_the_next_month_and_why_in_its_own() {
    let place = example(OCTOBER);
    place.run(&["close", "2022-08"]).ended(0);
    let calm = place.run(&["build"]).ended(0);
    assert!(!calm.err.contains("BY32"), "{}", calm.err);
    place.write(LATE.0, LATE.1);
    let ran = place.run(&["build"]).ended(0);
    assert_eq!(ran.err.matches("BY321").count(), 1, "{}", ran.err);
    for part in ["2022-08", "1 ", "2 ", LATE.0, "corrections.yaml", "{period: 2022-08, metric: bases,"] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    let html = place.read("public/progress/2022/2022-09.html");
    let page = words(&html);
    let sums = between(&page, "累计数计算过程", "各县区情况");
    assert!(sums.contains("新建巾帼家政基地 个 4 1 1 0 6 北湖县 0 0 1 0 1"), "{sums}");
    assert!(sums.contains("+ 补报 迟雨家政基地 北湖县 计入2022年8月 1 个"), "{sums}");
    let statement = between(&html, "id=\"statement\"", "</table>");
    for link in ["2022-08.html", "#late-bases", "#m-2022-09"] {
        assert!(statement.contains(link), "{link} in {statement}");
    }
    assert!(html.contains("id=\"late-bases\"") && html.contains("bases/chiyu.html"));
    let table = place.read("public/data/2022/statements.csv");
    assert!(table.contains(",2022-09,whole,,,4,1,0,0,0,1,0,6,exact\r\n"), "{table}");
    assert!(table.contains(",2022-09,region,beihu,北湖县,0,0,0,0,0,1,0,1,exact\r\n"), "{table}");
    let data = &json(&place, "public")["metrics"][0]["statements"];
    let row = data.as_array().unwrap().iter().find(|row| row["period"] == "2022-09").unwrap();
    assert_eq!((&row["carried"], &row["late"], &row["to_date"]), (&4.into(), &1.into(), &6.into()));
    let august = words(&place.read("public/progress/2022/2022-08.html"));
    let note = "新建巾帼家政基地：这个数字有更正，原数字于2022年10月3日定稿。";
    assert!(august.contains(note), "{august}");

    let reasons = "- period: 2022-08\n  metric: bases\n  reason: {zh-CN: 北湖县一处基地补报, en: One base was reported late}\n  date: 2022-10-04\n";
    place.write("content/closed/2022/corrections.yaml", reasons);
    let ran = place.run(&["build"]).ended(0);
    assert!(!ran.err.contains("BY32"), "{}", ran.err);
    let said = "新建巾帼家政基地：北湖县一处基地补报 2022年10月4日";
    assert!(words(&place.read("public/progress/2022/2022-08.html")).contains(said));
    // The reason stays when the period is closed again.
    let place = place.environment("SOURCE_DATE_EPOCH", LATER);
    place.run(&["close", "2022-08", "--again"]).ended(0);
    let ran = place.run(&["build"]).ended(0);
    assert!(!ran.err.contains("BY32"), "{}", ran.err);
    assert!(words(&place.read("public/progress/2022/2022-08.html")).contains(said));
    let september = words(&place.read("public/progress/2022/2022-09.html"));
    assert!(september.contains("新建巾帼家政基地 个 5 1 0 0 6"), "{september}");
}

#[test]
fn a_closed_month_is_corrected_and_marked_where_the_program_says_so() {
    let place = example(OCTOBER);
    let program = place.read("content/programs/2022.yaml");
    place.write("content/programs/2022.yaml", &format!("{program}\nlate: restate\n"));
    place.run(&["close", "2022-08"]).ended(0);
    place.write(LATE.0, LATE.1);
    place.run(&["build", "--edition", "internal"]).ended(0);
    let page = words(&place.read("public-internal/progress/2022/2022-08.html"));
    assert!(page.contains("已更正。 本期数字于2022年10月3日定稿，后来有更正"), "{page}");
    assert!(
        between(&page, "主要指标完成情况", "更正说明").contains("新建巾帼家政基地 本月 2 个 累计 5 个"),
        "{page}"
    );
    assert!(page.contains("新建巾帼家政基地 本月 全部 1 个 2 个"), "{page}");
    let september = words(&place.read("public-internal/progress/2022/2022-09.html"));
    assert!(september.contains("新建巾帼家政基地 个 5 1 0 0 6"), "{september}");
}

/// Persons who are not shown in public are counted, but named nowhere.
#[test]
fn late_records_that_are_not_public_are_a_number() {
    let place = example(OCTOBER);
    place.run(&["close", "2022-08"]).ended(0);
    place.write(
        "content/exemplars/wanlai.md",
        "---\nname: 晚来兰\nregion: 北湖县\nrecognised_on: 2022-08-09\nlevel: city\n---\n",
    );
    place.run(&["build"]).ended(0);
    let page = place.read("public/progress/2022/2022-09.html");
    for (file, text) in [("page", page.clone()), ("table", place.read("public/data/2022/statements.csv"))] {
        assert!(!text.contains("晚来兰") && !text.contains("wanlai"), "{file}");
    }
    assert!(words(&page).contains("另有 1 条未公开"), "{}", words(&page));
}

#[test]
fn what_cannot_be_closed_is_refused_in_words() {
    let place = example("1667620800");
    for (arguments, parts) in [
        (&["close", "august"][..], &["august", "2022-09"][..]),
        (&["close", "2022-9"], &["2022-9"]),
        (&["close", "2021-08"], &["2022-01-01"]),
        (&["close", "2022-12"], &["2022-12-31", "today"]),
        (&["close", "2022"], &["2022-12-31"]),
        (&["close", "2022-10"], &["2022-09-30", "as_of"]),
        (&["close", "2022-08", "--program", "2202"], &["2202", "2022"]),
    ] {
        let ran = place.run(arguments).ended(2);
        assert!(parts.iter().all(|part| ran.err.contains(part)), "{arguments:?}: {}", ran.err);
        let chinese = place.run(&[arguments, &["--lang", "zh-CN"]].concat()).ended(2);
        assert!(is_chinese(&chinese.err) && chinese.out.is_empty(), "{}", chinese.err);
    }
    place.write("content/programs/other.yaml", "title: 另一个\nstarts: 2022-06-01\nends: 2023-05-31\n");
    let ran = place.run(&["close", "2022-08"]).ended(2);
    assert!(ran.err.contains("--program other") && ran.err.contains("other, 2022"), "{}", ran.err);
    assert!(!place.files().iter().any(|file| file.contains("closed")));
    let ran = place.run(&["close", "2022-q3", "--program", "2022", "--lang", "zh-CN"]).ended(0);
    assert!(ran.err.contains("已定稿") && ran.err.contains("备份"), "{}", ran.err);
    let none = Place::with(&[SITE]).run(&["close", "2022-08"]).ended(2);
    assert!(none.err.contains("content/programs"), "{}", none.err);
}

#[test]
fn nothing_is_frozen_while_the_content_has_errors() {
    let place = example(OCTOBER);
    place.write("content/bases/bad.md", "---\nname: 坏\nestablished_on: soon\n---\n");
    let ran = place.run(&["close", "2022-08"]).ended(1);
    assert!(ran.err.contains("BY205") && ran.err.contains("Nothing was closed"), "{}", ran.err);
    assert!(!place.path().join("content/closed").exists());
    let ran = place.run(&["close", "2022-08", "--format", "json"]).ended(1);
    assert!(ran.err.is_empty() && ran.json_lines()[0]["code"] == "BY205", "{}", ran.out);
}

/// The last day of a period is over at midnight in the site's time zone, wherever the computer is.
#[test]
fn a_period_is_closed_from_the_day_after_its_last_in_the_sites_zone() {
    // 23:59:59 on 30 September in Shanghai, and a second later.
    let (before, after) = ("1664553599", "1664553600");
    let place = example(before);
    let ran = place.run(&["close", "2022-09"]).ended(2);
    assert!(["2022-09-30", "2022-10-01"].iter().all(|day| ran.err.contains(day)), "{}", ran.err);
    let chinese = place.run(&["close", "2022-q3", "--lang", "zh-CN"]).ended(2);
    assert!(chinese.err.contains("从 2022-10-01 起"), "{}", chinese.err);
    assert!(!place.path().join("content/closed").exists());
    place.run(&["close", "2022-08"]).ended(0);
    let place = place.environment("SOURCE_DATE_EPOCH", after);
    place.run(&["close", "2022-09"]).ended(0);
}

/// A day on which the period was not over yet has no closing.
#[test]
fn before_the_end_of_the_period_its_bulletin_is_open() {
    let place = example(OCTOBER);
    place.run(&["close", "2022-08"]).ended(0);
    place.run(&["build", "--as-of", "2022-08-15"]).ended(0);
    let page = words(&place.read("public/progress/2022/2022-08.html"));
    assert!(page.contains("尚未定稿") && page.matches("定稿").count() == 1, "{page}");
    assert!(json(&place, "public")["metrics"][0]["months"][7].get("closed").is_none());
}

/// A county was merged into another, a third was renamed: closed bulletins keep their rows, all others have
/// the present ones.
#[test]
fn closed_bulletins_keep_the_regions_that_there_were() {
    let place = example(OCTOBER);
    let page = "public-internal/progress/2022/2022-08.html";
    place.run(&["build", "--edition", "internal"]).ended(0);
    place.run(&["close", "2022-08"]).ended(0);
    place.run(&["build", "--edition", "internal"]).ended(0);
    let regions = |html: &str| {
        let text = words(html);
        between(&text, "各县区情况", "本期人物与荣誉").to_owned()
            + between(&text, "县区排名", "示例市妇女联合会")
    };
    let before = regions(&place.read(page));
    assert!(before.matches("南坪县").count() == 3 && before.matches("北湖县").count() == 3, "{before}");
    place.write(
        "content/regions.yaml",
        "- {id: linjiang, title: 临江区}\n\
         - {id: qingxi, title: 青溪县, former: [{id: nanping, title: 南坪县, until: 2022-12-31}]}\n\
         - {id: beihu, title: 北湖区, former: {title: 北湖县, until: 2022-12-31}}\n",
    );
    let ran = place.run(&["build", "--edition", "internal"]).ended(0);
    assert!(
        !ran.err.contains("BY31") && !ran.err.contains("BY60"),
        "the names of before are still known: {}",
        ran.err
    );
    assert_eq!(regions(&place.read(page)), before, "the rows and their names");
    assert!(!words(&place.read(page)).contains("更正说明"), "nothing is another figure");
    let overview = words(&place.read("public-internal/progress/2022/index.html"));
    assert!(!overview.contains("南坪县") && overview.contains("北湖区"), "{overview}");
    let data = json(&place, "public-internal");
    let shares = &data["metrics"][0]["targets"][1]["regions"];
    assert_eq!(
        (&shares[1]["id"], &shares[1]["value"], &shares[1]["percent"]),
        (&"qingxi".into(), &3.into(), &100.0.into())
    );
    assert_eq!(data["ranking"][8]["rows"].as_array().unwrap().len(), 3);
    // Old addresses lead to the present pages.
    for (old, new) in [
        ("regions/nanping.html", "qingxi.html"),
        ("progress/2022/regions/nanping.html", "qingxi.html"),
        ("exemplars/region/nanping.html", "qingxi.html"),
    ] {
        let html = place.read(&format!("public-internal/{old}"));
        assert!(html.contains(&format!("url={new}")), "{old}: {html}");
    }
}
