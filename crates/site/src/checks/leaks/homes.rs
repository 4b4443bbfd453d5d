//! Home addresses more precise than a village or street.

use std::ops::Range;
use std::sync::LazyLock;

use super::leak::{Kind, Leak};
use crate::checks::words::Words;

/// Words that announce where somebody lives.
const LIVES: [&str; 17] = [
    "家住",
    "住址",
    "住在",
    "现住",
    "户籍",
    "居住",
    "家庭地址",
    "家在",
    "租住",
    "租房",
    "户口",
    "常住",
    "暂住",
    "家里地址",
    "收件地址",
    "lives at",
    "home address",
];
/// How far before the address they may be, in characters.
const NEAR: usize = 24;
/// Words for parts of buildings that follow one number and precede another.
static PARTS: LazyLock<Words> =
    LazyLock::new(|| Words::new(&["单元", "号楼", "号院", "栋", "幢", "座", "组", "号", "弄"]));
/// Phrases that begin an address in English.
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::new(&["lives at ", "home address"]));
/// Suffixes of room and house numbers.
const ROOMS: [&str; 3] = ["室", "房", "号"];
/// Words that come before a house number.
const STREETS: [&str; 12] = ["路", "街", "巷", "弄", "大道", "胡同", "里", "坊", "村", "社区", "小区", "组"];

/// Adds the addresses of a text.
pub(super) fn scan(text: &str, person: bool, leaks: &mut Vec<Leak>) {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, part) in PARTS.places(text) {
        let Some(range) = fine(text, at, part) else { continue };
        let rooms = matches!(part, "单元" | "号楼" | "栋" | "幢" | "组");
        if (person && rooms && range.is_certain) || lives(text, range.range.start) {
            found.push(range.range);
        }
    }
    english(text, &mut found);
    found.sort_by_key(|range| range.start);
    let mut last = 0;
    for range in found.into_iter().filter(|range| !range.is_empty()) {
        // Several parts of one address count once.
        if last == 0 || range.start > last {
            leaks.push(Leak { kind: Kind::Home, range: range.clone() });
        }
        last = last.max(range.end + 12);
    }
}

struct Fine {
    range: Range<usize>,
    /// Whether it is an address even without a word that says so: a room in a building, a house in a village
    /// group.
    is_certain: bool,
}

const fn is_number(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

/// The address with a part at this position: `3单元201室`, `12栋502`, `2组15号`, `槐荫路12号`.
fn fine(text: &str, at: usize, part: &str) -> Option<Fine> {
    let before = text.get(..at)?;
    let letter = |c: char| c.is_ascii_uppercase();
    let number: usize = before
        .chars()
        .rev()
        .take_while(|c| is_number(*c) || letter(*c) || *c == '-')
        .map(char::len_utf8)
        .sum();
    let start = at - number;
    if number == 0 {
        return None;
    }
    let behind = text.get(at + part.len()..).unwrap_or("");
    let digits: usize = behind
        .chars()
        .take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
        .map(char::len_utf8)
        .sum();
    let ending = behind.get(digits..).unwrap_or("");
    let room = digits > 0
        && (!matches!(part, "组" | "号" | "号院") || ROOMS.iter().any(|word| ending.starts_with(word)));
    // A house in a street is as precise as a room: whoever lives there can be found.
    let house = part == "号"
        && STREETS.iter().any(|street| before.get(..start).is_some_and(|head| head.ends_with(street)));
    let end = at + part.len() + digits;
    (room || house || part == "号楼" || part == "单元")
        .then_some(Fine { range: start..end, is_certain: room })
}

/// Whether a word shortly before a position, in the same sentence, says that somebody lives there.
fn lives(text: &str, at: usize) -> bool {
    let head: Vec<char> = text.get(..at).unwrap_or("").chars().rev().take(NEAR).collect();
    let near: String = head.iter().rev().collect();
    let near = near.rsplit(['。', '！', '？', '；', '\n']).next().unwrap_or("").to_lowercase();
    LIVES.iter().any(|word| near.contains(word))
}

/// `lives at 12 Elm Road`, `home address: Flat 5`.
fn english(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, word) in ENGLISH.places(text) {
        let tail = text.get(at + word.len()..).unwrap_or("");
        let Some(number) = tail.bytes().take(24).position(|byte| byte.is_ascii_digit()) else { continue };
        let start = at + word.len() + number;
        let length = text.get(start..).unwrap_or("").bytes().take_while(u8::is_ascii_digit).count();
        found.push(start..start + length);
    }
}
