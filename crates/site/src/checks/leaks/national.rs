//! Identity numbers of other countries, each told by its check character: those of Hong Kong (`A123456(3)`) and Spain (`12345678Z`,
//! `X1234567L`). Those of the United States and Britain have none: they are found only beside words that name them.
//!
//! Like all numbers they are looked for as people write them: full-width, in groups, with marks between that nobody sees.

use std::ops::Range;

use super::between::{Between, Gap};
use super::digits::{Group, Run};
use super::{Kind, Leak};

/// Fewest digits that one of them has.
pub(super) const LEAST_DIGITS: usize = 6;
/// Maximum number of digits.
const MOST_DIGITS: usize = 9;
/// How far before the digits a letter is looked for, in characters: tags and marks may be between.
const NEAR: usize = 40;
/// The check letters of Spain, by the remainder of 23.
const SPAIN: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// Words beside which the numbers stand that nothing else tells, in lower case.
const SOCIAL_SECURITY: [&str; 6] =
    ["ssn", "social security", "seguro social", "seguridad social", "社会安全", "社會安全"];
const INSURANCE: [&str; 6] = ["nino", "ni number", "ni no", "national insurance", "国民保险", "國民保險"];
/// Words that say that an identity number of Hong Kong follows.
const HONG_KONG: [&str; 7] = ["hkid", "身份證", "身份证", "身分證", "identity", "id card", "id no"];
/// Numbers of social security that were printed in advertisements: they are nobody's.
const ADVERTISED: [&str; 2] = ["078051120", "219099999"];

/// A letter beside digits.
#[derive(Clone, Copy)]
struct Letter {
    /// In upper case.
    ascii: u8,
    is_upper: bool,
    /// Its place.
    at: usize,
    end: usize,
    /// Nothing that a reader sees is between it and the digits.
    touches: bool,
}

/// Groups that may be one number.
struct Candidate<'t> {
    text: &'t str,
    digits: String,
    shape: Vec<usize>,
    range: Range<usize>,
    /// Words of its field's name, or of the column's.
    said: &'t str,
}

/// Adds what a run holds. `said` are words that stand over the text, such as the name of its field.
pub(super) fn scan(text: &str, run: &Run, said: &str, leaks: &mut Vec<Leak>) {
    let (Some(first), Some(last)) = (run.groups.first(), run.groups.last()) else { return };
    // Most numbers have no letter beside them, and no word that names them: nothing is put together of them.
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

/// Numbers of social security: nine digits, mostly 3, 2 and 4.
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

/// Spanish numbers with points for thousands: `12.345.678-Z`, `X-1.234.567-L`. `points` are the places of `.`, `·` and `．`.
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
    /// The number that groups make together; `None` if they have too few digits or too many, or a border is
    /// between.
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
        // What looked like the check character of a Chinese number is a letter like others here.
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

    /// A number of Hong Kong, which begins with a letter or two and ends with a check digit, mostly in brackets.
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
        // Letters count from A = 10; where there is one, what stands for the other counts 36.
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
        // A letter that stands apart is a word perhaps: `at 202203 (1)`.
        let belongs = letter.touches || (letter.is_upper && first.is_none());
        let is_sure = (bracketed && belongs) || is_named(self.text, &range, self.said, &HONG_KONG);
        (usual && is_right && is_sure && stands_alone(self.text, &range)).then_some((Kind::HongKong, range))
    }

    /// A number of a Spaniard: eight digits and their letter.
    fn spaniard(&self, letter: Letter) -> Option<(Kind, Range<usize>)> {
        let usual = matches!(self.shape.as_slice(), [8] | [2, 3, 3] | [1, 1, 1, 1, 1, 1, 1, 1]);
        let number: usize = self.digits.parse().ok().filter(|_| self.digits.len() == 8)?;
        let range = self.range.start..letter.end;
        let is_right = SPAIN.get(number % 23) == Some(&letter.ascii);
        // A letter that stands apart is a word perhaps: `20220315 a`.
        let belongs = letter.touches || letter.is_upper;
        (usual && is_right && belongs && stands_alone(self.text, &range)).then_some((Kind::Spanish, range))
    }

    /// A number of a foreigner in Spain: X, Y or Z, seven digits and their letter.
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

    /// A National Insurance number: two letters, six digits, a letter.
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

/// The letter that a character is, full-width ones too.
fn letter(c: char) -> Option<(u8, bool)> {
    let ascii = match c {
        'A'..='Z' | 'a'..='z' => c,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        _ => return None,
    };
    Some((u8::try_from(ascii.to_ascii_uppercase()).ok()?, ascii.is_ascii_uppercase()))
}

/// The letter before a place, with nothing between but what may part a number.
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
        // Only within a tag may other letters are between.
        if c.is_alphabetic() && !c.is_ascii() || c == '\n' {
            return None;
        }
    }
    None
}

/// The letter behind the last group of a number, with nothing between but what may part it.
fn letter_behind(text: &str, last: &Group) -> Option<Letter> {
    let mut at = last.range.end;
    // It may have been taken for the check character of a Chinese number.
    if last.digits().ends_with(b"X") {
        at = text.get(..at)?.char_indices().next_back()?.0;
    }
    letter_after(text, at)
}

/// The letter after a place, with nothing between but what may part a number.
fn letter_after(text: &str, at: usize) -> Option<Letter> {
    let mut gap = Gap::new(text, at);
    let between = gap.read();
    let found = text.get(gap.at()..)?.chars().next()?;
    let (ascii, is_upper) = letter(found)?;
    let touches = between == Between::Nothing;
    let end = gap.at() + found.len_utf8();
    (touches || between == Between::Parted).then_some(Letter { ascii, is_upper, at: gap.at(), end, touches })
}

/// Whether a number is no part of a word or code.
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

/// Whether one of some words is near a number, or over the text.
fn is_named(text: &str, range: &Range<usize>, said: &str, words: &[&str]) -> bool {
    let before: Vec<char> = text.get(..range.start).unwrap_or("").chars().rev().take(NEAR).collect();
    let before: String = before.into_iter().rev().collect();
    let behind: String = text.get(range.end..).unwrap_or("").chars().take(NEAR / 2).collect();
    [&*before, &*behind, said].iter().any(|near| {
        let near = near.to_lowercase();
        words.iter().any(|word| names(&near, word))
    })
}

/// Whether a text has a word that is no part of another: `nino`, not `niños`.
fn names(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let behind = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !word.is_ascii() || ![before, behind].into_iter().flatten().any(|c| c.is_ascii_alphabetic())
    })
}
