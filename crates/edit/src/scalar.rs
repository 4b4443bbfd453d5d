//! Renders a text as a YAML scalar: plain if nobody and nothing could take it for something else, otherwise
//! quoted.

use std::fmt::Write;

use crate::domain::text;

/// The style of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Single,
    Double,
    /// A block text below `|` or `>`.
    Block,
}

/// The context of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// A line of its own, or after a key.
    Block,
    /// Brackets or braces, in which commas and brackets separate.
    Flow,
}

/// Renders a single-line text on one line. `is_word` means that it should be a number, date or boolean;
/// `before` is the style of what it replaces.
pub(crate) fn written(words: &str, is_word: bool, within: Within, before: Option<Style>) -> String {
    let plain = reads_as_it_stands(words, within) && (is_word || !is_mistakable(words));
    let only_double = words.contains(|c: char| c.is_control() || is_break(c));
    match before {
        Some(Style::Double) => double(words),
        Some(Style::Single) if !only_double => single(words),
        _ if plain => words.to_owned(),
        _ if only_double || !words.contains(['"', '\\']) || words.contains('\'') => double(words),
        _ => single(words),
    }
}

/// Renders a key as plainly as possible.
pub(crate) fn key(words: &str, within: Within) -> String {
    // Nobody takes a key for a number or date.
    written(words, true, within, None)
}

fn single(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}

fn double(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_break(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether some readers take a character for a line end.
const fn is_break(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether YAML reads an unquoted text literally.
fn reads_as_it_stands(words: &str, within: Within) -> bool {
    let ends = [words.chars().next(), words.chars().next_back()];
    let Some(first) = ends.first().copied().flatten() else { return false };
    let is_number =
        || words.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let begins_with_sign = "-?:,[]{}#&*!|>'\"%@`=".contains(first) && !is_number();
    let parts = words.contains(": ") || words.contains(":\t") || words.ends_with(':');
    let remarks = words.contains(" #") || words.contains("\t#");
    let flow = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}');
    !(begins_with_sign
        || parts
        || remarks
        || words.starts_with("...")
        || ends.into_iter().flatten().any(text::is_blank_sign)
        || words.contains(|c: char| c.is_control() || is_break(c))
        || (within == Within::Flow && words.contains(flow)))
}

/// Whether a person or program could take a text for a number, date, time, boolean or null.
pub(crate) fn is_mistakable(words: &str) -> bool {
    let folded = words.to_lowercase();
    let is_word = matches!(
        folded.as_str(),
        "" | "~"
            | "null"
            | "true"
            | "false"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "y"
            | "n"
            | "是"
            | "否"
            | ".inf"
            | ".nan"
            | "<<"
    );
    let digits = words.trim_start_matches(['+', '-', '.']);
    let of_number = |c: char| c.is_ascii_hexdigit() || "+-._,:/ xXoOTZ%".contains(c);
    is_word
        || words.starts_with('+')
        || (digits.starts_with(|c: char| c.is_ascii_digit()) && words.chars().all(of_number))
}

/// Renders a text of several lines as a block below `|`: the header, and the indented lines. `step` is the
/// indentation relative to the key's line.
pub(crate) fn block(words: &str, indent: usize, step: usize) -> (String, Vec<String>) {
    let body = words.trim_end_matches('\n');
    let chomp = match words.len() - body.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    // Leading spaces on the first line would be taken for indentation.
    let deeper =
        body.split('\n').find(|line| !line.is_empty()).is_some_and(|line| line.starts_with([' ', '\t']));
    let step = if deeper { step.to_string() } else { String::new() };
    let blanks = " ".repeat(indent);
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{blanks}{line}") };
    let lines = body.split('\n').chain(std::iter::repeat_n("", (words.len() - body.len()).saturating_sub(1)));
    (format!("|{step}{chomp}"), lines.map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_mistaken_is_quoted() {
        for plain in [
            "陈秀英",
            "two words",
            "a:b",
            "时间：3月8日",
            "http://a.example/#b",
            "it's",
            "3月8日开班",
            "甲，乙；丙",
            "2022 年",
            "a - b",
            "no one",
            "C#",
            "一#二",
        ] {
            assert_eq!(written(plain, false, Within::Block, None), plain);
        }
        for (text, quoted) in [
            ("2022", "\"2022\""),
            ("0012", "\"0012\""),
            ("-1", "\"-1\""),
            ("+86 10", "\"+86 10\""),
            ("1.5", "\"1.5\""),
            ("2022-03-05", "\"2022-03-05\""),
            ("12:30", "\"12:30\""),
            ("yes", "\"yes\""),
            ("No", "\"No\""),
            ("否", "\"否\""),
            ("null", "\"null\""),
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("a:", "\"a:\""),
            ("a #b", "\"a #b\""),
            ("- a", "\"- a\""),
            ("*a", "\"*a\""),
            ("@a", "\"@a\""),
            ("[a]", "\"[a]\""),
            ("“a” \"b\": c", "'“a” \"b\": c'"),
            ("it's: \"a\"", "\"it's: \\\"a\\\"\""),
            (" a", "\" a\""),
            ("a\nb", "\"a\\nb\""),
            ("---", "\"---\""),
            ("...", "\"...\""),
        ] {
            assert_eq!(written(text, false, Within::Block, None), quoted, "{text:?}");
        }
        assert_eq!(written("甲, 乙", false, Within::Flow, None), "\"甲, 乙\"");
        assert_eq!(written("甲, 乙", false, Within::Block, None), "甲, 乙");
    }

    #[test]
    fn words_are_plain_and_quotes_stay() {
        for word in ["2022-03-05", "6000", "true", "否", "4000+"] {
            assert_eq!(written(word, true, Within::Flow, None), word);
        }
        assert_eq!(written("甲", false, Within::Block, Some(Style::Single)), "'甲'");
        assert_eq!(written("it's", false, Within::Block, Some(Style::Single)), "'it''s'");
        assert_eq!(written("a\\", false, Within::Block, Some(Style::Double)), "\"a\\\\\"");
        assert_eq!(written("-1", true, Within::Block, None), "-1");
    }

    #[test]
    fn lines_stand_below_their_key() {
        assert_eq!(
            block("a\n\nb\n", 2, 2),
            ("|".to_owned(), vec!["  a".to_owned(), String::new(), "  b".to_owned()])
        );
        assert_eq!(block(" a\nb", 4, 2), ("|2-".to_owned(), vec!["     a".to_owned(), "    b".to_owned()]));
        assert_eq!(block("a\n\n", 2, 2), ("|+".to_owned(), vec!["  a".to_owned(), String::new()]));
    }
}
