//! Examples for values of the wrong shape: one for the value's key, otherwise one of the shape.

use super::node::Node;
use super::text::Text;
use crate::diag::{Arg, Diagnostic};

/// The expected shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A list.
    List,
    /// Lines of `key: value`.
    Lines,
    /// The same in an item of a list.
    Record,
    /// The same in a field.
    Group,
    /// A day.
    Date,
    /// A program's name.
    Program,
    /// A region's name.
    Region,
    /// The name of a metric declared in `metrics`.
    Metric,
}

impl Shape {
    /// Its description in words.
    pub(super) fn words(self) -> Arg {
        let (en, zh) = match self {
            Self::Text => ("a text", "一段文字"),
            Self::List => ("a list", "列表"),
            Self::Lines => ("lines of “word: value”", "一行行的“词: 内容”"),
            Self::Record => ("a record: lines of “word: value”", "一条记录：一行行的“词: 内容”"),
            Self::Group => ("a group of “word: value”", "一组“词: 内容”"),
            Self::Date => ("a date such as 2022-03-08", "日期，例如 2022-03-08"),
            Self::Program => ("a program", "项目"),
            Self::Region => ("a region", "县区名称"),
            Self::Metric => ("a metric of “metrics”", "“metrics”里的指标"),
        };
        Arg::term(en, zh)
    }
}

/// Examples of values by key, in English and Chinese.
const EXAMPLES: [(&str, &str, &str); 31] = [
    ("aliases", "aliases: [/old/chen.html]", ""),
    (
        "allow",
        "allow: [{text: 0000-8000001, reason: the office's own}]",
        "allow: [{text: 0000-8000001, reason: 单位公开电话}]",
    ),
    (
        "claims",
        "claims: [{says: 10 bases built, metric: bases, on: 2022-09-30, value: 10}]",
        "claims: [{says: 建成基地 10 个, metric: bases, on: 2022-09-30, value: 10}]",
    ),
    ("consent", "consent: {signed: 2022-01-05, scope: [name, portrait, story, region]}", ""),
    ("contact", "contact: {phone: 0000-8000001, email: office@site.example}", ""),
    ("counted", "counted: {state: [held]}", ""),
    ("facets", "facets: [region, mode]", ""),
    ("fields", "fields: {name: {type: text, required: true}}", ""),
    ("filings", "filings: {icp: …, police: …, site_code: …}", ""),
    (
        "honors",
        "honors: [{title: Model worker, level: city, awarded_on: 2022-03-08}]",
        "honors: [{title: 巾帼标兵, level: city, awarded_on: 2022-03-08}]",
    ),
    ("menu", "menu: [{home: true}, {collection: exemplars}, {page: about}]", ""),
    (
        "metrics",
        "metrics: [{id: bases, title: New bases, from: bases}]",
        "metrics: [{id: bases, title: 新建基地, unit: 个, from: bases}]",
    ),
    ("only", "only: [exemplars, news]", ""),
    ("params", "params: {colour: red}", ""),
    ("plan", "plan: {2022-q1: 2, 2022-q2: 5}", ""),
    ("photo", "photo: {file: base.jpg, alt: the gate of the base}", "photo: {file: base.jpg, alt: 基地大门}"),
    (
        "portrait",
        "portrait: {file: chen-xiuying.jpg, alt: Chen Xiuying teaching a class}",
        "portrait: {file: chen-xiuying.jpg, alt: 陈秀英在讲课}",
    ),
    ("program", "program: 2022", ""),
    ("refresh", "refresh: {news: 30}", ""),
    ("regions", "regions: {qingxi: 6, anning: 4}", ""),
    ("review", "review: {stages: [初审, 复审, 终审]}", ""),
    (
        "reviews",
        "reviews: [{stage: 初审, by: Lin Yulan, on: 2022-09-30, fingerprint: …}]",
        "reviews: [{stage: 初审, by: 林玉兰, on: 2022-09-30, fingerprint: …}]",
    ),
    ("roles", "roles: {title: name, date: joined_on}", ""),
    ("scope", "scope: [name, portrait, story, region]", ""),
    ("signed", "signed: 2022-01-05", ""),
    ("sort", "sort: {by: held_on, descending: true}", ""),
    ("stages", "stages: [初审, 复审, 终审]", ""),
    ("status", "status: {on_track: 0.9, at_risk: 0.7}", ""),
    ("targets", "targets: [{metric: bases, set: city, value: 10, due: 2022-12-31}]", ""),
    ("templates", "templates: {list: a/list.html, record: a/record.html}", ""),
    ("topics", "topics: [policy, skills]", ""),
];

/// What a whole file contains, by the end of its path.
const FILES: [(&str, &str, &str); 3] = [
    ("content/regions.yaml", "- {id: qingxi, title: Qingxi County}", "- {id: qingxi, title: 青溪县}"),
    ("content/site.yaml", "title: Craftswomen of Anning", "title: 安宁巾帼"),
    ("corrections.yaml", "- {period: 2022-08, metric: bases, reason: …}", ""),
];

/// A diagnostic with an example of what is expected.
pub(super) fn shown(told: Diagnostic, text: &Text, node: &Node, wanted: Shape) -> Diagnostic {
    let start = node.span.range().start;
    let before = text.content.get(..start).unwrap_or("");
    let term = |(_, en, zh): &(&str, &str, &str)| Arg::term(*en, if zh.is_empty() { *en } else { *zh });
    let example = match owner(before) {
        Some(key) => EXAMPLES.iter().find(|(known, ..)| *known == key).map(term),
        None if before.trim().is_empty() => {
            FILES.iter().find(|(file, ..)| text.path.as_str().ends_with(file)).map(term)
        }
        None => None,
    };
    if let Some(example) = example {
        return told.arg("example", example);
    }
    match wanted {
        Shape::List => told.arg("list", format!("{}: […, …]", owner(before).unwrap_or("topics"))),
        Shape::Lines | Shape::Record | Shape::Group => told.arg(
            "group",
            Arg::term(
                "portrait: {file: chen-xiuying.jpg, alt: Chen Xiuying teaching}",
                "portrait: {file: chen-xiuying.jpg, alt: 陈秀英在讲课}",
            ),
        ),
        _ => told.arg("value", format!("{}: …", owner(before).unwrap_or("name"))),
    }
}

/// The key of a value, or of the list that contains it as an item.
fn owner(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let line = before.rsplit('\n').next().unwrap_or(before);
    if let Some(key) = key(line) {
        return Some(key);
    }
    // An item of a list in brackets.
    if line.ends_with(['[', ',']) {
        return key(line.get(..line.rfind('[')?)?);
    }
    // An item of a block list.
    if line.trim_start() != "-" {
        return None;
    }
    let indent = line.len() - 1;
    let mut heads = before.split('\n').rev().skip(1).filter(|line| {
        let rest = line.trim_start();
        !rest.is_empty() && !rest.starts_with(['-', '#']) && line.len() - rest.len() <= indent
    });
    key(heads.next()?)
}

/// The key at the end of a text, and its colon.
fn key(text: &str) -> Option<&str> {
    let text = text.trim_end().strip_suffix(':')?;
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = text.get(text.trim_end_matches(is_letter).len()..)?;
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn the_key_of_a_value_is_found() {
        for (before, key) in [
            ("---\nconsent: ", Some("consent")),
            ("---\nconsent:\n  ", Some("consent")),
            ("menu: [", Some("menu")),
            ("menu: [{home: true}, ", Some("menu")),
            ("a: 1\nmenu:\n  - ", Some("menu")),
            ("menu:\n- home: true\n- ", Some("menu")),
            ("consent: {scope: ", Some("scope")),
            ("", None),
            ("- ", None),
        ] {
            assert_eq!(owner(before), key, "{before}");
        }
    }
}
