//! Ranges whose first figure lacks the unit of the second: 4-6%, 5-10万.

use super::slip::Slip;
use crate::diag::{Code, Diagnostic};

/// Range signs.
const SIGNS: [char; 7] = ['-', '–', '—', '~', '～', '至', '到'];
/// Units that must follow both figures.
const UNITS: [char; 4] = ['%', '％', '万', '亿'];
/// Longest first figure, in characters: a year has four.
const LONGEST: usize = 3;

pub(super) fn add(text: &str, slips: &mut Vec<Slip>) {
    // Look for the figure before the sign: figures are rarer than signs.
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = from + found;
        let figure = bytes.get(start..).unwrap_or_default();
        let at = start + figure.iter().take_while(|byte| is_figure(char::from(**byte))).count();
        from = at;
        let sign = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| SIGNS.contains(c));
        let Some(sign) = sign.and_then(|sign| text.get(at..at + sign.len_utf8())) else { continue };
        slips.extend(slip(text, at, sign));
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
