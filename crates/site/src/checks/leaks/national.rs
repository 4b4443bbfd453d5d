//! Identity numbers of other countries. Those of Hong Kong (`A123456(3)`) and Spain (`12345678Z`,
//! `X1234567L`) are recognised by their check characters. Those of the United States and the United Kingdom
//! have none: they are found only near words that announce them.
//!
//! Like all numbers, they are recognised as people write them: full-width, in groups, with invisible marks in
//! between.

use std::ops::Range;

use super::between::{Between, Gap};
use super::leak::{Kind, Leak};
use super::run::{Group, Run};

/// Minimum number of digits.
pub(super) const LEAST_DIGITS: usize = 6;
/// Maximum number of digits.
const MOST_DIGITS: usize = 9;
/// How far before the digits a letter is searched for, in characters: tags and marks may be in between.
const NEAR: usize = 40;
/// The Spanish check letters, by remainder modulo 23.
const SPAIN: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// Words near US social security numbers, which have no check digit; in lower case.
const SOCIAL_SECURITY: [&str; 6] =
    ["ssn", "social security", "seguro social", "seguridad social", "社会安全", "社會安全"];
const INSURANCE: [&str; 6] = ["nino", "ni number", "ni no", "national insurance", "国民保险", "國民保險"];
/// Words that announce a Hong Kong identity number.
const HONG_KONG: [&str; 7] = ["hkid", "身份證", "身份证", "身分證", "identity", "id card", "id no"];
/// Social security numbers that were printed in advertisements and belong to nobody.
const ADVERTISED: [&str; 2] = ["078051120", "219099999"];

/// A letter next to digits.
#[derive(Clone, Copy)]
struct Letter {
    /// In upper case.
    ascii: u8,
    is_upper: bool,
    /// Its position.
    at: usize,
    end: usize,
    /// Whether nothing visible is between it and the digits.
    touches: bool,
}

/// Groups that may be one number.
struct Candidate<'t> {
    text: &'t str,
    digits: String,
    shape: Vec<usize>,
    range: Range<usize>,
    /// The name of the field or column.
    said: &'t str,
}

/// Adds the leaks of a run. `said` is a heading of the text, such as the name of its field.
pub(super) fn scan(text: &str, run: &Run, said: &str, leaks: &mut Vec<Leak>) {
    let (Some(first), Some(last)) = (run.groups.first(), run.groups.last()) else { return };
    // Most numbers have no letter next to them and no word that announces them: skip the costly part.
    let before = letter_before(text, first.range.start);
    let behind = letter_behind(text, last);
    let all = || Candidate::of(text, &run.groups, said);
    let found = before.and_then(|before| {
        let ends = (1..=run.groups.len())
            .rev()
            .filter_map(|count| Candidate::of(text, run.groups.get(..count)?, said));
        let foreigner = || behind.and_then(|behind| all()?.foreigner(before, behind));
        let with_letter = || behind.and_then(|behind| all()?.hong_kong(before, Some(behind)));
        let hong_kong = || ends.into_iter().find_map(|it| it.hong_kong(before, None));
        foreigner().or_else(with_letter).or_else(hong_kong).or_else(|| all()?.insured(before, behind))
    });
    let found = found.or_else(|| {
        let starts =
            (0..run.groups.len()).filter_map(|from| Candidate::of(text, run.groups.get(from..)?, said));
        behind.and_then(|behind| starts.into_iter().find_map(|it| it.spaniard(behind)))
    });
    match found {
        Some((kind, range)) => leaks.push(Leak { kind, range }),
        None => social_security(text, run, said, leaks),
    }
}

/// US social security numbers: nine digits, usually grouped 3-2-4.
fn social_security(text: &str, run: &Run, said: &str, leaks: &mut Vec<Leak>) {
    let mut at = 0;
    while at < run.groups.len() {
        let rest = run.groups.get(at..).unwrap_or_default();
        let found = [1, 3, 9].into_iter().find_map(|count| {
            let groups = rest.get(..count)?;
            let usual = match groups {
                [one] => one.count == 9,
                [area, group, serial] => (area.count, group.count, serial.count) == (3, 2, 4),
                loose => loose.iter().all(|group| group.count == 1),
            };
            if !usual {
                return None;
            }
            let candidate = Candidate::of(text, groups, said)?;
            candidate.is_social_security().then_some((count, candidate.range))
        });
        match found {
            Some((count, range)) => {
                leaks.push(Leak { kind: Kind::SocialSecurity, range });
                at += count;
            }
            None => at += 1,
        }
    }
}

/// Spanish numbers with dots as thousands separators: `12.345.678-Z`, `X-1.234.567-L`. `points` are the
/// positions of `.`, `·` and `．`.
pub(super) fn dotted(text: &str, points: &[usize], leaks: &mut Vec<Leak>) {
    for (point, second) in points.iter().zip(points.iter().skip(1)) {
        let between = text.get(point + 1..*second).unwrap_or("");
        let last = text.get(second + 1..second + 4).unwrap_or("");
        let are_digits = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(between) || !are_digits(last) {
            continue;
        }
        let head = text.get(..*point).unwrap_or("");
        let count = head.bytes().rev().take_while(u8::is_ascii_digit).take(3).count();
        let (start, end) = (point - count, second + 4);
        let first = text.get(start..*point).unwrap_or("");
        let digits = format!("{first}{between}{last}");
        let shape = vec![digits.len()];
        let candidate = Candidate { text, digits, shape, range: start..end, said: "" };
        let Some(behind) = letter_after(text, end) else { continue };
        let found = match count {
            1 => letter_before(text, start).and_then(|first| candidate.foreigner(first, behind)),
            2 => candidate.spaniard(behind),
            _ => None,
        };
        leaks.extend(found.map(|(kind, range)| Leak { kind, range }));
    }
}

impl<'t> Candidate<'t> {
    /// The number that the groups form together; `None` if it has too few or too many digits, or a cell
    /// border is in between.
    fn of(text: &'t str, groups: &[Group], said: &'t str) -> Option<Self> {
        let count: usize = groups.iter().map(|group| group.count).sum();
        let loose = groups.iter().all(|group| group.count == 1);
        let parted = groups.iter().skip(1).any(|group| match group.gap {
            Between::Nothing | Between::Parted | Between::Wrapped => false,
            Between::Cell => !loose,
            Between::End => true,
        });
        if !(LEAST_DIGITS..=MOST_DIGITS + 1).contains(&count) || parted {
            return None;
        }
        let digits: String =
            groups.iter().flat_map(|group| group.digits()).map(|digit| char::from(*digit)).collect();
        // What was taken for the check character of a Chinese number is an ordinary letter here.
        let digits = digits.trim_end_matches('X').to_owned();
        let mut shape: Vec<usize> = groups.iter().map(|group| group.count).collect();
        let mut end = groups.last()?.range.end;
        if digits.len() < count {
            let last = shape.last_mut()?;
            *last -= 1;
            end = text.get(..end)?.char_indices().next_back()?.0;
        }
        shape.retain(|length| *length > 0);
        Some(Self { text, digits, shape, range: groups.first()?.range.start..end, said })
    }

    /// A Hong Kong number: one or two letters, digits, and a check digit, usually in brackets.
    fn hong_kong(&self, letter: Letter, behind: Option<Letter>) -> Option<(Kind, Range<usize>)> {
        let check = match (self.digits.len(), behind) {
            (7, None) => self.digits.get(6..)?.parse::<u32>().ok()?,
            (6, Some(Letter { ascii: b'A', .. })) => 10,
            _ => return None,
        };
        let usual = match self.shape.as_slice() {
            [7] | [6, 1] | [6] | [3, 3, 1] | [3, 3] | [1, 2, 3, 1] => true,
            shape => shape.iter().all(|length| *length == 1),
        };
        let end = behind.map_or(self.range.end, |letter| letter.end);
        let first = letter_before(self.text, letter.at).filter(|first| first.touches);
        let start = first.map_or(letter.at, |first| first.at);
        let range = start..end;
        // Letters count from A = 10; a missing first letter counts as 36.
        let value = |letter: Letter| u32::from(letter.ascii - b'A') + 10;
        let letters = 9 * first.map_or(36, value) + 8 * value(letter);
        let digits = self
            .digits
            .bytes()
            .take(6)
            .zip((2..=7).rev())
            .map(|(byte, weight)| u32::from(byte - b'0') * weight);
        let is_right = (letters + digits.sum::<u32>() + check).is_multiple_of(11);
        let number = self.text.get(range.clone())?;
        let bracketed = number.contains(['(', '（', '[', '［']);
        // A letter that is separated may be a word: `at 202203 (1)`.
        let belongs = letter.touches || (letter.is_upper && first.is_none());
        let is_sure = (bracketed && belongs) || is_named(self.text, &range, self.said, &HONG_KONG);
        (usual && is_right && is_sure && stands_alone(self.text, &range)).then_some((Kind::HongKong, range))
    }

    /// A Spanish DNI: eight digits and a letter.
    fn spaniard(&self, letter: Letter) -> Option<(Kind, Range<usize>)> {
        let usual = matches!(self.shape.as_slice(), [8] | [2, 3, 3] | [1, 1, 1, 1, 1, 1, 1, 1]);
        let number: usize = self.digits.parse().ok().filter(|_| self.digits.len() == 8)?;
        let range = self.range.start..letter.end;
        let is_right = SPAIN.get(number % 23) == Some(&letter.ascii);
        // A letter that is separated may be a word: `20220315 a`.
        let belongs = letter.touches || letter.is_upper;
        (usual && is_right && belongs && stands_alone(self.text, &range)).then_some((Kind::Spanish, range))
    }

    /// A Spanish NIE: X, Y or Z, seven digits and a letter.
    fn foreigner(&self, first: Letter, letter: Letter) -> Option<(Kind, Range<usize>)> {
        let lead = match first.ascii {
            b'X' => "0",
            b'Y' => "1",
            b'Z' => "2",
            _ => return None,
        };
        let usual = matches!(self.shape.as_slice(), [7] | [1, 3, 3] | [1, 1, 1, 1, 1, 1, 1]);
        let number: usize =
            format!("{lead}{}", self.digits).parse().ok().filter(|_| self.digits.len() == 7)?;
        let range = first.at..letter.end;
        let is_right = SPAIN.get(number % 23) == Some(&letter.ascii);
        (usual && is_right && stands_alone(self.text, &range)).then_some((Kind::Spanish, range))
    }

    /// A UK National Insurance number: two letters, six digits, a letter.
    fn insured(&self, second: Letter, behind: Option<Letter>) -> Option<(Kind, Range<usize>)> {
        let first = letter_before(self.text, second.at).filter(|_| self.digits.len() == 6)?;
        let prefix = [first.ascii, second.ascii];
        let is_given = !matches!(first.ascii, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V')
            && !matches!(second.ascii, b'D' | b'F' | b'I' | b'O' | b'Q' | b'U' | b'V')
            && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&prefix);
        let suffix = behind.filter(|letter| matches!(letter.ascii, b'A'..=b'D'));
        let range = first.at..suffix.map_or(self.range.end, |letter| letter.end);
        let usual = matches!(self.shape.as_slice(), [6] | [2, 2, 2] | [3, 3] | [1, 1, 1, 1, 1, 1]);
        let is_one = is_given && usual && stands_alone(self.text, &range);
        (is_one && is_named(self.text, &range, self.said, &INSURANCE)).then_some((Kind::Insurance, range))
    }

    fn is_social_security(&self) -> bool {
        let part = |range| self.digits.get(range).unwrap_or("");
        let area = part(0..3);
        self.digits.len() == 9
            && !matches!(area, "000" | "666")
            && !area.starts_with('9')
            && part(3..5) != "00"
            && part(5..9) != "0000"
            && !ADVERTISED.contains(&&*self.digits)
            && stands_alone(self.text, &self.range)
            && is_named(self.text, &self.range, self.said, &SOCIAL_SECURITY)
    }
}

/// The ASCII letter for a character (including full-width ones), and whether it is upper case.
fn letter(c: char) -> Option<(u8, bool)> {
    let ascii = match c {
        'A'..='Z' | 'a'..='z' => c,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        _ => return None,
    };
    Some((u8::try_from(ascii.to_ascii_uppercase()).ok()?, ascii.is_ascii_uppercase()))
}

/// The letter before a position, with nothing in between that does not occur within numbers.
fn letter_before(text: &str, place: usize) -> Option<Letter> {
    let head = text.get(..place)?;
    for (at, c) in head.char_indices().rev().take(NEAR) {
        let end = at + c.len_utf8();
        if let Some((ascii, is_upper)) = letter(c) {
            let touches = end == place;
            let mut gap = Gap::new(text, end);
            let between = if touches { Between::Nothing } else { gap.read() };
            let reaches = touches || gap.at() == place;
            if reaches && matches!(between, Between::Nothing | Between::Parted) {
                return Some(Letter { ascii, is_upper, at, end, touches: between == Between::Nothing });
            }
        }
        // Other letters may be in between only within a tag.
        if c.is_alphabetic() && !c.is_ascii() || c == '\n' {
            return None;
        }
    }
    None
}

/// The letter after the last group of a number, with nothing in between that does not occur within numbers.
fn letter_behind(text: &str, last: &Group) -> Option<Letter> {
    let mut at = last.range.end;
    // It may have been taken for the check character of a Chinese number.
    if last.digits().ends_with(b"X") {
        at = text.get(..at)?.char_indices().next_back()?.0;
    }
    letter_after(text, at)
}

/// The letter after a position, with nothing in between that does not occur within numbers.
fn letter_after(text: &str, at: usize) -> Option<Letter> {
    let mut gap = Gap::new(text, at);
    let between = gap.read();
    let found = text.get(gap.at()..)?.chars().next()?;
    let (ascii, is_upper) = letter(found)?;
    let touches = between == Between::Nothing;
    let end = gap.at() + found.len_utf8();
    (touches || between == Between::Parted).then_some(Letter { ascii, is_upper, at: gap.at(), end, touches })
}

/// Whether a number is not part of a word or code.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let goes_on =
        |c: char| c.is_ascii_alphanumeric() || letter(c).is_some() || matches!(c, '_' | '=' | '%' | '#');
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let mut behind = text.get(range.end..).unwrap_or("").chars();
    let next = behind.next();
    let is_code = |c: char| matches!(c, '-' | '/');
    // `DNI-12345678Z`, not `2022-12345678Z`.
    let joined = text
        .get(..range.start)
        .and_then(|head| head.chars().rev().nth(1))
        .is_some_and(|c| c.is_ascii_digit());
    !before.is_some_and(|c| goes_on(c) || (is_code(c) && joined))
        && !next.is_some_and(|c| {
            goes_on(c) || (is_code(c) && behind.next().is_some_and(|c| c.is_ascii_alphanumeric()))
        })
}

/// Whether one of some words is near a number or in its heading.
fn is_named(text: &str, range: &Range<usize>, said: &str, words: &[&str]) -> bool {
    let before: Vec<char> = text.get(..range.start).unwrap_or("").chars().rev().take(NEAR).collect();
    let before: String = before.into_iter().rev().collect();
    let behind: String = text.get(range.end..).unwrap_or("").chars().take(NEAR / 2).collect();
    [&*before, &*behind, said].iter().any(|near| {
        let near = near.to_lowercase();
        words.iter().any(|word| names(&near, word))
    })
}

/// Whether a text contains a word as a whole: `nino`, not `niños`.
fn names(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let behind = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !word.is_ascii() || ![before, behind].into_iter().flatten().any(|c| c.is_ascii_alphabetic())
    })
}
