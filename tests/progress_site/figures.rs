//! The worked example, built: every page shows the figures that were calculated by hand.

use std::collections::{BTreeMap, BTreeSet};

use bangyang::edition::Edition;

use crate::html::{attributes, elements, line, lines, text};
use crate::links::{broken, target};
use crate::site::{Built, Site, example};

const EDITIONS: [Edition; 2] = [Edition::Public, Edition::Internal];

/// The rows of a page's tables that begin with one of these words.
fn lines_of(built: &Built, page: &str, begins: &[&str]) -> Vec<String> {
    let all = lines(built.text(&format!("progress/2022/{page}.html")));
    all.into_iter().filter(|line| begins.iter().any(|start| line.starts_with(start))).collect()
}

#[test]
fn the_overview_holds_every_metric_against_every_target() {
    for edition in EDITIONS {
        let built = example(edition);
        let page = lines(built.text("progress/2022/index.html"));
        let expected = [
            "指标 | 累计 | 任务 | 完成 | 状态",
            "新建巾帼家政基地 | 累计 5 个 | 省定 4 个 2022年9月30日前 | 125% | 超额完成",
            "市定 6 个 2022年9月30日前 | 83.3% | 进度偏慢 序时进度 6",
            "培树福嫂典型 | 累计 7 人 | 市定 10 人 2022年10月前 | 70% | 进度偏慢 序时进度 9",
            "大宣讲活动 | 累计 5 场 | 未定任务",
            "宣讲参与 | 累计 855余 人次 | 市定 1200 人次 2022年12月前 | 71.3% | 进度正常 序时进度 898",
            "线下宣讲 | 累计 4 场 | 未定任务",
            "培训妇女 按期累计，按学员名册去重 | 累计 约233 人 | 未定任务",
            "承训基地 | 累计 3 个 | 未定任务",
            "带动就业 按学员登记，一人一次 | 累计 96 人 | 市定 100 人 2022年8月31日前 | 96% | 到期未完成",
        ];
        assert_eq!(page[..10], expected);
        let regions = [
            "临江区 | 2 | 4 | 2 | 560余 | 2 | 145余 | 2 | 66",
            "青溪县 | 2 | 2 | 1 | 120 | 0 | 约88 | 1 | 30",
            "南坪县 | 1 | 1 | 1 | 80 | 1 | 0 | 0 | 0",
            "北湖县 | 0 | 0 | 1 | 95余 | 1 | 0 | 0 | 0",
            "合计 | 5 | 7 | 5 | 855余 | 4 | 约233 | 3 | 96",
        ];
        assert_eq!(page[11..], regions, "in administrative order");
    }
}

#[test]
fn a_bulletin_says_what_was_done_in_its_period_and_how_it_stood_at_its_end() {
    let built = example(Edition::Internal);
    let of =
        |page: &str| lines_of(built, page, &["新建巾帼", "培树福嫂", "宣讲参与", "培训妇女", "带动就业"]);
    assert_eq!(
        of("2022-06"),
        [
            "新建巾帼家政基地 | 本月 1 个 | 累计 3 个 | 省定 4 个 2022年9月30日前 | 75% | 进度正常 序时进度 3",
            "培树福嫂典型 | 本月 0 人 | 累计 3 人 | 市定 10 人 2022年10月前 | 30% | 进度落后 序时进度 6",
            "宣讲参与 | 本月 260 人次 | 累计 760余 人次 | 市定 1200 人次 2022年12月前 | 63.3% | 进度正常 序时进度 596",
            "培训妇女 | 本月 60 人 | 累计 105 人 | 未定任务",
            "带动就业 | 本月 31 人 | 累计 51 人 | 市定 100 人 2022年8月31日前 | 51% | 进度落后 序时进度 75",
        ]
    );
    assert_eq!(
        of("2022-q3"),
        [
            "新建巾帼家政基地 | 本季度 2 个 | 累计 5 个 | 省定 4 个 2022年9月30日前 | 125% | 超额完成",
            "培树福嫂典型 | 本季度 4 人 | 累计 7 人 | 市定 10 人 2022年10月前 | 70% | 进度偏慢 序时进度 9",
            "宣讲参与 | 本季度 95余 人次 | 累计 855余 人次 | 市定 1200 人次 2022年12月前 | 71.3% | 进度正常 序时进度 898",
            "培训妇女 | 本季度 约128 人 | 累计 约233 人 | 未定任务",
            "带动就业 | 本季度 45 人 | 累计 96 人 | 市定 100 人 2022年8月31日前 | 96% | 到期未完成",
        ]
    );
    let september = built.text("progress/2022/2022-09.html");
    assert_eq!(line(september, "南坪县 | 1"), "南坪县 | 1 1 | 0 1 | 0 1 | 0 80 | 0 1 | 0 0");
    assert_eq!(line(september, "2 | 青溪县"), "2 | 青溪县 | 77.8 | 下降 1 位");
    for honoured in ["王凤英", "郑巧玲"] {
        assert!(text(september).contains(honoured), "{honoured}");
    }
    assert!(text(september).contains("全市新建基地 5个 ,完成省定任务的 125%"), "{}", text(september));
    assert_eq!(lines_of(built, "2022-q3", &["2 | 青溪县 |"]), Vec::<String>::new(), "ranked by month");
}

#[test]
fn a_metric_is_told_by_month_and_by_region() {
    let internal = example(Edition::Internal);
    let bases = lines(internal.text("progress/2022/metrics/bases.html"));
    assert_eq!(
        bases,
        [
            "任务 | 序时进度 | 完成 | 状态",
            "省定 4 个 2022年9月30日前 | 序时进度 4 | 125% | 超额完成",
            "市定 6 个 2022年9月30日前 | 序时进度 6 | 83.3% | 进度偏慢",
            "月份 | 当月 | 累计 | 省定计划 | 市定计划",
            "2022年1月 | 0 | 尚无记录 | 1 | 1",
            "2022年2月 | 0 | 尚无记录 | 1 | 1",
            "2022年3月 | 1 | 1 | 2 | 1",
            "2022年4月 | 0 | 1 | 2 | 2",
            "2022年5月 | 1 | 2 | 3 | 3",
            "2022年6月 | 1 | 3 | 3 | 4",
            "2022年7月 | 0 | 3 | 4 | 5",
            "2022年8月 | 1 | 4 | 4 | 6",
            "2022年9月 | 1 | 5 | 4 | 6",
            "县区 | 累计 | 市定任务 | 完成 | 状态",
            "临江区 | 2 | 2 | 100% | 已完成",
            "青溪县 | 2 | 2 | 100% | 已完成",
            "南坪县 | 1 | 1 | 100% | 已完成",
            "北湖县 | 0 | 1 | 0% | 进度落后",
            "合计 | 5 | 6 | 83.3% | 进度偏慢",
        ]
    );
    let public = example(Edition::Public);
    let page = public.text("progress/2022/metrics/bases.html");
    assert_eq!(lines(page)[..13], bases[..13]);
    assert_eq!(
        lines(page)[13..],
        [
            "县区 | 累计 | 市定任务",
            "临江区 | 2 | 2",
            "青溪县 | 2 | 2",
            "南坪县 | 1 | 1",
            "北湖县 | 0 | 1",
            "合计 | 5 | 6"
        ]
    );
    assert!(text(public.text("progress/2022/metrics/trainees.html")).contains("按期累计，按学员名册去重"));
}

#[test]
fn a_date_that_is_only_a_year_is_in_the_year_and_in_no_month() {
    let site = Site::example();
    site.change("programs/2022.yaml", "as_of: 2022-09-30", "as_of: 2022-12-31");
    site.write("bases/quannian.md", "---\nname: 全年基地\nregion: 北湖县\nestablished_on: 2022\n---\n");
    let built = site.build(Edition::Public);
    let page = text(built.text("progress/2022/metrics/bases.html"));
    assert!(page.contains("另有 1 条记录的日期只写到年"), "{page}");
    let done = |period: &str, words: &str| {
        line(built.text(&format!("progress/2022/{period}.html")), &format!("新建巾帼家政基地 | {words}"))
    };
    assert!(done("2022-12", "本月").starts_with("新建巾帼家政基地 | 本月 0 个 | 累计 6 个"));
    assert!(done("2022-h2", "本半年").starts_with("新建巾帼家政基地 | 本半年 2 个 | 累计 6 个"));
    assert!(
        done("2022", "累计").starts_with("新建巾帼家政基地 | 累计 6 个"),
        "the year is all there is: once"
    );
    assert!(built.text("progress/2022/sources/bases.html").contains("id=\"m-none-beihu\""));
}

#[test]
fn a_regions_page_has_its_figures_and_internally_its_stars_with_their_arithmetic() {
    let internal = example(Edition::Internal);
    let page = internal.text("progress/2022/regions/qingxi.html");
    let expected = [
        "新建巾帼家政基地 | 累计 2 个 | 市定 2 个 2022年9月30日前 | 100% | 已完成",
        "培树福嫂典型 | 累计 2 人 | 市定 3 人 2022年10月前 | 66.7% | 进度落后 序时进度 3",
        "培树福嫂典型（市定） | 2 ÷ 3 → 66.7 | 权重 30",
        "年中督导 | 78.0 | 权重 40",
    ];
    assert!(expected.iter().all(|line| lines(page).iter().any(|it| it == line)), "{:#?}", lines(page));
    assert!(text(page).contains("4 星 得分 81.2"));
    let lacking = text(internal.text("progress/2022/regions/beihu.html"));
    assert!(lacking.contains("不评星") && lacking.contains("年中督导 缺"), "{lacking}");
    let public = example(Edition::Public);
    let page = public.text("progress/2022/regions/qingxi.html");
    assert_eq!(line(page, "培树福嫂典型"), "培树福嫂典型 | 累计 2 人 | 市定 3 人 2022年10月前");
}

/// Whether a link is a figure's.
fn is_figure(link: &str) -> bool {
    link.starts_with(" class=\"fig\"") || link.starts_with(" class=\"fig ")
}

#[test]
fn every_figure_leads_to_what_it_is_made_of() {
    for edition in EDITIONS {
        let built = example(edition);
        let pages: BTreeMap<&str, &str> = built.pages().collect();
        assert_eq!(broken(&pages, &|path| built.has(path)), Vec::<String>::new());
        let mut anchored = 0;
        for (path, html) in pages.iter().filter(|(path, _)| path.starts_with("progress/2022/")) {
            for figure in elements(html, "a").into_iter().filter(|a| is_figure(a)) {
                let (leads_to, anchor) = target(path, attributes(figure, "href")[0]);
                assert!(leads_to.starts_with("progress/2022/sources/"), "{path}: {figure}");
                anchored += usize::from(anchor.is_some());
            }
        }
        assert!(anchored > 300, "{anchored} figures lead to a place");
        // Eight metrics have a value; each number that is not 0 is a link.
        let overview = pages["progress/2022/index.html"];
        let linked = elements(overview, "a").into_iter().filter(|a| a.starts_with(" class=\"fig\"")).count();
        assert_eq!(
            linked,
            8 + 23 + 8,
            "the whole of each metric, each region's that is not 0, and the totals"
        );
        let bulletin = pages["progress/2022/2022-09.html"];
        assert!(
            bulletin.contains("href=\"sources/bases.html#m-2022-09-nanping\""),
            "what was done in a region"
        );
    }
}

#[test]
fn the_sources_of_a_figure_add_up_to_it() {
    let built = example(Edition::Internal);
    for metric in built.json("data/2022/progress.json")["metrics"].as_array().unwrap() {
        let id = metric["id"].as_str().unwrap();
        let page = built.text(&format!("progress/2022/sources/{id}.html"));
        let sources = built.json(&format!("data/2022/sources/{id}.json"));
        let listed = sources["sources"].as_array().unwrap();
        let items = elements(page, "li").into_iter().filter(|item| item.contains("source-amount")).count();
        assert_eq!(
            (items, listed.len() as u64),
            (listed.len(), metric["source_count"].as_u64().unwrap()),
            "{id}"
        );
        if id != "training-bases" {
            let sum: i64 = listed.iter().map(|source| source["value"].as_i64().unwrap()).sum();
            assert_eq!(Some(sum), metric["value"].as_i64(), "{id}");
        }
        let anchors: BTreeSet<&str> =
            attributes(page, "id").into_iter().filter(|id| id.starts_with("m-")).collect();
        for source in listed {
            let (month, region) =
                (&source["date"].as_str().unwrap()[..7], source["region"].as_str().unwrap());
            assert!(anchors.contains(format!("m-{month}-{region}").as_str()), "{id}: {source}");
        }
    }
}

#[test]
fn a_person_who_is_withheld_counts_and_is_not_named() {
    let site = Site::example();
    site.change("exemplars/su-guifang.md", "signed: 2022-01-05", "signed: 2022-01-05, withdrawn: 2022-06-01");
    let built = site.build(Edition::Public);
    assert!(line(built.text("progress/2022/index.html"), "培树福嫂典型").contains("累计 7 人"));
    let page = built.text("progress/2022/sources/exemplars.html");
    assert!(
        page.contains("id=\"m-2022-05-qingxi\"") && text(page).contains("1 条记录未公开"),
        "{}",
        text(page)
    );
    let sources = built.json("data/2022/sources/exemplars.json");
    assert_eq!((&sources["not_public"], sources["sources"].as_array().unwrap().len()), (&1.into(), 6));
    for (path, text) in built.texts() {
        assert!(!text.contains("苏桂芳") && !text.contains("su-guifang"), "{path}");
    }
}
