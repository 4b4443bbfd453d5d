//! Decides which digits are a private number.

use std::ops::Range;

use super::between::Between;
use super::leak::{Kind, Leak};
use super::run::{Group, Run};

/// The first two digits of identity numbers: provinces.
const PROVINCES: [u32; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// The groupings of mobile numbers, as lengths of groups.
const MOBILE_SHAPES: [&[usize]; 12] = [
    &[11],
    &[3, 4, 4],
    &[3, 8],
    &[7, 4],
    &[4, 4, 3],
    &[4, 3, 4],
    &[3, 3, 5],
    &[3, 5, 3],
    &[5, 6],
    &[6, 5],
    &[3, 2, 2, 2, 2],
    &[3, 2, 3, 3],
];
/// Prefixes of mobile numbers: country code and zero.
const CODES: [&str; 4] = ["00860", "0086", "86", "0"];
/// Where a mobile number may be broken at the end of a line that contains nothing else.
const BREAKS: [usize; 2] = [3, 7];
/// Test numbers of payment systems, which belong to nobody.
const TRIAL_CARDS: [&str; 19] = [
    "4111111111111111",
    "4242424242424242",
    "4012888888881881",
    "4000056655665556",
    "4000002500003155",
    "4000000000000002",
    "4000000000009995",
    "4000000000003220",
    "4917610000000000",
    "4444333322221111",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "5454545454545454",
    "5500000000000004",
    "6200000000000005",
    "6200000000000047",
    "6216261000000000018",
    "6212341111111111111",
];
/// The earliest year of birth, without century, in 15-digit identity numbers, which were issued until 1999.
const OLDEST: &str = "15";
/// Maximum number of groups in a number: every digit on its own.
pub(super) const MOST_GROUPS: usize = 19;
/// How far a line is examined, in characters.
const LONGEST_LINE: usize = 200;
/// Maximum number of digits in a number: a card number, or one with a country code.
const MOST_DIGITS: usize = 19;
/// Minimum number of digits in a number: a mobile number.
pub(super) const LEAST_DIGITS: usize = 11;

/// Groups that may be one number, joined.
struct Candidate<'g> {
    groups: &'g [Group],
    digits: &'g str,
    /// The lengths of the groups.
    shape: &'g [usize],
    /// The same, with a number that continues on the next line counted as one group.
    joined: &'g [usize],
    /// Whether every digit is on its own.
    loose: bool,
}

/// Adds the leaks of a run. Groups of one number are not used for another.
pub(super) fn scan(text: &str, run: &Run, leaks: &mut Vec<Leak>) {
    let mut at = 0;
    while at < run.groups.len() {
        let rest = run.groups.get(at..).unwrap_or_default();
        match longest(text, run, at, rest) {
            Some((count, kind)) => {
                leaks.push(Leak { kind, range: whole(rest.get(..count).unwrap_or_default()) });
                at += count;
            }
            None => at += 1,
        }
    }
}

/// The longest number that begins with a group: its number of groups and its kind.
fn longest(text: &str, run: &Run, at: usize, rest: &[Group]) -> Option<(usize, Kind)> {
    let mut digits = 0;
    let fits = |group: &&Group| {
        digits += group.count;
        digits <= MOST_DIGITS
    };
    let most = rest.iter().take(MOST_GROUPS).take_while(fits).count();
    (1..=most).rev().find_map(|count| {
        let groups = rest.get(..count)?;
        let in_cells = groups.iter().skip(1).any(|group| group.gap == Between::Cell);
        // A table row is a number as a whole, or except for what is at one of its ends.
        let begins = at == 0 || groups.first()?.gap != Between::Cell;
        let ends = run.groups.get(at + count).is_none_or(|next| next.gap != Between::Cell);
        if in_cells && !begins && !ends {
            return None;
        }
        Some((count, kind(text, groups, in_cells)?))
    })
}

fn whole(groups: &[Group]) -> Range<usize> {
    let start = groups.first().map_or(0, |group| group.range.start);
    start..groups.last().map_or(start, |group| group.range.end)
}

/// The kind of number that the groups form.
fn kind(text: &str, groups: &[Group], in_cells: bool) -> Option<Kind> {
    // Most groups are too short together: skip the costly part.
    if groups.iter().map(|group| group.count).sum::<usize>() < LEAST_DIGITS {
        return None;
    }
    let mut digits = [0_u8; 2 * MOST_DIGITS];
    let mut shape = [0_usize; MOST_GROUPS];
    let mut joined = [0_usize; MOST_GROUPS];
    let (mut length, mut lines) = (0, 0);
    for (group, slot) in groups.iter().zip(&mut shape) {
        let own = group.digits();
        digits.get_mut(length..length + own.len())?.copy_from_slice(own);
        length += own.len();
        *slot = own.len();
        lines += usize::from(length == own.len() || group.gap != Between::Wrapped);
        *joined.get_mut(lines - 1)? += own.len();
    }
    let digits = std::str::from_utf8(digits.get(..length)?).ok()?;
    let shape = shape.get(..groups.len())?;
    let loose =
        shape.iter().all(|length| *length <= 1) || (digits.ends_with('X') && shape.iter().all(|n| *n <= 2));
    if in_cells && !loose {
        return None;
    }
    let candidate = Candidate { groups, digits, shape, joined: joined.get(..lines)?, loose };
    candidate.kind(text)
}

impl Candidate<'_> {
    fn kind(&self, text: &str) -> Option<Kind> {
        let around = |group: &Group| group.around;
        let (first, last) = (around(self.groups.first()?), around(self.groups.last()?));
        let later = self.groups.iter().skip(1).map(around).any(|it| it.letters_before);
        if later || self.groups.iter().map(around).any(|it| it.in_word) {
            return None;
        }
        // The check digit proves it, whatever letters were put before it.
        if !(first.letters_before && first.mid_code) && self.is_identity(first.letters_before) {
            return Some(Kind::Identity);
        }
        if first.letters_before || first.is_counted || last.has_unit {
            return None;
        }
        if self.is_mobile(text) {
            return Some(Kind::Mobile);
        }
        self.is_bank_card().then_some(Kind::BankCard)
    }

    fn is_identity(&self, in_letters: bool) -> bool {
        let digits = self.digits;
        match digits.len() {
            18 => is_province(digits) && is_birthday(digits.get(6..14)) && has_check_digit(digits),
            // 15-digit numbers have no check digit: they count only if written as on the card.
            15 => {
                let usual = |shape: &[usize]| matches!(shape, [15] | [6, 6, 3] | [6, 9] | [12, 3]);
                let birthday =
                    digits.get(6..12).filter(|short| *short >= OLDEST).map(|short| format!("19{short}"));
                (usual(self.shape) || self.loose)
                    && !in_letters
                    && !digits.contains('X')
                    && is_province(digits)
                    && is_birthday(birthday.as_deref())
            }
            _ => false,
        }
    }

    fn is_mobile(&self, text: &str) -> bool {
        let behind = |code: &&&str| self.digits.len() == code.len() + 11 && self.digits.starts_with(**code);
        let code = CODES.iter().find(behind).map_or(0, |code| code.len());
        let digits = self.digits.get(code..).unwrap_or("");
        let mut chars = digits.chars();
        let begins = chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c));
        digits.len() == 11
            && !digits.contains('X')
            && begins
            && !is_made_up(digits)
            && (self.loose
                || is_mobile_shape(self.shape, code)
                || (is_mobile_shape(self.joined, code) && self.is_one_number(text)))
    }

    /// Whether lines over which a number is spread belong together; two numbers in a column do not.
    fn is_one_number(&self, text: &str) -> bool {
        let mut before = 0;
        self.groups.iter().zip(self.groups.iter().skip(1)).all(|(group, next)| {
            before += group.count;
            next.gap != Between::Wrapped || BREAKS.contains(&before) || !is_column(text, group, next)
        })
    }

    fn is_bank_card(&self) -> bool {
        let (digits, length) = (self.digits, self.digits.len());
        let fours = self
            .shape
            .split_last()
            .is_some_and(|(last, before)| *last <= 4 && before.iter().all(|n| *n == 4));
        let usual = self.loose || fours || matches!(self.shape, [_] | [6, _]) || self.joined.len() == 1;
        // UnionPay numbers have up to 19 digits, others 16.
        let issuer = match digits.get(..2) {
            Some("62") => (16..=19).contains(&length),
            Some("51" | "52" | "53" | "54" | "55") => length == 16,
            Some(two) => two.starts_with('4') && length == 16,
            None => false,
        };
        usual && issuer && !digits.contains('X') && passes_luhn(digits) && !TRIAL_CARDS.contains(&digits)
    }
}

/// Whether the groups have the lengths of a mobile number after `code` digits of prefix.
fn is_mobile_shape(shape: &[usize], code: usize) -> bool {
    let mut left = code;
    let mut own = [0_usize; MOST_GROUPS];
    let mut count = 0;
    for length in shape {
        let taken = left.min(*length);
        left -= taken;
        if let (true, Some(slot)) = (*length > taken, own.get_mut(count)) {
            *slot = length - taken;
            count += 1;
        }
    }
    own.get(..count).is_some_and(|own| MOBILE_SHAPES.contains(&own))
}

/// Whether two groups on consecutive lines each have the line to themselves.
fn is_column(text: &str, group: &Group, next: &Group) -> bool {
    let is_frame = |c: char| c.is_whitespace() || matches!(c, '|' | '>');
    let head = text.get(..group.range.start).unwrap_or("").chars().rev();
    let tail = text.get(next.range.end..).unwrap_or("").chars();
    let alone = |c: Option<char>| c.is_none_or(|c| c == '\n');
    alone(head.take(LONGEST_LINE).find(|c| *c == '\n' || !is_frame(*c)))
        && alone(tail.take(LONGEST_LINE).find(|c| *c == '\n' || !is_frame(*c)))
}

/// Mobile numbers with dots: `138.0000.0000` as a whole; elsewhere a dot does not separate groups. `points`
/// are the positions of `.`, `·` and `．`.
pub(super) fn dotted(text: &str, points: &[usize], leaks: &mut Vec<Leak>) {
    for point in points {
        let Some(start) = point.checked_sub(3) else { continue };
        let Some(found) = text.get(start..) else { continue };
        let sign = found.get(3..).and_then(|rest| rest.chars().next()).unwrap_or('.');
        let parts: Vec<&str> = found.splitn(3, sign).collect();
        let [first, second, third] = parts.as_slice() else { continue };
        let end = third.bytes().take_while(u8::is_ascii_digit).count();
        let third = third.get(..end).unwrap_or("");
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let behind = found.get(11 + 2 * sign.len_utf8()..).unwrap_or("");
        let joined = [*first, *second, third].concat();
        let begins =
            joined.starts_with('1') && joined.get(1..2).is_some_and(|next| ("3"..="9").contains(&next));
        let mut next = behind.chars();
        let goes_on = next.next() == Some('.') && next.next().is_some_and(|c| c.is_ascii_digit());
        let alone = !goes_on && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        let digits = joined.bytes().all(|byte| byte.is_ascii_digit());
        let is_mobile = begins && joined.len() == 11 && !is_made_up(&joined);
        if alone && digits && second.len() == 4 && third.len() == 4 && is_mobile {
            leaks.push(Leak { kind: Kind::Mobile, range: start..start + 11 + 2 * sign.len_utf8() });
        }
    }
}

fn is_province(digits: &str) -> bool {
    digits.get(..2).and_then(|code| code.parse().ok()).is_some_and(|code| PROVINCES.contains(&code))
}

fn is_birthday(digits: Option<&str>) -> bool {
    let Some(digits) = digits else { return false };
    let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return false };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    (1900..=2099).contains(&year) && jiff::civil::Date::new(year, month, day).is_ok()
}

/// Verifies the last character of an identity number, by GB 11643.
fn has_check_digit(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let mut sum = 0;
    for (c, weight) in digits.chars().zip(WEIGHTS) {
        let Some(digit) = c.to_digit(10) else { return false };
        sum += digit * weight;
    }
    let check = usize::try_from(sum % 11).ok().and_then(|at| CHECKS.get(at));
    digits.chars().nth(17).as_ref() == check
}

/// An obvious dummy: all digits after the third are the same.
fn is_made_up(digits: &str) -> bool {
    let mut rest = digits.chars().skip(3);
    let first = rest.next();
    rest.all(|c| Some(c) == first)
}

fn passes_luhn(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(at, value)| match at % 2 {
            0 => *value,
            _ if value * 2 > 9 => value * 2 - 9,
            _ => value * 2,
        })
        .sum();
    // A repeated digit is not a card.
    let one = values.windows(2).all(|pair| pair.first() == pair.last());
    sum.is_multiple_of(10) && !one
}
