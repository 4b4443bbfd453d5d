//! Passport numbers and e-mail addresses.

use std::ops::Range;

use super::leak::{Kind, Leak};

/// Words that announce a passport number.
const PASSPORT: [&str; 5] = ["护照", "通行证", "回乡证", "台胞证", "passport"];
/// How far before the number they may be, in characters.
const NEAR: usize = 16;

/// Passports: `E12345678`, `EA1234567`, `G12345678`; other letters and grouped digits only after an
/// announcing word. `digits` is the byte range from the text's first digit to its last.
pub(super) fn passports(text: &str, digits: Range<usize>, leaks: &mut Vec<Leak>) {
    // A passport's letters come before its digits, possibly with a space or hyphen in between.
    let letters = text.as_bytes().get(..digits.start).unwrap_or_default();
    let is_before = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-');
    let letters = letters.iter().rev().take_while(|byte| is_before(byte)).count();
    for (start, word) in words(text, digits.start - letters..digits.end) {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letter, digits) = word.split_at_checked(letters).unwrap_or((word, ""));
        if !matches!(letters, 1 | 2) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let wanted = if letters == 1 { 8 } else { 7 };
        if digits.len() == wanted && (is_plain(letter, digits, text, start) || is_said(text, start)) {
            leaks.push(Leak { kind: Kind::Passport, range: start..start + word.len() });
        } else if digits.len() < wanted && is_said(text, start) {
            let tail = text.get(start + word.len()..).unwrap_or("");
            if let Some(length) = grouped(tail, wanted - digits.len()) {
                leaks.push(Leak { kind: Kind::Passport, range: start..start + word.len() + length });
            }
        }
    }
}

/// The length of exactly `wanted` digits with single spaces and hyphens in between.
fn grouped(tail: &str, wanted: usize) -> Option<usize> {
    let mut digits = 0;
    let mut parted = false;
    for (at, c) in tail.char_indices() {
        match c {
            '0'..='9' => {
                digits += 1;
                parted = false;
            }
            ' ' | '-' if !parted => parted = true,
            _ => break,
        }
        if digits == wanted {
            let end = at + 1;
            let next = tail.get(end..).and_then(|rest| rest.chars().next());
            return (!next.is_some_and(|c| c.is_ascii_alphanumeric())).then_some(end);
        }
    }
    None
}

/// Whether it has the form of a current passport, is not part of a longer word, and is not a letter before a
/// date.
fn is_plain(letter: &str, digits: &str, text: &str, start: usize) -> bool {
    let form = match letter.len() {
        1 => matches!(letter, "E" | "G"),
        _ => letter.starts_with('E') && letter.bytes().all(|byte| byte.is_ascii_uppercase()),
    };
    let before = text.get(..start).and_then(|head| head.chars().next_back());
    let part = |range| digits.get(range).and_then(|part: &str| part.parse::<u16>().ok()).unwrap_or(0);
    let is_date = digits.len() == 8
        && (1900..2100).contains(&part(0..4))
        && (1..=12).contains(&part(4..6))
        && (1..=31).contains(&part(6..8));
    form && !is_date && !matches!(before, Some('_' | '-' | '/' | '.' | '=' | '#' | '%'))
}

/// Whether a word shortly before a position announces a passport number.
fn is_said(text: &str, start: usize) -> bool {
    let before: Vec<char> = text.get(..start).unwrap_or("").chars().rev().take(NEAR).collect();
    let before: String = before.iter().rev().collect::<String>().to_lowercase();
    PASSPORT.iter().any(|word| before.contains(word))
}

/// Runs of ASCII letters and digits that begin in a range, with their positions.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = range.start;
    std::iter::from_fn(move || {
        let tail = text.as_bytes().get(rest..range.end)?;
        let begin = rest + tail.iter().position(u8::is_ascii_alphanumeric)?;
        let from = text.as_bytes().get(begin..)?;
        let length = from.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(from.len());
        rest = begin + length;
        Some((begin, text.get(begin..rest)?))
    })
}

/// E-mail addresses. `at_signs` are the positions of `@` and `＠`.
pub(super) fn emails(text: &str, at_signs: &[usize], leaks: &mut Vec<Leak>) {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    for &at in at_signs {
        let sign = if text.as_bytes().get(at) == Some(&b'@') { "@" } else { "＠" };
        let before = text.get(..at).unwrap_or("");
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_local(*c))
            .last()
            .map_or(at, |(start, _)| start);
        let behind = text.get(at + sign.len()..).unwrap_or("");
        let length: usize = behind.bytes().take_while(|byte| is_host(char::from(*byte))).count();
        let host = behind.get(..length).unwrap_or("").trim_end_matches(['.', '-']);
        let (name, top) = host.rsplit_once('.').unwrap_or(("", ""));
        // `icon@2x.png` is a picture for high-resolution screens.
        let is_scale =
            name.len() == 2 && name.ends_with('x') && name.starts_with(|c: char| c.is_ascii_digit());
        let is_top = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        if start < at && is_top && !is_scale {
            leaks.push(Leak { kind: Kind::Email, range: start..at + sign.len() + host.len() });
        }
    }
}
