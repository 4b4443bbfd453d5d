//! Quantities that keep the bound with which they were reported.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How the number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// `6000`
    Exact,
    /// `4000+`, `4000余`: that many or more.
    AtLeast,
    /// `近4000`: a little fewer.
    Under,
    /// `约4000`: either way.
    About,
}

impl Bound {
    /// The word in data files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at-least",
            Self::Under => "under",
            Self::About => "about",
        }
    }

    /// The bound of a sum: exact keeps the other's; two different inexact ones give about.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, bound) | (bound, Self::Exact) => bound,
            (a, b) if a == b => a,
            _ => Self::About,
        }
    }
}

/// A whole number with its bound. The unit belongs to the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, in the field's unit.
    pub amount: i64,
    /// How it is meant.
    pub bound: Bound,
}

/// Why a text is no quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// It is not a number with or without a bound.
    Form,
    /// It has a decimal part; quantities are whole.
    Fraction,
    /// It has another unit than the field.
    Unit(String),
    /// It does not fit 18 digits.
    TooLarge,
}

impl Quantity {
    /// A number that is exactly known.
    #[must_use]
    pub const fn exact(amount: i64) -> Self {
        Self { amount, bound: Bound::Exact }
    }

    /// Reads `6000`, `6,000`, `4000+`, `4000余`, `4000多`, `近4000`, `约4000`, each also with the field's unit behind it,
    /// with blanks, and in full-width digits.
    ///
    /// # Errors
    /// Says whether the form, the unit or the size is wrong.
    pub fn parse(text: &str, unit: Option<&str>) -> Result<Self, QuantityError> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
        let (mut bound, rest) = if let Some(rest) = plain.strip_prefix('近') {
            (Bound::Under, rest)
        } else if let Some(rest) = plain.strip_prefix('约') {
            (Bound::About, rest)
        } else {
            (Bound::Exact, plain.as_str())
        };
        let (sign, rest) = rest.strip_prefix('-').map_or((1, rest), |rest| (-1, rest));
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
        let (number, mut tail) = rest.split_at_checked(end).ok_or(QuantityError::Form)?;
        let number = grouped_digits(number).ok_or(QuantityError::Form)?;
        if tail.starts_with('.') {
            return Err(QuantityError::Fraction);
        }
        if let Some(rest) = tail.strip_prefix(['+', '余', '多']) {
            if bound != Bound::Exact {
                return Err(QuantityError::Form);
            }
            bound = Bound::AtLeast;
            tail = rest;
        }
        if !tail.is_empty() && Some(tail) != unit {
            let other = tail.chars().all(|c| c.is_alphabetic() || c == '%' || c == '/');
            return Err(if other { QuantityError::Unit(tail.to_owned()) } else { QuantityError::Form });
        }
        if number.len() > 18 {
            return Err(QuantityError::TooLarge);
        }
        let amount: i64 = number.parse().map_err(|_| QuantityError::Form)?;
        Ok(Self { amount: sign * amount, bound })
    }

    /// The sum, with its bound; `None` where it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Self { amount: self.amount.checked_add(other.amount)?, bound: self.bound.plus(other.bound) })
    }
}

/// The digits of `6000` or `6,000`; `None` where commas do not part thousands.
fn grouped_digits(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next().filter(|group| !group.is_empty())?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '，' => ',',
        '＋' => '+',
        '－' => '-',
        '．' => '.',
        _ => c,
    }
}

impl fmt::Display for Quantity {
    /// The form in which a record writes it: `4000+`, `近4000`.
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
        Quantity::parse(text, Some("人次"))
    }

    #[test]
    fn keeps_the_bound() {
        assert_eq!(read("6000"), Ok(Quantity::exact(6000)));
        for text in ["4000+", "4000余", "4000多", "4000余人次", "４０００＋", "4,000+"] {
            assert_eq!(read(text), Ok(Quantity { amount: 4000, bound: Bound::AtLeast }), "{text}");
        }
        assert_eq!(read("近4000"), Ok(Quantity { amount: 4000, bound: Bound::Under }));
        assert_eq!(read("约 50 人次"), Ok(Quantity { amount: 50, bound: Bound::About }));
        assert_eq!(read("-3"), Ok(Quantity::exact(-3)));
    }

    #[test]
    fn refuses_what_is_none() {
        assert_eq!(read("3.5"), Err(QuantityError::Fraction));
        assert_eq!(read("50人"), Err(QuantityError::Unit("人".into())));
        for text in ["", "很多", "近4000余", "40,00", "+4", "4000++"] {
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
