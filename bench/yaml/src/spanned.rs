//! serde-saphyr, each value in a `Spanned`. Its types are guessed: serde cannot ask for “text, list or
//! group”.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

struct Node(Spanned<Value>);

#[derive(Debug)]
#[expect(dead_code, reason = "read through Debug alone")]
enum Value {
    Nothing,
    Text(String),
    Boolean(bool),
    Integer(i64),
    Float(f64),
    List(Vec<Node>),
    Group(Vec<(Spanned<String>, Node)>),
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = self.0.referenced.span();
        write!(
            f,
            "{:?} at line {}, bytes {:?}+{:?}",
            self.0.value,
            self.0.referenced.line(),
            span.byte_offset(),
            span.byte_len()
        )
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Integer(value as i64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut group = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            group.push(entry);
        }
        Ok(Value::Group(group))
    }
}

fn count(node: &Node) -> usize {
    1 + match &node.0.value {
        Value::List(items) => items.iter().map(count).sum(),
        Value::Group(entries) => entries.iter().map(|(_, node)| count(node)).sum(),
        _ => 0,
    }
}

pub fn read(text: &str) -> Result<usize, String> {
    serde_saphyr::from_str::<Node>(text).map(|node| count(&node)).map_err(|error| error.to_string())
}

pub fn show(text: &str) -> String {
    match serde_saphyr::from_str::<Node>(text) {
        Ok(Node(Spanned { value: Value::Group(entries), .. })) => {
            let found = entries.iter().find(|(key, _)| key.value == "value");
            found.map_or_else(|| "no such key".to_owned(), |(_, node)| format!("{node:?}"))
        }
        Ok(_) => "no group".to_owned(),
        Err(error) => format!("refused: {}", crate::one_line(&error.to_string())),
    }
}
