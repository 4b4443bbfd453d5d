//! Whether a text may have a slip, told by its bytes alone: to read every text as Markdown would take ten times as long.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memchr2};

/// A sign that is looked for in every text: a finder of its own is several times as quick as the standard library's search.
struct Sign(LazyLock<Finder<'static>>);

impl Sign {
    fn is_in(&self, text: &str) -> bool {
        self.0.find(text.as_bytes()).is_some()
    }
}

static ADDRESS: Sign = Sign(LazyLock::new(|| Finder::new("://")));
static WWW: Sign = Sign(LazyLock::new(|| Finder::new("www.")));
static STRONG: Sign = Sign(LazyLock::new(|| Finder::new("**")));

/// Signs that no text has but by a slip, or that few have; each is looked for where its brackets are.
const SIGNS_OF_SLIPS: [&str; 16] = [
    "[^", "[＾", "] (", "]（", "]　", "】(", "］", "！[", "！【", ")[", "）[", "！［", "＊＊", "｀", "【^",
    "】 (",
];

static SIGNS: LazyLock<Vec<(bool, Finder<'static>)>> = LazyLock::new(|| {
    SIGNS_OF_SLIPS.iter().map(|sign| (sign.contains(['[', ']']), Finder::new(*sign))).collect()
});

/// Whether a text may have a slip.
#[must_use]
pub fn may_slip(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_squares = memchr2(b'[', b']', bytes).is_some();
    let signs = SIGNS.iter().filter(|(of_squares, _)| has_squares || !of_squares);
    signs.into_iter().any(|(_, sign)| sign.find(bytes).is_some())
        || may_be_cut(text)
        || may_be_open(text)
        || (has_squares && has_odd_target(text))
        || lines(text)
        || (memchr(b'{', bytes).is_some()
            && (text.contains("{{") || text.contains("{%"))
            && (STRONG.is_in(text) || text.contains("](")))
}

/// Whether a bare address ends at a Chinese character that may be a part of it.
fn may_be_cut(text: &str) -> bool {
    let mut from = if ADDRESS.is_in(text) { 0 } else { text.len() };
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("://")) {
        from += found + 3;
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii() || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let goes_on = rest.get(..end).is_some_and(|it| it.ends_with(['/', '=', '-', '#', '&', '%']));
        if goes_on && rest.get(end..).and_then(|it| it.chars().next()).is_some_and(|c| !c.is_ascii()) {
            return true;
        }
    }
    WWW.is_in(text)
}

/// Whether emphasis or code may not close: each paragraph has as many signs that open as that close.
fn may_be_open(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr(b'`', bytes).is_some() && !memchr_iter(b'`', bytes).count().is_multiple_of(2) {
        return true;
    }
    if memchr2(b'~', b'_', bytes).is_some() && (text.contains("~~") || text.contains("__")) {
        return true;
    }
    if !STRONG.is_in(text) {
        return false;
    }
    let mut open = false;
    let mut last = 0;
    for (at, _) in text.match_indices("**") {
        let before = text.get(..at).unwrap_or_default();
        if open && before.get(last..).is_some_and(|between| between.contains("\n\n")) {
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

/// Whether the address of a link has a blank or no end.
fn has_odd_target(text: &str) -> bool {
    text.match_indices("](").any(|(at, _)| {
        let rest = text.get(at + 2..).unwrap_or_default();
        let end = rest.find([')', '\n', ' ', '\t', '\u{3000}', '\u{a0}', '）']);
        !end.is_some_and(|end| rest.get(end..).is_some_and(|rest| rest.starts_with(')')))
    })
}

/// Whether a line begins with what was meant as something else.
fn lines(text: &str) -> bool {
    let mut before = None;
    // Of a table: its first row, then nothing.
    let mut row: Option<Option<&str>> = None;
    text.lines().any(|line| {
        let words = line.trim_start_matches([' ', '\t', '>', '\u{3000}', '\u{a0}']);
        // What an item or a note begins with may stand before.
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
                // Without the row of hyphens there is no table.
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

/// What kind of mark begins a line.
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
