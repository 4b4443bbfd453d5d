//! What an editor probably did where the parser only says that something is wrong.

use std::ops::Range;

use serde_yaml::ScanError;

use super::Text;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::Span;

/// Full-width characters that an input method writes where YAML wants ASCII, with the ASCII ones and their names.
const PUNCTUATION: [(char, &str, &str, &str); 9] = [
    ('：', ":", "colon", "冒号"),
    ('，', ",", "comma", "逗号"),
    ('［', "[", "bracket", "方括号"),
    ('］', "]", "bracket", "方括号"),
    ('【', "[", "bracket", "方括号"),
    ('】', "]", "bracket", "方括号"),
    ('｛', "{", "brace", "花括号"),
    ('｝', "}", "brace", "花括号"),
    ('－', "-", "hyphen", "短横线"),
];

/// The same within a value that stands for itself.
const IN_VALUES: [(char, &str, &str, &str); 14] = [
    ('，', ",", "comma", "逗号"),
    ('、', ",", "comma", "逗号"),
    ('；', ",", "comma", "逗号"),
    ('［', "[", "bracket", "方括号"),
    ('］', "]", "bracket", "方括号"),
    ('【', "[", "bracket", "方括号"),
    ('】', "]", "bracket", "方括号"),
    ('“', "\"", "quote", "引号"),
    ('”', "\"", "quote", "引号"),
    ('‘', "'", "quote", "引号"),
    ('’', "'", "quote", "引号"),
    ('「', "\"", "quote", "引号"),
    ('」', "\"", "quote", "引号"),
    ('\u{3000}', " ", "blank", "空格"),
];

/// The diagnostic for a text that is no YAML: the most telling cause that can be found, else the parser's own words.
pub(super) fn explain(text: &Text, range: Range<usize>, error: &ScanError) -> Diagnostic {
    let source = text.content.get(range.clone()).unwrap_or("");
    let at = error.marker().byte_offset().unwrap_or(0).min(source.len());
    let line_of_error = source.get(..at).map_or(0, |before| before.matches('\n').count());
    let mut offset = range.start;
    let mut found = None;
    for (n, line) in source.split('\n').enumerate() {
        // The parser may notice a slip a line later, never a line earlier.
        if n > line_of_error + 1 {
            break;
        }
        if let Some(slip) = slip(text, line, offset) {
            found = Some(slip);
            if n + 1 >= line_of_error {
                break;
            }
        }
        offset += line.len() + 1;
    }
    found.unwrap_or_else(|| {
        let start = range.start + at;
        let place = text.place(Span::new(start, start + 1));
        Diagnostic::new(Code::YamlSyntax).at(place).arg("detail", error.info().to_owned())
    })
}

/// What is wrong with one line, judged by itself.
fn slip(text: &Text, line: &str, offset: usize) -> Option<Diagnostic> {
    let indent = line.len() - line.trim_start().len();
    let head = line.get(..indent).unwrap_or("");
    if let Some(at) = head.find('\t') {
        let place = text.place(Span::new(offset + at, offset + at + 1));
        return Some(Diagnostic::new(Code::YamlTab).at(place));
    }
    if let Some(at) = head.find('\u{3000}') {
        return Some(full_width(text, offset + at, '\u{3000}', " ", "blank", "空格"));
    }
    let rest = line.get(indent..).unwrap_or("");
    if rest.starts_with('#') {
        return None;
    }
    full_width_punctuation(text, rest, offset + indent)
        .or_else(|| colon_without_blank(text, rest, offset + indent))
}

/// A full-width character where a line's structure needs an ASCII one.
fn full_width_punctuation(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let after_key = rest.split_once(": ").map(|(key, value)| (key.len() + 2, value));
    if rest.starts_with('－') {
        return Some(full_width(text, offset, '－', "-", "hyphen", "短横线"));
    }
    let (from, value) = match after_key {
        None => {
            let at = rest.find('：')?;
            let key = rest.get(..at)?.trim_start_matches("- ").trim_end();
            let is_key =
                !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
            return is_key.then(|| full_width(text, offset + at, '：', ":", "colon", "冒号"));
        }
        Some(found) => found,
    };
    if let Some(slip) = in_flow(text, rest, offset) {
        return Some(slip);
    }
    // Brackets and commas matter only in a list or group on one line.
    let opens = value.starts_with(['[', '{', '［', '｛', '【']);
    let (at, c) =
        opens.then(|| value.char_indices().find(|(_, c)| PUNCTUATION.iter().any(|p| p.0 == *c)))??;
    let (_, wanted, en, zh) = PUNCTUATION.iter().find(|p| p.0 == c)?;
    Some(full_width(text, offset + from + at, c, wanted, en, zh))
}

/// In a group on one line, a full-width comma with the next key behind it, or a full-width brace at its end.
fn in_flow(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let start = rest.find('{')?;
    let inner = rest.get(start..)?;
    for (at, c) in inner.char_indices() {
        let behind = inner.get(at + c.len_utf8()..)?.trim_start();
        let word = behind.len() - behind.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let key = word > 0 && behind.get(word..)?.trim_start().starts_with([':', '：']);
        if c == '，' && key {
            return Some(full_width(text, offset + start + at, c, ",", "comma", "逗号"));
        }
        if c == '｝' && behind.is_empty() {
            return Some(full_width(text, offset + start + at, c, "}", "brace", "花括号"));
        }
    }
    None
}

fn full_width(text: &Text, at: usize, found: char, wanted: &str, en: &str, zh: &str) -> Diagnostic {
    let shown = if found == '\u{3000}' { "　".to_owned() } else { found.to_string() };
    Diagnostic::new(Code::FullWidthPunctuation)
        .at(text.place(Span::new(at, at + found.len_utf8())))
        .arg("found", shown)
        .arg("wanted", wanted)
        .arg("name", Arg::Term { en: en.to_owned(), zh: zh.to_owned() })
}

/// `name:陈秀英` is one word to YAML, not a key and a value.
fn colon_without_blank(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let (key, value) = rest.trim_start_matches("- ").split_once(':')?;
    let is_key =
        !key.is_empty() && key.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'));
    let address = value.starts_with("//");
    if !is_key || address || value.is_empty() || value.starts_with([' ', '\r']) {
        return None;
    }
    let at = offset + (rest.len() - value.len() - 1);
    Some(Diagnostic::new(Code::ColonWithoutBlank).at(text.place(Span::new(at, at + 1))).arg("key", key))
}

/// What is wrong with a text that is a single value where lines of `key: value` were wanted.
pub(super) fn explain_scalar(text: &Text, span: Span) -> Vec<Diagnostic> {
    let offset = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let mut start = offset(span.start);
    let mut found = Vec::new();
    for line in text.content.get(start..offset(span.end)).unwrap_or("").split('\n') {
        found.extend(slip(text, line, start));
        start += line.len() + 1;
    }
    found
}

/// Chinese punctuation in an unquoted value of which it cannot be a part: brackets and quotes around it, commas in it.
pub fn slip_in_value(text: &Text, span: Span, value: &str) -> Option<Diagnostic> {
    let start = usize::try_from(span.start).ok()?;
    let (at, found) = value.char_indices().find(|(_, c)| IN_VALUES.iter().any(|slip| slip.0 == *c))?;
    let (_, wanted, en, zh) = IN_VALUES.iter().find(|slip| slip.0 == found)?;
    Some(full_width(text, start + at, found, wanted, en, zh))
}
