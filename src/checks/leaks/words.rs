//! Passports, e-mail addresses, home addresses.

use super::{Kind, Leak};

/// Words that say what a number behind them is.
const PASSPORT: [&str; 3] = ["护照", "passport", "Passport"];

/// Passports: `E12345678`, `EA1234567`, `G12345678`; other letters only where a word says so.
pub(super) fn passports(text: &str, leaks: &mut Vec<Leak>) {
    for (start, word) in words(text) {
        let letters = word.chars().take_while(char::is_ascii_uppercase).count();
        let digits = word.chars().skip(letters).collect::<String>();
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        let first = word.chars().next();
        let shape = matches!((letters, digits.len()), (1, 8) | (2, 7)) && is_number;
        let said = || {
            let before: String = text.get(..start).unwrap_or("").chars().rev().take(12).collect::<String>();
            let before: String = before.chars().rev().collect();
            PASSPORT.iter().any(|word| before.contains(word))
        };
        let plain = matches!((first, letters), (Some('E'), 1 | 2) | (Some('G'), 1));
        if shape && (plain || said()) {
            leaks.push(Leak { kind: Kind::Passport, range: start..start + word.len() });
        }
    }
}

/// Stretches of ASCII letters and digits with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let begin = rest + tail.find(|c: char| c.is_ascii_alphanumeric())?;
        let from = text.get(begin..)?;
        let end = begin + from.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(from.len());
        rest = end;
        Some((begin, text.get(begin..end)?))
    })
}

/// E-mail addresses.
pub(super) fn emails(text: &str, leaks: &mut Vec<Leak>) {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    for (at, sign) in text.match_indices(['@', '＠']) {
        let before = text.get(..at).unwrap_or("");
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_local(*c))
            .last()
            .map_or(at, |(start, _)| start);
        let behind = text.get(at + sign.len()..).unwrap_or("");
        let host: String = behind.chars().take_while(|c| is_host(*c)).collect();
        let host = host.trim_end_matches(['.', '-']);
        let top = host.rsplit_once('.').map_or("", |(_, top)| top);
        if start < at && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) {
            leaks.push(Leak { kind: Kind::Email, range: start..at + sign.len() + host.len() });
        }
    }
}

/// What stands behind the number of a house's part.
const PARTS: [&str; 5] = ["单元", "号楼", "栋", "幢", "组"];

/// `3单元201室`, `12栋502`, `2组15号`: a number, a part of a house or village, a number.
pub(super) fn homes(text: &str, leaks: &mut Vec<Leak>) {
    for part in PARTS {
        for (at, _) in text.match_indices(part) {
            let before = text.get(..at).unwrap_or("");
            let number = |c: char| {
                c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十".contains(c)
            };
            let start =
                before.char_indices().rev().take_while(|(_, c)| number(*c)).last().map(|(start, _)| start);
            let behind = text.get(at + part.len()..).unwrap_or("");
            let digits: usize = behind.chars().take_while(|c| c.is_ascii_digit()).map(char::len_utf8).sum();
            let ending = behind.get(digits..).and_then(|rest| rest.chars().next());
            let room = digits > 0 && (part != "组" || ending == Some('号'));
            if let Some(start) = start.filter(|_| room) {
                let end = at + part.len() + digits;
                if !leaks
                    .iter()
                    .any(|leak| leak.kind == Kind::Home && leak.range.end >= start && leak.range.start <= end)
                {
                    leaks.push(Leak { kind: Kind::Home, range: start..end });
                }
            }
        }
    }
}
