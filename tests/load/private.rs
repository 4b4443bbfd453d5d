//! Values of private fields are never revealed.

use bangyang::diag::{Code, Lang, render};

use crate::said;

const COLLECTION: &str = "
title: 名册
item: 名册
fields:
  name: {type: text, required: true}
  phone: {type: public_phone, visibility: private}
  born: {type: date, visibility: private}
  kind: {type: choice, choices: [shanghu, gongren], visibility: private}
  amount: {type: quantity, unit: 元, visibility: private}
  home: {type: region, visibility: private}
  page: {type: url, visibility: private}
  note: {type: text, max: 3, visibility: private}
  photo: {type: image, visibility: private}
  agreed: {type: consent, visibility: private}
  guarantor: {type: group, visibility: private, fields: {name: {type: text}, born: {type: date}}}
  helper: {type: group, fields: {name: {type: text}, born: {type: date, visibility: private}}}
";

/// The quoted lines, with the values masked.
const RECORD: &str = "---
name: 甲
phone: secret one
born: secret two
kind: secretshanghu
amount: secret three
home: secret four
page: secret five
note: secret six
photo: {file: x.jpg, others_in_picture: secret seven}
agreed:
  scope: [secretname]
  signed: secret eight
guarantor:
  secretly: secret nine
  born: secret ten
helper:
  born: secret eleven
---
";

#[test]
fn nothing_of_a_private_value_is_shown() {
    let said = said(&[("collections/rolls.yaml", COLLECTION), ("rolls/a.md", RECORD)]);
    let ids: Vec<&str> = said.iter().map(|it| it.code.id()).collect();
    assert!(said.len() >= 12, "{ids:?}");
    for diagnostic in &said {
        assert_eq!(diagnostic.place.as_ref().unwrap().file.as_str(), "content/rolls/a.md");
        for lang in Lang::ALL {
            let told = render::terminal(diagnostic, lang, false) + &render::json(diagnostic, lang);
            assert!(!told.contains("secret"), "{told}");
        }
    }
}

#[test]
fn a_long_number_is_masked_in_any_field() {
    let number = ["0".repeat(3), "0".repeat(4), "0".repeat(4)].join("-");
    let record = format!("---\nname: 甲\nhome: {number}\nkind: {number}\n{number}: 乙\n---\n");
    let collection = COLLECTION.replace(", visibility: private", "");
    let said = said(&[("collections/rolls.yaml", &collection), ("rolls/a.md", &record)]);
    let codes: Vec<Code> = said.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::UnknownRegion, Code::UnknownChoice, Code::UnknownField]);
    for diagnostic in &said {
        for lang in Lang::ALL {
            let told = render::terminal(diagnostic, lang, false) + &render::json(diagnostic, lang);
            assert!(!told.contains("000"), "{told}");
        }
    }
}

/// The value of an unknown key may be meant for a private field.
#[test]
fn nothing_of_a_value_under_an_unknown_key_is_shown() {
    let record = "---
name: 甲
evidnce: secret one
fone: secret two
evidense:
  - secret three
电话: secret four
helper: {bron: secret five, name: 乙}
---
";
    let said = said(&[("collections/rolls.yaml", COLLECTION), ("rolls/a.md", record)]);
    assert_eq!(said.iter().filter(|it| it.code == Code::UnknownField).count(), 5, "{said:?}");
    for diagnostic in &said {
        for lang in Lang::ALL {
            let told = render::terminal(diagnostic, lang, false) + &render::json(diagnostic, lang);
            assert!(!told.contains("secret"), "{told}");
        }
    }
}
