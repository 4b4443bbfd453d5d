//! `schema`, compared with the demonstration's records.

use std::path::Path;

use bangyang::config::Config;
use bangyang::config::front_matter::{FrontMatter, split};
use bangyang::config::text::read_text;
use bangyang::config::yaml::parse;
use bangyang::diag::Diagnostics;
use bangyang::source::{EntryKind, OsSystem, SitePath, System};
use serde_json::Value;

use super::support::{Place, SITE};

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
        let validator = jsonschema::validator_for(&schema).unwrap();
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
                let mut record = record.to_json();
                let errors = validator.iter_errors(&record);
                found.extend(errors.map(|error| format!("{path}{}: {error}", error.instance_path())));
                record.as_object_mut().unwrap().insert("no such field".to_owned(), Value::Null);
                assert!(!validator.is_valid(&record), "{path}: a field that there is not");
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
