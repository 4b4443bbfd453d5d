//! Quantities that keep their reported bound.

mod bound;
mod words;

use std::fmt;

pub use bound::Bound;
use serde::{Deserialize, Serialize};
pub use words::{BoundWords, bounds_before, bounds_behind};

use super::{Decimal, DecimalError, Notation};

/// A number with its bound. The unit is the field's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, in the field's unit.
    pub amount: Decimal,
    /// Its bound.
    pub bound: Bound,
}

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// It is not a number with or without a bound.
    Form,
    /// It has more than six decimals.
    TooFine,
    /// It has another unit than the field.
    Unit(String),
    /// It has more than 18 digits.
    TooLarge,
    /// It is ambiguous: see [`DecimalError::Doubtful`].
    Doubtful {
        /// The value if the mark separates thousands.
        whole: Decimal,
        /// The value if the mark separates decimals.
        part: Decimal,
    },
}

impl From<DecimalError> for QuantityError {
    fn from(error: DecimalError) -> Self {
        match error {
            DecimalError::Form => Self::Form,
            DecimalError::TooFine => Self::TooFine,
            DecimalError::TooLarge => Self::TooLarge,
            DecimalError::Doubtful { whole, part } => Self::Doubtful { whole, part },
        }
    }
}

impl Quantity {
    /// An exact integer.
    #[must_use]
    pub const fn exact(amount: i64) -> Self {
        Self::exactly(Decimal::whole(amount))
    }

    /// An exact number.
    #[must_use]
    pub const fn exactly(amount: Decimal) -> Self {
        Self { amount, bound: Bound::Exact }
    }

    /// Parses `6000`, `1.5`, `六千` and other numbers in a language's [`Notation`]; optionally followed by the
    /// field's unit, with spaces, in full-width digits, and with words for the bound ([`bounds_before`],
    /// [`bounds_behind`]): `4000+`, `近4000`, `about 60`, `60人次左右`.
    ///
    /// # Errors
    /// Tells whether the form, the unit or the size is wrong, or which two numbers may be meant.
    pub fn read(text: &str, unit: Option<&str>, notation: Notation) -> Result<Self, QuantityError> {
        let plain = notation.plain(text);
        let (before, rest) = words::before(&plain);
        let (negative, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
        let (size, tail) = match rest.starts_with(|c: char| c.is_ascii_digit()) {
            true => notation.take(rest).map_err(|error| error.signed(negative))?,
            false => numeral(rest)?,
        };
        if words::is_vague(tail) {
            return Err(QuantityError::Form);
        }
        let (behind, tail) = words::behind(tail);
        let is_unit = |tail: &str| tail.is_empty() || unit.is_some_and(|unit| is_same(unit, tail));
        // At the end, the word follows the unit: `60人次左右`.
        let (at_end, tail) = match words::at_end(tail) {
            (bound, unit) if !is_unit(tail) && !unit.is_empty() => (bound, unit),
            _ => (None, tail),
        };
        let bound = words::together([before, behind, at_end]).ok_or(QuantityError::Form)?;
        if !is_unit(tail) {
            let other = tail.chars().all(|c| c.is_alphabetic() || c == '%' || c == '/');
            return Err(if other { QuantityError::Unit(tail.to_owned()) } else { QuantityError::Form });
        }
        Ok(Self { amount: size.signed(negative), bound })
    }

    /// Parses what the program wrote.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn parse(text: &str, unit: Option<&str>) -> Result<Self, QuantityError> {
        Self::read(text, unit, Notation::PLAIN)
    }

    /// The sum, with its bound; `None` if it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Self { amount: self.amount.checked_add(other.amount)?, bound: self.bound.plus(other.bound) })
    }
}

/// The Chinese numeral at the beginning of a text, and the rest.
fn numeral(text: &str) -> Result<(Decimal, &str), QuantityError> {
    let (numeral, tail) = text.split_at_checked(words::numeral_len(text)).ok_or(QuantityError::Form)?;
    Ok((words::numeral(numeral).ok_or(QuantityError::Form)?.into(), tail))
}

/// Whether two units are the same, ignoring spaces.
fn is_same(unit: &str, found: &str) -> bool {
    unit == found || unit.chars().filter(|c| !c.is_whitespace()).eq(found.chars())
}

impl fmt::Display for Quantity {
    /// The form in records: `4000+`, `近4000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bound {
            Bound::Exact => write!(f, "{}", self.amount),
            Bound::AtLeast => write!(f, "{}+", self.amount),
            Bound::Under => write!(f, "近{}", self.amount),
            Bound::About => write!(f, "约{}", self.amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::read(text, Some("人次"), Notation::POINT)
    }

    #[test]
    fn keeps_the_bound() {
        for text in ["6000", "6,000", "６０００", "6，000", "6000人次", "6000 人次", "六千", "六千人次"]
        {
            assert_eq!(read(text), Ok(Quantity::exact(6000)), "{text}");
        }
        for text in [
            "4000+",
            "4000余",
            "4000多",
            "4000余人次",
            "４０００＋",
            "4,000+",
            "4000人次以上",
            "4000以上",
            "超过4000",
            "超4000人次",
            "逾4000",
            "不少于4000",
            "至少4000人次",
            "over 4,000",
            "Over 4000",
            "more than 4000",
            "at least 4000",
            ">4000",
            "＞4000",
            ">= 4000",
            "≥4000",
            "4000 or more",
            "4000人次多",
            "四千余",
            "四千多人次",
            "超过4000以上",
            "más de 4000",
            "Al menos 4000",
            "4000 o más",
        ] {
            assert_eq!(read(text), Ok(Quantity { amount: 4000.into(), bound: Bound::AtLeast }), "{text}");
        }
        for text in [
            "近4000",
            "将近4000人次",
            "接近 4,000",
            "不到4000",
            "不足4000",
            "4000不到",
            "nearly 4000",
            "Almost 4,000",
            "under 4000",
            "fewer than 4000",
            "<4000",
            "近四千",
            "casi 4000",
            "menos de 4,000",
        ] {
            assert_eq!(read(text), Ok(Quantity { amount: 4000.into(), bound: Bound::Under }), "{text}");
        }
        for text in [
            "约 50 人次",
            "大约50",
            "50左右",
            "50上下",
            "50人次左右",
            "50 左右",
            "约50左右",
            "about 50",
            "About 50",
            "around 50",
            "~50",
            "～50",
            "≈50",
            "≈ 50",
            "ca. 50",
            "approx. 50",
            "approximately 50",
            "some 50",
            "50 or so",
            "五十上下",
            "50来人次",
            "unas 50",
            "Alrededor de 50",
            "50 más o menos",
        ] {
            assert_eq!(read(text), Ok(Quantity { amount: 50.into(), bound: Bound::About }), "{text}");
        }
        assert_eq!(read("-3"), Ok(Quantity::exact(-3)));
        for (text, amount, bound) in [
            ("1.5", "1.5", Bound::Exact),
            ("１．５", "1.5", Bound::Exact),
            ("1,234.50人次", "1234.5", Bound::Exact),
            ("约0.75", "0.75", Bound::About),
            ("1.5左右", "1.5", Bound::About),
            ("over 2.5", "2.5", Bound::AtLeast),
            ("2.5余", "2.5", Bound::AtLeast),
            ("2800.0", "2800", Bound::Exact),
        ] {
            let amount = Decimal::parse(amount).unwrap();
            assert_eq!(read(text), Ok(Quantity { amount, bound }), "{text}");
        }
        assert_eq!(read("2.50余").unwrap().to_string(), "2.5+");
    }

    #[test]
    fn refuses_what_is_none() {
        assert_eq!(read("3.1234567"), Err(QuantityError::TooFine));
        assert_eq!(read("50人"), Err(QuantityError::Unit("人".into())));
        assert_eq!(read("50人左右"), Err(QuantityError::Unit("人".into())));
        for text in [
            "",
            "很多",
            "近4000余",
            "约4000+",
            "about 4000+",
            "40,00",
            "1.",
            ".5",
            "1.2.3",
            "1.5,000",
            "+4",
            "4000++",
            "几十",
            "数百",
            "上百",
            "十几",
            "两三百",
            "五六十",
            "一千二",
            "40-50",
            "40~50",
            "up to 60",
            "不超过60",
            "最多60",
            "60以内",
            "about",
            "左右",
            "约",
        ] {
            assert_eq!(read(text), Err(QuantityError::Form), "{text}");
        }
        assert_eq!(read("9999999999999999999"), Err(QuantityError::TooLarge));
    }

    #[test]
    fn a_sum_never_loses_a_bound() {
        use Bound::{About, AtLeast, Exact, Under};
        assert_eq!(Exact.plus(AtLeast), AtLeast);
        assert_eq!(Under.plus(Under), Under);
        assert_eq!(Under.plus(AtLeast), About);
        assert_eq!(About.plus(Exact), About);
    }
}
