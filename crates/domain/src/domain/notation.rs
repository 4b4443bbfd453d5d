//! Number notation of languages: decimal and grouping marks.
//!
//! `4.000` is four thousand in Spain and four in Mexico. Numbers are parsed in the notation of the site's
//! language, by Unicode's data. Unambiguous forms are accepted in every language: `4 000`, `4’000`,
//! `1.234,5`. Anything else is [doubtful](DecimalError::Doubtful) and never misread by a factor of a
//! thousand.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as Digits;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale::{LanguageIdentifier, Locale};

use super::{Decimal, DecimalError};

/// The marks and digits of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notation {
    /// The decimal mark: a point or a comma.
    decimal: char,
    /// The grouping mark.
    group: char,
    /// The language's own digit zero.
    zero: char,
    /// Whether people write it, who may be used to another language's notation.
    by_hand: bool,
}

/// Stands for spaces, apostrophes and the like, which between digits can only separate thousands.
const GAP: char = '\'';

impl Notation {
    /// The notation of files that the program itself writes and reads.
    pub const PLAIN: Self = Self { decimal: '.', group: ',', zero: '0', by_hand: false };

    /// The notation of English and Chinese.
    pub const POINT: Self = Self { by_hand: true, ..Self::PLAIN };

    /// The notation of a language; with a point if its decimal mark is neither point nor comma.
    #[must_use]
    pub fn of(language: &LanguageIdentifier) -> Self {
        let mut options = DecimalFormatterOptions::default();
        options.grouping_strategy = Some(GroupingStrategy::Always);
        let format = |locale: Locale, number: &str| {
            let format = DecimalFormatter::try_new((&locale).into(), options).ok()?;
            Some(format.format(&number.parse::<Digits>().ok()?).to_string())
        };
        let zero = format(Locale::from(language.clone()), "0").and_then(|text| text.chars().next());
        let latin =
            format!("{language}-u-nu-latn").parse().ok().and_then(|locale| format(locale, "4000000.5"));
        let marks: Vec<char> =
            latin.unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).map(narrow).collect();
        match marks.as_slice() {
            [group, .., decimal @ ('.' | ',')] => Self {
                decimal: *decimal,
                group: if group.is_whitespace() { GAP } else { *group },
                zero: zero.unwrap_or('0'),
                by_hand: true,
            },
            _ => Self::POINT,
        }
    }

    /// Parses a text that is a number and nothing else: `4000`, `-0.25`, `4,000`, and in Spanish `4.000` and
    /// `1,5`.
    ///
    /// # Errors
    /// Tells whether it is not a number, doubtful, too fine or too long.
    pub fn number(self, text: &str) -> Result<Decimal, DecimalError> {
        // Most consist of digits only.
        if is_digits(text) {
            return Decimal::parse(text);
        }
        let plain = self.plain(text);
        let (negative, size) = plain.strip_prefix('-').map_or((false, &*plain), |size| (true, size));
        match self.take(size) {
            Ok((number, "")) => Ok(number.signed(negative)),
            Ok(_) => Err(DecimalError::Form),
            Err(error) => Err(error.signed(negative)),
        }
    }

    /// A text without spaces, except one separator between digits, and with ASCII digits, marks and signs.
    pub(super) fn plain(self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut gap = false;
        for c in text.chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            let c = self.digit(c).unwrap_or_else(|| narrow(c));
            let parts = gap && c.is_ascii_digit() && plain.ends_with(|c: char| c.is_ascii_digit());
            gap = false;
            plain.extend(parts.then_some(GAP));
            plain.push(c);
        }
        plain
    }

    /// The ASCII digit for one of the language's own.
    fn digit(self, c: char) -> Option<char> {
        let value = u32::from(c).checked_sub(u32::from(self.zero))?;
        char::from_digit(value, 10)
    }

    /// The number at the beginning of a [plain](Self::plain) text, and the rest.
    pub(super) fn take(self, text: &str) -> Result<(Decimal, &str), DecimalError> {
        let mut end = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let goes_on = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            if !(c.is_ascii_digit() || matches!(c, '.' | ',') || (c == GAP && end > 0 && goes_on)) {
                break;
            }
            end = at + c.len_utf8();
        }
        let (number, rest) = text.split_at_checked(end).ok_or(DecimalError::Form)?;
        Ok((self.written(number)?, rest))
    }

    /// The number of digits with marks in between.
    fn written(self, text: &str) -> Result<Decimal, DecimalError> {
        if is_digits(text) {
            return Decimal::parse(text);
        }
        let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
        let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
        let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return Err(DecimalError::Form) };
        let whole = || are_thousands(&groups, *first).then(|| groups.concat()).ok_or(DecimalError::Form);
        if groups.iter().any(|group| group.is_empty()) {
            return Err(DecimalError::Form);
        }
        if marks.iter().all(|mark| mark == first) {
            return match groups.as_slice() {
                [before, after] if *first != GAP => self.with_one_mark(before, *first, after),
                _ => Decimal::parse(&whole()?),
            };
        }
        // Of two kinds of marks, the last one is the decimal mark in any language.
        let (Some((part, groups)), Some((_, between))) = (groups.split_last(), marks.split_last()) else {
            return Err(DecimalError::Form);
        };
        let sound = *last != GAP && between.iter().all(|mark| mark == first) && are_thousands(groups, *first);
        if !sound {
            return Err(DecimalError::Form);
        }
        Decimal::parse(&format!("{}.{part}", groups.concat()))
    }

    /// The number of digits with one point or comma.
    fn with_one_mark(self, before: &str, mark: char, after: &str) -> Result<Decimal, DecimalError> {
        let thousands = || Decimal::parse(&format!("{before}{after}"));
        let decimals = || Decimal::parse(&format!("{before}.{after}"));
        let doubtful = || Err(DecimalError::Doubtful { whole: thousands()?, part: decimals()? });
        if !are_thousands(&[before, after], mark) {
            // A point is the decimal mark in every program. A comma in a place where it does not separate
            // thousands is a mistake.
            return if mark == '.' || mark != self.group { decimals() } else { Err(DecimalError::Form) };
        }
        if mark == self.group {
            return thousands();
        }
        // Only those who mean thousands write the last zero of 4.500. Many programs use a comma for
        // thousands, whatever the language.
        let is_sure = mark == self.decimal && (!self.by_hand || (mark == '.' && !after.ends_with('0')));
        if is_sure { decimals() } else { doubtful() }
    }

    /// A number in unambiguous form: with the language's decimal mark and, if it has three decimals, which
    /// could be taken for thousands, a zero after them.
    #[must_use]
    pub fn in_full(self, number: Decimal) -> String {
        let text = number.to_string().replace('.', self.decimal.encode_utf8(&mut [0; 4]));
        let is_read = self.number(&text) == Ok(number);
        if is_read { text } else { format!("{text}0") }
    }
}

/// Whether marks between groups of digits separate thousands; for commas, the Indian grouping is accepted
/// too.
fn are_thousands(groups: &[&str], mark: char) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return is_digits(first) };
    let in_threes = (1..=3).contains(&first.len()) && middle.iter().all(|group| group.len() == 3);
    let in_twos = mark == ','
        && (1..=2).contains(&first.len())
        && !middle.is_empty()
        && middle.iter().all(|group| group.len() == 2);
    !first.starts_with('0') && last.len() == 3 && (in_threes || in_twos)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ASCII character for one of another width or script.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '，' => ',',
        '＋' => '+',
        '－' | '−' => '-',
        '．' | '٫' => '.',
        '’' | '＇' | '٬' => GAP,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bound, Language, Quantity, QuantityError};

    fn notation(tag: &str) -> Notation {
        Language::parse(tag).unwrap().notation()
    }

    fn doubtful(whole: &str, part: &str) -> DecimalError {
        let read = |text: &str| Decimal::parse(text).unwrap();
        DecimalError::Doubtful { whole: read(whole), part: read(part) }
    }

    #[test]
    fn each_language_has_its_marks() {
        assert_eq!(["en", "zh-CN", "zh-TW", "ja", "es-MX"].map(notation), [Notation::POINT; 5]);
        let marks = |tag: &str| (notation(tag).decimal, notation(tag).group);
        assert_eq!(["es", "es-AR", "de", "pt-BR", "it"].map(marks), [(',', '.'); 5]);
        assert_eq!(["fr", "ru", "sv", "pl"].map(marks), [(',', GAP); 4]);
        assert_eq!(marks("de-CH"), ('.', GAP));
    }

    #[test]
    fn a_number_is_read_as_its_language_writes_it() {
        for (tag, text, wanted) in [
            ("es", "4.000", "4000"),
            ("es", "4.125", "4125"),
            ("es", "1,5", "1.5"),
            ("es", "12,25", "12.25"),
            ("es", "0,125", "0.125"),
            ("es", "1,1250", "1.125"),
            ("es", "1.234,5", "1234.5"),
            ("es", "1.234.567", "1234567"),
            ("es", "1.234.567,125", "1234567.125"),
            ("es", "-4.000", "-4000"),
            ("es", "−1,5", "-1.5"),
            // Unambiguous for everybody.
            ("es", "4000", "4000"),
            ("es", "1.5", "1.5"),
            ("es", "0.125", "0.125"),
            ("es", "4000.5", "4000.5"),
            ("es", "1,234.5", "1234.5"),
            ("es", "1,234,567", "1234567"),
            ("es", "4 000", "4000"),
            ("es", "4\u{202f}000,5", "4000.5"),
            ("es-MX", "4,000", "4000"),
            ("es-MX", "1.5", "1.5"),
            ("es-MX", "4.125", "4.125"),
            ("de", "12.500", "12500"),
            ("fr", "4 000", "4000"),
            ("fr", "12 345,75", "12345.75"),
            ("fr", "1,5", "1.5"),
            ("de-CH", "4’000", "4000"),
            ("de-CH", "4'000.5", "4000.5"),
            ("de-CH", "1,5", "1.5"),
            ("en", "4,000", "4000"),
            ("en", "4.125", "4.125"),
            ("en", "2800.0", "2800"),
            ("en", "1.234,5", "1234.5"),
            ("en-IN", "1,00,000", "100000"),
            ("zh-CN", "１，２３４．５", "1234.5"),
            ("ar-EG", "٤٠٠٠", "4000"),
            ("ar-EG", "١٫٥", "1.5"),
            ("fa", "۱۲", "12"),
        ] {
            assert_eq!(notation(tag).number(text), Ok(Decimal::parse(wanted).unwrap()), "{tag}: {text}");
        }
    }

    #[test]
    fn nothing_is_taken_for_a_thousandth_of_what_may_be_meant() {
        for (tag, text, whole, part) in [
            ("es", "4,000", "4000", "4"),
            ("es", "1,125", "1125", "1.125"),
            ("es", "-4,000", "-4000", "-4"),
            ("de", "12,500", "12500", "12.5"),
            ("fr", "4.000", "4000", "4"),
            ("fr", "4,500", "4500", "4.5"),
            ("de-CH", "4,000", "4000", "4"),
            ("en", "4.000", "4000", "4"),
            ("en", "4.500", "4500", "4.5"),
            ("zh-CN", "12.000", "12000", "12"),
        ] {
            assert_eq!(notation(tag).number(text), Err(doubtful(whole, part)), "{tag}: {text}");
        }
        for (tag, text) in [
            ("es", "4.00.0"),
            ("es", "1,2,3"),
            ("es", "1.23.456"),
            ("es", "1 5"),
            ("en", "1,5"),
            ("en", "40,00"),
            ("en", "1.2.3"),
            ("en", "4 00"),
            ("en", "1,234 567"),
            ("en", "4000 人"),
            ("en", "5."),
            ("en", ""),
            ("en", "-"),
        ] {
            assert_eq!(notation(tag).number(text), Err(DecimalError::Form), "{tag}: {text}");
        }
    }

    #[test]
    fn what_is_asked_for_is_read_as_it_is_meant() {
        for tag in ["es", "fr", "en", "de-CH"] {
            for text in ["4000", "4.5", "1.125", "0.125", "1234.125", "12.345678"] {
                let number = Decimal::parse(text).unwrap();
                let shown = notation(tag).in_full(number);
                assert_eq!(notation(tag).number(&shown), Ok(number), "{tag}: {shown}");
            }
        }
        let written = |text: &str| notation("es").in_full(Decimal::parse(text).unwrap());
        assert_eq!(["4.5", "1.125", "4000"].map(written), ["4,5", "1,1250", "4000"]);
    }

    #[test]
    fn quantities_are_numbers_of_their_language() {
        let read = |text: &str| Quantity::read(text, Some("horas lectivas"), notation("es"));
        let quantity = |text: &str, bound| Quantity { amount: Decimal::parse(text).unwrap(), bound };
        for (text, wanted) in [
            ("4.000+", quantity("4000", Bound::AtLeast)),
            ("más de 4.000", quantity("4000", Bound::AtLeast)),
            ("casi 1,5 horas lectivas", quantity("1.5", Bound::Under)),
            ("unas 12 000 horas lectivas", quantity("12000", Bound::About)),
            ("4.000 horas lectivas o más", quantity("4000", Bound::AtLeast)),
        ] {
            assert_eq!(read(text), Ok(wanted), "{text}");
        }
        assert_eq!(read("más de 4,000"), Err(QuantityError::from(doubtful("4000", "4"))));
        assert_eq!(read("4.000 horas"), Err(QuantityError::Unit("horas".into())));
        // The program's own format is independent of language.
        assert_eq!(Quantity::parse("1.125", None), Ok(quantity("1.125", Bound::Exact)));
        assert_eq!(Quantity::parse("1.250", None), Ok(quantity("1.25", Bound::Exact)));
    }
}
