//! Explains what an editor probably did where the parser only says that something is wrong.

use std::ops::Range;

use serde_yaml::ScanError;

use super::layout;
use super::signs::{self, Bullet, IN_VALUES, PUNCTUATION, Slip};
use super::text::Text;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, MAX_PER_CODE_PER_FILE};
use crate::domain::Span;

/// Why a text is not valid YAML: the most specific cause that can be found, otherwise the parser's own words.
pub(super) fn explain(text: &Text, range: Range<usize>, error: &ScanError, diagnostics: &mut Diagnostics) {
    let source = text.content.get(range.clone()).unwrap_or("");
    let at = error.marker().byte_offset().unwrap_or(0).min(source.len());
    let line_of_error = source.get(..at).map_or(0, |before| before.matches('\n').count());
    // The parser may notice a mistake one line late, but never early.
    let last = line_of_error + 1;
    let mut begun = begun(text, range.clone());
    if begun.iter().any(|(line, _)| *line <= last) {
        begun.drain(..).take(MAX_PER_CODE_PER_FILE).for_each(|(_, told)| diagnostics.push(told));
        return;
    }
    let mut found = None;
    for (n, line, offset) in lines(source, range.start) {
        if n > last {
            break;
        }
        if let Some(slip) = slip(text, line, offset) {
            found = Some(slip);
            if n + 1 >= line_of_error {
                break;
            }
        }
    }
    let found = found.or_else(|| value_slip(text, source, range.start, line_of_error));
    let told = found.or_else(|| layout::misfit(text, &range, last));
    diagnostics.push(told.unwrap_or_else(|| {
        let start = range.start + at;
        let place = text.place(Span::new(start, start + 1));
        Diagnostic::new(Code::YamlSyntax).at(place).arg("detail", error.info().to_owned())
    }));
}

/// Reports keys that begin with invalid characters: `-title`, `— title`, `　region`; all lines of the text
/// with the same problem. Returns whether there is anything to report: within braces such characters are not
/// part of the key.
#[must_use]
pub(super) fn explain_key(text: &Text, range: Range<usize>, diagnostics: &mut Diagnostics) -> bool {
    let found = begun(text, range);
    let any = !found.is_empty();
    found.into_iter().take(MAX_PER_CODE_PER_FILE).for_each(|(_, told)| diagnostics.push(told));
    any
}

/// Whether a key begins with an invalid character.
pub(super) fn is_odd_key(key: &str) -> bool {
    let plain = key.bytes().next().is_some_and(|c| c.is_ascii_alphabetic() || c == b'_');
    let is_blank = |text: &str| signs::odd_blank(text).is_some_and(|(at, c, _)| at == 0 && c.is_whitespace());
    let blank = || is_blank(key) || key.strip_prefix('-').is_some_and(is_blank);
    !plain && (signs::bullet(key).is_some() || blank())
}

/// The lines of a text: number, text, position.
fn lines(source: &str, start: usize) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut offset = start;
    source.split('\n').enumerate().map(move |(n, line)| {
        let at = offset;
        offset += line.len() + 1;
        (n, line, at)
    })
}

/// Lines that begin with something other than spaces, a word or an item, by number. Lines of a block text
/// below `key: |` may.
fn begun(text: &Text, range: Range<usize>) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    // Within a block text, the indentation of its key.
    let mut block: Option<usize> = None;
    for (n, line, offset) in lines(text.content.get(range.clone()).unwrap_or(""), range.start) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let rest = line.get(indent..).unwrap_or("");
        if rest.trim().is_empty() || block.is_some_and(|parent| indent > parent) {
            continue;
        }
        block = signs::key(signs::without_comment(rest).trim_end())
            .filter(|(_, value)| signs::is_block(value))
            .map(|_| indent);
        found.extend(beginning(text, line, offset).map(|told| (n, told)));
    }
    found
}

/// The diagnostic for the beginning of a line.
fn beginning(text: &Text, line: &str, offset: usize) -> Option<Diagnostic> {
    let indent = line.len() - line.trim_start().len();
    let head = line.get(..indent).unwrap_or("");
    if let Some(at) = head.find('\t') {
        let place = text.place(Span::new(offset + at, offset + at + 1));
        // What looks like one step in a text editor is one.
        let whole = Span::new(offset, offset + indent);
        let steps = head.chars().all(|c| matches!(c, ' ' | '\t'));
        let fix = steps.then(|| text.fix(whole, head.replace('\t', "  ")));
        return Some(Diagnostic::new(Code::YamlTab).at(place).mended_by(fix));
    }
    // Unicode does not classify all of them as spaces either.
    let invisible = line.get(indent..).and_then(|rest| signs::odd_blank(rest).filter(|(at, ..)| *at == 0));
    let odd = signs::odd_blank(head).or(invisible.map(|(at, c, name)| (indent + at, c, name)));
    if let Some((at, c, name)) = odd {
        return Some(odd_blank(text, offset + at, c, name));
    }
    let rest = line.get(indent..).unwrap_or("");
    let at = offset + indent;
    if let Some(odd) = odd_blank_within(text, rest, at) {
        return Some(odd);
    }
    let (length, found, is_hyphen) = match signs::bullet(rest)? {
        Bullet::Hyphen(length) => {
            (length, Arg::term("a hyphen without a space", "短横线，后面没有空格"), true)
        }
        Bullet::Other(length) => {
            let sign = rest.get(..length).unwrap_or("");
            (length, Arg::term(format!("“{sign}”"), format!("“{sign}”")), false)
        }
    };
    let span = Span::new(at, at + length);
    let told = Diagnostic::new(Code::YamlBullet).at(text.place(span)).arg("found", found);
    // A number may be a list marker, or part of the text.
    let blank = if rest.get(length..).is_some_and(|rest| rest.starts_with(' ')) { "-" } else { "- " };
    Some(told.mended_by((is_hyphen || !rest.starts_with(char::is_numeric)).then(|| text.fix(span, blank))))
}

fn odd_blank(text: &Text, at: usize, found: char, (en, zh): (&str, &str)) -> Diagnostic {
    let span = Span::new(at, at + found.len_utf8());
    let blank = if found.is_whitespace() { " " } else { "" };
    Diagnostic::new(Code::YamlOddBlank)
        .at(text.place(span))
        .arg("name", Arg::term(en, zh))
        .mended_by([text.fix(span, blank)])
}

/// The mistake in one line, judged by itself.
fn slip(text: &Text, line: &str, offset: usize) -> Option<Diagnostic> {
    let indent = line.len() - line.trim_start().len();
    let rest = signs::without_comment(line.get(indent..).unwrap_or("")).trim_end();
    let start = offset + indent;
    full_width_punctuation(text, rest, start).or_else(|| colon_without_blank(text, rest, start))
}

/// A value that YAML takes for more than a text: with a colon in it, or a special character at its beginning.
fn value_slip(text: &Text, source: &str, start: usize, line_of_error: usize) -> Option<Diagnostic> {
    let (_, line, offset) = lines(source, start).nth(line_of_error)?;
    let indent = line.len() - line.trim_start().len();
    let rest = signs::without_comment(line.get(indent..)?).trim_end();
    let item = rest.len() - rest.trim_start_matches("- ").trim_start().len();
    let (key, value) = signs::key(rest.get(item..)?)?;
    let at = offset + indent + (rest.len() - value.len());
    let (found, from) = match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = 1 + signs::quote_end(value.get(1..)?, quote)? + 1;
            let behind = value.get(end..)?.trim_start();
            (!behind.is_empty()).then_some((quote, value.len() - behind.len()))?
        }
        sign @ ('@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | '?') if !signs::is_block(value) => (sign, 0),
        '[' | '{' => return None,
        _ => (':', signs::key(value).map(|(key, _)| key.len())?),
    };
    let place = text.place(Span::new(at + from, at + from + found.len_utf8()));
    let quote = if value.contains('"') { '\'' } else { '"' };
    Some(
        Diagnostic::new(Code::YamlSign)
            .at(place)
            .arg("found", found.to_string())
            .arg("key", key)
            .arg("example", format!("{key}: {quote}…{quote}")),
    )
}

/// A full-width character where YAML's syntax requires an ASCII one.
fn full_width_punctuation(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let after_key = rest.split_once(": ").map(|(key, value)| (key.len() + 2, value));
    if rest.starts_with('－') {
        return Some(full_width(text, offset, &('－', "-", "hyphen", "短横线")));
    }
    let (from, value) = match after_key {
        None => {
            let at = rest.find('：')?;
            let key = rest.get(..at)?.trim_start_matches("- ").trim_end();
            let is_key =
                !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
            return is_key.then(|| full_width(text, offset + at, &('：', ":", "colon", "冒号")));
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
    let slip = PUNCTUATION.iter().find(|p| p.0 == c)?;
    Some(full_width(text, offset + from + at, slip))
}

/// In a group on one line, a full-width comma before the next key, or a full-width brace at its end.
fn in_flow(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let start = rest.find('{')?;
    let inner = rest.get(start..)?;
    for (at, c) in inner.char_indices().filter(|(_, c)| matches!(c, '，' | '｝')) {
        let behind = inner.get(at + c.len_utf8()..)?.trim_start();
        let word = behind.len() - behind.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let key = word > 0 && behind.get(word..)?.trim_start().starts_with([':', '：']);
        if c == '，' && key {
            return Some(full_width(text, offset + start + at, &(c, ",", "comma", "逗号")));
        }
        if c == '｝' && behind.is_empty() {
            return Some(full_width(text, offset + start + at, &(c, "}", "brace", "花括号")));
        }
    }
    None
}

fn full_width(text: &Text, at: usize, (found, wanted, en, zh): &Slip) -> Diagnostic {
    let shown = if *found == '\u{3000}' { "　".to_owned() } else { found.to_string() };
    let span = Span::new(at, at + found.len_utf8());
    let behind = text.content.get(at + found.len_utf8()..).and_then(|rest| rest.chars().next());
    // Quotes and opening brackets come in pairs, whose other half is wrong too.
    let is_alone = !matches!(*wanted, "\"" | "'" | "[" | "{");
    let parts = matches!(*wanted, ":" | "," | "-") && behind.is_some_and(|c| !matches!(c, ' ' | '\n'));
    Diagnostic::new(Code::FullWidthPunctuation)
        .at(text.place(span))
        .mended_by(
            is_alone.then(|| text.fix(span, if parts { format!("{wanted} ") } else { (*wanted).to_owned() })),
        )
        .arg("found", shown)
        .arg("wanted", *wanted)
        .arg("name", Arg::term(*en, *zh))
}

/// `name:陈秀英` is one word in YAML, not a key and a value.
fn colon_without_blank(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let (key, value) = rest.trim_start_matches("- ").split_once(':')?;
    let is_key =
        !key.is_empty() && key.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-'));
    let address = value.starts_with("//");
    if !is_key || address || value.is_empty() || value.starts_with([' ', '\r', '\t']) {
        return None;
    }
    let at = offset + (rest.len() - value.len());
    if let Some((_, c, name)) = signs::odd_blank(value).filter(|(at, ..)| *at == 0) {
        return Some(odd_blank(text, at, c, name));
    }
    let told = Diagnostic::new(Code::ColonWithoutBlank).at(text.place(Span::new(at - 1, at)));
    Some(told.arg("key", key).mended_by([text.fix(Span::new(at, at), " ")]))
}

/// A character after an item's hyphen that looks like a space but is not one in YAML.
fn odd_blank_within(text: &Text, rest: &str, offset: usize) -> Option<Diagnostic> {
    let behind = rest.strip_prefix('-')?;
    let (_, c, name) = signs::odd_blank(behind).filter(|(at, ..)| *at == 0)?;
    Some(odd_blank(text, offset + 1, c, name))
}

/// The diagnostics for a text that is a single value where lines of `key: value` were expected.
pub(super) fn explain_scalar(text: &Text, span: Span) -> Vec<Diagnostic> {
    let offset = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let range = offset(span.start)..offset(span.end);
    let source = text.content.get(range.clone()).unwrap_or("");
    let judged = lines(source, range.start)
        .filter_map(|(_, line, at)| beginning(text, line, at).or_else(|| slip(text, line, at)));
    let found: Vec<Diagnostic> = judged.collect();
    // A single word or sentence is the caller's to report.
    let words = || source.lines().filter(|line| !line.trim().is_empty()).count() > 1;
    if found.is_empty() && words() {
        layout::misfit(text, &range, usize::MAX).into_iter().collect()
    } else {
        found
    }
}

/// Chinese punctuation that cannot be part of an unquoted value: brackets and quotes around it, commas in it.
pub fn slip_in_value(text: &Text, span: Span, value: &str) -> Option<Diagnostic> {
    let start = span.range().start;
    let (at, found) = value.char_indices().find(|(_, c)| IN_VALUES.iter().any(|slip| slip.0 == *c))?;
    let slip = IN_VALUES.iter().find(|slip| slip.0 == found)?;
    Some(full_width(text, start + at, slip))
}
