//! A prefilter: whether a text may contain a mistake, judged by its bytes alone, since parsing every text as
//! Markdown would take ten times as long.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr_iter, memchr2_iter};

use bangyang_domain::domain::bytes;

/// Emphasis is searched for in many texts; this finder is several times as fast as the standard library's.
static STRONG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("**"));

/// Full-width characters that occur only by mistake, or rarely.
const WIDE_SIGNS: [&str; 7] = ["】(", "］", "！【", "！［", "＊＊", "｀", "【^"];

/// What precedes or follows a square bracket by mistake.
const BEFORE_OPENING: [&str; 3] = ["！", ")", "）"];
const AFTER_OPENING: [&str; 2] = ["^", "＾"];
const AFTER_CLOSING: [&str; 3] = [" (", "（", "　"];

/// Whether a text may contain a mistake.
#[must_use]
pub fn may_slip(text: &str) -> bool {
    // The common case, decided in one pass.
    let signs = bytes::classes(text.as_bytes(), signs);
    let has = |sign: u8| signs & sign != 0;
    let squares = if has(SQUARE) { squares(text) } else { Squares::None };
    squares == Squares::Odd
        || lines(text)
        || (squares == Squares::Even && has_odd_target(text))
        || (has(WIDE) && (WIDE_SIGNS.iter().any(|sign| text.contains(sign)) || text.contains("】 (")))
        || (has(ADDRESS) && may_be_cut(text))
        || (has(QUOTE) && !memchr_iter(b'`', text.as_bytes()).count().is_multiple_of(2))
        || has(DOUBLED)
        || (has(STRONG_SIGN) && may_be_open(text))
        || (has(SHORTCODE) && (has(STRONG_SIGN) || text.contains("](")))
}

/// Full-width brackets, asterisks and backquotes.
const WIDE: u8 = 1;
/// Code.
const QUOTE: u8 = 1 << 1;
/// `:/` and `www`.
const ADDRESS: u8 = 1 << 2;
/// `~~` and `__`.
const DOUBLED: u8 = 1 << 3;
/// `**`.
const STRONG_SIGN: u8 = 1 << 4;
/// `{{` and `{%`.
const SHORTCODE: u8 = 1 << 5;
/// Square brackets.
const SQUARE: u8 = 1 << 6;

/// The features of which three bytes begin one.
const fn signs(first: u8, second: u8, third: u8) -> u8 {
    const fn bit(is: bool, sign: u8) -> u8 {
        (is as u8) * sign
    }
    let corner = (first == 0xE3) & (second == 0x80) & ((third == 0x90) | (third == 0x91));
    let square = (first == 0xEF) & (second == 0xBC) & ((third == 0xBB) | (third == 0xBD) | (third == 0x8A));
    let wide_quote = (first == 0xEF) & (second == 0xBD) & (third == 0x80);
    let address =
        ((first == b':') & (second == b'/')) | ((first == b'w') & (second == b'w') & (third == b'w'));
    let is_doubled = first == second;
    bit(corner | square | wide_quote, WIDE)
        | bit(first == b'`', QUOTE)
        | bit(address, ADDRESS)
        | bit(is_doubled & ((first == b'~') | (first == b'_')), DOUBLED)
        | bit(is_doubled & (first == b'*'), STRONG_SIGN)
        | bit((first == b'{') & ((second == b'{') | (second == b'%')), SHORTCODE)
        | bit((first == b'[') | (first == b']'), SQUARE)
}

/// The square brackets of a text.
#[derive(PartialEq, Eq)]
enum Squares {
    /// There are none.
    None,
    /// None has a neighbour that makes it a mistake.
    Even,
    Odd,
}

fn squares(text: &str) -> Squares {
    let mut squares = Squares::None;
    for at in memchr2_iter(b'[', b']', text.as_bytes()) {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
        let is_odd = if text.as_bytes().get(at) == Some(&b'[') {
            BEFORE_OPENING.iter().any(|sign| before.ends_with(sign))
                || AFTER_OPENING.iter().any(|sign| after.starts_with(sign))
        } else {
            AFTER_CLOSING.iter().any(|sign| after.starts_with(sign))
        };
        if is_odd {
            return Squares::Odd;
        }
        squares = Squares::Even;
    }
    squares
}

/// Whether a bare address ends at a Chinese character that may be a part of it.
fn may_be_cut(text: &str) -> bool {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("://")) {
        from += found + 3;
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii() || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let goes_on = rest.get(..end).is_some_and(|it| it.ends_with(['/', '=', '-', '#', '&', '%']));
        if goes_on && rest.get(end..).and_then(|it| it.chars().next()).is_some_and(|c| !c.is_ascii()) {
            return true;
        }
    }
    text.contains("www.")
}

/// Whether emphasis may be unclosed: in some paragraph the numbers of markers that open and close differ.
fn may_be_open(text: &str) -> bool {
    let mut open = false;
    let mut last = 0;
    for at in STRONG.find_iter(text.as_bytes()) {
        let before = text.get(..at).unwrap_or_default();
        if open && before.get(last..).is_some_and(has_blank_line) {
            return true;
        }
        let inner = if open {
            before.chars().next_back()
        } else {
            text.get(at + 2..).and_then(|it| it.chars().next())
        };
        if inner.is_none_or(|c| c.is_whitespace() || c == '*') {
            return true;
        }
        open = !open;
        last = at;
    }
    open
}

fn has_blank_line(text: &str) -> bool {
    memchr_iter(b'\n', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&b'\n'))
}

/// Whether the address of a link has a space or no end.
fn has_odd_target(text: &str) -> bool {
    static TARGET: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("]("));
    TARGET.find_iter(text.as_bytes()).any(|at| {
        let rest = text.get(at + 2..).unwrap_or_default();
        let end = rest.find([')', '\n', ' ', '\t', '\u{3000}', '\u{a0}', '）']);
        !end.is_some_and(|end| rest.get(end..).is_some_and(|rest| rest.starts_with(')')))
    })
}

/// Whether a line begins with something that was meant differently.
fn lines(text: &str) -> bool {
    let mut before = None;
    // For tables: the first row, then `Some(None)`.
    let mut row: Option<Option<&str>> = None;
    text.lines().any(|line| {
        // Most begin with a Chinese character.
        if matches!(line.as_bytes().first(), Some(0xE4..=0xE9)) {
            (before, row) = (None, None);
            return false;
        }
        let words = line.trim_start_matches([' ', '\t', '>', '\u{3000}', '\u{a0}']);
        // An item's or note's marker may come before.
        let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = ["- ", "* ", "+ ", ". ", ") "].into_iter().find_map(|mark| number.strip_prefix(mark));
        let words = behind.unwrap_or(words);
        let first = words.chars().next();
        let is_blank = words.len() < line.len() && !line.starts_with([' ', '\t', '>', '-', '*']);
        let mark = mark(words);
        let is_row = mark.is_some() && mark == before;
        before = mark;
        is_row
            || match first {
                Some('#') => {
                    let behind = words.trim_start_matches('#');
                    is_blank || !(behind.is_empty() || behind.starts_with([' ', '\t']))
                }
                Some('＃' | '＞' | '［') => true,
                // Without the delimiter row there is no table.
                Some('|') => match row {
                    None => {
                        row = Some(Some(words));
                        false
                    }
                    Some(None) => false,
                    Some(Some(head)) => {
                        row = Some(None);
                        let bars = |words: &str| words.trim().trim_end_matches('|').matches('|').count();
                        words.contains(|c: char| !matches!(c, '|' | '-' | ':' | ' ' | '\t'))
                            || bars(head) != bars(words)
                    }
                },
                Some('｜') => true,
                _ => {
                    row = None;
                    false
                }
            }
    })
}

/// The kind of marker at the beginning of a line.
fn mark(words: &str) -> Option<char> {
    let mut chars = words.chars();
    match (chars.next()?, chars.next()) {
        ('-' | '*' | '+', Some(next)) if next.is_whitespace() || next == '-' || next == '*' => None,
        (first @ ('-' | '*' | '+'), _) => Some(first),
        ('0'..='9', _) => words
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(['.', '．', ')'])
            .then_some('0'),
        (first, _) => super::lines::BULLETS.contains(&first).then_some(first),
    }
}
