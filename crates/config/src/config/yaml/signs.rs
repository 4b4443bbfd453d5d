//! YAML's special characters, and those that are typed instead of them.

/// A character that input methods produce in place of the one that YAML requires, with the right one and its
/// names in English and Chinese.
pub(super) type Slip = (char, &'static str, &'static str, &'static str);

/// Full-width characters in the structure of a line.
pub(super) const PUNCTUATION: [Slip; 9] = [
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

/// The same within a value.
pub(super) const IN_VALUES: [Slip; 14] = [
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

/// Characters that look like spaces but are not spaces in YAML, and invisible ones, with their names.
const ODD_BLANKS: [(char, &str, &str); 14] = [
    ('\u{3000}', "a full-width space", "全角空格"),
    ('\u{A0}', "a non-breaking space", "不换行空格"),
    ('\u{202F}', "a narrow space", "窄空格"),
    ('\u{2007}', "a space as wide as a digit", "数字宽的空格"),
    ('\u{2002}', "a wide space", "宽空格"),
    ('\u{2003}', "a wide space", "宽空格"),
    ('\u{2004}', "a narrow space", "窄空格"),
    ('\u{2005}', "a narrow space", "窄空格"),
    ('\u{2006}', "a narrow space", "窄空格"),
    ('\u{2009}', "a narrow space", "窄空格"),
    ('\u{200A}', "a narrow space", "窄空格"),
    ('\u{200B}', "an invisible sign", "看不见的字符"),
    ('\u{200C}', "an invisible sign", "看不见的字符"),
    ('\u{FEFF}', "an invisible sign", "看不见的字符"),
];

/// Characters with which word processors begin list items.
const BULLETS: [char; 16] = ['—', '–', '―', '‐', '‑', '−', '·', '•', '●', '○', '◦', '▪', '■', '◆', '★', '*'];

/// The first character of a text that looks like a space but is not one in YAML: its position, and which it
/// is.
pub(super) fn odd_blank(text: &str) -> Option<(usize, char, (&'static str, &'static str))> {
    text.char_indices().find_map(|(at, c)| {
        ODD_BLANKS.iter().find(|(odd, ..)| *odd == c).map(|(_, en, zh)| (at, c, (*en, *zh)))
    })
}

/// What a line begins with instead of a hyphen and a space.
pub(super) enum Bullet {
    /// A hyphen without a space; its length in bytes.
    Hyphen(usize),
    /// Another character, or a number with its dot.
    Other(usize),
}

/// Whether a line begins like a list item in prose, but not in YAML.
pub(super) fn bullet(rest: &str) -> Option<Bullet> {
    let first = rest.chars().next()?;
    if first == '-' {
        let behind = rest.get(1..).unwrap_or("");
        let is_word =
            behind.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '[' | '{' | '“'));
        return is_word.then_some(Bullet::Hyphen(1));
    }
    if BULLETS.contains(&first) {
        // In YAML, an asterisk before a word is an alias.
        let length: usize = rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum();
        let behind = rest.get(length..).unwrap_or("");
        return (first != '*' || behind.starts_with(char::is_whitespace)).then_some(Bullet::Other(length));
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, behind) = rest.split_at_checked(digits)?;
    let sign = behind.chars().next().filter(|c| matches!(c, '.' | '、' | ')' | '）' | '．'))?;
    let text = behind.get(sign.len_utf8()..)?;
    // `1.5` is a number, `2022.3.8` a date.
    let is_number = (1..=2).contains(&number.len()) && !text.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| Bullet::Other(digits + sign.len_utf8()))
}

/// Whether a line is an item of a list.
pub(super) fn is_item(rest: &str) -> bool {
    rest == "-" || rest.starts_with("- ")
}

/// The key of a line and its value, which may be empty.
pub(super) fn key(rest: &str) -> Option<(&str, &str)> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = match quote {
        Some(quote) => 1 + quote_end(rest.get(1..)?, quote)? + 1,
        None if rest.starts_with(['[', '{', '#']) => return None,
        None => 0,
    };
    let colon = rest.get(from..)?.char_indices().find_map(|(at, c)| {
        let at = from + at;
        let behind = rest.get(at + 1..).filter(|_| c == ':')?;
        (behind.is_empty() || behind.starts_with([' ', '\t'])).then_some(at)
    })?;
    let key = rest.get(..colon)?.trim_end();
    let value = rest.get(colon + 1..)?.trim_start();
    (!key.is_empty() && (quote.is_none() || rest.get(from..colon)?.trim().is_empty())).then_some((key, value))
}

/// Whether a value announces a block text.
pub(super) fn is_block(value: &str) -> bool {
    let mut chars = value.chars();
    matches!(chars.next(), Some('|' | '>')) && chars.all(|c| matches!(c, '+' | '-' | '1'..='9'))
}

/// A line without its comment. A `#` inside quotes, or without a space before it, begins none.
pub(super) fn without_comment(rest: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' && before.is_whitespace() => return rest.get(..at).unwrap_or(rest),
            None if matches!(c, '"' | '\'') && (before.is_whitespace() || "[{,:".contains(before)) => {
                quote = Some(c);
            }
            None => {}
        }
        before = c;
    }
    rest
}

/// Where a quote that is open at the beginning of a text is closed.
pub(super) fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote && (quote == '"' || chars.next_if(|(_, next)| *next == quote).is_none()) {
            return Some(at);
        }
    }
    None
}

/// Counts brackets; returns whether all are closed at some point in the text.
pub(super) fn brackets(text: &str, depth: &mut usize) -> bool {
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => *depth += 1,
            (None, ']' | '}') => {
                *depth = depth.saturating_sub(1);
                if *depth == 0 {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_keys() {
        for (line, wanted) in [
            ("name: 甲   # 姓名：必填", "name: 甲   "),
            ("a: \"b # c\" # d", "a: \"b # c\" "),
            ("a: b#c", "a: b#c"),
            ("it's # x", "it's "),
            ("# x", ""),
        ] {
            assert_eq!(without_comment(line), wanted);
        }
        for (line, wanted) in [
            ("name: 甲", Some(("name", "甲"))),
            ("name:", Some(("name", ""))),
            ("\"a: b\": c", Some(("\"a: b\"", "c"))),
            ("a: b: c", Some(("a", "b: c"))),
            ("http://x", None),
            ("name:甲", None),
            ("[a: b]", None),
            ("\"a\" b: c", None),
            (": x", None),
        ] {
            assert_eq!(key(line), wanted, "{line}");
        }
    }

    #[test]
    fn bullets() {
        for line in ["—title: A", "— title", "· a", "* a", "1. a", "12、a", "1) a", "•a"] {
            assert!(matches!(bullet(line), Some(Bullet::Other(_))), "{line}");
        }
        for line in ["-title: A", "-甲", "-\"a\""] {
            assert!(matches!(bullet(line), Some(Bullet::Hyphen(1))), "{line}");
        }
        for line in ["- title: A", "-", "---", "-1", "*a", "1.5", "2022.3.8", "2022-03", "a", ""] {
            assert!(bullet(line).is_none(), "{line}");
        }
    }
}
