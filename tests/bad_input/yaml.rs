//! Mistakes of form by an editor who has never seen YAML.

use bangyang::diag::Lang;

use super::support::*;

#[test]
fn front_matter_that_is_not_there_or_not_closed() {
    let t = |text: &str| text.to_owned();
    table(&[
        (LI_NA, t(""), &["BY007 @content/exemplars/li-na.md"]),
        (LI_NA, t(" \n\n\t\n"), &["BY007 @content/exemplars/li-na.md"]),
        (LI_NA, t("\u{feff}"), &["BY007 @content/exemplars/li-na.md"]),
        (LI_NA, t("‸李娜是一位月嫂。\n"), &["BY008"]),
        (LI_NA, t("‸name: 李娜\nrecognised_on: 2022-05\n---\n故事。\n"), &["BY008"]),
        (LI_NA, t("‸———\nname: 李娜\n———\n故事。\n"), &["BY008"]),
        (LI_NA, t("‸----\nname: 李娜\n----\n故事。\n"), &["BY008"]),
        (LI_NA, t("‸---\nname: 李娜\nrecognised_on: 2022-05\n\n她的故事。\n"), &["BY009"]),
        (LI_NA, t("\n\n‸---\nname: 李娜\n"), &["BY009"]),
        (LI_NA, t("‸‸---\n---\n故事。\n"), &["BY202", "BY202"]),
        (LI_NA, t("‸‸---\n# name: 李娜\n---\n"), &["BY202", "BY202"]),
        ("content/outreach/2022.yaml", t("[]\n"), &["BY007 @content/outreach/2022.yaml"]),
        ("content/outreach/2022.yaml", t("# 以后再填\n"), &["BY007 @content/outreach/2022.yaml"]),
    ]);
}

#[test]
fn full_width_punctuation() {
    let x = exemplar;
    table(&[
        (LI_NA, x("occupation‸：月嫂"), &["BY103"]),
        (LI_NA, x("职业‸：月嫂"), &["BY103"]),
        (LI_NA, x("occupation ‸：月嫂"), &["BY103"]),
        (SESSION, session("topics: ‸【policy, skills】"), &["BY281"]),
        (SESSION, session("topics: [policy‸，skills]"), &["BY103"]),
        (SESSION, session("topics: [policy, skills‸】"), &["BY103"]),
        (SESSION, session("topics: ‸policy，skills"), &["BY281"]),
        (SESSION, session("topics: ‸policy、skills"), &["BY281"]),
        (SESSION, session("topics:\n‸－ policy"), &["BY103"]),
        (SESSION, session("topics:\n‸　- policy"), &["BY113"]),
        (SESSION, session("state: ‸“held”"), &["BY103"]),
        (BASE, base("photo: ‸｛file: a.jpg｝"), &["BY103"]),
        (BASE, base("region: ‸“青溪县”"), &["BY103"]),
        // Within a sentence it is not a mistake.
        (LI_NA, x("summary: “福嫂”：她说，【好】"), &[]),
        (LI_NA, x("quote: “好”"), &[]),
        (BASE, base("capacity: ６０"), &[]),
    ]);
}

#[test]
fn blanks_tabs_and_quotes() {
    let x = exemplar;
    table(&[
        (LI_NA, x("occupation‸:月嫂"), &["BY108"]),
        (LI_NA, "---\nname‸:陈秀英\nrecognised_on‸:2022-05\n---\n".to_owned(), &["BY108", "BY108"]),
        (LI_NA, x("honors:\n‸\t- title: 福嫂"), &["BY102"]),
        (LI_NA, x("honors:\n  - title: 福嫂\n‸\t  level: city"), &["BY102"]),
        (LI_NA, x("quote: ‸\"她说"), &["BY114"]),
        (LI_NA, x("quote: ‸'她说"), &["BY114"]),
        (LI_NA, x("quote: \"好\"‸她说"), &["BY111"]),
        (SESSION, session("topics: ‸[policy, skills"), &["BY114"]),
        (BASE, base("photo: ‸{file: a.jpg"), &["BY114"]),
        (LI_NA, x("summary: 通知‸: 开始报名"), &["BY111"]),
        (LI_NA, x("  ‸occupation: 月嫂"), &["BY109"]),
        (LI_NA, x("‸月嫂"), &["BY112"]),
        (LI_NA, x("quote: ‸@她"), &["BY111"]),
        (LI_NA, x("quote: ‸%她"), &["BY111"]),
        (LI_NA, x("quote: ‸*她"), &["BY111"]),
        (LI_NA, x("occupation: 月嫂\n‸occupation: 护工"), &["BY104"]),
        (LI_NA, x("‸name: 王芳"), &["BY104"]),
        (LI_NA, x("honors: [{title: 甲, ‸title: 乙}]"), &["BY104"]),
    ]);
}

#[test]
fn both_places_of_a_key_that_is_there_twice_are_told() {
    let said = says(&[(LI_NA, &exemplar("‸name: 王芳"))], &["BY104"]);
    assert_eq!(said[0].related[0].line(), 2);
    assert!(said[0].message(Lang::ZhCn).contains("第 2 行"));
}

#[test]
fn bombs_and_depth() {
    let bomb: String = std::iter::once("a0: &a0 [好, 好, 好, 好, 好, 好, 好, 好, 好]\n".to_owned())
        .chain((1..12).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))))
        .collect();
    for (path, text) in [
        (LI_NA, exemplar(&bomb)),
        ("content/site.yaml", format!("title: 测试\n{bomb}")),
        ("content/regions.yaml", bomb.clone()),
        ("content/programs/2022.yaml", bomb.clone()),
        ("content/outreach/2022.yaml", bomb.clone()),
    ] {
        let system = published();
        system.put(std::path::Path::new("/site").join(path), text).unwrap();
        let (_, said) = rebuild(&system, &options());
        assert!(
            said.len() == 1 && place(&said[0]).starts_with(&format!("BY105 {path}:")),
            "{}",
            tell(&said[0])
        );
    }
    // From the allowed depth to one that would overflow the stack.
    for depth in [40, 1_000, 200_000] {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
            let value = format!("{}好{}", open.repeat(depth), close.repeat(depth));
            let line = if open == "- " { format!("topics:\n  {value}") } else { format!("topics: {value}") };
            let system = published();
            system.put(std::path::Path::new("/site").join(SESSION), session(&line)).unwrap();
            let (_, said) = rebuild(&system, &options());
            assert!(matches!(said[0].code.id(), "BY106" | "BY101"), "{depth} {open}: {}", tell(&said[0]));
            assert_eq!(said.len(), 1);
            assert!(said[0].place.as_ref().unwrap().line() >= 4);
        }
    }
}

#[test]
fn a_text_that_is_nested_deeply() {
    for piece in ["> ", "- ", "*a ", "[", "![", "<b>", "(", "{{ ", "`", "~~", "[^1]: ", ": "] {
        let system = published();
        let text = news(&piece.repeat(20_000));
        system.put(std::path::Path::new("/site").join(NEWS), text).unwrap();
        let (_, said) = rebuild(&system, &options());
        for diagnostic in &said {
            assert_eq!(diagnostic.place.as_ref().map(|place| place.file.as_str()), Some(NEWS));
        }
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let long = "字".repeat((10 << 20) / 3);
    table(&[
        (LI_NA, format!("---\nname: ‸{long}\nrecognised_on: 2022-05\n---\n"), &["BY209"]),
        (LI_NA, exemplar(&format!("‸{long}: 月嫂")), &["BY101"]),
        (SESSION, session(&format!("attendance: ‸{long}")), &["BY207"]),
    ]);
    let too_large = "字".repeat(6 << 20);
    table(&[(LI_NA, exemplar(&too_large), &["BY006 @content/exemplars/li-na.md"])]);
}

/// Very many keys, including duplicates, are read quickly, and their errors are limited.
#[test]
fn very_many_keys() {
    let params = |count: usize| -> String {
        std::iter::once("params:".to_owned()).chain((0..count).map(|n| format!("\n  k{n}: [1, 2]"))).collect()
    };
    says(&[(LI_NA, &exemplar(&params(50_000)))], &[]);
    let unknown: String = (0..40_000).map(|n| format!("k{n}: v\n")).collect();
    for (path, text) in
        [(LI_NA, exemplar(&unknown)), (NEWS, news("").replace("title:", &format!("{unknown}title:")))]
    {
        let system = published();
        system.put(std::path::Path::new("/site").join(path), text).unwrap();
        let (_, said) = rebuild(&system, &options());
        assert!(said.len() == 200 && said.iter().all(|it| it.code.id() == "BY201"), "{path}: {}", said.len());
    }
    for (path, text) in [
        (LI_NA, exemplar(&"occupation: 月嫂\n".repeat(40_000))),
        (SESSION, session(&"x: y\n".repeat(40_000))),
        ("content/outreach/2022.yaml", "a: b\n".repeat(40_000)),
        (
            "content/site.yaml",
            format!("title: 测试\nbase_url: https://site.example/\n{}", "menu: []\n".repeat(40_000)),
        ),
    ] {
        let system = published();
        system.put(std::path::Path::new("/site").join(path), text).unwrap();
        let (outcome, said) = rebuild(&system, &options());
        assert_eq!(outcome.status, bangyang::build::Status::ContentErrors);
        let twice = said.iter().filter(|it| it.code.id() == "BY104").count();
        assert!(twice == 200 && said.len() < 210, "{path}: {twice} of {}", said.len());
    }
}
