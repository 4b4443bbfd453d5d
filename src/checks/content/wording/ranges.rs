//! Ranges whose first figure lacks what the second has: 4-6%, 5-10万.

use super::Slip;
use crate::diag::{Code, Diagnostic};

/// What parts the two figures.
const SIGNS: [char; 7] = ['-', '–', '—', '~', '～', '至', '到'];
/// What must stand behind both.
const UNITS: [char; 4] = ['%', '％', '万', '亿'];
/// Longest first figure, in characters: a year has four.
const LONGEST: usize = 3;

pub(super) fn add(text: &str, slips: &mut Vec<Slip>) {
    // Before the sign stands a figure: of these there are fewer than of signs.
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((_, byte)) = bytes.next() {
        let Some((at, next)) = bytes.peek().copied() else { return };
        if !is_figure(char::from(byte)) || is_figure(char::from(next)) {
            continue;
        }
        let sign = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| SIGNS.contains(c));
        let end = sign.map_or(at, |sign| at + sign.len_utf8());
        if let Some(slip) = text.get(at..end).filter(|sign| !sign.is_empty()).and_then(|sign| slip(text, at, sign)) {
            slips.push(slip);
        }
    }
}

const fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || c == '.'
}

fn slip(text: &str, at: usize, sign: &str) -> Option<Slip> {
    let head = text.get(..at)?;
    let first: usize = head.bytes().rev().take_while(|byte| is_figure(char::from(*byte))).count();
    let start = at - first;
    let before = text.get(..start)?.chars().next_back();
    let tail = text.get(at + sign.len()..)?;
    let second = tail.bytes().take_while(|byte| is_figure(char::from(*byte))).count();
    let unit = tail.get(second..)?.chars().next().filter(|c| UNITS.contains(c))?;
    let stands_alone =
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || SIGNS.contains(&c) || matches!(c, '/' | '_'));
    if first == 0 || first > LONGEST || second == 0 || !stands_alone {
        return None;
    }
    let end = at + sign.len() + second + unit.len_utf8();
    let right = format!("{}{unit}{}", text.get(start..at)?, text.get(at..end)?);
    let diagnostic =
        Diagnostic::new(Code::AmbiguousRange).arg("found", text.get(start..end)?).arg("right", right);
    Some(Slip { range: start..end, diagnostic })
}
