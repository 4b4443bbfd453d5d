//! What a site shows besides its figures: contributions as a table, persons in several programs, ongoing
//! offers, feeds.

use std::sync::LazyLock;

use bangyang::edition::Edition;

use crate::data::csv;
use crate::html::{attributes, elements, text};
use crate::site::{Built, Site};

const SPRING: &str = "title: 春季行动\nstarts: 2022-01-01\nends: 2022-06-30\nmetrics:\n  \
    - {id: honoured, title: 典型, unit: 人, from: exemplars, measure: count, dated_by: recognised_on}\n  \
    - {id: taught, title: 带徒, unit: 人, from: exemplars, measure: {sum: taught}, dated_by: recognised_on}\n";

/// The example's site with a second program, with a person who may not be shown, and with open courses.
fn site() -> Site {
    let site = Site::example();
    site.write("programs/spring.yaml", SPRING);
    site.write("collections/exemplars.yaml", "fields:\n  taught: {type: quantity, unit: 人}\n");
    site.change("exemplars/chen-xiumei.md", "level: city\n", "level: city\ntaught: 3\n");
    site.change("exemplars/su-guifang.md", "level: city\n", "level: city\ntaught: 4\n");
    site.change("exemplars/lin-yulan.md", "level: city\n", "level: city\ntaught: 5\n");
    for name in ["lin-yulan", "wang-fengying"] {
        let consent =
            format!("consent: {{signed: 2022-01-05, scope: [name, story, region], form: 示-{name}}}\n");
        site.change(&format!("exemplars/{name}.md"), &consent, "");
    }
    site.write(
        "trainings/open.yaml",
        "- {title: 常年微课, held_on: 2022-01-10, state: rolling, region: 临江区, public_phone: 0000-8000001, fee: 免费, trainees: 500}\n\
         - {title: 春季班, held_on: 2026-03-02, state: planned, region: 青溪县}\n\
         - {title: 夏季班, held_on: 2026-06-02, state: planned, region: 青溪县}\n",
    );
    site
}

fn built() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| site().build(Edition::Public));
    &BUILT
}

fn table(path: &str) -> Vec<String> {
    csv(built().text(path)).into_iter().map(|row| row.join("|")).collect()
}

#[test]
fn contributions_add_up_line_by_line() {
    assert_eq!(
        table("data/2022/sources/attendance.csv"),
        [
            "date|title|region|region_title|value|bound|total|url",
            "2022-03-05|妇联约你学家政·启动|linjiang|临江区|300|at-least|300|outreach/2022-03-05-fulian-yue-ni-xue-jiazheng-qidong.html",
            "2022-04-10|巾帼家政微课堂(一)|qingxi|青溪县|120|exact|420|outreach/2022-04-10-jinguo-jiazheng-weiketang-yi.html",
            "2022-05-18|进企业宣讲|nanping|南坪县|80|exact|500|outreach/2022-05-18-jin-qiye-xuanjiang.html",
            "2022-06-02|进高校宣讲|linjiang|临江区|260|exact|760|outreach/2022-06-02-jingaoxiao-xuanjiang.html",
            "2022-07|进乡村宣讲|beihu|北湖县|95|at-least|855|outreach/2022-07-jin-xiangcun-xuanjiang.html",
        ]
    );
}

#[test]
fn who_is_not_shown_counts_without_name_day_or_address() {
    let rows = table("data/2022/sources/exemplars.csv");
    assert_eq!(
        rows[1..],
        [
            "2022-03-08|陈秀梅|linjiang|临江区|1|exact|1|exemplars/chen-xiumei.html",
            "2022-04||linjiang|临江区|1|exact|2|",
            "2022-05-04|苏桂芳|qingxi|青溪县|1|exact|3|exemplars/su-guifang.html",
            "2022-07|何丽华|qingxi|青溪县|1|exact|4|exemplars/he-lihua.html",
            "2022-08-30|叶秋梅|nanping|南坪县|1|exact|5|exemplars/ye-qiumei.html",
            "2022-09||linjiang|临江区|1|exact|6|",
            "2022-09-18|郑巧玲|linjiang|临江区|1|exact|7|exemplars/zheng-qiaoling.html",
        ]
    );
    // Her contribution to a sum is not revealed, not even by the other amounts.
    assert_eq!(
        table("data/spring/sources/taught.csv")[1..],
        [
            "2022-03-08|陈秀梅|linjiang|临江区|3|exact||exemplars/chen-xiumei.html",
            "2022-05-04|苏桂芳|qingxi|青溪县|4|exact||exemplars/su-guifang.html",
        ]
    );
}

#[test]
fn who_is_in_several_programs_is_told_of_all_of_them() {
    let programs = |name: &str| {
        let page = built().text(&format!("exemplars/{name}.html"));
        let line = elements(page, "div").into_iter().find(|div| div.contains("<dt>参加项目</dt>"));
        line.map(|line| (text(line.split_once('>').unwrap().1), attributes(line, "href")))
    };
    let (words, links) = programs("chen-xiumei").unwrap();
    assert_eq!(words, "参加项目 家政提升工程(示例) 春季行动");
    assert_eq!(links, ["../progress/2022/index.html", "../progress/spring/index.html"]);
    // She was honoured after the second program had ended.
    assert_eq!(programs("zheng-qiaoling"), None);
}

#[test]
fn what_goes_on_all_year_is_open_whenever_one_looks() {
    let list = built().text("trainings/index.html");
    let (open, past) = list.split_once("<details class=\"past\"").unwrap();
    let at = |title: &str| open.find(title).unwrap_or_else(|| panic!("{title} is not open"));
    // What begins on a day comes first, since it can be missed.
    assert!(at("春季班") < at("夏季班") && at("夏季班") < at("常年微课"));
    assert!(!past.split("</details>").next().unwrap().contains("常年微课"));
    let page =
        built().pages().find(|(path, html)| path.starts_with("trainings/") && html.contains("<h1>常年微课"));
    let page = page.unwrap().1;
    assert!(page.contains("常年招生") && page.contains("href=\"tel:0000-8000001\""));
    // The day from which it is offered is not a start date, and it is not over.
    assert!(!page.contains("class=\"begins\"") && !page.contains("state-over"));
    // The program counts nobody who was trained in it.
    assert!(table("data/2022/sources/trainees.csv").iter().all(|row| !row.contains("常年微课")));
}

#[test]
fn the_page_of_feeds_lists_what_there_is_to_follow() {
    let page = built().text("feeds.html");
    let list = page.split_once("<dl class=\"facts feeds\">").unwrap().1.split_once("</dl>").unwrap().0;
    let links = attributes(list, "href");
    assert_eq!(links[0], "feed.xml");
    let feeds: Vec<&str> = built().paths().filter(|path| path.ends_with("feed.xml")).collect();
    let mut listed = links.clone();
    listed.sort_unstable();
    assert_eq!(listed, feeds);
    assert!(feeds.contains(&"trainings/feed.xml"));
    // Each can be copied for use elsewhere, and has an anchor with its section's name.
    for link in &links {
        assert!(text(list).contains(&format!("https://site.example/fusao/{link}")), "{link}");
    }
    let ids: Vec<String> = attributes(list, "id").iter().map(|id| format!("{id}/feed.xml")).collect();
    assert_eq!(ids, links[1..]);
}
