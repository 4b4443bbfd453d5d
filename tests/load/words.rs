//! The wording of messages.

use bangyang::diag::Lang;

use crate::said;

fn told(files: &[(&str, &str)]) -> Vec<String> {
    let told = said(files);
    told.iter().map(|it| [vec![it.message(Lang::En)], it.help(Lang::En)].concat().join("\n")).collect()
}

#[test]
fn a_group_is_named_by_its_label() {
    let collection = "
title: {zh-CN: 名册, en: Rolls}
item: {zh-CN: 名册, en: roll}
fields:
  name: {type: text}
  helper:
    type: group
    label: {zh-CN: 帮手, en: Helper}
    fields:
      name: {type: text, required: true, label: {zh-CN: 姓名, en: Name}}
      age: {type: integer}
";
    // A misspelt key is reported only as that, a missing one as missing.
    for (helper, code) in [("{nam: 乙}", "BY201"), ("{age: 3}", "BY202")] {
        let record = format!("---\nname: 甲\nhelper: {helper}\n---\n");
        let files = [("collections/rolls.yaml", collection), ("rolls/a.md", record.as_str())];
        let told = told(&files);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("Helper"), "{told:?}");
        let said = said(&files);
        assert_eq!(said[0].code.id(), code);
        assert!(said[0].message(Lang::ZhCn).contains("帮手"));
    }
}

#[test]
fn an_empty_list_is_no_help() {
    let told = told(&[("outreach/a.yaml", "- {title: 一, held_on: 2022-01-01, region: 东县}\n")]);
    let region: Vec<&String> = told.iter().filter(|it| it.contains("东县")).collect();
    assert_eq!(region.len(), 1, "{told:?}");
    assert!(!region[0].contains("regions are"), "{told:?}");
}

#[test]
fn two_records_of_one_id_are_told_by_the_title_of_their_collection() {
    let item = "- {id: a, title: 一, held_on: 2022-01-01}\n";
    let said = said(&[("outreach/a.yaml", &item.repeat(2))]);
    let twice = said.iter().find(|it| it.code.id() == "BY216").unwrap();
    let (_, collection) = twice.args.iter().find(|(name, _)| *name == "collection").unwrap();
    assert_ne!(collection.in_lang(Lang::En), collection.in_lang(Lang::ZhCn));
}

#[test]
fn a_collection_that_a_reference_names_is_told_by_its_name_alone() {
    let collection = "title: 名册\nfields: {name: {type: text}, base: {type: reference, to: bses}}\n";
    let said = said(&[("collections/rolls.yaml", collection)]);
    let unknown = said.iter().find(|it| it.code.id() == "BY313").unwrap();
    assert!(unknown.message(Lang::En).contains("“bses”"), "{}", unknown.message(Lang::En));
}
