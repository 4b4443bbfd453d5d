//! Compares with yaml-edit, which shares no code with ours: it must read our output as intended, and our
//! reader must read its output as ours.

use std::str::FromStr;

use bangyang_config::config::yaml::{Node, NodeValue};
use bangyang_domain::source::SitePath;

use super::path;
use crate::shape::Shape;
use crate::{Document, Value};

const FILE: &str = "# 人\nname: 林玉兰   # 全名\nregion: '青溪县'\nempty:\nsince: \"2019\"\nhonors:\n  - {title: 甲, on: 2022-03-05}\n  - title: 乙\n    on: 2022-04\nscope: [name, story]\nsummary: 八年育婴。\nlast: end\n";

const VALUES: [&str; 14] = [
    "新的 值",
    "2022",
    "2022-03-05",
    "yes",
    "null",
    "a: b",
    "a #b",
    "- a",
    "it's",
    "say \"a\"",
    "[a]",
    "*a",
    "甲：乙",
    "@a",
];

fn ours(text: &str) -> Document {
    Document::read(SitePath::try_from("content/a.yaml").unwrap(), text.as_bytes().to_vec()).unwrap()
}

/// The contents of a tree, regardless of quotes.
fn said(node: &Node) -> String {
    match &node.value {
        NodeValue::Null => "~".to_owned(),
        NodeValue::Scalar { text, .. } => format!("{text:?}"),
        NodeValue::Sequence(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", ")),
        NodeValue::Mapping(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", key.text, said(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

#[test]
fn both_say_the_same() {
    for key in ["name", "region", "since", "summary", "last", "brand_new"] {
        for value in VALUES {
            let mut own = ours(FILE);
            own.set(&path(key), &Value::text(value)).unwrap();
            let written = own.original().content().to_string();
            let read = yaml_edit::Document::from_str(&written).unwrap();
            assert_eq!(read.get_string(key).as_deref(), Some(value), "{key}\n{written}");
            assert_eq!(read.to_string(), written);
            let other = yaml_edit::Document::from_str(FILE).unwrap();
            other.set(key, value);
            let other = ours(&other.to_string());
            let root = path("");
            assert_eq!(said(own.get(&root).unwrap()), said(other.get(&root).unwrap()), "{key}: {value}");
        }
    }
    for key in ["name", "empty", "honors", "scope", "last"] {
        let mut own = ours(FILE);
        own.remove(&path(key)).unwrap();
        let other = yaml_edit::Document::from_str(FILE).unwrap();
        other.remove(key).unwrap();
        let other = ours(&other.to_string());
        assert!(Shape::of(own.get(&path("")).unwrap()).is(other.get(&path("")).unwrap()), "{key}");
    }
}
