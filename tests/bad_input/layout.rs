//! Layout of lines: indentation, list markers, colons, brackets. Each mistake is reported with its line and
//! remedy, in both languages.

use bangyang::diag::Lang;

use super::support::*;

/// A person with lines among the first fields, where a layout mistake stands alone.
fn person(lines: &str) -> String {
    format!("---\nname: 李娜\nrecognised_on: 2022-05\n{lines}\n---\n她的故事。\n")
}

/// The messages about some lines, in both languages.
#[track_caller]
fn told(lines: &str, code: &str) -> [String; 2] {
    let said = says(&[(LI_NA, &person(lines))], &[code]);
    Lang::ALL.map(|lang| said[0].message(lang) + "\n" + &said[0].help(lang).join("\n"))
}

#[track_caller]
fn says_of(rows: &[(&str, &str, &[&str])]) {
    for (lines, code, words) in rows {
        let told = told(lines, code);
        for word in *words {
            let found = told.iter().any(|told| told.contains(word));
            assert!(found, "{lines}\nlacks {word}:\n{}\n{}", told[0], told[1]);
        }
    }
}

#[test]
fn one_blank_too_many_or_too_few() {
    says_of(&[
        (
            " ‸region: 青溪县",
            "BY109",
            &[
                "one space",
                "“recognised_on” (line 3)",
                "delete one space",
                "1 个空格",
                "第 3 行的“recognised_on”",
            ],
        ),
        ("  ‸region: 青溪县", "BY109", &["delete 2 spaces", "2 个空格"]),
        ("   ‸region: 青溪县\n   level: city", "BY109", &["delete 3 spaces"]),
        // Under `consent:`, with the comments that `new` writes.
        (
            "consent:   # 下面几行都属于它：一起填\n ‸signed: 2022-01-05   # 签字日期：例如 2022-01-05\n  scope: [name]",
            "BY109",
            &["“scope” (line 6)", "type one space more", "再打 1 个空格"],
        ),
        (
            "consent:   # 下面几行都属于它：一起填\n  signed: 2022-01-05   # 签字日期：例如\n ‸scope: [name]",
            "BY109",
            &["“signed” (line 5)", "type one space more", "“consent” (line 4)", "delete one space"],
        ),
        (
            "consent:\n  signed: 2022-01-05\n   ‸scope: [name]",
            "BY109",
            &["“signed” (line 5)", "delete one space"],
        ),
        ("  ‸consent:\n    signed: 2022-01-05", "BY109", &["“recognised_on” (line 3)", "delete 2 spaces"]),
        ("photo:\n  file: a.jpg\n ‸alt: 教室", "BY109", &["“file” (line 5)"]),
        ("portrait: a.jpg\n  ‸alt: 教室", "BY109", &["“portrait”", "to a line of its own below it"]),
        ("honors:\n  - title: 甲\n  ‸level: city", "BY109", &["“title” (line 5)", "type 2 spaces more"]),
        ("honors:\n  - title: 甲\n   ‸level: city", "BY109", &["type one space more"]),
        ("honors:\n  - title: 甲\n     ‸level: city", "BY109", &["delete one space"]),
        ("honors:\n  - title: 甲\n ‸level: city", "BY109", &["type 3 spaces more", "delete one space"]),
        (
            "honors:\n  - title: 甲\n‸- title: 乙",
            "BY109",
            &["no space", "“- title” (line 5)", "type 2 spaces more", "没有空格"],
        ),
        ("honors:\n- title: 甲\n  ‸- title: 乙", "BY109", &["“- title” (line 5)", "delete 2 spaces"]),
        ("honors:\n  - title: 甲\n   ‸- title: 乙", "BY109", &["delete one space"]),
        ("summary: |\n  一\n ‸二", "BY109", &["“summary” (line 4)", "type one space more"]),
        ("summary: |\n  一\n\n  # 二\nquote: 三\n ‸level: city", "BY109", &["“quote” (line 8)"]),
    ]);
    // The very first lines.
    let said = says(&[(LI_NA, "---\n ‸name: 李娜\nrecognised_on: 2022\n---\n")], &["BY109"]);
    assert!(said[0].help(Lang::En)[0].contains("delete one space"), "{}", tell(&said[0]));
    // A register.
    let register = "content/outreach/2022.yaml";
    for (text, wanted) in [
        ("- title: 甲\n ‸held_on: 2022-05\n", "type one space more"),
        ("- title: 甲\n  held_on: 2022-05\n   ‸region: 青溪县\n", "delete one space"),
        ("- title: 甲\n  held_on: 2022-05\n ‸title: 乙\n", "type one space more"),
        ("- title: 甲\n  held_on: 2022-05\n  ‸- title: 乙\n    held_on: 2022-06\n", "delete 2 spaces"),
    ] {
        let said = says(&[(register, text)], &["BY109"]);
        assert!(said[0].help(Lang::En).concat().contains(wanted), "{text}: {}", tell(&said[0]));
    }
    // Settings.
    let site = "title: 测试\nbase_url: https://site.example/\ntheme: peony\ncontact:\n  phone: 0000-0000000\n   ‸address: 甲\n";
    says(&[("content/site.yaml", site)], &["BY109"]);
}

#[test]
fn blanks_that_are_none() {
    says_of(&[
        ("honors:\n‸　- title: 甲", "BY113", &["a full-width space", "全角空格"]),
        ("‸　region: 青溪县", "BY113", &["a full-width space"]),
        ("region:‸　青溪县", "BY113", &["a full-width space"]),
        ("honors:\n  -‸　title: 甲", "BY113", &["a full-width space"]),
        ("honors:\n‸\u{a0}\u{a0}- title: 甲", "BY113", &["a non-breaking space", "不换行空格"]),
        ("honors:\n  - title: 甲\n ‸　 level: city", "BY113", &[]),
        ("honors:\n‸\t- title: 甲", "BY102", &["tab", "Tab"]),
        ("‸\tregion: 青溪县", "BY102", &[]),
        ("honors:\n  - title: 甲\n  ‸\tlevel: city", "BY102", &[]),
    ]);
    // All lines at once.
    says(&[(LI_NA, &person("honors:\n‸　- title: 甲\n‸　  level: city"))], &["BY113", "BY113"]);
    says(&[(LI_NA, &person("honors:\n‸\t- title: 甲\n‸\t  level: city"))], &["BY102", "BY102"]);
    // In a text they are intended.
    says(&[(NEWS, &news("　　第一段。\n\n　　第二段。"))], &[]);
    says(&[(NEWS, &news("").replace("---\n\n", "summary: |\n  　　一\n  \t二\n---\n\n"))], &[]);
}

#[test]
fn signs_before_items() {
    for sign in ["—", "——", "–", "·", "•", "●", "*", "１．", "1.", "1、", "(1)"] {
        let line = format!("honors:\n  ‸{sign} title: 甲");
        let code = if matches!(sign, "１．" | "(1)") { "BY201" } else { "BY110" };
        let system = published();
        system.put(std::path::Path::new("/site").join(LI_NA), person(&line).replace('‸', "")).unwrap();
        let (_, said) = rebuild(&system, &options());
        assert_eq!(said[0].code.id(), code, "{sign}");
    }
    says_of(&[
        (
            "honors:\n‸-title: 甲",
            "BY110",
            &["a hyphen without a space", "短横线，后面没有空格", "  - title: …"],
        ),
        ("honors:\n  ‸-title: 甲\n   level: city", "BY110", &[]),
        ("honors:\n  - title: 甲\n  ‸-title: 乙", "BY110", &[]),
        ("honors:\n  ‸— title: 甲", "BY110", &["“—”"]),
        ("honors:\n  ‸—title: 甲", "BY110", &[]),
    ]);
    says(&[(LI_NA, &person("honors:\n  ‸-title: 甲\n  ‸-title: 乙"))], &["BY110", "BY110"]);
    // In a text value they are not mistakes.
    says(&[(NEWS, &news("").replace("---\n\n", "summary: |\n  — 一\n  -二\n---\n\n"))], &[]);
    says(&[(NEWS, &news("").replace("---\n\n", "summary: —— 她说\n---\n\n"))], &[]);
}

#[test]
fn items_where_there_is_no_list() {
    says_of(&[
        ("‸- region: 青溪县", "BY115", &["delete the hyphen and the space", "删掉短横线和空格"]),
        ("honors: 甲\n  ‸- title: 乙", "BY115", &["“honors”"]),
    ]);
    let said = says(&[(SESSION, &session("topics: policy\n  ‸- skills"))], &["BY115"]);
    for (lang, wanted) in [(Lang::En, "“topics” above it has a value"), (Lang::ZhCn, "“topics”已经有内容")]
    {
        assert!(said[0].help(lang).concat().contains(wanted), "{}", tell(&said[0]));
    }
    says(&[(BASE, &base("services: 月嫂\n  ‸- 护工\n  - 育婴"))], &["BY115"]);
    says(&[(BASE, &base("services:\n  - 月嫂\n    ‸- 护工"))], &["BY115"]);
    // A text that continues.
    says(&[(NEWS, &news("").replace("---\n\n", "summary: 一\n  二 - 三\n---\n\n"))], &[]);
}

#[test]
fn lines_without_a_colon() {
    says_of(&[
        ("‸region 青溪县", "BY112", &["region: …"]),
        ("‸region= 青溪县", "BY112", &["region: …"]),
        ("‸月嫂", "BY112", &["name: Chen Xiuying", "name: 陈秀英"]),
        ("summary: |\n‸她的简介", "BY112", &["put two spaces before it"]),
        ("honors:\n‸title", "BY112", &["“honors”", "two spaces, a hyphen and a space"]),
    ]);
    says(&[(SESSION, &session("topics:\n‸policy\nskills"))], &["BY112"]);
}

#[test]
fn signs_that_mean_something() {
    says_of(&[
        ("summary: 通知‸: 开始报名", "BY111", &["summary: \"…\""]),
        ("summary: 李娜 level‸: city", "BY111", &["press Enter before it", "按回车"]),
        ("quote: ‸@她", "BY111", &["quote: \"…\""]),
        ("quote: ‸%她", "BY111", &[]),
        ("quote: ‸*她", "BY111", &[]),
        ("quote: ‸`她`", "BY111", &[]),
        ("quote: \"好\"‸她说", "BY111", &["quote: '…'"]),
    ]);
    says(&[(SESSION, &session("attendance: ‸>1200"))], &["BY111"]);
}

#[test]
fn brackets_and_quotes_that_stay_open() {
    says_of(&[
        ("quote: ‸\"她说", "BY114", &["“\"”", "引号"]),
        ("quote: ‸'她说", "BY114", &[]),
        ("portrait: ‸{file: a.jpg\nlevel: city", "BY114", &["“}”", "花括号"]),
        ("honors: ‸[{title: 甲}\nlevel: city", "BY114", &["“]”"]),
    ]);
    says(&[(SESSION, &session("topics: ‸[policy, skills"))], &["BY114"]);
    // Closed further below.
    says(&[(SESSION, &session("topics: [policy,\n  skills]"))], &[]);
}

#[test]
fn lines_that_should_be_further_in() {
    for (lines, owner) in [
        ("consent:\n‸signed: 2022-01-05\n‸scope: [name]", "consent"),
        ("honors:\n‸title: 甲\n‸awarded_on: 2022", "honors"),
    ] {
        let said = says(&[(LI_NA, &person(lines))], &["BY201", "BY201"]);
        assert!(
            said[0].help(Lang::En).concat().contains(&format!("belongs to “{owner}” above it")),
            "{}",
            tell(&said[0])
        );
    }
    let site = "title: 测试\nbase_url: https://site.example/\ntheme: peony\ncontact:\n‸phone: 0000-0000000\n";
    let said = says(&[("content/site.yaml", site)], &["BY302"]);
    assert!(said[0].help(Lang::ZhCn).concat().contains("“contact”"), "{}", tell(&said[0]));
}

#[test]
fn fences() {
    let of = |first: &str, second: &str| {
        format!("{first}\nname: 李娜\nrecognised_on: 2022-05\n{second}\n故事。\n")
    };
    for (first, second, code) in [
        ("‸————", "---", "BY008"),
        ("‸ ---", "---", "BY008"),
        ("‸--", "---", "BY008"),
        ("‸- - -", "---", "BY008"),
        ("---", "‸ ---", "BY009"),
        ("---", "‸--", "BY009"),
        ("---", "‸———", "BY009"),
        ("---", "‸----", "BY009"),
        ("---", "‸－－－", "BY009"),
    ] {
        let said = says(&[(LI_NA, &of(first, second))], &[code]);
        let shown = if code == "BY008" { first } else { second };
        let wanted = format!("“{}”", shown.trim_start_matches('‸').trim_end());
        assert!(said[0].help(Lang::ZhCn)[0].contains(&wanted), "{}", tell(&said[0]));
    }
    says(&[(LI_NA, &of("‸---", ""))], &["BY009"]);
}

#[test]
fn what_is_missing_is_added_where_it_belongs() {
    let register = "content/outreach/2022.yaml";
    let help = |files: &[(&str, &str)], code: &str, lang| says(files, &[code])[0].help(lang).join("\n");
    for (path, text, code, wanted) in [
        (register, "- ‸{title: 甲}\n", "BY202", "{…, held_on: 2022-03-08}"),
        (BASE, &*base("photo: ‸{alt: 教室}"), "BY303", "{…, file: …}"),
        (BASE, &*base("honors: [‸{level: city}]"), "BY202", "{…, title: …}"),
        (
            "content/regions.yaml",
            "- {id: qingxi, title: 青溪县}\n- ‸{id: anning}\n",
            "BY303",
            "{…, title: …}",
        ),
    ] {
        for lang in Lang::ALL {
            let help = help(&[(path, text)], code, lang);
            assert!(help.contains(wanted), "{text}: {help}");
            assert!(!help.contains("Add a line") && !help.contains("请加一行"), "{text}: {help}");
        }
    }
    for (text, wanted) in [
        ("- ‸title: 甲\n", "Add a line that begins with “held_on: ”"),
        ("- title: 甲\n  ‸held_on:\n", "Write the value after “held_on: ”"),
    ] {
        let help = help(&[(register, text)], "BY202", Lang::En);
        assert!(help.contains(wanted), "{text}: {help}");
    }
    let site = "‸title:\nbase_url: https://site.example/\n";
    assert!(
        help(&[("content/site.yaml", site)], "BY303", Lang::En).contains("Write the value after “title: ”")
    );
    // Under a similar key, it is not reported as missing too.
    says(&[(LI_NA, "---\n‸Name: 李娜\nrecognised_on: 2022\n---\n")], &["BY201"]);
    says(&[(LI_NA, "---\n‸姓名: 李娜\nrecognised_on: 2022\n---\n")], &["BY201"]);
}
