//! Signatures put into a record's file, with all else left as it was written: comments, order, blank lines.

use crate::config::front_matter::{FrontMatter, split};
use crate::config::yaml::{Text, parse};
use crate::diag::Diagnostics;
use crate::domain::{Review, Span};
use crate::source::SitePath;

/// The key under which they stand.
const KEY: &str = "reviews";

/// The text of a file with a record's signatures replaced by these. `span` is the record's place in it; line ends are `\n`. `None` where
/// that cannot be done without changing anything else.
#[must_use]
pub fn put(content: &str, path: &SitePath, span: Span, reviews: &[Review]) -> Option<String> {
    let start = usize::try_from(span.start).ok()?;
    let made = if content.get(start..)?.starts_with('{') {
        in_braces(content, start, reviews)?
    } else {
        in_lines(content, start, reviews)?
    };
    // What was written must say the same as before, and hold the signatures.
    let (before, after) = (without(content, path)?, without(&made, path)?);
    (before.0 == after.0 && after.1 == before.1 - count(content, path, start)? + reviews.len())
        .then_some(made)
}

/// The lines to be added below a record's other keys.
#[must_use]
pub fn lines(reviews: &[Review], indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let line = |review: &Review| format!("{blanks}  - {}\n", entry(review));
    format!("{blanks}{KEY}:\n{}", reviews.iter().map(line).collect::<String>())
}

fn entry(review: &Review) -> String {
    let Review { stage, by, on, fingerprint } = review;
    format!(
        "{{stage: {}, by: {}, on: {on}, fingerprint: {}}}",
        quoted(stage),
        quoted(by),
        quoted(fingerprint)
    )
}

/// A text as YAML: in quotes unless it is plainly a word.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphabetic() || c == '-';
    let is_word = text.chars().all(plain) && text.chars().any(|c| c > '\u{2e80}');
    if is_word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// `{title: …, date: …}` on one line or several.
fn in_braces(content: &str, start: usize, reviews: &[Review]) -> Option<String> {
    let close = start + closing(content.get(start..)?)?;
    let head = content.get(..close)?.trim_end().trim_end_matches(',');
    let entries: Vec<String> = reviews.iter().map(entry).collect();
    let comma = if head.ends_with('{') { "" } else { ", " };
    Some(format!("{head}{comma}{KEY}: [{}]{}", entries.join(", "), content.get(close..)?))
}

/// Where the brace is that closes the one at the beginning.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut before) = (0_usize, None, ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            // An apostrophe within a word is none that quotes.
            (None, '"' | '\'') if " ,:[{".contains(before) => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            (Some(open), c) if c == open && before != '\\' => quote = None,
            _ => {}
        }
        before = c;
    }
    None
}

/// Keys below one another.
fn in_lines(content: &str, start: usize, reviews: &[Review]) -> Option<String> {
    let line = content.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = content.get(line..start)?;
    if !before.chars().all(|c| matches!(c, ' ' | '-')) {
        return None;
    }
    let indent = before.len();
    let end = end_of(content, start, indent)?;
    let mut made = content.get(..line)?.to_owned();
    made.push_str(&without_key(content.get(line..end)?, indent, before.contains('-'))?);
    if !made.ends_with('\n') {
        made.push('\n');
    }
    made.push_str(&lines(reviews, indent));
    made.push_str(content.get(end..)?);
    Some(made)
}

/// Where the lines of a mapping end: behind the last that is indented as it is.
fn end_of(content: &str, start: usize, indent: usize) -> Option<usize> {
    let mut at = start;
    let mut end = start;
    for (n, line) in content.get(start..)?.split_inclusive('\n').enumerate() {
        let is_blank = line.trim().is_empty();
        let ends = line.trim_end() == "---" || line.trim_end() == "..." || blanks(line) < indent;
        if n > 0 && !is_blank && ends {
            break;
        }
        at += line.len();
        if !is_blank {
            end = at;
        }
    }
    Some(end)
}

fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Lines without the key and what belongs to it; `None` where it is the first of a register's item, at its hyphen.
fn without_key(text: &str, indent: usize, is_item: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let own = line.get(indent..).unwrap_or("");
        let is_key = own.strip_prefix(KEY).is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key && n == 0 && is_item {
            return None;
        }
        if is_key && (n == 0 || blanks(line) == indent) {
            within = true;
            continue;
        }
        let goes_on = line.trim().is_empty() || blanks(line) > indent || own.starts_with("- ");
        within &= goes_on;
        if !within {
            out.push_str(line);
        }
    }
    Some(out)
}

/// The YAML of a file without signatures, with the text behind it, and how many there are.
fn without(content: &str, path: &SitePath) -> Option<((serde_json::Value, String), usize)> {
    let is_markdown = matches!(path.extension().as_deref(), Some("md" | "markdown"));
    let (range, body) = match split(content) {
        FrontMatter::Found(front, body) if is_markdown => (front, content.get(body)?.to_owned()),
        _ if is_markdown => return None,
        _ => (0..content.len(), String::new()),
    };
    let text = Text::new(path.clone(), content.into());
    let mut wrong = Diagnostics::default();
    let node = parse(&text, range, &mut wrong)?;
    if wrong.has_errors() {
        return None;
    }
    let mut tree = node.to_json();
    let mut found = 0;
    let items: Vec<&mut serde_json::Value> = match &mut tree {
        serde_json::Value::Array(items) => items.iter_mut().collect(),
        other => vec![other],
    };
    for item in items {
        let taken = item.as_object_mut().and_then(|map| map.remove(KEY));
        found += taken.map_or(0, |taken| taken.as_array().map_or(1, Vec::len));
    }
    Some(((tree, body), found))
}

/// How many signatures the record at a place has.
fn count(content: &str, path: &SitePath, start: usize) -> Option<usize> {
    let is_markdown = matches!(path.extension().as_deref(), Some("md" | "markdown"));
    let range = match split(content) {
        FrontMatter::Found(front, _) if is_markdown => front,
        _ => 0..content.len(),
    };
    let text = Text::new(path.clone(), content.into());
    let node = parse(&text, range, &mut Diagnostics::default())?;
    let items = node.as_list().unwrap_or(std::slice::from_ref(&node));
    let own = items.iter().find(|item| usize::try_from(item.span.start) == Ok(start))?;
    let reviews = own.as_map()?.iter().find(|(key, _)| *key.text == *KEY);
    Some(reviews.map_or(0, |(_, value)| value.as_list().map_or(1, <[_]>::len)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::Date;

    fn review(stage: &str) -> Review {
        Review {
            stage: Arc::from(stage),
            by: Arc::from("林玉兰"),
            on: Date::parse("2022-06-30").unwrap(),
            fingerprint: Arc::from("ab name:c"),
        }
    }

    fn at(content: &str, first: &str, last: &str) -> Span {
        let start = content.find(first).unwrap();
        Span::new(start, start + content.get(start..).unwrap().find(last).unwrap() + last.len())
    }

    const ENTRY: &str = "{stage: 初审, by: 林玉兰, on: 2022-06-30, fingerprint: \"ab name:c\"}";

    #[test]
    fn a_front_matter_keeps_its_comments_and_order() {
        let path = SitePath::try_from("content/news/a.md").unwrap();
        let text = "---\n# 题目\ntitle: 开班   # 短一点\n\ntags:\n- 一\n---\n正文\n---\n";
        let made = put(text, &path, at(text, "title", "一"), &[review("初审")]).unwrap();
        assert_eq!(
            made,
            format!(
                "---\n# 题目\ntitle: 开班   # 短一点\n\ntags:\n- 一\nreviews:\n  - {ENTRY}\n---\n正文\n---\n"
            )
        );
        let again =
            put(&made, &path, at(&made, "title", "一"), &[review("初审"), review("two words")]).unwrap();
        assert!(again.contains("stage: \"two words\"") && again.matches("reviews").count() == 1, "{again}");
        let back = put(&again, &path, at(&again, "title", "一"), &[review("初审")]).unwrap();
        assert_eq!(back, made);
    }

    #[test]
    fn an_item_of_a_register_is_signed_alone() {
        let path = SitePath::try_from("content/outreach/2022.yaml").unwrap();
        let text = "- title: 甲\n  reviews:\n  - {stage: 旧, by: x, on: 2022-01-01, fingerprint: y}\n  note: |\n    a\n\n    b\n\n# 第二条\n- title: 乙\n";
        let made = put(text, &path, at(text, "title: 甲", "b"), &[review("初审")]).unwrap();
        assert_eq!(
            made,
            format!(
                "- title: 甲\n  note: |\n    a\n\n    b\n  reviews:\n    - {ENTRY}\n\n# 第二条\n- title: 乙\n"
            )
        );
        let second = put(text, &path, at(text, "title: 乙", "乙"), &[review("初审")]).unwrap();
        assert!(
            second.ends_with(&format!("- title: 乙\n  reviews:\n    - {ENTRY}\n"))
                && second.contains("stage: 旧")
        );
    }

    #[test]
    fn braces_are_kept() {
        let path = SitePath::try_from("content/outreach/2022.yaml").unwrap();
        let text = "- {title: 甲, n: {a: '}', b: [1]}}\n- {title: 乙}\n";
        let made = put(text, &path, at(text, "{title: 甲", "1"), &[review("初审")]).unwrap();
        assert_eq!(
            made,
            format!("- {{title: 甲, n: {{a: '}}', b: [1]}}, reviews: [{ENTRY}]}}\n- {{title: 乙}}\n")
        );
        // They are there already: somebody must see to it.
        assert_eq!(put(&made, &path, at(&made, "{title: 甲", "]}"), &[review("终审")]), None);
        let first = "- reviews: []\n  title: 甲\n";
        assert_eq!(put(first, &path, at(first, "reviews", "甲"), &[review("初审")]), None);
    }
}
