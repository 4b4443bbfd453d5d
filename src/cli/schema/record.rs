//! The schema of a record: general keys, and the collection's fields.

use serde_json::{Map, Value, json};

use super::super::console::either;
use super::json::{any_of, date, list_of, nullable, object, text};
use crate::config::Config;
use crate::diag::Lang;
use crate::domain::{Collection, Field};

/// The inputs of schemas apart from a collection.
pub(super) struct Writer<'a> {
    pub(super) collections: &'a [Collection],
    pub(super) config: Option<&'a Config>,
    pub(super) lang: Lang,
}

impl<'a> Writer<'a> {
    pub(super) const fn new(collections: &'a [Collection], config: Option<&'a Config>, lang: Lang) -> Self {
        Self { collections, config, lang }
    }

    /// The text in the given language.
    pub(super) const fn say<'t>(&self, en: &'t str, zh: &'t str) -> &'t str {
        either(self.lang, en, zh)
    }

    /// A record of the collection.
    pub(super) fn record(&self, collection: &Collection) -> Map<String, Value> {
        let mut properties: Map<String, Value> =
            collection.fields.iter().map(|field| (field.name.to_string(), self.field(field))).collect();
        for (key, schema) in self.record_keys() {
            properties.insert(key.to_owned(), schema);
        }
        let required = collection.fields.iter().filter(|field| field.required);
        let mut schema = Map::new();
        schema.insert("title".to_owned(), json!(collection.item.or(self.lang, &collection.id)));
        schema.insert("description".to_owned(), json!(collection.title.or(self.lang, &collection.id)));
        schema.extend(object(properties, &required.map(|field| &*field.name).collect::<Vec<_>>()));
        schema
    }

    /// A group of fields; in a list, each item may name its programs.
    pub(super) fn group(&self, fields: &[Field], in_list: bool) -> Map<String, Value> {
        let required: Vec<&str> =
            fields.iter().filter(|field| field.required).map(|field| &*field.name).collect();
        let mut properties: Map<String, Value> =
            fields.iter().map(|field| (field.name.to_string(), self.field(field))).collect();
        if in_list && !properties.contains_key("program") {
            let mut programs = nullable(self.programs());
            let words = self.say("The programs to which this one belongs", "这一项属于哪个项目");
            programs.insert("description".to_owned(), json!(words));
            properties.insert("program".to_owned(), Value::Object(programs));
        }
        object(properties, &required)
    }

    /// The keys that belong to no collection.
    fn record_keys(&self) -> Vec<(&'static str, Value)> {
        let told = |schema: Map<String, Value>, en: &str, zh: &str| {
            let mut schema = nullable(schema);
            schema.insert("description".to_owned(), json!(self.say(en, zh)));
            Value::Object(schema)
        };
        let map = |value: Value| value.as_object().cloned().unwrap_or_default();
        let flag = any_of(vec![json!({"type": "boolean"}), json!({"enum": ["yes", "no", "是", "否"]})]);
        let slug =
            map(json!({"type": ["string", "integer"], "pattern": "^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$"}));
        vec![
            (
                "id",
                told(
                    text(),
                    "In a register: what other records call this one",
                    "台账里用：别的记录用它指明这一条",
                ),
            ),
            (
                "slug",
                told(
                    slug,
                    "The last part of the page's address; do not change it once it is public",
                    "网页地址的最后一段；公开以后不要改",
                ),
            ),
            (
                "aliases",
                told(
                    list_of(Value::Object(text())),
                    "Old addresses that lead here",
                    "旧网址，打开会转到这里",
                ),
            ),
            ("draft", told(flag, "true: not published yet", "true 表示草稿，先不公开")),
            ("publish_on", told(date(), "Not published before this day", "这一天以前不公开")),
            ("expires_on", told(date(), "Not published after this day", "这一天以后不再公开")),
            (
                "program",
                told(
                    self.programs(),
                    "The program that it belongs to, or several",
                    "属于哪个项目，可以写几个",
                ),
            ),
            (
                "evidence",
                Value::Object(map(json!({
                    "description": self.say("Where the paper is kept; never published", "纸质材料存在哪里；不会公开"),
                }))),
            ),
            (
                "reviews",
                told(list_of(self.review()), "Stages of review that it has passed", "已经通过的审核"),
            ),
            (
                "claims",
                told(
                    list_of(self.claim()),
                    "Figures in the text, to be checked against the records",
                    "文中引用的数字，程序会拿来和记录核对",
                ),
            ),
            (
                "params",
                told(map(json!({"type": "object"})), "Free settings for templates", "给模板用的自定义内容"),
            ),
            ("body", told(text(), "The text, in a register or a YAML file", "正文；台账和 YAML 文件里用")),
        ]
    }

    /// One or several of the site's programs.
    pub(super) fn programs(&self) -> Map<String, Value> {
        list_of(Value::Object(self.program()))
    }

    fn program(&self) -> Map<String, Value> {
        let ids: Vec<Value> = self.config.map_or_else(Vec::new, |config| {
            config
                .programs
                .iter()
                .flat_map(|program| {
                    let number = program.id.parse::<i64>().ok();
                    std::iter::once(json!(&*program.id)).chain(number.map(|number| json!(number)))
                })
                .collect()
        });
        if ids.is_empty() { text() } else { Map::from_iter([("enum".to_owned(), Value::Array(ids))]) }
    }

    fn review(&self) -> Value {
        let properties = [("stage", text()), ("by", text()), ("on", date()), ("fingerprint", text())];
        let properties =
            properties.into_iter().map(|(key, schema)| (key.to_owned(), Value::Object(schema))).collect();
        Value::Object(object(properties, &["stage", "by", "on", "fingerprint"]))
    }

    fn claim(&self) -> Value {
        let number = || any_of(vec![json!({"type": "number"}), json!({"type": "string"})]);
        let properties = [
            ("says", text()),
            ("metric", text()),
            ("of", nullable(text())),
            ("on", nullable(date())),
            ("in", nullable(text())),
            ("value", number()),
            ("percent", number()),
        ];
        let properties =
            properties.into_iter().map(|(key, schema)| (key.to_owned(), Value::Object(schema))).collect();
        let mut claim = object(properties, &["says", "metric"]);
        claim.insert("oneOf".to_owned(), json!([{"required": ["value"]}, {"required": ["percent"]}]));
        Value::Object(claim)
    }
}
