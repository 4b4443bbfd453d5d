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
            let key = rest.get(..at)?.trim_start_matches("- ");
            let is_key =
                !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
            return is_key.then(|| full_width(text, offset + at, '：', ":", "colon", "冒号"));
        }
        Some(found) => found,
    };
    // Brackets and commas matter only in a list or group on one line.
    let opens = value.starts_with(['[', '{', '［', '｛', '【']);
    let (at, c) =
        opens.then(|| value.char_indices().find(|(_, c)| PUNCTUATION.iter().any(|p| p.0 == *c)))??;
    let (_, wanted, en, zh) = PUNCTUATION.iter().find(|p| p.0 == c)?;
    Some(full_width(text, offset + from + at, c, wanted, en, zh))
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
pub(super) fn explain_scalar(text: &Text, span: Span) -> Option<Diagnostic> {
    let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
    let mut offset = start;
    for line in text.content.get(start..end)?.split('\n') {
        if let Some(diagnostic) = slip(text, line, offset) {
            return Some(diagnostic);
        }
        offset += line.len() + 1;
    }
    None
}
