//! The schema of a field: the values that a record may have for each type.
//!
//! It allows what the program allows: a single value for a list, a label for a choice, an empty value for
//! none. YAML may read a text as a number, so numbers are allowed too.

use serde_json::{Value, json};

use super::json::{Schema, any_of, date, list_of, nullable, object, of, text};
use super::record::Writer;
use crate::diag::Lang;
use crate::domain::{
    Bound, Decimal, Field, FieldType, Format, Scope, Value as Content, Visibility, bounds_before,
    bounds_behind,
};

impl Writer<'_> {
    /// A field.
    pub(super) fn field(&self, field: &Field) -> Value {
        let mut schema = Schema::new();
        schema.insert("title".to_owned(), json!(field.label.or(self.lang, &field.name)));
        schema.insert("description".to_owned(), json!(self.description(field)));
        let kind = self.kind(field, &field.kind);
        schema.extend(if field.required { kind } else { nullable(kind) });
        if let Some(default) = field.default.as_ref().and_then(|value| self.default(field, value)) {
            schema.insert("default".to_owned(), default);
        }
        Value::Object(schema)
    }

    fn description(&self, field: &Field) -> String {
        let mut parts: Vec<String> = Vec::new();
        if let Some(help) = field.help.get(self.lang) {
            parts.push(help.to_string());
        }
        let definition = field.kind.item().definition();
        match field.kind.item() {
            FieldType::Reference(to) => {
                let target = self.collections.iter().find(|collection| collection.id == *to);
                let to = target.map_or(&**to, |collection| collection.title.or(self.lang, to));
                parts.push(match self.lang {
                    Lang::En => format!("The id, file or title of a record of “{to}”"),
                    Lang::ZhCn => format!("“{to}”里一条记录的文件名或标题"),
                });
            }
            _ => parts.extend(definition.hint.map(|hint| hint.in_lang(self.lang).to_owned())),
        }
        if parts.is_empty() {
            parts.push(definition.noun.in_lang(self.lang).to_owned());
        }
        if let Some(unit) = &field.unit {
            parts.push(match self.lang {
                Lang::En => format!("Unit: {unit}"),
                Lang::ZhCn => format!("单位：{unit}"),
            });
        }
        match field.visibility {
            Visibility::Public => {}
            Visibility::Internal => {
                parts.push(self.say("Shown in the internal edition only", "只在内部版显示").to_owned())
            }
            Visibility::Private => parts.push(self.say("Never published", "不会公开").to_owned()),
        }
        parts.join(self.say(". ", "。"))
    }

    fn kind(&self, field: &Field, kind: &FieldType) -> Schema {
        match kind {
            FieldType::Text => {
                let mut schema = text();
                schema.extend(
                    field
                        .range
                        .max
                        .and_then(Decimal::to_whole)
                        .map(|max| ("maxLength".to_owned(), json!(max))),
                );
                schema
            }
            FieldType::Markdown | FieldType::File => text(),
            FieldType::Integer => {
                let pattern = format!(r"^\s*{SIGN}\s*{DIGITS}\s*$");
                ranged(field, of(json!({"type": ["integer", "string"], "pattern": pattern})))
            }
            FieldType::Quantity => ranged(
                field,
                of(json!({"type": ["number", "string"], "pattern": quantity(field.unit.as_deref())})),
            ),
            FieldType::Date => date(),
            FieldType::Period => {
                let pattern = "^([0-9]{4}-(0[1-9]|1[0-2])|[0-9]{4}(-(0[1-9]|1[0-2])-[0-9]{4}-(0[1-9]|1[0-2]))?(-([hH][12]|[qQ][1-4]))?)$";
                of(
                    json!({"type": ["string", "integer"], "pattern": pattern, "minimum": 1000, "maximum": 9999}),
                )
            }
            FieldType::Choice => self.choice(field),
            FieldType::Boolean => {
                any_of(vec![json!({"type": "boolean"}), json!({"enum": ["yes", "no", "是", "否"]})])
            }
            FieldType::Region if matches!(field.kind, FieldType::Region) => {
                any_of(vec![Value::Object(self.region()), Value::Object(self.stays())])
            }
            FieldType::Region => self.region(),
            FieldType::Reference(_) => of(json!({"type": ["string", "number"]})),
            FieldType::List(item) => list_of(Value::Object(self.kind(field, item))),
            FieldType::Group(fields) => self.group(fields, matches!(field.kind, FieldType::List(_))),
            FieldType::Image => self.image(),
            FieldType::Formatted(format) => formatted(format.definition()),
            FieldType::Consent => self.consent(),
        }
    }

    /// Each choice by its id or label.
    fn choice(&self, field: &Field) -> Schema {
        let forms = field.choices.iter().map(|choice| {
            let mut names = vec![json!(&*choice.id)];
            for lang in Lang::ALL {
                let label = choice.label.exact(lang).map(|label| json!(&**label));
                names.extend(label.filter(|label| !names.contains(label)));
            }
            json!({"title": choice.label.or(self.lang, &choice.id), "enum": names})
        });
        any_of(forms.collect())
    }

    /// The site's regions by title, id or former title; any text outside of a site.
    fn region(&self) -> Schema {
        let Some(regions) = self.config.map(|config| &config.regions).filter(|regions| !regions.is_empty())
        else {
            return text();
        };
        let titles = regions.iter().map(|region| &region.title);
        let others =
            regions.iter().flat_map(|region| std::iter::once(&region.id).chain(&region.former_titles));
        let others = others.chain(regions.former().iter().flat_map(|former| [&former.title, &former.id]));
        let mut names: Vec<&str> = Vec::new();
        for name in titles.chain(others) {
            if !names.contains(&&**name) {
                names.push(name);
            }
        }
        of(json!({"enum": names}))
    }

    /// Regions over time.
    fn stays(&self) -> Schema {
        let mut properties = Schema::new();
        properties.insert("in".to_owned(), Value::Object(self.region()));
        let mut until = date();
        let words = self
            .say("The last day there; leave out for where she is now", "到哪天为止；现在还在的最后一段不写");
        until.insert("description".to_owned(), json!(words));
        properties.insert("until".to_owned(), Value::Object(until));
        of(json!({"type": "array", "items": object(properties, &["in"])}))
    }

    fn image(&self) -> Schema {
        let described = |schema: Schema, en: &str, zh: &str| {
            let mut schema = nullable(schema);
            schema.insert("description".to_owned(), json!(self.say(en, zh)));
            Value::Object(schema)
        };
        let mut properties = Schema::new();
        let file = json!({"type": "string", "description": self.say("The picture's file, next to the record", "图片文件，放在记录旁边")});
        properties.insert("file".to_owned(), file);
        for (key, en, zh) in [
            ("alt", "What the picture shows, for people who cannot see it", "图片里有什么，读给看不见的人听"),
            ("caption", "The line below the picture", "图片下面的说明"),
            ("credit", "Who took it", "拍摄者"),
        ] {
            properties.insert(key.to_owned(), described(text(), en, zh));
        }
        let focal = any_of(vec![
            json!({"type": "string"}),
            json!({"type": "array", "items": {"type": ["integer", "string"]}, "minItems": 2, "maxItems": 2}),
        ]);
        let (en, zh) = (
            "The point that stays in view when it is cropped, such as 50,30",
            "裁切时要保留的位置，例如 50,30",
        );
        properties.insert("focal".to_owned(), described(focal, en, zh));
        let others = of(json!({"enum": ["none", "consented", "blurred"]}));
        let (en, zh) =
            ("Other people in the picture", "画面里有没有别人：none 没有，consented 已同意，blurred 已打码");
        properties.insert("others_in_picture".to_owned(), described(others, en, zh));
        any_of(vec![json!({"type": "string"}), Value::Object(object(properties, &["file"]))])
    }

    fn consent(&self) -> Schema {
        let described = |schema: Schema, en: &str, zh: &str| {
            let mut schema = nullable(schema);
            schema.insert("description".to_owned(), json!(self.say(en, zh)));
            Value::Object(schema)
        };
        let scopes: Vec<&str> = Scope::words().map(|(_, word)| word).collect();
        let properties = [
            ("signed", described(date(), "The day on which she signed", "签字日期")),
            ("until", described(date(), "The last day on which it is valid", "有效期的最后一天")),
            ("withdrawn", described(date(), "The day on which she withdrew it", "撤回日期")),
            (
                "scope",
                described(
                    list_of(json!({"enum": scopes})),
                    "What may be published",
                    "同意公开哪些：name 姓名、portrait 照片、story 事迹、region 所在县区",
                ),
            ),
            (
                "channels",
                described(
                    list_of(Value::Object(text())),
                    "Where it may be published; if given, it must include a website",
                    "同意在哪里公开；写了就要包含网站，例如 [网站, 微信公众号]",
                ),
            ),
            ("form", described(text(), "Number of the paper", "同意书编号")),
        ];
        object(properties.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect(), &[])
    }

    /// A default as a record would write it.
    fn default(&self, field: &Field, value: &Content) -> Option<Value> {
        Some(match value {
            Content::Text(text) | Content::Markdown(text) | Content::Formatted(_, text) => json!(&**text),
            Content::Integer(number) => json!(number),
            Content::Boolean(flag) => json!(flag),
            Content::Quantity(quantity) => json!(quantity.to_string()),
            Content::Date(date) => json!(date.to_string()),
            Content::Period(period) => json!(period.to_string()),
            Content::Choice(at) => json!(&*field.choices.get(usize::from(*at))?.id),
            Content::List(items) => {
                Value::Array(items.iter().map(|item| self.default(field, item)).collect::<Option<_>>()?)
            }
            // A declaration cannot have a default of this type.
            Content::Region(_)
            | Content::Stays(_)
            | Content::Reference(_)
            | Content::Group(_)
            | Content::Image(_)
            | Content::File(_)
            | Content::Consent(_) => return None,
        })
    }
}

/// A text of a certain format.
fn formatted(format: &Format) -> Schema {
    let types = if format.like_a_number { json!(["string", "integer"]) } else { json!("string") };
    let mut schema = Schema::from_iter([("type".to_owned(), types)]);
    schema.extend(format.json_format.map(|name| ("format".to_owned(), json!(name))));
    schema.insert("pattern".to_owned(), json!(format.pattern));
    schema
}

fn ranged(field: &Field, mut schema: Schema) -> Schema {
    schema.extend(field.range.min.map(|min| ("minimum".to_owned(), json!(min))));
    schema.extend(field.range.max.map(|max| ("maximum".to_owned(), json!(max))));
    schema
}

/// A minus sign, as a regular expression.
const SIGN: &str = "[-－−]?";

/// Digits with the marks of all languages; the program decides what they mean.
const DIGITS: &str = r"[0-9０-９][0-9０-９.．,，'’\s]*";

/// The forms of a quantity, as a regular expression.
fn quantity(unit: Option<&str>) -> String {
    let any =
        |words: &[(&str, Bound)]| words.iter().map(|(word, _)| pattern(word)).collect::<Vec<_>>().join("|");
    let unit = unit.map_or_else(String::new, |unit| format!("({})?", escaped(unit)));
    let number = format!("({DIGITS}|[零〇一二两三四五六七八九十百千万亿]+)");
    let (before, behind) = (any(bounds_before()), any(bounds_behind()));
    format!(r"^\s*({before})?\s*{SIGN}\s*{number}\s*(＋|{behind})?\s*{unit}\s*(＋|{behind})?\s*$")
}

/// A word with optional spaces, ignoring case.
fn pattern(word: &str) -> String {
    let each = word.chars().map(|c| match c {
        ' ' => r"\s*".to_owned(),
        c if c.is_ascii_lowercase() => format!("[{c}{}]", c.to_ascii_uppercase()),
        c => escaped(c.encode_utf8(&mut [0; 4])),
    });
    each.collect()
}

/// A literal text in a regular expression.
fn escaped(text: &str) -> String {
    let of_syntax = |c: char| r"\^$.|?*+()[]{}/".contains(c);
    text.chars().flat_map(|c| of_syntax(c).then_some('\\').into_iter().chain([c])).collect()
}
