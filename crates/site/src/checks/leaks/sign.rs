//! Digits in all the forms in which people write and disguise them.

use std::iter;
use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizerBorrowed;

static NFKD: LazyLock<DecomposingNormalizerBorrowed<'static>> =
    LazyLock::new(DecomposingNormalizerBorrowed::new_nfkd);

/// The zeros of scripts whose digits have no compatibility decomposition; nine more digits follow each.
const ZEROS: [u32; 58] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x10_4A0, 0x10_D30, 0x11_066,
    0x11_0F0, 0x11_136, 0x11_1D0, 0x11_2F0, 0x11_450, 0x11_4D0, 0x11_650, 0x11_6C0, 0x11_730, 0x11_8E0,
    0x11_950, 0x11_C50, 0x11_D50, 0x11_DA0, 0x16_A60, 0x16_B50, 0x1E_140, 0x1E_2F0, 0x1E_4F0, 0x1E_950,
];
/// Sequences of symbols for 1, 2, 3 … (code point of the first, length), circled in black or twice, without
/// compatibility decomposition.
const DISCS: [(u32, u32); 4] = [(0x2776, 10), (0x2780, 10), (0x278A, 10), (0x24F5, 10)];
/// Symbols for zero of the same kinds.
const ZERO_DISCS: [char; 3] = ['⓿', '🄋', '🄌'];
/// Longest character reference: `&#x00031;`.
const LONGEST_REFERENCE: usize = 12;

/// The digit or digits at a position, with their length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// The value, of one or two digits: ⑬ is a 1 and a 3.
    value: u8,
    two: bool,
    /// Length in bytes.
    pub(super) length: usize,
}

impl Sign {
    /// The digits as ASCII.
    pub(super) fn digits(self) -> impl Iterator<Item = char> {
        let ascii = |value: u8| char::from(b'0' + value % 10);
        self.two.then(|| ascii(self.value / 10)).into_iter().chain(iter::once(ascii(self.value)))
    }
}

/// The digit or digits at a position: a character, or a reference to one (`&#49;`, `%31`).
pub(super) fn at(text: &str, place: usize) -> Option<Sign> {
    let rest = text.get(place..)?;
    let c = rest.chars().next()?;
    if let Some((value, two)) = value(c) {
        return Some(Sign { value, two, length: c.len_utf8() });
    }
    let (c, length) = match c {
        '&' => referred(rest)?,
        '%' => escaped(rest)?,
        _ => return None,
    };
    let (value, two) = value(c)?;
    Some(Sign { value, two, length })
}

/// Whether this first byte may begin something that [`at`] takes for digits; few bytes of most texts do.
pub(super) const fn may_begin(byte: u8) -> bool {
    // Branch-free, so that it can be vectorised.
    let is_digit = (byte >= b'0') & (byte <= b'9');
    let is_reference = (byte == b'&') | (byte == b'%');
    let is_script = (byte == 0xC2) | (byte == 0xD9) | (byte == 0xDB) | ((byte >= 0xDF) & (byte <= 0xE2));
    is_digit | is_reference | is_script | (byte == 0xEA) | (byte == 0xEF) | (byte == 0xF0)
}

/// The value of a character, and whether it stands for two digits.
fn value(c: char) -> Option<(u8, bool)> {
    match c {
        '0'..='9' => return digit(c),
        '０'..='９' => {
            return u8::try_from(u32::from(c) - u32::from('０')).ok().map(|value| (value, false));
        }
        // Most characters: letters, Chinese characters and their punctuation.
        '\0'..='\u{B1}' | '\u{2010}'..='\u{206F}' | '\u{2E80}'..='\u{A61F}' | '\u{AC00}'..='\u{FF0F}' => {
            return None;
        }
        _ => {}
    }
    let code = u32::from(c);
    if let Some(zero) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
        return u8::try_from(code - zero).ok().map(|value| (value, false));
    }
    if ZERO_DISCS.contains(&c) {
        return Some((0, false));
    }
    if let Some((first, _)) = DISCS.iter().find(|(first, count)| (*first..first + count).contains(&code)) {
        return u8::try_from(code - first + 1).ok().map(|value| (value, value > 9));
    }
    // ⓫ to ⓴.
    if (0x24EB..=0x24F4).contains(&code) {
        return u8::try_from(code - 0x24EB + 11).ok().map(|value| (value, true));
    }
    decomposed(c)
}

/// The compatibility decomposition of a character: `①` is 1, `⑬` is 1 and 3, `⑴` is a 1 in brackets.
fn decomposed(c: char) -> Option<(u8, bool)> {
    let mut found: Option<(u8, bool)> = None;
    for part in NFKD.normalize_iter(iter::once(c)) {
        found = match (found, digit(part)) {
            (None, Some(first)) => Some(first),
            (Some((first, false)), Some((second, _))) => Some((first * 10 + second, true)),
            (found, None) if matches!(part, '(' | ')' | '.' | ',') => found,
            _ => return None,
        };
    }
    found
}

fn digit(c: char) -> Option<(u8, bool)> {
    c.to_digit(10).and_then(|value| u8::try_from(value).ok()).map(|value| (value, false))
}

/// The character of a numeric reference at the beginning of a text, and the reference's length.
pub(super) fn referred(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix("&#")?;
    let (inner, radix, head) = match inner.strip_prefix(['x', 'X']) {
        Some(inner) => (inner, 16, 3),
        None => (inner, 10, 2),
    };
    let length = inner.bytes().take(LONGEST_REFERENCE).take_while(u8::is_ascii_hexdigit).count();
    let number = inner.get(..length)?;
    let c = char::from_u32(u32::from_str_radix(number, radix).ok()?)?;
    let closed = usize::from(inner.get(length..).is_some_and(|rest| rest.starts_with(';')));
    Some((c, head + length + closed))
}

/// The ASCII character of a URL escape at the beginning of a text, and its length.
fn escaped(text: &str) -> Option<(char, usize)> {
    let byte = u8::from_str_radix(text.get(1..3)?, 16).ok()?;
    byte.is_ascii().then_some((char::from(byte), 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut digits = String::new();
        let mut place = 0;
        while let Some(sign) = at(text, place) {
            digits.extend(sign.digits());
            place += sign.length;
        }
        digits
    }

    #[test]
    fn every_form_of_a_digit_is_read() {
        let forms = [
            "1380",
            "１３８０",
            "①③⑧⓪",
            "⑬⑧⓪",
            "❶❸❽⓿",
            "➀➂➇🄋",
            "➊➌➑🄌",
            "⓵⓷⓼⓪",
            "⓭❽⓿",
            "𝟏𝟑𝟖𝟎",
            "𝟣𝟥𝟪𝟢",
            "¹³⁸⁰",
            "₁₃₈₀",
            "١٣٨٠",
            "۱۳۸۰",
            "१३८०",
            "๑๓๘๐",
            "༡༣༨༠",
            "᠑᠓᠘᠐",
            "⑴⑶⑻0",
            "⒈⒊⒏🄀",
            "🄂🄄🄉🄁",
            "&#49;&#51;&#56;&#48;",
            "&#x31;&#X33;&#x38;&#x30;",
            "&#49&#51&#56&#48",
            "%31%33%38%30",
            "&#xFF11;3８&#9450;",
            "🯱🯳🯸🯰",
        ];
        for form in forms {
            assert_eq!(read(form), "1380", "{form}");
        }
    }

    #[test]
    fn what_begins_one_is_known_by_its_byte() {
        for c in (0..=0x1F_FFF).filter_map(char::from_u32).filter(|c| value(*c).is_some()) {
            let mut bytes = [0; 4];
            let first = c.encode_utf8(&mut bytes).bytes().next().unwrap();
            assert!(may_begin(first), "{c} {first:X}");
        }
    }

    #[test]
    fn what_is_no_digit_is_none() {
        for text in ["甲", "a", "½", "㏠", "&amp;", "&#", "&#;", "%", "%zz", "%C2", "。", "“", "Ⅷ", "㉈"]
        {
            assert_eq!(at(text, 0), None, "{text}");
        }
    }
}
