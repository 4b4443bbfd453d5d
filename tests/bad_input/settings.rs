//! Settings: the site, its regions, programs and collections.

use bangyang::build::Status;
use bangyang::diag::Lang;

use super::support::*;

const SITE: &str = "content/site.yaml";
const REGIONS: &str = "content/regions.yaml";
const PROGRAM: &str = "content/programs/2022.yaml";
const OWN: &str = "content/collections/volunteers.yaml";

fn site(line: &str) -> String {
    format!("title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\n{line}\n")
}

fn program(line: &str) -> String {
    format!(
        "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {{id: bases, title: 基地, unit: 个, from: bases, measure: count, dated_by: established_on}}\n{line}\n"
    )
}

fn own(line: &str) -> String {
    format!(
        "title: 志愿者\nitem: 志愿者\nfields:\n  name: {{type: text, required: true}}\n  joined_on: {{type: date, required: true}}\n  home: {{type: text, visibility: private}}\nurl: /volunteers/{{slug}}.html\n{line}\n"
    )
}

#[test]
fn no_site() {
    let system = bangyang::source::MemSystem::new();
    let outcome = bangyang::build::build(&system, &options(), &bangyang::build::Silent);
    assert_eq!(outcome.status, Status::ContentErrors);
    compare(&outcome.diagnostics.sorted(), &["BY301".to_owned()]);
    assert!(system.operations().is_empty());
}

#[test]
fn the_site() {
    let t = |text: &str| text.to_owned();
    table(&[
        (SITE, t("‸‸"), &["BY303", "BY303"]),
        (SITE, t("‸‸# 空\n"), &["BY303", "BY303"]),
        (SITE, t("‸- title: 测试\n"), &["BY107"]),
        (SITE, t("‸测试\n"), &["BY107"]),
        (SITE, t("title‸:测试\nbase_url: https://site.example/\n"), &["BY108"]),
        (SITE, t("‸base_url: https://site.example/\n"), &["BY303"]),
        (SITE, t("‸title: 测试\n"), &["BY303"]),
        (SITE, t("‸title:\nbase_url: https://site.example/\n"), &["BY303"]),
        (SITE, t("title: 测试\nbase_url: ‸site.example\n"), &["BY304"]),
        (SITE, t("title: 测试\nbase_url: ‸https://\n"), &["BY304"]),
        (SITE, t("title: 测试\nbase_url: ‸ftp://site.example/\n"), &["BY304"]),
        (SITE, t("title: 测试\nbase_url: ‸https://site.example/?a=1\n"), &["BY304"]),
        (SITE, t("title: 测试\nbase_url: https://site.example/\nlanguage: ‸中文\n"), &["BY304"]),
        (SITE, site("timezone: ‸北京"), &["BY304"]),
        (SITE, site("timezone: ‸Asia/Beijing"), &["BY304"]),
        (SITE, site("‸organizer: 单位"), &["BY302"]),
        (SITE, site("official: ‸对"), &["BY304"]),
        (SITE, site("contact: ‸电话"), &["BY107"]),
        (SITE, site("contact: {‸tel: 1}"), &["BY302"]),
        (SITE, site("menu: ‸首页"), &["BY107"]),
        (SITE, site("menu:\n  - ‸title: 首页"), &["BY303"]),
        (SITE, site("menu: [{‸首页: true}]"), &["BY302"]),
        (SITE, site("menu: [{‸栏目: exemplars, ‸名称: 人物}]"), &["BY302", "BY302"]),
        (SITE, site("menu:\n  - {title: 人物, collection: ‸exemplar}"), &["BY312"]),
        (SITE, site("menu:\n  - {page: ‸abuot}"), &["BY312"]),
        (SITE, site("menu:\n  - {title: 外, url: ‸else.example}"), &["BY304"]),
        (SITE, site("params: ‸红"), &["BY107"]),
        (SITE, site("notice: ‸[甲]"), &["BY107"]),
        (SITE, site("title‸: 测试").replace("title‸:", "‸title:"), &["BY104"]),
        (SITE, t("title: 测试\nbase_url: https://site.example/\ntheme: ‸peon\n"), &["BY401"]),
        (SITE, t("title: 测试\nbase_url: https://site.example/\ntheme: ‸[peony]\n"), &["BY107"]),
    ]);
    let said = says(&[(SITE, &site("menu:\n  - {page: ‸abuot}"))], &["BY312"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("about"));
}

#[test]
fn regions() {
    let t = |text: &str| text.to_owned();
    table(&[
        (REGIONS, t("‸qingxi: 青溪县\n"), &["BY107"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- ‸安宁县\n"), &["BY107"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- ‸{id: anning}\n"), &["BY303"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- ‸title: 安宁县\n"), &["BY303"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- {id: ‸安宁, title: 安宁县}\n"), &["BY218"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- {id: ‸qingxi, title: 安宁县}\n"), &["BY305"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县}\n- {id: anning, title: ‸青溪县}\n"), &["BY305"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县, kind: ‸县}\n"), &["BY304"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县, ‸tilte: 县}\n"), &["BY302"]),
        (REGIONS, t("- {id: qingxi, title: 青溪县‸，kind: county}\n"), &["BY103"]),
        // Nothing else is reported if the file itself is invalid: otherwise every record would be blamed.
        (REGIONS, t("- id: qingxi\n  title‸：青溪县\n"), &["BY103"]),
    ]);
}

#[test]
fn a_broken_list_of_regions_blames_no_record() {
    let p = program(
        "targets:\n  - {metric: bases, set: city, value: 4, due: 2022-09, regions: {qingxi: 2, anning: 2}}\n",
    );
    for regions in [
        "- id: qingxi\n  title‸：青溪县\n",
        "‸qingxi: 青溪县\n",
        "- {id: qingxi, ‸name: 青溪县, title: 青溪县}\n- ‸{id: anning}\n",
    ] {
        let codes = match regions.chars().next() {
            Some('‸') => vec!["BY107"],
            _ if regions.contains("name") => vec!["BY302", "BY303"],
            _ => vec!["BY103"],
        };
        says(&[(REGIONS, regions), (PROGRAM, &p)], &codes);
    }
}

#[test]
fn programs() {
    let p = program;
    let t = |text: &str| text.to_owned();
    table(&[
        (PROGRAM, t("‸‸"), &["BY303", "BY303"]),
        (PROGRAM, t("‸- title: 甲\n"), &["BY107"]),
        (PROGRAM, t("‸‸title: 甲\n"), &["BY303", "BY303"]),
        (PROGRAM, t("title: 甲\nstarts: ‸2022/1/1\nends: 2022\n"), &["BY205"]),
        (PROGRAM, t("title: 甲\nstarts: 2022-12\nends: ‸2022-01\n"), &["BY233"]),
        (PROGRAM, p("‸goals: []"), &["BY302"]),
        (
            PROGRAM,
            p("  - {id: bases, title: 又, ‸from: bases}")
                .replace("‸", "")
                .replace("id: bases, title: 又", "id: ‸bases, title: 又"),
            &["BY216"],
        ),
        (PROGRAM, p("  - {id: x, title: 又, from: ‸basis}"), &["BY313"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, dated_by: ‸held_on}"), &["BY309"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, measure: {sum: ‸name}}"), &["BY601"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, measure: {sum: ‸capcity}}"), &["BY309"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, measure: ‸total}"), &["BY304"]),
        (PROGRAM, p("  - {id: x, title: 又, from: exemplars, where: {‸phone: a}}"), &["BY310"]),
        (PROGRAM, p("  - {id: x, title: 又, from: exemplars, measure: {distinct: ‸phone}}"), &["BY310"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, where: {kind: ‸scool}}"), &["BY206"]),
        (PROGRAM, p("  - {id: x, title: 又, from: bases, where: {‸knid: school}}"), &["BY309"]),
        (PROGRAM, p("  - ‸{id: x}"), &["BY303"]),
        (PROGRAM, p("targets:\n  - {metric: ‸basis, set: city, value: 4, due: 2022}"), &["BY313"]),
        (PROGRAM, p("targets:\n  - {metric: bases, set: city, value: ‸四, due: 2022}"), &["BY304"]),
        (PROGRAM, p("targets:\n  - {metric: bases, set: city, value: 4, due: ‸年底}"), &["BY205"]),
        (PROGRAM, p("targets:\n  - ‸‸‸{metric: bases}"), &["BY303", "BY303", "BY303"]),
        (
            PROGRAM,
            p("targets:\n  - {metric: bases, set: city, value: 4, due: 2022, regions: {‸qingxii: 4}}"),
            &["BY313"],
        ),
        (
            PROGRAM,
            p("targets:\n  - {metric: bases, set: city, value: 4, due: 2022, plan: {‸2022-13: 4}}"),
            &["BY215"],
        ),
        (PROGRAM, p("ranking: {set: ‸city, weights: {‸basis: 1}}"), &["BY313", "BY313"]),
    ]);
}

#[test]
fn collections() {
    let c = own;
    let t = |text: &str| text.to_owned();
    table(&[
        (OWN, t(""), &["BY007 @content/collections/volunteers.yaml"]),
        (OWN, t("‸- title: 甲\n"), &["BY107"]),
        (OWN, c("‸colour: red"), &["BY302"]),
        (OWN, c("").replace("type: date", "type: ‸dat"), &["BY308"]),
        (OWN, c("").replace("  home:", "  boss: {type: reference, to: ‸voluntears}\n  home:"), &["BY313"]),
        (OWN, c("").replace("  home:", "  ‸boss: {label: 甲}\n  home:"), &["BY303"]),
        (OWN, c("").replace("  home:", "  ‸slug: {type: text}\n  home:"), &["BY311"]),
        (OWN, c("").replace("  home:", "  a: {type: text, visibility: ‸secret}\n  home:"), &["BY304"]),
        (
            OWN,
            c("").replace("  home:", "  a: {type: choice, choices: {x: 甲}, default: ‸y}\n  home:"),
            &["BY206"],
        ),
        (OWN, c("").replace("  home:", "  a: {type: integer, min: ‸低}\n  home:"), &["BY304"]),
        (OWN, c("roles: {date: ‸joinedon}"), &["BY306"]),
        (OWN, c("roles: {date: ‸name}"), &["BY306"]),
        (OWN, c("roles: {‸dat: joined_on}"), &["BY302"]),
        (OWN, c("sort: {by: ‸joined}"), &["BY309"]),
        (OWN, c("sort: {by: ‸home}"), &["BY310"]),
        (OWN, c("facets: [‸home]"), &["BY310"]),
        (OWN, c("facets: [‸joined]"), &["BY309"]),
        (OWN, c("roles: {summary: ‸home}"), &["BY310"]),
        (OWN, c("").replace("/volunteers/{slug}.html", "‸/volunteers/{home}.html"), &["BY307"]),
        (OWN, c("").replace("/volunteers/{slug}.html", "‸volunteers"), &["BY307"]),
        (OWN, c("").replace("/volunteers/{slug}.html", "‸/volunteers/a.html"), &["BY307"]),
        (OWN, c("").replace("/volunteers/{slug}.html", "‸/volunteers/{region}/{slug}.html"), &["BY306"]),
        (OWN, c("visibility: ‸private"), &["BY304"]),
        (OWN, c("per_page: ‸许多"), &["BY304"]),
        ("content/collections/志愿者.yaml", c(""), &["BY218 @content/collections/志愿者.yaml"]),
    ]);
}
