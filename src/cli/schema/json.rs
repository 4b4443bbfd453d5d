//! JSON Schemas of basic types.

use serde_json::{Map, Value, json};

pub(super) type Schema = Map<String, Value>;

pub(super) fn of(value: Value) -> Schema {
    match value {
        Value::Object(map) => map,
        _ => Schema::new(),
    }
}

/// Any single value.
pub(super) fn text() -> Schema {
    of(json!({"type": ["string", "number", "boolean"]}))
}

/// `2022`, `2022-03` or `2022-03-15`.
pub(super) fn date() -> Schema {
    let pattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";
    of(json!({"type": ["string", "integer"], "pattern": pattern, "minimum": 1000, "maximum": 9999}))
}

/// A list or a single item.
pub(super) fn list_of(item: Value) -> Schema {
    any_of(vec![json!({"type": "array", "items": item}), item])
}

/// One of several forms.
pub(super) fn any_of(forms: Vec<Value>) -> Schema {
    Schema::from_iter([("anyOf".to_owned(), Value::Array(forms))])
}

/// A mapping with these keys and no others.
pub(super) fn object(properties: Schema, required: &[&str]) -> Schema {
    let mut schema = of(json!({"type": "object", "properties": properties}));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

/// The same or null: a key without a value counts as absent.
pub(super) fn nullable(mut schema: Schema) -> Schema {
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.push(json!({"type": "null"}));
        return schema;
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
    match schema.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(one) => *one = json!([one.take(), "null"]),
        None => {}
    }
    schema
}
