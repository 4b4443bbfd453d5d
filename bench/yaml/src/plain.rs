//! yaml_serde's tree without positions, for its speed.

use yaml_serde::Value;

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Sequence(items) => items.iter().map(count).sum(),
        Value::Mapping(entries) => entries.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

pub fn read(text: &str) -> Result<usize, String> {
    yaml_serde::from_str::<Value>(text).map(|value| count(&value)).map_err(|error| error.to_string())
}

pub fn show(text: &str) -> String {
    match yaml_serde::from_str::<Value>(text) {
        Ok(value) => {
            value.get("value").map_or_else(|| "no such key".to_owned(), |value| format!("{value:?}"))
        }
        Err(error) => format!("refused: {}", crate::one_line(&error.to_string())),
    }
}
