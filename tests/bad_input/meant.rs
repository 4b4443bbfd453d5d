//! Valid content that is probably a mistake and would otherwise be published silently.

use bangyang::diag::Lang;

use super::support::*;

#[test]
fn a_consent_that_covers_nothing() {
    let person = |consent: &str| {
        format!("---\nname: 李娜\nrecognised_on: 2022-05\nconsent: {consent}\n---\n她的故事。\n")
    };
    table(&[
        (LI_NA, person("‸{signed: 2022-01-05}"), &["BY247"]),
        (LI_NA, person("‸{signed: 2022-01-05, scope: }"), &["BY247"]),
        (LI_NA, person("‸{signed: 2022-01-05, scope: []}"), &["BY247"]),
        (LI_NA, person("\n  ‸signed: 2022-01-05\n  scope:\n  form: 甲2"), &["BY247"]),
        (LI_NA, person("{signed: 2022-01-05, scope: [name]}"), &[]),
        (LI_NA, person("{signed: 2022-01-05, scope: ‸nmae}"), &["BY206"]),
        // She is not shown at all, which is reported.
        (LI_NA, person("‸{signed: 2022-01-05, withdrawn: 2022-02-01}"), &["BY230"]),
    ]);
    let said = says(&[(LI_NA, &person("‸{signed: 2022-01-05}"))], &["BY247"]);
    assert!(said[0].help(Lang::En).concat().contains("scope: [name, portrait, story, region]"));
}

#[test]
fn parts_of_what_is_counted_in_wholes() {
    let told = says(&[(SESSION, &session("attendance: ‸4.5"))], &["BY248"]);
    assert!(told[0].message(Lang::ZhCn).contains("人次"));
    assert!(told[0].help(Lang::ZhCn).concat().contains("attendance: 45000"));
    table(&[
        (SESSION, session("attendance: ‸约4.5人次"), &["BY248"]),
        (SESSION, session("views: ‸0.3"), &["BY248"]),
        (SESSION, session("attendance: 4.0"), &[]),
        (SESSION, session("attendance: 4,500"), &[]),
        (BASE, base("capacity: ‸99.5"), &["BY248"]),
    ]);
    let program = |more: &str| {
        format!(
            "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {{id: came, title: 参与, unit: 人次, from: outreach, measure: {{sum: attendance}}{more}}}\n"
        )
    };
    let site = |more: &str, marked: &str| {
        let (program, session) = (program(more), session(&format!("attendance: {marked}")));
        says(
            &[("content/programs/2022.yaml", &program), (SESSION, &session)],
            if marked.starts_with('‸') { &["BY248"] } else { &[] },
        );
    };
    site(", decimals: 1", "4.5");
    site("", "‸4.5");
    site(", decimals: 0", "‸4.5");
}

#[test]
fn ways_to_reach_nobody() {
    let site = |line: &str| {
        format!(
            "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例单位\ncontact: {{{line}}}\n"
        )
    };
    const SITE: &str = "content/site.yaml";
    table(&[
        (SITE, site("email: ‸office.site.example"), &["BY304"]),
        (SITE, site("email: ‸office@site"), &["BY304"]),
        (SITE, site("email: ‸office＠site.example"), &["BY304"]),
        (SITE, site("email: ‸无"), &["BY304"]),
        (SITE, site("email: office@site.example"), &[]),
        (SITE, site("phone: ‸无"), &["BY304"]),
        (SITE, site("phone: ‸office@site.example"), &["BY304"]),
        (SITE, site("phone: 0000-0000000（工作日）"), &[]),
        (BASE, base("public_phone: ‸无"), &["BY211"]),
    ]);
}

#[test]
fn e_mail_addresses_of_records() {
    const DECLARED: (&str, &str) =
        ("content/collections/bases.yaml", "fields:\n  email: {type: email, label: 邮箱}\n");
    let told = |line: &str, codes: &[&str]| says(&[DECLARED, (BASE, &base(line))], codes);
    told("email: office@site.example", &[]);
    for wrong in
        ["‸无", "‸陈老师 office@site.example", "‸office＠site.example", "‸mailto:office@site.example"]
    {
        told(&format!("email: {wrong}"), &["BY250"]);
    }
    // Allowed only in that field; a telephone number in it is not.
    told("email: office@site.example\naddress: ‸office@site.example", &["BY242"]);
    let found = told("‸邮箱: office@site.example", &["BY201"]);
    assert!(found[0].help(Lang::ZhCn).concat().contains("“email”"));
}

#[test]
fn a_choice_of_nothing() {
    const ROLLS: &str = "content/collections/rolls.yaml";
    let rolls = |field: &str| {
        format!("title: 名册\nitem: 一册\nfields:\n  name: {{type: text, required: true}}\n{field}\n")
    };
    table(&[
        (ROLLS, rolls("  ‸kind: {type: choice, label: 类型}"), &["BY303"]),
        (ROLLS, rolls("  ‸kind: {type: list, of: choice}"), &["BY303"]),
        (ROLLS, rolls("  kind: {type: choice, choices: ‸[]}"), &["BY304"]),
        (ROLLS, rolls("  ‸kind: {type: choice, choices: }"), &["BY303"]),
        (ROLLS, rolls("  kind: {type: choice, choices: [a]}"), &[]),
        // The built-in declaration still applies.
        ("content/collections/outreach.yaml", "fields:\n  mode: {label: 方式}\n".to_owned(), &[]),
    ]);
}

#[test]
fn a_target_that_is_due_when_the_program_does_not_run() {
    let program = |due: &str| {
        format!(
            "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {{id: bases, title: 基地, unit: 个, from: bases}}\ntargets:\n  - {{metric: bases, set: city, value: 4, due: {due}}}\n"
        )
    };
    const PROGRAM: &str = "content/programs/2022.yaml";
    table(&[
        (PROGRAM, program("‸2023-12-31"), &["BY317"]),
        (PROGRAM, program("‸2023-01"), &["BY317"]),
        (PROGRAM, program("‸2021-12"), &["BY317"]),
        (PROGRAM, program("2022-12-31"), &[]),
        (PROGRAM, program("2022-12"), &[]),
        (PROGRAM, program("2022"), &[]),
    ]);
}

/// Defaults count, but are not shown on any page, since nobody wrote them.
#[test]
fn a_default_is_no_fact() {
    let system = published();
    let put = |path: &str, text: &str| system.put(format!("/site/{path}"), text).unwrap();
    put(
        "content/collections/rolls.yaml",
        "title: 名册\nitem: 一册\nroles: {title: name, date: on, state: state}\ncounted: {state: [open]}\nfields:\n  name: {type: text, required: true}\n  on: {type: date, required: true}\n  state: {type: choice, default: open, label: 状况, choices: {open: 收录中, shut: 已封存}}\n  level: {type: choice, default: city, label: 级别, choices: {city: 市级名册, county: 县级名册}}\n  note: {type: text, default: 暂无说明}\n  prizes: {type: list, of: group, label: 奖, fields: {title: {type: text}, level: {type: choice, default: city, choices: {city: 市级奖, county: 县级奖}}}}\nfacets: [level]\nurl: /rolls/{slug}.html\n",
    );
    put("content/rolls/a.md", "---\nname: 甲册\non: 2022-03-01\nprizes: [{title: 头奖}]\n---\n文。\n");
    put(
        "content/rolls/b.md",
        "---\nname: 乙册\non: 2022-03-02\nstate: open\nlevel: city\nnote: 暂无说明\nprizes: [{title: 二奖, level: city}]\n---\n文。\n",
    );
    put(
        "content/programs/2022.yaml",
        "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: rolls, title: 名册数, unit: 册, from: rolls, where: {level: city}}\n",
    );
    let (_, said) = rebuild(&system, &options());
    compare(&said, &[]);
    let files = system.files("/site/public");
    let page = |path: &str| {
        let bytes = &files[&std::path::PathBuf::from(format!("/site/public/{path}"))];
        String::from_utf8(bytes.clone()).unwrap()
    };
    let [a, b] = ["rolls/a.html", "rolls/b.html"].map(page);
    for word in ["市级名册", "暂无说明", "市级奖", "收录中"] {
        assert!(b.contains(word), "{word}");
        assert!(!a.contains(word), "{word}");
    }
    // Both count.
    let figures: String = files
        .iter()
        .filter(|(path, _)| path.to_string_lossy().contains("progress"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
        .collect();
    assert!(figures.contains("2 册") || figures.contains("2<span class=\"fig-unit\">"), "{figures:.4000}");
}
