//! Duplicate records.

use super::support::{judge, says, tell};
use bangyang::diag::Lang;

fn person(name: &str, region: &str, on: &str) -> String {
    format!(
        "---\nname: ‸{name}\nregion: {region}\nrecognised_on: {on}\nconsent: {{signed: 2022-01-05, scope: [name, story]}}\n---\n她的故事。\n"
    )
}

/// The common site has 陈秀英 of 青溪县, recognised on 2022-03-08, in `chen-xiuying.md`.
#[test]
fn a_person_is_told_before_she_counts_twice() {
    let rows = [
        ("chen-xiuying - 副本", "陈秀英", "青溪县", "2022-03-08", true),
        ("chen-xiuying (1)", "陈秀英", "青溪县", "2022-03-08", true),
        ("chen-xiuying copy", "陈秀英", "青溪县", "2022-03-08", true),
        ("Copy of chen-xiuying", "陈秀英", "青溪县", "2022-03-08", true),
        // A copy with a change.
        ("chen-xiuying - 副本", "陈秀英", "安宁县", "2022-04-08", true),
        // Copied as a template for another person.
        ("chen-xiuying - 副本", "刘二妮", "青溪县", "2022-03-08", false),
        // Entered by somebody else under another file name.
        ("z", "陈秀英", "青溪县", "2022-03-08", true),
        ("z", "陈　秀英", "qingxi", "2022-03-08", true),
        ("zz/z", "陈秀英", "青溪县", "2022-03-08", true),
        // Namesakes.
        ("z", "陈秀英", "安宁县", "2022-03-08", false),
        ("z", "陈秀英", "青溪县", "2022-04-08", false),
    ];
    for (file, name, region, on, told) in rows {
        let path = format!("content/exemplars/{file}.md");
        let text = person(name, region, on);
        let text = if told { text } else { text.replace('‸', "") };
        let said = judge(&[(&path, &text)], if told { &["BY266"] } else { &[] });
        let said = said.unwrap_or_else(|wrong| panic!("{file} {name} {region} {on}: {wrong}"));
        if told {
            assert_eq!(said[0].related[0].file.as_str(), "content/exemplars/chen-xiuying.md");
            let words = tell(&said[0]);
            assert!(words.contains("allow") && words.contains(&path), "{words}");
        }
    }
    let copy = person("陈秀英", "青溪县", "2022-03-08");
    let path = "content/exemplars/chen-xiuying - 副本.md";
    // Drafts do not count.
    says(&[(path, &copy.replace('‸', "").replace("---\nname", "---\ndraft: true\nname"))], &[]);
    // They are known to be two persons.
    let site = "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例单位\nallow: [{text: 陈秀英, reason: 同名的两个人}]\n";
    says(&[(path, &copy.replace('‸', "")), ("content/site.yaml", site)], &[]);
    // Three times is twice too many.
    let said = says(&[(path, &copy), ("content/exemplars/z.md", &copy)], &["BY266", "BY266"]);
    assert!(said.iter().all(|told| told.message(Lang::En).contains("twice")));
}

#[test]
fn a_session_is_told_before_it_counts_twice() {
    let row = |id: &str, more: &str| format!("- {{id: {id}, title: 宣讲, held_on: 2022-03-01{more}}}\n");
    let marked = |id: &str, more: &str| row(id, more).replace("title: ", "title: ‸");
    let at = "content/outreach/2022.yaml";
    for more in ["", ", region: qingxi", ", region: qingxi, attendance: 60", ", region: [qingxi, anning]"] {
        if more.contains('[') {
            continue;
        }
        says(&[(at, &(row("a", more) + &marked("b", more)))], &["BY266"]);
    }
    // A corrected number in the second does not make them two.
    says(&[(at, &(row("a", ", attendance: 60") + &marked("b", ", attendance: 80")))], &["BY266"]);
    // In two files, one of a single session.
    let single = "---\ntitle: ‸宣讲\nheld_on: 2022-03-01\n---\n内容。\n";
    says(&[(at, &row("a", "")), ("content/outreach/z.md", single)], &["BY266"]);
    for (one, other) in [
        (", region: qingxi", ", region: anning"),
        (", region: qingxi", ""),
        (", venue: village", ", venue: campus"),
        (", speakers: [陈秀英], region: qingxi", ", speakers: [陈秀英], region: anning"),
        (", state: held", ", state: cancelled"),
    ] {
        says(&[(at, &(row("a", one) + &row("b", other)))], &[]);
    }
    let other_day = row("b", "").replace("03-01", "03-02");
    says(&[(at, &(row("a", "") + &other_day))], &[]);
    // With neither date nor region, several things may share a name.
    says(
        &[
            ("content/pages/a/x.md", "---\ntitle: 说明\n---\n甲。\n"),
            ("content/pages/b/x.md", "---\ntitle: 说明\n---\n乙。\n"),
        ],
        &[],
    );
}
