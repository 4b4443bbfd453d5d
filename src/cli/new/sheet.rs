//! The text of a new record, generated from its collection's declaration.
//!
//! Required fields are present; optional ones are comments, one line per field, which become fields when the
//! editor removes the `# ` before them.

use super::super::console::either;
use crate::config::Config;
use crate::diag::Lang;
use crate::domain::{Collection, Date, Field, FieldType, Scope, Value, Visibility};
use crate::edit::quoted;

/// Maximum number of regions that are listed; more would hide the rest of the file.
const MOST_LISTED: usize = 24;

/// Writes a record of a collection.
pub(super) struct Sheet<'a> {
    config: &'a Config,
    collection: &'a Collection,
    today: Date,
    lang: Lang,
    text: String,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(config: &'a Config, collection: &'a Collection, today: Date) -> Self {
        Self { config, collection, today, lang: config.site.lang.messages(), text: String::new() }
    }

    const fn say<'t>(&self, en: &'t str, zh: &'t str) -> &'t str {
        either(self.lang, en, zh)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `key: value   # note`, after `prefix`.
    fn entry(&mut self, prefix: &str, key: &str, value: &str, note: &str) {
        let blank = if value.is_empty() { "" } else { " " };
        // A label may come from a site's own declaration: whatever it contains, it must stay on its line.
        let note = note.replace(['\n', '\r'], " ");
        self.line(&format!("{prefix}{key}:{blank}{value}   # {note}"));
    }

    /// The whole file.
    pub(super) fn write(mut self, name: &str, slug: &str) -> String {
        let collection = self.collection;
        let item = collection.item.or(self.lang, &collection.id).replace(['\n', '\r'], " ");
        self.line("---");
        self.line(&match self.lang {
            Lang::En => format!("# {item}. Fill it in, save it, and run: bangyang check"),
            Lang::ZhCn => format!("# {item}。填好、保存以后，运行 bangyang check 检查。"),
        });
        self.line(self.say(
            "# Anything after a # is a note for you; it is never published.",
            "# 每行 # 号后面的话是给您看的说明，不会公开。",
        ));
        if collection.url.is_some() {
            let note = self.say(
                "the last part of the page's address; do not change it once it is public",
                "网页地址的最后一段，公开以后不要改",
            );
            self.entry("", "slug", slug, note);
        }
        let title = collection.roles.title;
        for (at, field) in collection.fields.iter().enumerate() {
            if title == Some(at) {
                let note = self.note(field);
                self.entry("", &field.name, &quoted(name), &note);
            } else if field.required {
                self.field("", at, field);
            }
        }
        self.line("");
        self.line(self.say(
            "# The rest is optional. To fill in a line, delete the “# ” at its start and write after the colon.",
            "# 以下各项可填可不填。要填哪一项，就删掉那一行开头的“# ”，把内容写在冒号后面。",
        ));
        for (at, field) in collection.fields.iter().enumerate() {
            if !field.required && title != Some(at) {
                self.field("# ", at, field);
            }
        }
        self.record_keys();
        self.line("");
        self.line(
            self.say("# The text of the page goes below the next line.", "# 正文写在下面这条横线的后面。"),
        );
        self.line("---");
        self.text
    }

    fn field(&mut self, prefix: &str, at: usize, field: &Field) {
        let note = self.note(field);
        match field.kind.item() {
            FieldType::Consent => self.consent(prefix, field),
            FieldType::Group(inner) => {
                let is_list = matches!(field.kind, FieldType::List(_));
                self.entry(prefix, &field.name, "", &note);
                for (n, inner) in inner.iter().enumerate() {
                    let lead = match (is_list, n) {
                        (true, 0) => "  - ",
                        (true, _) => "    ",
                        (false, _) => "  ",
                    };
                    let note = self.note(inner);
                    self.entry(&format!("{prefix}{lead}"), &inner.name, "", &note);
                }
            }
            _ => {
                let value = self.value(at, field);
                self.entry(prefix, &field.name, &value, &note);
            }
        }
    }

    /// The initial value: the default, or today for the record's main date.
    fn value(&self, at: usize, field: &Field) -> String {
        if let Some(default) = field.default.as_ref().and_then(|value| written(field, value)) {
            return default;
        }
        match field.kind {
            FieldType::Date if field.required && self.collection.roles.date == Some(at) => {
                self.today.to_string()
            }
            FieldType::Period if field.required => {
                Date::from_month(self.today.year(), self.today.month().unwrap_or(1))
                    .unwrap_or(self.today)
                    .to_string()
            }
            _ => String::new(),
        }
    }

    /// A person's consent: its purpose, and its lines.
    fn consent(&mut self, prefix: &str, field: &Field) {
        self.line("#");
        let label = field.label.or(self.lang, &field.name).replace(['\n', '\r'], " ");
        self.line(&match self.lang {
            Lang::En => format!("# {label}: without it, or once it has ended or been withdrawn, nothing about the person is published;"),
            Lang::ZhCn => format!("# {label}：没有签、过了期或者本人撤回，这个人的姓名、照片、事迹都不会公开，"),
        });
        self.line(self.say(
            "# the person still counts in the figures. Once the paper is signed, fill in these lines to match it.",
            "# 统计数字里照样算一位。纸质同意书签好以后，照着它填下面几行。",
        ));
        let note = self.say("the lines below belong to it", "下面几行都属于它，一起填");
        self.entry(prefix, &field.name, "", note);
        let scopes: Vec<&str> = Scope::ALL.iter().map(|(_, word)| *word).collect();
        let scopes = format!("[{}]", scopes.join(", "));
        let lines = [
            (
                "signed",
                "",
                "the day on which it was signed, for example 2022-01-05",
                "签字日期，例如 2022-01-05",
            ),
            (
                "until",
                "",
                "the last day on which it is valid; leave empty if it has no end",
                "有效期的最后一天；不写就是长期",
            ),
            ("withdrawn", "", "the day on which it was withdrawn", "撤回的日期；没有撤回不写"),
            (
                "scope",
                scopes.as_str(),
                "what may be published; delete what was not agreed to",
                "同意公开什么：name 姓名、portrait 照片、story 事迹、region 所在县区；没有同意的删掉",
            ),
            ("form", "", "the paper's number", "同意书的编号"),
        ];
        let inner = format!("{prefix}  ");
        for (key, value, en, zh) in lines {
            let note = self.say(en, zh);
            self.entry(&inner, key, value, note);
        }
    }

    /// The keys that any record may have.
    fn record_keys(&mut self) {
        let programs: Vec<&str> = self.config.programs.iter().map(|program| &*program.id).collect();
        let program = match self.lang {
            Lang::En => format!("the program that it belongs to: {}", programs.join(", ")),
            Lang::ZhCn => format!("属于哪个项目：{}", programs.join("、")),
        };
        if !programs.is_empty() {
            self.entry("# ", "program", "", &program);
        }
        for (key, value, en, zh) in [
            ("evidence", "", "where the paper is kept; never published", "纸质材料存在哪里；不会公开"),
            ("draft", "true", "not published yet", "草稿，先不公开"),
            ("publish_on", "", "not published before this day", "到这一天才公开"),
            ("expires_on", "", "not published after this day", "过了这一天就不再公开"),
        ] {
            let note = self.say(en, zh);
            self.entry("# ", key, value, note);
        }
    }

    /// The description of a field and its possible values.
    fn note(&self, field: &Field) -> String {
        let label = field.label.or(self.lang, &field.name);
        let needed = if field.required { self.say(" (required)", "（必填）") } else { "" };
        let mut parts = vec![format!("{label}{needed}")];
        parts.extend(field.help.get(self.lang).map(ToString::to_string));
        parts.extend(self.form(field));
        if matches!(field.kind, FieldType::List(_)) {
            parts.push(
                match field.kind.item() {
                    FieldType::Group(_) => {
                        self.say("each one begins with “- ”", "有几项写几项，每项以“- ”开头")
                    }
                    _ => self.say("several: [one, two]", "有几个写几个：[甲, 乙]"),
                }
                .to_owned(),
            );
        }
        match field.visibility {
            Visibility::Public => {}
            Visibility::Internal => {
                parts.push(self.say("internal edition only", "只在内部版显示").to_owned())
            }
            Visibility::Private => parts.push(self.say("never published", "不会公开").to_owned()),
        }
        parts.join(self.say("; ", "；"))
    }

    fn form(&self, field: &Field) -> Option<String> {
        let listed = |names: Vec<String>| {
            let names = names.join(self.say(", ", "、"));
            format!("{}{names}", self.say("one of: ", "可填："))
        };
        Some(match field.kind.item() {
            FieldType::Choice => {
                let names = field.choices.iter().map(|choice| match choice.label.get(self.lang) {
                    Some(label) if **label != *choice.id => match self.lang {
                        Lang::En => format!("{} ({label})", choice.id),
                        Lang::ZhCn => format!("{}（{label}）", choice.id),
                    },
                    _ => choice.id.to_string(),
                });
                listed(names.collect())
            }
            FieldType::Region if (1..=MOST_LISTED).contains(&self.config.regions.len()) => {
                listed(self.config.regions.iter().map(|region| region.title.to_string()).collect())
            }
            FieldType::Quantity => {
                let unit = field.unit.as_deref().unwrap_or("");
                match self.lang {
                    Lang::En => {
                        format!("a number, or 4000+ (at least), about 4000, nearly 4000 {unit}")
                    }
                    Lang::ZhCn => format!("数字，也可写 4000+、约4000、近4000，单位{unit}"),
                }
                .trim_end_matches("，单位")
                .trim_end()
                .to_owned()
            }
            FieldType::Reference(to) => {
                let to =
                    self.config.collection_named(to).map_or(&**to, |(_, to)| to.title.or(self.lang, &to.id));
                match self.lang {
                    Lang::En => format!("the file name or title of a record in “{to}”"),
                    Lang::ZhCn => format!("“{to}”里一条记录的文件名或标题"),
                }
            }
            other => other.definition().hint?.in_lang(self.lang).to_owned(),
        })
    }
}

/// A value as written in a record.
fn written(field: &Field, value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) | Value::Markdown(text) | Value::Formatted(_, text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Quantity(quantity) => quantity.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Period(period) => period.to_string(),
        Value::Choice(at) => quoted(&field.choices.get(usize::from(*at))?.id),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| written(field, item)).collect::<Option<_>>()?;
            format!("[{}]", items.join(", "))
        }
        // A declaration cannot have a default of this type.
        Value::Region(_)
        | Value::Stays(_)
        | Value::Reference(_)
        | Value::Group(_)
        | Value::Image(_)
        | Value::File(_)
        | Value::Consent(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_could_be_taken_for_something_else() {
        for plain in ["林玉兰", "Lin Yulan", "阿依古丽·买买提", "妇联“约你学家政”"] {
            assert_eq!(quoted(plain), plain);
        }
        for wanted in [
            "null", "Yes", "2022", "- a", "a: b", "a #b", "# a", "[a]", "{a}", "'a'", "a, b", "~", "*a",
            "&a", "!a", "%a", "@a", "",
        ] {
            assert!(quoted(wanted).starts_with('"'), "{wanted}");
        }
        assert_eq!(quoted("a: \"b\\"), r#"'a: "b\'"#);
    }
}
