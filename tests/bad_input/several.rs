//! Several values where one is allowed, and lists written as one text.

use bangyang::diag::{Lang, Severity};

use super::support::*;

/// The Chinese help.
#[track_caller]
fn help(path: &str, text: &str, code: &str) -> String {
    let said = says(&[(path, text)], &[code]);
    said[0].help(Lang::ZhCn).join("\n")
}

#[test]
fn several_names_for_one() {
    for value in [
        "青溪县、安宁县",
        "青溪县，安宁县",
        "青溪县,安宁县",
        "青溪县/安宁县",
        "青溪县和安宁县",
        "青溪县 安宁县",
        "[青溪县, 安宁县]",
        "青溪县、安宁区",
    ] {
        let told = help(SESSION, &session(&format!("region: ‸{value}")), "BY280");
        assert!(told.contains("“region: 青溪县”") && told.contains("region: [青溪县, 安宁"), "{told}");
        assert!(told.contains("content/collections/outreach.yaml"), "{told}");
        assert!(told.contains("region: {type: list, of: region}"), "{told}");
    }
    let told = help(SESSION, &session("mode: ‸线上、线下"), "BY280");
    assert!(told.contains("“mode: 线上”") && !told.contains('['), "{told}");
    help(SESSION, &session("mode: ‸[online, offline]"), "BY280");
    help(LI_NA, &exemplar("base: ‸锦绣基地、安心基地"), "BY280");
    help(LI_NA, &exemplar("mentor: ‸[chen-xiuying, wang-fang]"), "BY280");
}

#[test]
fn a_list_in_one_text() {
    for (line, wanted) in [
        ("speakers: ‸陈秀英、李娜", "speakers: [陈秀英, 李娜]"),
        ("speakers: ‸chen-xiuying, li-na", "speakers: [chen-xiuying, li-na]"),
        ("speakers: ‸陈秀英 chen-xiuying", "speakers: [陈秀英, chen-xiuying]"),
        ("speakers: ‸\"陈秀英；李娜\"", "speakers: [陈秀英, 李娜]"),
        ("topics: ‸policy、skills", "topics: [policy, skills]"),
        ("topics: ‸政策，技能", "topics: [政策, 技能]"),
        ("topics: ‸policy, skills", "topics: [policy, skills]"),
        ("topics: ‸policy和skills", "topics: [policy, skills]"),
    ] {
        let told = help(SESSION, &session(line), "BY281");
        assert!(told.contains(wanted), "{line}: {told}");
    }
    let told = help(SESSION, &session("topics:\n  - exemplars\n  - ‸policy、skills"), "BY281");
    assert!(told.contains("“policy”、“skills”") && !told.contains('['), "{told}");
    let told = help(SESSION, &session("topics: [exemplars, policy‸、skills]"), "BY103");
    assert!(told.contains("“,”"), "{told}");
}

#[test]
fn a_list_of_texts_in_one_is_published_but_told() {
    let said = says(&[(BASE, &base("services: ‸月嫂、护工"))], &["BY281"]);
    assert_eq!(said[0].severity, Severity::Warning);
    assert!(said[0].help(Lang::En)[0].contains("services: [月嫂, 护工]"));
    table(&[
        (BASE, base("services: 月嫂"), &[]),
        (BASE, base("services: [月嫂、育婴]"), &[]),
        (BASE, base("services: \"月嫂、育婴\""), &[]),
        (BASE, base("services: 面向全县的月嫂和育婴师提供的培训、考试和推荐上岗等一条龙服务"), &[]),
    ]);
}

#[test]
fn the_title_of_a_record_may_hold_a_sign_of_lists() {
    let other = (
        "content/exemplars/x.md",
        "---\nname: 李娜、王芳\nrecognised_on: 2022\nconsent: {signed: 2022-01, scope: [name]}\n---\n",
    );
    says(&[other, (SESSION, &session("speakers: 李娜、王芳"))], &[]);
}
