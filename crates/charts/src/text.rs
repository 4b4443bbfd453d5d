//! Estimates the width of text, with some allowance, since fonts are the reader's own.

/// A character's width in thousandths of the text size.
const fn of_char(c: char) -> i64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        'M' | 'W' | 'm' | 'w' | '%' | '@' | '&' => 900,
        'A'..='Z' => 720,
        ' '..='~' => 600,
        '\u{a0}'..='\u{10ff}' => 700,
        _ => 1000,
    }
}

/// The space that browsers insert between Chinese and letters or digits (`text-autospace`), in thousandths of
/// the text size.
const BETWEEN: i64 = 125;

/// The width of text of a size.
pub fn width(text: &str, size: i64) -> i64 {
    let changes = |(a, b): (char, char)| {
        (a.is_ascii_alphanumeric() && b > '\u{2e80}') || (a > '\u{2e80}' && b.is_ascii_alphanumeric())
    };
    let between = text.chars().zip(text.chars().skip(1)).filter(|&pair| changes(pair)).count();
    let between = i64::try_from(between).unwrap_or_default() * BETWEEN;
    (text.chars().map(of_char).sum::<i64>() + between) * size / 1000
}

/// The text, truncated with an ellipsis if there is not enough room.
pub fn fit(text: &str, size: i64, room: i64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size) + size > room {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The text in at most `most` lines, broken at spaces if there are any; the last is truncated if necessary.
pub fn wrap(text: &str, size: i64, room: i64, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim().to_owned();
    while lines.len() + 1 < most && width(&rest, size) > room {
        let mut line = String::new();
        for c in rest.chars() {
            line.push(c);
            if width(&line, size) > room && line.chars().nth(1).is_some() {
                line.pop();
                break;
            }
        }
        if let Some((words, _)) = line.rsplit_once(' ').filter(|_| !rest_begins_word(&rest, &line)) {
            line = words.to_owned();
        }
        rest = rest.strip_prefix(line.as_str()).unwrap_or_default().trim_start().to_owned();
        lines.push(line.trim_end().to_owned());
    }
    if !rest.is_empty() {
        lines.push(fit(&rest, size, room));
    }
    lines
}

/// Whether a new word begins at the end of the line, so that no word is broken.
fn rest_begins_word(rest: &str, line: &str) -> bool {
    rest.strip_prefix(line).is_some_and(|after| after.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_its_size() {
        assert_eq!(width("妇联", 130), 260);
        assert_eq!(width("12", 100), 120);
        assert_eq!(width("3月31日", 1000), 600 + 1000 + 1200 + 1000 + 3 * 125);
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        assert_eq!(fit("榜样县", 100, 300), "榜样县");
        assert_eq!(fit("榜样县妇联", 100, 300), "榜样…");
        assert!(width(&fit("New County", 100, 350), 100) <= 350);
    }

    #[test]
    fn lines_break_at_spaces_or_anywhere_in_chinese() {
        assert_eq!(wrap("the city of X", 100, 600, 3), ["the city", "of X"]);
        assert_eq!(wrap("市妇女联合会", 100, 400, 2), ["市妇女联", "合会"]);
        assert_eq!(wrap("市妇女联合会", 100, 200, 2), ["市妇", "女…"]);
        assert_eq!(wrap("市", 100, 10, 2), ["市"]);
    }
}
