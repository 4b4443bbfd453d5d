//! Values that end at a `#`, which YAML takes for the beginning of a comment.

use super::support::{BASE, LI_NA, NEWS, SESSION, base, compare, exemplar, says, session, table, tell};
use bangyang::diag::Lang;

const ONE: &[&str] = &["BY116"];

#[test]
fn a_text_that_is_cut_by_its_own_sign_is_told() {
    let titled = |title: &str| format!("---\ntitle: {title}\npublished_on: 2022-05-06\n---\n内容。\n");
    table(&[
        (NEWS, titled("全国第 ‸#1 名"), ONE),
        (NEWS, titled("家政 ‸#提质行动"), ONE),
        (NEWS, titled("Top ‸#1 firms"), ONE),
        (NEWS, titled("Learn\t‸#homecare today"), ONE),
        (NEWS, titled("第 ‸#“一”期"), ONE),
        (NEWS, titled("\"全国第 #1 名\""), &[]),
        (NEWS, titled("全国第#1名"), &[]),
        (NEWS, titled("全国第一  # 备注"), &[]),
        (NEWS, titled("全国第一 #"), &[]),
        (NEWS, titled("全国第一 ## 备注"), &[]),
        (NEWS, titled("全国第一 #—— 备注"), &[]),
        (LI_NA, exemplar("occupation: ‸#月嫂"), ONE),
        (LI_NA, exemplar("occupation:   # 例如 月嫂"), &[]),
        (LI_NA, exemplar("quote: 一定 ‸#行\nsummary: 好 ‸#的"), &["BY116", "BY116"]),
        (LI_NA, exemplar("honors:\n  - title: 第 ‸#1 名\n    level: city #市级"), ONE),
        // Values other than texts are complete: a comment after them takes nothing away.
        (SESSION, session("region: qingxi #青溪县"), &[]),
        (SESSION, session("attendance: 60 #人"), &[]),
        (SESSION, session("topics:\n  - ‸#政策\n  - policy"), ONE),
        (SESSION, session("topics:\n  - policy\n  - ‸#技能"), ONE),
        (SESSION, session("topics:\n  - policy\n  #- skills"), &[]),
        (BASE, base("region: ‸#青溪县"), ONE),
        (BASE, base("#region: 青溪县"), &[]),
        ("content/site.yaml", "title: 家政 ‸#1\nbase_url: https://site.example/\nlanguage: zh-CN #中文\ntheme: peony\norganiser: 示例单位 # 单位\n".to_owned(), ONE),
    ]);
    let said = says(&[(NEWS, &titled("全国第 ‸#1 名"))], ONE);
    let told = tell(&said[0]);
    assert!(told.contains("\"全国第 #1 名\"") && told.contains("“全国第”"), "{told}");
}

/// In braces and brackets, a comment hides the closing one.
#[test]
fn what_has_eaten_a_brace_is_named() {
    for (text, remark) in [
        ("- ‸{title: 第 #1 名, published_on: 2022-03-03}\n", "#1 名"),
        ("- title: 开班\n  published_on: 2022-03-03\n  about: ‸[陈秀英 #1, 李娜]\n", "#1"),
    ] {
        let said = says(&[("content/news/y.yaml", text)], &["BY114"]);
        for lang in Lang::ALL {
            let help = said[0].help(lang).concat();
            assert!(help.contains(&format!("“{remark}”")), "{help}");
        }
    }
    let said = says(&[("content/news/y.yaml", "- ‸{title: 第 1 名\n")], &["BY114"]);
    assert!(!said[0].help(Lang::En).concat().contains("remark"));
}

/// A private value is not quoted.
#[test]
fn a_private_value_is_not_told() {
    let said = says(&[(LI_NA, &exemplar("phone: 在家 ‸#不公开的话"))], ONE);
    for lang in Lang::ALL {
        let told = bangyang::diag::render::terminal(&said[0], lang, false)
            + &bangyang::diag::render::json(&said[0], lang);
        assert!(!told.contains("在家") && !told.contains("不公开的话"), "{told}");
    }
    compare(&said, &["BY116 content/exemplars/li-na.md:5:11".to_owned()]);
}
