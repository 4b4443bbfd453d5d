//! Digits as people write numbers: in groups.

use std::ops::Range;

use super::between::{Between, Gap};

/// Groups of digits that may be one number: blanks or hyphens part them.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The groups, in order; each has a digit at least.
    pub(super) groups: Vec<Group>,
}

/// Digits that nothing parts but marks that a reader does not see.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The digits, as ASCII; `X` may be the last.
    pub(super) digits: String,
    /// Their bytes in the text.
    pub(super) range: Range<usize>,
    /// Whether a letter or a decimal point touches the group: then it is a part of a code or of an amount.
    pub(super) in_word: bool,
    /// Whether a currency stands before it: then it says how much.
    pub(super) is_price: bool,
    /// Whether a unit stands behind it: then it says how many.
    pub(super) has_unit: bool,
}

/// ASCII words that may touch a number without making a code of it.
const BEFORE_NUMBERS: [&str; 10] =
    ["tel", "phone", "mobile", "mob", "cell", "call", "telephone", "id", "no", "card"];
/// What stands behind an amount.
const UNITS: [&str; 22] = [
    "元", "万", "亿", "人", "户", "次", "块", "美元", "欧元", "斤", "吨", "公里", "米", "平方", "亩", "千瓦",
    "度", "件", "个", "名", "%", "％",
];
/// What stands before one.
const CURRENCIES: [char; 5] = ['¥', '￥', '$', '€', '＄'];

/// The digit that a character is, in ASCII.
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// The digit that a Chinese character is, as numbers are read out.
fn spoken(c: char) -> Option<char> {
    let found = "〇一二三四五六七八九".chars().zip('0'..='9').find(|(known, _)| *known == c);
    found.map(|(_, digit)| digit).or(match c {
        '零' | '○' => Some('0'),
        '幺' => Some('1'),
        '两' => Some('2'),
        _ => None,
    })
}

/// All runs of a text. `digits` are the bytes from its first digit to its last.
pub(super) fn runs(text: &str, digits: Range<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = digits.start;
    while let Some((start, c)) = next_digit(text, at..digits.end) {
        let mut run = Run { groups: vec![Group::new(c, start..start + width(text, start))] };
        at = run.extend(text);
        runs.push(run);
    }
    for group in runs.iter_mut().flat_map(|run| &mut run.groups) {
        group.look_around(text);
    }
    runs
}

/// The next digit of a range of bytes, with its place. Most of a text is none: it is looked through by bytes.
fn next_digit(text: &str, range: Range<usize>) -> Option<(usize, char)> {
    let mut at = range.start;
    loop {
        let rest = text.as_bytes().get(at..range.end)?;
        // Full-width digits begin with the byte EF.
        at += rest.iter().position(|byte| byte.is_ascii_digit() || *byte == 0xEF)?;
        let c = text.get(at..).and_then(|rest| rest.chars().next());
        match c.and_then(digit) {
            Some(digit) => return Some((at, digit)),
            None => at += c.map_or(1, char::len_utf8),
        }
    }
}

fn width(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

impl Run {
    /// Takes in what belongs to the run behind its first digit; returns the byte from which the next may begin.
    fn extend(&mut self, text: &str) -> usize {
        loop {
            let end = self.groups.last().map_or(0, |group| group.range.end);
            let mut gap = Gap::new(text, end);
            let between = gap.read();
            let at = gap.at();
            let c = text.get(at..).and_then(|rest| rest.chars().next());
            let Some((digit, c)) = c.and_then(|c| Some((digit(c)?, c))) else { return at.max(end) };
            match (between, self.groups.last_mut()) {
                (Between::Nothing, Some(group)) => {
                    group.digits.push(digit);
                    group.range.end = at + c.len_utf8();
                }
                (Between::Parted, _) => self.groups.push(Group::new(digit, at..at + c.len_utf8())),
                _ => return at,
            }
        }
    }
}

impl Group {
    fn new(digit: char, range: Range<usize>) -> Self {
        Self { digits: digit.to_string(), range, in_word: false, is_price: false, has_unit: false }
    }

    /// Takes a check character behind the digits; sees what touches them.
    fn look_around(&mut self, text: &str) {
        self.take_check_character(text);
        let head = text.get(..self.range.start).unwrap_or("");
        let tail = text.get(self.range.end..).unwrap_or("");
        let mut before = head.chars().rev();
        let (last, earlier) = (before.next(), before.next());
        let mut behind = tail.chars();
        let (next, later) = (behind.next(), behind.next());
        let is_digit = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let decimal = (last == Some('.') && is_digit(earlier)) || (next == Some('.') && is_digit(later));
        self.in_word = (letter(last) && !is_said(head)) || letter(next) || decimal;
        let unit = tail.strip_prefix(' ').unwrap_or(tail);
        let unit = unit.strip_prefix('多').or_else(|| unit.strip_prefix('余')).unwrap_or(unit);
        self.has_unit = UNITS.iter().any(|word| unit.starts_with(word));
        self.is_price = head.trim_end().ends_with(CURRENCIES) || head.trim_end().ends_with("RMB");
    }

    /// The `X` at the end of an identity number. It may be parted from the digits, and marked, as they are from one another.
    fn take_check_character(&mut self, text: &str) {
        let mut gap = Gap::new(text, self.range.end);
        if matches!(gap.read(), Between::End) {
            return;
        }
        let mut behind = text.get(gap.at()..).unwrap_or("").chars();
        if let Some(c @ ('x' | 'X' | 'Ｘ' | 'ｘ')) = behind.next()
            && !behind.next().is_some_and(|c| c.is_ascii_alphanumeric())
        {
            self.digits.push('X');
            self.range.end = gap.at() + c.len_utf8();
        }
    }
}

/// Whether the ASCII word at the end of a text says that a number follows.
fn is_said(head: &str) -> bool {
    let length = head.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let word = head.get(head.len() - length..).unwrap_or("");
    BEFORE_NUMBERS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Least number of Chinese digits in a row that can be somebody's number.
const SPOKEN: usize = 11;

/// Numbers that are written as they are read out: 一三八…. A stretch of them is a run of one group.
pub(super) fn spoken_runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    // Each such character has three bytes: of any stretch that is long enough, a look at every eleventh finds one.
    while at < text.len() {
        let inner = (at..text.len().min(at + 3)).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
        let here = text.get(inner..).and_then(|rest| rest.chars().next());
        if here.and_then(spoken).is_none() {
            at += 3 * (SPOKEN - 1);
            continue;
        }
        let head = text.get(..inner).unwrap_or("");
        let before = head.chars().rev().take_while(|c| spoken(*c).is_some());
        let start = inner - before.map(char::len_utf8).sum::<usize>();
        let tail = text.get(start..).unwrap_or("");
        let digits: String = tail.chars().map_while(spoken).collect();
        let end =
            start + tail.chars().take_while(|c| spoken(*c).is_some()).map(char::len_utf8).sum::<usize>();
        if digits.len() >= SPOKEN {
            let mut group =
                Group { digits, range: start..end, in_word: false, is_price: false, has_unit: false };
            group.take_check_character(text);
            runs.push(Run { groups: vec![group] });
        }
        at = end.max(at + 1);
    }
    runs
}
