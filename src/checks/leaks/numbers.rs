//! Which digits are whose number.

use std::ops::Range;

use super::digits::{Group, Run};
use super::{Kind, Leak};

/// The first two digits of identity numbers: provinces.
const PROVINCES: [u32; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// How mobile numbers are parted, by the lengths of their groups.
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
/// The earliest year of birth, without its century, in the older identity numbers: they were given out until 1999.
const OLDEST: &str = "15";
/// Most groups that one number has: every digit apart.
const MOST_GROUPS: usize = 19;

/// Adds what a run holds. A stretch of groups that is one number is no other besides.
pub(super) fn scan(run: &Run, leaks: &mut Vec<Leak>) {
    let mut at = 0;
    while at < run.groups.len() {
        let rest = run.groups.get(at..).unwrap_or_default();
        let found = (1..=rest.len().min(MOST_GROUPS)).rev().find_map(|count| {
            let groups = rest.get(..count)?;
            kind(groups).map(|kind| (count, kind, groups))
        });
        match found {
            Some((count, kind, groups)) => {
                leaks.push(Leak { kind, range: whole(groups) });
                at += count;
            }
            None => at += 1,
        }
    }
}

fn whole(groups: &[Group]) -> Range<usize> {
    let start = groups.first().map_or(0, |group| group.range.start);
    start..groups.last().map_or(start, |group| group.range.end)
}

/// What these groups together are.
fn kind(groups: &[Group]) -> Option<Kind> {
    if groups.iter().any(|group| group.in_word) {
        return None;
    }
    let digits: String = groups.iter().map(|group| group.digits.as_str()).collect();
    let shape: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let loose =
        shape.iter().all(|length| *length <= 1) || (digits.ends_with('X') && shape.iter().all(|n| *n <= 2));
    if is_identity(&digits, &shape, loose) {
        return Some(Kind::Identity);
    }
    let is_amount = groups.first().is_some_and(|first| first.is_price);
    if is_amount || groups.last().is_some_and(|last| last.has_unit) {
        return None;
    }
    if is_mobile(&digits, &shape, loose) {
        return Some(Kind::Mobile);
    }
    is_bank_card(&digits, &shape, loose).then_some(Kind::BankCard)
}

/// Mobile numbers with points between: `138.0000.0000` as a whole, for elsewhere a point is no blank.
/// `points` are the places of `.`, `·` and `．`.
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
        let mut next = behind.chars();
        let goes_on = next.next() == Some('.') && next.next().is_some_and(|c| c.is_ascii_digit());
        let alone = !goes_on && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
        let digits = joined.bytes().all(|byte| byte.is_ascii_digit());
        if alone && digits && second.len() == 4 && third.len() == 4 && is_mobile(&joined, &[11], false) {
            leaks.push(Leak { kind: Kind::Mobile, range: start..start + 11 + 2 * sign.len_utf8() });
        }
    }
}

fn is_identity(digits: &str, shape: &[usize], loose: bool) -> bool {
    match digits.len() {
        18 => is_province(digits) && is_birthday(digits.get(6..14)) && has_check_digit(digits),
        // The older numbers have nothing to check them by: only as they are written on the card.
        15 => {
            let usual = matches!(shape, [15] | [6, 6, 3] | [6, 9] | [12, 3]) || loose;
            let birthday =
                digits.get(6..12).filter(|short| *short >= OLDEST).map(|short| format!("19{short}"));
            usual && !digits.contains('X') && is_province(digits) && is_birthday(birthday.as_deref())
        }
        _ => false,
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

/// The last character of an identity number, by GB 11643.
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

fn is_mobile(digits: &str, shape: &[usize], loose: bool) -> bool {
    // The country's code may stand before it, as a group of its own or not.
    let code =
        ["0086", "86"].into_iter().find(|code| digits.starts_with(code) && digits.len() == code.len() + 11);
    let code = code.map_or(0, str::len);
    let shape: Vec<usize> = match shape.split_first() {
        Some((first, behind)) if *first > code => [&[first - code], behind].concat(),
        Some((first, behind)) if *first == code => behind.to_vec(),
        _ => shape.to_vec(),
    };
    let digits = digits.get(code..).unwrap_or("");
    let usual = loose || MOBILE_SHAPES.contains(&shape.as_slice());
    let mut chars = digits.chars();
    let begins = chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c));
    digits.len() == 11 && !digits.contains('X') && usual && begins && !is_made_up(digits)
}

/// A number that is plainly none: all digits behind the third are alike.
fn is_made_up(digits: &str) -> bool {
    let mut rest = digits.chars().skip(3);
    let first = rest.next();
    rest.all(|c| Some(c) == first)
}

fn is_bank_card(digits: &str, shape: &[usize], loose: bool) -> bool {
    let length = digits.len();
    let fours = shape.split_last().is_some_and(|(last, before)| *last <= 4 && before.iter().all(|n| *n == 4));
    let usual = loose || fours || matches!(shape, [_] | [6, _]);
    // Those of UnionPay have up to 19 digits, the others 16.
    let issuer = match digits.get(..2) {
        Some("62") => (16..=19).contains(&length),
        Some("51" | "52" | "53" | "54" | "55") => length == 16,
        Some(two) => two.starts_with('4') && length == 16,
        None => false,
    };
    usual && issuer && !digits.contains('X') && passes_luhn(digits)
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
    // A row of one digit is no card.
    let one = values.windows(2).all(|pair| pair.first() == pair.last());
    sum.is_multiple_of(10) && !one
}
