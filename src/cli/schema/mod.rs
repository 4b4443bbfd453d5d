//! `schema`: prints a collection's declaration as JSON Schema, for editors that complete and check YAML.

mod field;
mod json;
mod record;

use std::path::Path;

use record::Writer;
use serde_json::{Map, Value, json};

use super::console::{Console, Exit, Failure};
use super::site::{collection, existing_folder, settings};
use crate::config::builtin_collections;
use crate::domain::{Collection, to_json, to_pretty_json};
use crate::source::System;

/// The version of JSON Schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Prints the schema of one collection or of all.
pub(super) fn schema(
    system: &dyn System,
    root: &Path,
    kind: Option<&str>,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    existing_folder(system, root)?;
    let config = settings(system, root)?.config;
    let lang = console.lang;
    let built_in;
    let collections = match &config {
        Some(config) => &config.collections,
        None => {
            built_in = builtin_collections(lang);
            &built_in
        }
    };
    let schema = match kind {
        Some(name) => one(collection(collections, name)?, &Writer::new(collections, config.as_ref(), lang)),
        None => all(&Writer::new(collections, config.as_ref(), lang)),
    };
    let text = if console.is_json() { to_json(&schema) } else { to_pretty_json(&schema) };
    console.print(&text);
    Ok(Exit::Done)
}

/// The schema of a record file; a register is a list of records.
fn one(collection: &Collection, writer: &Writer<'_>) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.extend(writer.record(collection));
    let register =
        writer.say("A register: a YAML file with several records.", "台账：一个 YAML 文件里的多条记录。");
    schema.insert(
        "$defs".to_owned(),
        json!({"register": {"description": register, "type": "array", "minItems": 1, "items": {"$ref": "#"}}}),
    );
    Value::Object(schema)
}

fn all(writer: &Writer<'_>) -> Value {
    let records: Map<String, Value> = writer
        .collections
        .iter()
        .map(|collection| (collection.id.to_string(), Value::Object(writer.record(collection))))
        .collect();
    let description = writer.say(
        "The records of each collection, under its name in $defs.",
        "每个栏目的记录，按栏目名称放在 $defs 里。",
    );
    json!({"$schema": DIALECT, "description": description, "$defs": records})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    fn built_in(name: &str, lang: Lang) -> Value {
        let collections = builtin_collections(lang);
        one(collection(&collections, name).unwrap(), &Writer::new(&collections, None, lang))
    }

    #[test]
    fn types_titles_and_what_must_be_there() {
        let schema = built_in("exemplars", Lang::En);
        assert_eq!(schema["$schema"], DIALECT);
        assert_eq!(schema["required"], json!(["name", "recognised_on"]));
        assert_eq!(schema["additionalProperties"], json!(false));
        assert_eq!(schema["properties"]["name"]["title"], "Name");
        assert_eq!(schema["properties"]["name"]["maxLength"], 40);
        let level = &schema["properties"]["level"];
        assert_eq!(level["anyOf"][1]["title"], "Province");
        assert_eq!(level["anyOf"][1]["enum"][0], "province");
        // A default must not be asserted about a person.
        assert_eq!(level.get("default"), None);
        assert_eq!(built_in("outreach", Lang::En)["properties"]["state"]["default"], "held");
        let honor = &schema["properties"]["honors"]["anyOf"][0]["items"];
        assert_eq!(honor["required"], json!(["title"]));
        assert_eq!(honor["additionalProperties"], json!(false));
        assert_eq!(schema["$defs"]["register"]["items"]["$ref"], "#");
    }

    #[test]
    fn describes_in_the_language() {
        let chinese = built_in("exemplars", Lang::ZhCn);
        assert_eq!(chinese["properties"]["name"]["title"], "姓名");
        assert_eq!(chinese["title"], "一位典型人物");
    }

    #[test]
    fn what_every_record_may_say_is_known() {
        let collections = builtin_collections(Lang::En);
        for collection in &collections {
            let schema = one(collection, &Writer::new(&collections, None, Lang::En));
            for key in crate::config::RECORD_KEYS {
                assert!(schema["properties"].get(key).is_some(), "{} {key}", collection.id);
            }
        }
    }

    /// References resolve, and no keyword is misspelt.
    #[test]
    fn every_schema_is_made_of_known_keywords() {
        const KEYWORDS: [&str; 19] = [
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "enum",
            "anyOf",
            "oneOf",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "minimum",
            "maximum",
            "maxLength",
            "pattern",
            "format",
            "default",
        ];
        fn check(schema: &Value) {
            let Value::Object(map) = schema else { return assert!(schema.is_boolean(), "{schema}") };
            for (key, value) in map {
                match key.as_str() {
                    "properties" | "$defs" => value.as_object().unwrap().values().for_each(check),
                    "anyOf" | "oneOf" => value.as_array().unwrap().iter().for_each(check),
                    "items" => check(value),
                    "minItems" | "maxItems" => assert!(value.is_u64()),
                    "pattern" => assert!(value.as_str().unwrap().starts_with('^')),
                    key => assert!(KEYWORDS.contains(&key), "{key}"),
                }
            }
        }
        for lang in Lang::ALL {
            check(&all(&Writer::new(&builtin_collections(lang), None, lang)));
            check(&built_in("reports", lang));
        }
    }
}
