//! Several values in one text: `speakers: 陈秀英、李娜`, `region: 青溪县和兰浦区`.

use crate::config::yaml::{Node, NodeValue, Text};
use crate::diag::{Arg, Code, Diagnostic, Severity};
use crate::domain::{Field, FieldType, Span};

/// Separators. Few names contain them, and a text that is a known name as a whole is not split.
const SIGNS: [char; 12] = [',', '，', '、', ';', '；', '/', '／', '|', '｜', '＋', '&', '\n'];
/// Separating words. They may be part of a name, so each part must be a known name.
const WORDS: [&str; 6] = [" and ", "和", "与", "及", "暨", " "];
/// Longest part, in characters, of a text that is taken for a list of short texts rather than a sentence.
const LONGEST: usize = 12;

/// The values in a text that names several: separated by punctuation, or by words if all parts are known.
#[must_use]
pub fn parts<'t>(text: &'t str, known: impl Fn(&str) -> bool) -> Option<Vec<&'t str>> {
    let clean =
        |part: &'t str| part.trim_matches(|c: char| c.is_whitespace() || "[]【】［］“”\"".contains(c));
    let filled = |parts: Vec<&'t str>| -> Option<Vec<&'t str>> {
        let parts: Vec<&str> = parts.into_iter().map(clean).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1).then_some(parts)
    };
    filled(text.split(SIGNS).collect()).or_else(|| {
        let by_word = |word: &&str| filled(text.split(*word).collect());
        WORDS.iter().filter_map(by_word).find(|parts| parts.iter().all(|part| known(part)))
    })
}

/// Reports several values in one text: how to write a list, or that the field takes only one.
#[must_use]
pub fn several(field: &Field, text: &str, parts: &[&str], in_list: bool) -> Diagnostic {
    let is_list = matches!(field.kind, FieldType::List(_));
    let diagnostic = Diagnostic::new(if is_list { Code::ListInOneText } else { Code::SeveralForOne });
    let diagnostic = diagnostic.arg("field", &field.name).arg("found", text);
    let list = format!("{}: [{}]", field.name, parts.join(", "));
    match (is_list, in_list) {
        (true, true) => diagnostic.arg("items", Arg::term(quoted(parts, ", "), quoted(parts, "、"))),
        (true, false) => diagnostic.arg("list", list),
        (false, _) => {
            let diagnostic =
                diagnostic.arg_opt("first", parts.first().map(|first| format!("{}: {first}", field.name)));
            let hosted = matches!(field.kind, FieldType::Region).then_some(list);
            diagnostic.arg_opt("list", hosted)
        }
    }
}

/// Where a publisher can allow several regions: the site's declaration of the collection.
pub(super) fn declaration(text: &Text) -> Option<String> {
    let folder = text.path.as_str().strip_prefix("content/")?.split_once('/')?.0;
    (folder != "programs" && folder != "collections").then(|| format!("content/collections/{folder}.yaml"))
}

/// The diagnostic for a list of texts that is a single text with separators; it would be published as one.
pub(super) fn in_texts(field: &Field, item: &FieldType, node: &Node, text: &Text) -> Option<Diagnostic> {
    let NodeValue::Scalar { text: found, plain: true, .. } = &node.value else { return None };
    if !matches!(item, FieldType::Text) {
        return None;
    }
    let parts = parts(found, |_| false)?;
    let short = parts.iter().all(|part| part.chars().count() <= LONGEST && !part.contains(['。', '：', '.']));
    short.then(|| {
        let mut diagnostic = several(field, found, &parts, false).at(text.place(node.span));
        diagnostic.severity = Severity::Warning;
        diagnostic
    })
}

/// Each in quotation marks.
fn quoted(parts: &[&str], separator: &str) -> String {
    let each: Vec<String> = parts.iter().map(|part| format!("“{part}”")).collect();
    each.join(separator)
}

/// The span of a list of texts, and the texts.
pub(super) fn texts_of(node: &Node) -> Option<(Span, Vec<&str>)> {
    let items: Option<Vec<&str>> =
        node.as_list()?.iter().map(|item| item.as_text().map(|text| &**text)).collect();
    items.filter(|items| items.len() > 1).map(|items| (node.span, items))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_seen_and_one_is_left_alone() {
        let known = |part: &str| ["青溪县", "兰浦区", "Qingxi", "Lanpu"].contains(&part);
        for (text, wanted) in [
            ("青溪县、兰浦区", Some(vec!["青溪县", "兰浦区"])),
            ("青溪县，兰浦区", Some(vec!["青溪县", "兰浦区"])),
            ("青溪县/兰浦区", Some(vec!["青溪县", "兰浦区"])),
            ("青溪县和兰浦区", Some(vec!["青溪县", "兰浦区"])),
            ("青溪县 兰浦区", Some(vec!["青溪县", "兰浦区"])),
            ("Qingxi and Lanpu", Some(vec!["Qingxi", "Lanpu"])),
            ("[青溪县；兰浦区】", Some(vec!["青溪县", "兰浦区"])),
            ("甲、乙、", Some(vec!["甲", "乙"])),
            ("和平县", None),
            ("青溪县、", None),
            ("青溪县", None),
            ("", None),
        ] {
            assert_eq!(parts(text, known), wanted, "{text}");
        }
    }
}
