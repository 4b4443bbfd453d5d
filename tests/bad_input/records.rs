//! Values that do not fit their fields.

use bangyang::diag::Lang;

use super::support::*;

#[test]
fn dates() {
    let x = |value: &str| session("").replace("2022-05-06", value);
    table(&[
        (SESSION, x("‸2022-02-30"), &["BY204"]),
        (SESSION, x("‸2022-13-01"), &["BY205"]),
        (SESSION, x("‸2022/3/8"), &["BY205"]),
        (SESSION, x("‸2022.3.8"), &["BY205"]),
        (SESSION, x("‸2022年3月8日"), &["BY205"]),
        (SESSION, x("‸2022-3-8"), &["BY205"]),
        (SESSION, x("‸二〇二二年三月"), &["BY205"]),
        (SESSION, x("‸3月8日"), &["BY205"]),
        (SESSION, x("‸2022-03-08 09:30"), &["BY205"]),
        (SESSION, x("‸[2022-03-08]"), &["BY203"]),
        (SESSION, x("").replace("held_on", "‸held_on"), &["BY202"]),
        (SESSION, x("‸99999-01-01"), &["BY205"]),
    ]);
}

#[test]
fn each_type_refuses_what_it_is_not() {
    table(&[
        (BASE, base("capacity: ‸很多"), &["BY207"]),
        (BASE, base("capacity: ‸几十"), &["BY207"]),
        (BASE, base("capacity: ‸六七十"), &["BY207"]),
        (BASE, base("capacity: ‸60.5"), &["BY248"]),
        (BASE, base("capacity: ‸60-80"), &["BY207"]),
        (BASE, base("capacity: ‸2万"), &["BY226"]),
        (BASE, base("capacity: ‸60场"), &["BY226"]),
        (BASE, base("capacity: ‸99999999999999999999"), &["BY207"]),
        (BASE, base("capacity: ‸-5"), &["BY208"]),
        (BASE, base("capacity: ‸[60]"), &["BY203"]),
        (BASE, base("capacity: ‸{value: 60}"), &["BY203"]),
        (BASE, base("kind: ‸scool"), &["BY206"]),
        (BASE, base("kind: ‸培训学院"), &["BY206"]),
        (BASE, base("kind: 培训学校"), &[]),
        (BASE, base("region: ‸青溪"), &["BY212"]),
        (BASE, base("region: ‸qingxii"), &["BY212"]),
        (BASE, base("public_phone: ‸请到窗口"), &["BY211"]),
        (BASE, base("summary: ‸[一, 二]"), &["BY203"]),
        (BASE, base("services: [‸{a: b}]"), &["BY203"]),
        (BASE, base("honors: ‸福嫂"), &["BY107"]),
        (BASE, base("honors: [‸{level: city}]"), &["BY202"]),
        (BASE, base("honors: [{title: 甲, ‸levle: city}]"), &["BY201"]),
        (BASE, base("honors: [{title: 甲, level: ‸village}]"), &["BY206"]),
        (BASE, base("honors: [{title: 甲, awarded_on: ‸2022-02-30}]"), &["BY204"]),
        (BASE, base("photo: ‸[a.jpg]"), &["BY107"]),
        (BASE, base("photo: ‸{alt: 教室}"), &["BY303"]),
        (BASE, base("photo: ‸a.jpg"), &["BY220"]),
        (BASE, base("photo: {file: ‸a.jpg, focal: ‸左边}"), &["BY220", "BY304"]),
        (BASE, base("photo: {file: ‸a.jpg, others_in_picture: ‸没有}"), &["BY220", "BY304"]),
        ("content/pages/b.md", "---\ntitle: 乙\nweight: ‸重\n---\n".to_owned(), &["BY203"]),
        ("content/pages/b.md", "---\ntitle: 乙\nweight: ‸1.5\n---\n".to_owned(), &["BY203"]),
        ("content/pages/b.md", "---\ntitle: 乙\ntoc: ‸好\n---\n".to_owned(), &["BY203"]),
        ("content/pages/b.md", "---\ntitle: 乙\ntoc: 是\n---\n".to_owned(), &[]),
        ("content/reports/b.md", "---\ntitle: 乙\nperiod: ‸2022年第三季度\n---\n".to_owned(), &["BY215"]),
        (
            "content/documents/b.md",
            "---\ntitle: 乙\nissued_on: 2022\nfile: ‸b.pdf\n---\n".to_owned(),
            &["BY220"],
        ),
        (
            "content/assessments/b.md",
            "---\ntitle: 乙\nscored_on: 2022\nscore: ‸150\n---\n".to_owned(),
            &["BY208"],
        ),
        (LI_NA, exemplar("occupation: ‸养老护理员兼培训老师原来在纺织厂上班现在还兼任组长"), &["BY209"]),
        (LI_NA, exemplar("name2: 甲").replace("name2", "‸name2"), &["BY201"]),
        (LI_NA, exemplar("").replace("{signed", "‸签了 #"), &["BY107"]),
        (LI_NA, exemplar("").replace("2022-01-05", "‸2022年1月"), &["BY205"]),
        (LI_NA, exemplar("").replace("[name, story]", "[‸名字]"), &["BY206"]),
        (LI_NA, exemplar("").replace("signed", "‸sign"), &["BY302"]),
    ]);
}

#[test]
fn keys() {
    let x = exemplar;
    table(&[
        (LI_NA, x("‸regoin: 青溪县"), &["BY201"]),
        (LI_NA, x("‸县区: 青溪县"), &["BY201"]),
        (LI_NA, x("‸所属县区: 青溪县"), &["BY201"]),
        (LI_NA, x("‸Region: 青溪县"), &["BY201"]),
        (LI_NA, x("‸sulg: li-na"), &["BY201"]),
        (
            LI_NA,
            "‸---\nrecognised_on: 2022\nconsent: {signed: 2022, scope: [name]}\n---\n"
                .replace('‸', "")
                .replace("recog", "‸recog"),
            &["BY202"],
        ),
        (LI_NA, x("").replace("name: 李娜", "‸name:"), &["BY202"]),
        (LI_NA, x("").replace("name: 李娜", "‸name: \"\""), &["BY202"]),
        (LI_NA, x("").replace("name: 李娜", "name: ‸[李娜]"), &["BY203"]),
    ]);
    let said = says(&[(LI_NA, &x("‸所属县区: 青溪县"))], &["BY201"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("“region”"));
    let said = says(&[(LI_NA, &x("‸regoin: 青溪县"))], &["BY201"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("“region”"));
}

#[test]
fn what_every_record_may_have() {
    let x = session;
    table(&[
        (SESSION, x("slug: ‸Jin Cun"), &["BY218"]),
        (SESSION, x("slug: ‸进村"), &["BY218"]),
        (SESSION, x("slug: ‸../../x"), &["BY218"]),
        (SESSION, x("slug: ‸[a]"), &["BY107"]),
        (SESSION, x("aliases: [‸http://else.example/a.html]"), &["BY219"]),
        (SESSION, x("aliases: [/a.html, ‸/../b.html]"), &["BY219"]),
        (SESSION, x("aliases: [‸/b.php?id=1]"), &["BY219"]),
        (SESSION, x("aliases: ‸/news/a.html"), &["BY217"]),
        (SESSION, x("draft: ‸也许"), &["BY304"]),
        (SESSION, x("publish_on: ‸明天"), &["BY205"]),
        (SESSION, x("expires_on: ‸2022-02-30"), &["BY204"]),
        (SESSION, x("program: ‸2021"), &["BY313"]),
        (SESSION, x("params: ‸红"), &["BY107"]),
        (SESSION, x("claims: ‸很多"), &["BY107"]),
        (SESSION, x("claims: [‸‸{says: 甲}]"), &["BY303", "BY303"]),
    ]);
}

#[test]
fn references() {
    let two = (
        "content/exemplars/x.md",
        "---\nname: 陈秀英\nrecognised_on: 2022\nconsent: {signed: 2022-01, scope: [name]}\n---\n",
    );
    let said = says(&[two, (SESSION, &session("speakers: [‸陈秀英]"))], &["BY214"]);
    assert!(
        said[0].help(Lang::ZhCn)[0].contains("chen-xiuying") && said[0].help(Lang::ZhCn)[0].contains('x')
    );
    let said = says(&[(LI_NA, &exemplar("base: ‸jinxui"))], &["BY213"]);
    assert!(said[0].help(Lang::En)[0].contains("jinxiu"));
    let said = says(&[(LI_NA, &exemplar("base: ‸锦秀基地"))], &["BY213"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("锦绣基地"), "{}", tell(&said[0]));
    table(&[
        (LI_NA, exemplar("base: ‸没有的"), &["BY213"]),
        (LI_NA, exemplar("base: ‸[jinxiu]"), &["BY203"]),
        (SESSION, session("speakers: [chen-xiuying, ‸wang-fang]"), &["BY213"]),
        (LI_NA, exemplar("honors: [{title: 甲, document: ‸一号文}]"), &["BY213"]),
        // References to a broken file are not reported as further errors.
    ]);
    says(
        &[
            ("content/bases/broken.md", "---\nname: 坏\nestablished_on: ‸2022-02-30\n---\n"),
            (LI_NA, &exemplar("base: broken")),
        ],
        &["BY204"],
    );
}

#[test]
fn registers() {
    let path = "content/outreach/2022.yaml";
    let t = |text: &str| text.to_owned();
    table(&[
        (path, t("- title: 甲\n  held_on: 2022-05\n- ‸乙\n"), &["BY107"]),
        (path, t("- ‸held_on: 2022-05\n"), &["BY202"]),
        (path, t("- ‸title: 甲\n"), &["BY202"]),
        (path, t("- ‸‸region: 青溪县\n"), &["BY202", "BY202"]),
        (path, t("- title: 甲\n  held_on: 2022-05\n- ‸title: 甲\n  held_on: 2022-05\n"), &["BY216"]),
        (path, t("title: 甲\nheld_on: ‸2022/5\n"), &["BY205"]),
        (path, t("‸甲\n"), &["BY107"]),
        (path, t("- ‸[甲, 乙]\n"), &["BY107"]),
        (path, t("- ‸\n"), &["BY107"]),
        (path, t("- title: 甲\n  held_on: 2022-05\n‸title: 乙\n"), &["BY109"]),
        (path, t("- title: 甲\n  held_on: 2022-05\n‸---\n- title: 乙\n"), &["BY117"]),
    ]);
    // Front matter that is a list.
    says(&[(LI_NA, "---\n‸- name: 李娜\n- recognised_on: 2022\n---\n")], &["BY107"]);
}

#[test]
fn two_of_one_name() {
    let said = says(
        &[("content/exemplars/陈秀英.md", &EXEMPLAR.replacen("name: ", "‸name: ‸", 1))],
        &["BY217", "BY266"],
    );
    let told = tell(&said[0]);
    for part in ["content/exemplars/chen-xiuying.md", "content/exemplars/陈秀英.md", "slug: "] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let item = "- {id: a, title: 甲, held_on: 2022-05}\n";
    let said = says(
        &[("content/outreach/1.yaml", item), ("content/outreach/2.yaml", &format!("- ‸{}", &item[2..]))],
        &["BY216"],
    );
    let told = tell(&said[0]);
    assert!(told.contains("content/outreach/1.yaml") && told.contains("content/outreach/2.yaml"), "{told}");
    says(
        &[
            ("content/news/a.md", "---\n‸title: 开班\npublished_on: 2022-03-08\n---\n"),
            ("content/news/c.md", &news("").replace("---\ntitle", "---\nslug: a\ntitle")),
        ],
        &["BY217"],
    );
}

#[test]
fn private_values_beside_others_are_not_quoted() {
    let rows: [(&str, &str, &[&str]); 4] = [
        (
            "content/outreach/2022.yaml",
            "- {title: 甲, evidence: 张三家, held_on: ‸2022/5/6}\n- {evidence: 张三家, held_on: 2022-05, title: 乙, ‸colour: x}\n",
            &["BY205", "BY201"],
        ),
        ("content/outreach/2022.yaml", "- {title: 甲, evidence: 张三家，held_on‸：2022-05}\n", &["BY202"]),
        (LI_NA, "---\nname: 甲\nphone: 张三家\nphone‸：张三家\n---\n", &["BY103"]),
        (
            "content/exemplars/2022.yaml",
            "- {name: 甲, recognised_on: 2022-02, phone: 张三家}\n- {name: 乙, recognised_on: ‸2022-02-30, phone: 张三家}\n",
            &["BY230", "BY204"],
        ),
    ];
    for (path, text, codes) in rows {
        let system = published();
        system.put(std::path::Path::new("/site").join(path), text.replace(MARK, "")).unwrap();
        let (_, said) = rebuild(&system, &options());
        let found: Vec<&str> = said.iter().map(|it| it.code.id()).collect();
        assert_eq!(found, codes, "{text}");
        for diagnostic in &said {
            for lang in Lang::ALL {
                let told = bangyang::diag::render::terminal(diagnostic, lang, false)
                    + &bangyang::diag::render::json(diagnostic, lang);
                assert!(!told.contains("张三"), "{told}");
            }
        }
    }
}

#[test]
fn addresses_that_no_file_can_have() {
    let told = |files: &[(&str, &str)], code: &str| {
        let said = says(files, &[code]);
        said[0].message(bangyang::diag::Lang::En)
    };
    for slug in ["con", "aux", "nul", "com1", "lpt9"] {
        let text = news("内容").replace("title:", &format!("slug: ‸{slug}\ntitle:"));
        let message = told(&[(NEWS, &text)], "BY507");
        assert!(message.contains(&format!("/news/{slug}.html")) && message.contains(NEWS), "{message}");
    }
    let message = told(
        &[
            ("content/collections/surveys.yaml", "url: /nul.x/{slug}.html\n"),
            ("content/surveys/a.md", "---\ntitle: 调研\nheld_on: 2022-03\n---\n"),
        ],
        "BY507 @",
    );
    assert!(message.contains("/nul.x/a.html"), "{message}");
    let long = news("内容").replace("title:", &format!("slug: {}\ntitle:", "a".repeat(300)));
    let system = published();
    system.put(std::path::Path::new("/site").join(NEWS), long).unwrap();
    let (outcome, said) = rebuild(&system, &options());
    assert_eq!(outcome.status, bangyang::build::Status::ContentErrors, "{said:?}");
}
