//! A message names the cause once, and its suggestion is right.

use bangyang::diag::{Diagnostic, Lang};

use super::support::*;

/// The message and the help of a diagnostic.
fn words(told: &Diagnostic, lang: Lang) -> String {
    format!("{}\n{}", told.message(lang), told.help(lang).join("\n"))
}

/// The Chinese messages about one file.
#[track_caller]
fn zh(path: &str, text: &str, codes: &[&str]) -> String {
    let said = says(&[(path, text)], codes);
    said.iter().map(|told| words(told, Lang::ZhCn)).collect::<Vec<_>>().join("\n")
}

/// The same in English.
#[track_caller]
fn en(path: &str, text: &str, codes: &[&str]) -> String {
    let said = says(&[(path, text)], codes);
    said.iter().map(|told| words(told, Lang::En)).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn has(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "no “{part}” in:\n{told}");
    }
}

const SITE: &str = "content/site.yaml";
const PROGRAM: &str = "content/programs/2022.yaml";

fn site(lines: &str) -> String {
    format!(
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例单位\n{lines}\n"
    )
}

fn program(lines: &str) -> String {
    format!(
        "title: 提升行动\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {{id: bases, title: 新建基地, unit: 个, from: bases}}\n{lines}\n"
    )
}

const ROLLS: &str = "content/collections/rolls.yaml";

#[test]
fn a_misspelt_key_is_not_missing_too() {
    let news = |head: &str| format!("---\n{head}\n---\n正文。\n");
    table(&[
        (NEWS, news("‸titel: 结业\npublished_on: 2022-05-06"), &["BY201"]),
        (NEWS, news("‸标题: 结业\npublished_on: 2022-05-06"), &["BY201"]),
        (NEWS, news("title: 结业\n‸日期: 2022-05-06"), &["BY201"]),
        (BASE, base("honors:\n  - {‸titel: 标兵, level: city}"), &["BY201"]),
        (BASE, base("honors:\n  - {‸荣誉名称: 标兵, level: city}"), &["BY201"]),
        (BASE, base("honors:\n  - ‸{level: city}"), &["BY202"]),
        (PROGRAM, program("").replace("starts:", "‸start:"), &["BY302"]),
        (
            PROGRAM,
            program("targets:\n  - {metric: bases, set: city, ‸vaule: 10, due: 2022-12-31}"),
            &["BY302"],
        ),
        (PROGRAM, program("targets:\n  - ‸{metric: bases, set: city, due: 2022-12-31}"), &["BY303"]),
        (SITE, site("").replace("base_url:", "‸base-url:"), &["BY302"]),
        (SITE, site("menu:\n  - {‸colection: news}"), &["BY302"]),
        (SITE, site("menu:\n  - ‸{title: 新闻}"), &["BY303"]),
        // `stars` is a key of its own.
        (PROGRAM, program("").replace("starts: 2022-01-01\n", "").replacen("title", "‸title", 1), &["BY303"]),
    ]);
}

#[test]
fn words_that_mean_a_key_are_understood() {
    for (line, meant) in [
        ("‸地区: 青溪县", "region"),
        ("‸所属县区: 青溪县", "region"),
        ("‸县区: 青溪县", "region"),
        ("‸联系电话: 0000-0000000", "public_phone"),
        ("‸电话: 0000-0000000", "public_phone"),
        ("‸照片: a.jpg", "photo"),
        ("‸简介: 很好", "summary"),
        ("‸培训能力: 30", "capacity"),
        ("‸地址: 一号", "address"),
        ("‸regoin: 青溪县", "region"),
        ("‸picture: a.jpg", "photo"),
    ] {
        has(&zh(BASE, &base(line), &["BY201"]), &[&format!("是不是想写“{meant}”")]);
    }
    // The list gives the label of each, and the colon stays visible.
    let told = says(&[(BASE, &base("‸备注: 甲"))], &["BY201"]);
    has(&words(&told[0], Lang::ZhCn), &["region（所属县区）", "established_on（建成日期）"]);
    has(&words(&told[0], Lang::En), &["established_on", "photo (Photograph)"]);
    assert!(!words(&told[0], Lang::En).contains("region (Region)"));
    has(&tell(&told[0]), &["备注: •"]);
}

#[test]
fn a_line_of_an_item_that_is_not_indented() {
    let told = zh(BASE, &base("honors:\n- title: 标兵\n‸awarded_on: 2022-03"), &["BY201"]);
    has(&told, &["如果它属于上面的“honors”"]);
}

#[test]
fn one_cause_is_told_once() {
    table(&[
        (LI_NA, exemplar("").replace("scope", "withdrawn: ‸是的, scope"), &["BY258"]),
        (NEWS, news("‸！[上课](x.jpg)"), &["BY283"]),
        (SITE, site("review: {stages: [初审, ‸初审]}"), &["BY304"]),
        (SITE, site("review: {stages: ‸[]}"), &["BY304"]),
        (PROGRAM, program("").replace("ends: 2022", "ends: ‸2021"), &["BY233"]),
    ]);
}

#[test]
fn what_a_link_probably_means_is_found_by_names() {
    for (target, meant) in [
        ("chen-xiuying.md", "../exemplars/chen-xiuying.md"),
        ("陈秀英", "../exemplars/chen-xiuying.md"),
        ("陈秀英.md", "../exemplars/chen-xiuying.md"),
        ("chen-xiuying", "../exemplars/chen-xiuying.md"),
        ("../exemplars/chen-xiuyin.md", "../exemplars/chen-xiuying.md"),
        ("锦绣基地", "../bases/jinxiu.md"),
        ("../bases/jinxiu.html", "../bases/jinxiu.md"),
    ] {
        let told = zh(NEWS, &news(&format!("‸[她]({target})")), &["BY221"]);
        has(&told, &[&format!("“{meant}”")]);
    }
    for target in ["z.md", "../news/zz.md", "../exemplars/wang-fang.md"] {
        let told = zh(NEWS, &news(&format!("‸[她]({target})")), &["BY221"]);
        assert!(!told.contains("是不是"), "{told}");
    }
    // Only pictures are suggested for pictures.
    let told = zh(NEWS, &news("‸![她](chen-xiuying.jpg)"), &["BY220"]);
    assert!(!told.contains("是不是"), "{told}");
}

#[test]
fn two_records_of_one_address_get_two_new_ones() {
    let person = "---\nname: 李娜\nrecognised_on: 2022-02\nconsent: {signed: 2022-01-05, scope: [name, story]}\nslug: chen-xiuying\n---\n她的故事。\n";
    let y = person.replace("slug: ", "slug: ‸");
    let z = y.replace("李娜", "王芳");
    let said = says(&[("content/exemplars/y.md", &y), ("content/exemplars/z.md", &z)], &["BY217", "BY217"]);
    let told: String = said.iter().map(|told| words(told, Lang::ZhCn)).collect();
    has(&told, &["slug: chen-xiuying-2", "slug: chen-xiuying-3"]);
    let register =
        "- {title: 一讲, held_on: 2022-05-06, slug: ‸yi}\n- {title: 二讲, held_on: 2022-05-07, slug: yi}\n";
    has(&zh("content/outreach/n.yaml", register, &["BY217"]), &["“一讲”", "“二讲”"]);
}

#[test]
fn no_file_is_to_be_called_as_another_is() {
    let told = says(&[("content/site.yml", "title: 甲\n")], &["BY011 @content/site.yml"]);
    let told = words(&told[0], Lang::ZhCn);
    has(&told, &["已经有“site.yaml”"]);
    assert!(!told.contains("改名"), "{told}");
    let path = "content/exemplars/chen-xiuying.md.txt";
    let told = says(&[(path, "---\n")], &[&format!("BY011 @{path}")]);
    has(&words(&told[0], Lang::ZhCn), &["已经有“chen-xiuying.md”"]);
}

#[test]
fn an_example_is_of_the_key_at_hand() {
    for (path, text, parts) in [
        (
            LI_NA,
            exemplar("").replace("consent: {signed: 2022-01-05, scope: [name, story]}", "consent: ‸有"),
            "consent: {signed: 2022-01-05, scope: ",
        ),
        (SITE, site("contact: ‸办公室"), "contact: {phone: "),
        (SITE, site("menu: ‸首页"), "menu: [{home: true}"),
        (SITE, site("menu:\n  - ‸首页"), "menu: [{home: true}"),
        (SITE, site("review: ‸初审"), "review: {stages: ["),
        (SITE, site("allow: ‸电话"), "allow: [{text: "),
        (BASE, base("honors: ‸福嫂"), "honors: [{title: "),
        (
            "content/regions.yaml",
            "‸qingxi: 青溪县\nanning: 安宁县\n".to_owned(),
            "- {id: qingxi, title: 青溪县}",
        ),
        (PROGRAM, program("targets: ‸很多"), "targets: [{metric: "),
        (ROLLS, "title: 名册\nfields: ‸name\n".to_owned(), "fields: {name: {type: text"),
    ] {
        has(&zh(path, &text, &["BY107"]), &[parts]);
    }
    let told = zh(
        BASE,
        &base("name: [甲]").replacen("name: 安心基地\n", "", 1).replace("[甲]", "‸[甲]"),
        &["BY203"],
    );
    assert!(told.contains("现在写的是列表") && !told.contains("“列表”"), "{told}");
    has(&zh(SITE, &site("official: ‸[a]"), &["BY304"]), &["不能填列表"]);
    has(&zh(SITE, &site("official: ‸对"), &["BY304"]), &["不能填“对”"]);
}

#[test]
fn the_parts_of_a_consent_in_chinese() {
    let person = |scope: &str| exemplar("").replace("[name, story]", scope);
    table(&[
        (LI_NA, person("[姓名, 故事]"), &[]),
        (LI_NA, person("[姓名, 照片, 事迹, 所在县区]"), &[]),
        (LI_NA, person("姓名"), &[]),
    ]);
    has(&zh(LI_NA, &person("‸name、story"), &["BY281"]), &["scope: [name, story]"]);
    has(&zh(LI_NA, &person("‸姓名和事迹"), &["BY281"]), &["scope: [姓名, 事迹]"]);
    has(&zh(LI_NA, &person("[‸全部]"), &["BY206"]), &["name（姓名）、portrait（照片）"]);
    has(&en(LI_NA, &person("[‸全部]"), &["BY206"]), &["name, portrait, story, region"]);
    has(&zh(SESSION, &session("mode: ‸直播"), &["BY206"]), &["online（线上）"]);
    has(&en(SESSION, &session("venue: ‸工厂"), &["BY206"]), &["village, community"]);
}

#[test]
fn facts_that_end_too_early() {
    let file = |head: &str, below: &str| format!("---\nname: 安心基地\n{head}{below}");
    let told =
        zh(BASE, &file("‸---\nestablished_on: 2022-03\nregion: qingxi\n", "---\n正文。\n"), &["BY014"]);
    has(&told, &["第 3 行", "established_on、region", "请删掉第 3 行"]);
    let told = zh(BASE, &file("‸---\nestablished_on: 2022-03\n", "\n正文。\n"), &["BY014"]);
    has(&told, &["移到这几行的下面"]);
    table(&[
        (BASE, file("established_on: 2022-03\n‸---\n\nhonors:\n- title: 甲\n", "---\n"), &["BY014"]),
        (BASE, file("established_on: 2022-03\n‸---\nsummary：很好\n", "---\n"), &["BY014"]),
        (BASE, file("established_on: 2022-03\n---\n说明：很好\n", "\n---\n\n又一段。\n"), &[]),
        (BASE, file("established_on: 2022-03\n---\n正文。\n\nregion: qingxi\n", ""), &[]),
    ]);
}

#[test]
fn periods_in_the_words_of_an_office() {
    for (written, meant) in [
        ("2022-8", "2022-08"),
        ("2022年8月", "2022-08"),
        ("2022Q3", "2022-q3"),
        ("一季度", "2022-q1"),
        ("8月", "2022-08"),
        ("上半年", "2022-h1"),
    ] {
        let plan = format!(
            "targets:\n  - {{metric: bases, set: city, value: 10, due: 2022-12-31, plan: {{‸{written}: 3}}}}"
        );
        has(&zh(PROGRAM, &program(&plan), &["BY215"]), &[&format!("“{meant}”")]);
    }
}

#[test]
fn names_are_offered_by_their_titles() {
    has(&zh(SITE, &site("menu: [{collection: ‸典型人物}]"), &["BY312"]), &["“exemplars”"]);
    has(&zh(SITE, &site("menu: [{page: ‸关于}]"), &["BY312"]), &["“about”"]);
    const OWN: &str = "content/collections/volunteers.yaml";
    let own = |more: &str| {
        format!(
            "title: 志愿者\nitem: 一位\n{more}\nfields:\n  name: {{type: text, required: true}}\n  joined_on: {{type: date, label: 加入日期}}\n"
        )
    };
    has(&zh(OWN, &own("roles: {date: ‸加入日期}"), &["BY306"]), &["“joined_on”"]);
    has(&zh(OWN, &own("sort: {by: ‸加入日期}"), &["BY309"]), &["“joined_on”"]);
    let named = |name: &str| {
        let (program, session) = (program(""), session(&format!("program: ‸{name}")));
        let said = says(&[(PROGRAM, &program), (SESSION, &session)], &["BY313"]);
        words(&said[0], Lang::ZhCn)
    };
    has(&named("提升行动"), &["是不是想写“2022”"]);
    assert!(!named("2021").contains("是不是"));
    has(
        &zh(
            PROGRAM,
            &program("targets:\n  - {metric: ‸新建基地, set: city, value: 10, due: 2022-12-31}"),
            &["BY313"],
        ),
        &["“bases”"],
    );
    has(&zh(PROGRAM, &program("").replace("from: bases", "from: ‸宣讲活动"), &["BY313"]), &["“outreach”"]);
}

#[test]
fn only_the_secret_is_hidden() {
    let said = says(
        &[(NEWS, &news("请联系王老师，邮箱 ‸a@b.example 或者 ‸c@d.example，谢谢。"))],
        &["BY242", "BY242"],
    );
    for told in &said {
        let shown = tell(told);
        has(&shown, &["请联系王老师，邮箱 •", "，谢谢。"]);
        assert!(!shown.contains("example"), "{shown}");
    }
}

#[test]
fn small_words() {
    has(&zh(NEWS, &news("正文。\n\n‸[^1]: 注。\n\n    又一段。\n"), &["BY228"]), &["“[^1]: 注。”"]);
    let told = zh(NEWS, &news("‸{{ figur(metric=\"a\") }}"), &["BY222"]);
    assert_eq!(told.matches("是不是").count(), 1, "{told}");
    let told = en(NEWS, &news("‸##小标题"), &["BY282"]);
    assert!(told.contains("space") && !told.contains("blank"), "{told}");
    let reviewed = site("review: {stages: [初审], only: [news]}");
    let waits = ("content/news/a.md", "---\n‸title: 开班\npublished_on: 2022-03-08\n---\n文。\n");
    let told = words(&says(&[(SITE, &reviewed), waits], &["BY251"])[0], Lang::ZhCn);
    has(&told, &["bangyang review content/news/a.md --stage 初审"]);
    let shares = "targets:\n  - {metric: bases, set: city, value: 5, due: 2022-12-31, ‸regions: {qingxi: 2, anning: 2}}";
    let told = en(PROGRAM, &program(shares), &["BY604"]);
    assert!(told.contains("1 too few"), "{told}");
    let rolls = "title: 名册\nitem: 一册\nfields:\n  name: {type: text, required: true}\nurl: ‸/rolls/{year}/{slug}.html\n";
    let told = zh(ROLLS, rolls, &["BY306"]);
    has(&told, &["网址规则（url）要用到它"]);
}

#[test]
fn what_a_table_held_is_understood() {
    for (line, code, wanted) in [
        ("attendance: ‸1.2万人次", "BY226", "attendance: 12000"),
        ("attendance: ‸3千", "BY226", "attendance: 3000"),
        ("publish_on: ‸44687", "BY205", "2022-05-06"),
        ("publish_on: ‸2022-05-06 14:30", "BY205", "2022-05-06"),
        ("publish_on: ‸20220506", "BY205", "2022-05-06"),
        ("region: ‸青溪县（城关镇）", "BY212", "是不是想写“青溪县”"),
    ] {
        has(&zh(SESSION, &session(line), &[code]), &[wanted]);
    }
    let rolls = "title: 名册\nfields:\n  name: {type: text}\n  on: {type: ‸日期}\n";
    has(&zh(ROLLS, rolls, &["BY308"]), &["是不是想写“date”"]);
}

#[test]
fn a_file_that_was_meant_is_not_unused_too() {
    let other = ("content/news/banzheng.jpg", "x");
    let said = says(&[other, (NEWS, &news("‸![发证](banzheng.png)"))], &["BY220"]);
    has(&words(&said[0], Lang::ZhCn), &["“banzheng.jpg”"]);
    let said = says(&[other, (NEWS, &news("‸![发证](banzhen.jpg)"))], &["BY220"]);
    has(&words(&said[0], Lang::ZhCn), &["“banzheng.jpg”"]);
    let base_photo = ("content/bases/damen.jpg", "x");
    let said = says(&[base_photo, (BASE, &base("photo: ‸damen.png"))], &["BY220"]);
    has(&words(&said[0], Lang::ZhCn), &["“damen.jpg”"]);
}
