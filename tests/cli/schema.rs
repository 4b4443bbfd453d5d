//! `schema`, compared with the demonstration's records.

use std::path::Path;

use bangyang::config::Config;
use bangyang::config::front_matter::{FrontMatter, split};
use bangyang::config::text::read_text;
use bangyang::config::yaml::{Node, NodeValue, parse};
use bangyang::diag::Diagnostics;
use bangyang::source::{EntryKind, OsSystem, SitePath, System};
use serde_json::Value;

use super::support::{Place, SITE};

/// Where a record violates the schema, as far as keys and choices are concerned.
fn misfits(schema: &Value, node: &Node, at: &str, found: &mut Vec<String>) {
    let forms = schema["anyOf"].as_array().map_or(std::slice::from_ref(schema), Vec::as_slice);
    match &node.value {
        NodeValue::Mapping(entries) => {
            let Some(form) = forms.iter().find(|form| form["properties"].is_object()) else { return };
            for (key, value) in entries {
                match form["properties"].get(&*key.text) {
                    Some(inner) => misfits(inner, value, &format!("{at}.{}", key.text), found),
                    None => found.push(format!("{at}: {}", key.text)),
                }
            }
            for required in form["required"].as_array().into_iter().flatten() {
                if !entries.iter().any(|(key, _)| required == &*key.text) {
                    found.push(format!("{at}: lacks {required}"));
                }
            }
        }
        NodeValue::Sequence(items) => {
            let Some(form) = forms.iter().find(|form| form["items"].is_object()) else {
                return found.push(format!("{at}: no list"));
            };
            items.iter().for_each(|item| misfits(&form["items"], item, at, found));
        }
        NodeValue::Scalar { text, .. } => {
            let listed: Vec<&Value> =
                forms.iter().filter_map(|form| form["enum"].as_array()).flatten().collect();
            let only = forms.iter().all(|form| form["enum"].is_array() || form["type"] == "null");
            if only && !listed.iter().any(|value| value.as_str() == Some(text)) {
                found.push(format!("{at}: {text}"));
            }
        }
        NodeValue::Null => {}
    }
}

#[test]
fn the_demonstrations_records_fit() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = OsSystem.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&OsSystem, root, &content, &[], &mut diagnostics).unwrap();
    let (mut found, mut records) = (Vec::new(), 0);
    for collection in &config.collections {
        let root = root.to_string_lossy();
        let ran = Place::new().run(&["schema", &collection.id, "--root", &root]).ended(0);
        let schema: Value = serde_json::from_str(&ran.out).unwrap();
        let prefix = format!("{}/", collection.id);
        for entry in content.iter().filter(|entry| entry.path.as_str().starts_with(&prefix)) {
            let path = SitePath::try_from(format!("content/{}", entry.path).as_str()).unwrap();
            let ending = path.extension().unwrap_or_default();
            if entry.kind != EntryKind::File || !["md", "yaml"].contains(&ending.as_str()) {
                continue;
            }
            let text = read_text(&OsSystem, Path::new(&*root), &path, &mut diagnostics).unwrap();
            let range = match split(&text.content) {
                FrontMatter::Found(range, _) if ending == "md" => range,
                _ => 0..text.content.len(),
            };
            let node = parse(&text, range, &mut diagnostics).unwrap();
            for record in node.as_list().unwrap_or(std::slice::from_ref(&node)) {
                records += 1;
                misfits(&schema, record, path.as_str(), &mut found);
            }
        }
    }
    assert!(records > 200, "{records}");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_schema_is_printed_with_or_without_a_site() {
    for place in [Place::new(), Place::with(&[SITE])] {
        let ran = place.run(&["schema", "exemplars", "--lang", "zh-CN"]).ended(0);
        let schema: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["properties"]["name"]["title"], "姓名");
        let all: Value = serde_json::from_str(&place.run(&["schema"]).ended(0).out).unwrap();
        assert_eq!(all["$defs"].as_object().unwrap().len(), 13);
        assert_eq!(place.run(&["schema", "--format", "json"]).ended(0).out.lines().count(), 1);
        let ran = place.run(&["schema", "exemplrs"]).ended(2);
        assert!(ran.err.contains("exemplars"), "{}", ran.err);
    }
}
