//! Exact decimal numbers, never converted to floats.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Tenths;
use crate::diag::Arg;

/// An integer, or a number with up to six decimals: `2800`, `1.5`.
///
/// Trailing zeros are removed: `1.50` is `1.5`, `2800.0` is `2800`, and equal numbers have the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits, without the point.
    digits: i64,
    /// Number of digits after the point; the last is never a zero.
    scale: u8,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// It does not have the form of a number.
    Form,
    /// It has more than six decimals.
    TooFine,
    /// It has more than 18 digits.
    TooLarge,
    /// It is ambiguous, because the mark may separate thousands or decimals: `4,500` in a language that
    /// writes 4,5.
    Doubtful {
        /// The value if the mark separates thousands.
        whole: Decimal,
        /// The value if the mark separates decimals.
        part: Decimal,
    },
}

impl DecimalError {
    /// The same with a minus sign if `negative`.
    #[must_use]
    pub const fn signed(self, negative: bool) -> Self {
        match self {
            Self::Doubtful { whole, part } => {
                Self::Doubtful { whole: whole.signed(negative), part: part.signed(negative) }
            }
            other => other,
        }
    }
}

impl Decimal {
    /// Maximum number of decimals.
    pub const MOST: u8 = 6;

    /// Maximum number of digits, far from the limits of arithmetic.
    pub const MOST_DIGITS: i64 = 18;

    /// One, in millionths.
    pub const ONE: i128 = 1_000_000;

    /// Zero.
    pub const ZERO: Self = Self::whole(0);

    /// An integer.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self { digits: number, scale: 0 }
    }

    /// Parses `2800`, `1.5`, `-0.25`: digits, optionally a point and more digits. What people write is parsed
    /// by [`Notation`](super::Notation).
    ///
    /// # Errors
    /// Tells whether it is not a number, too fine or too long.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
        let (whole, part) = size.split_once('.').map_or((size, None), |(whole, part)| (whole, Some(part)));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !part.is_none_or(is_digits) {
            return Err(DecimalError::Form);
        }
        let part = part.unwrap_or("").trim_end_matches('0');
        let scale = u8::try_from(part.len()).ok().filter(|scale| *scale <= Self::MOST);
        let scale = scale.ok_or(DecimalError::TooFine)?;
        let digits = format!("{whole}{part}");
        let length = i64::try_from(digits.trim_start_matches('0').len()).unwrap_or(i64::MAX);
        if length > Self::MOST_DIGITS {
            return Err(DecimalError::TooLarge);
        }
        let digits: i64 = digits.parse().map_err(|_| DecimalError::TooLarge)?;
        Ok(Self { digits: if negative { -digits } else { digits }, scale })
    }

    /// The number in exact millionths.
    #[must_use]
    pub fn millionths(self) -> i128 {
        i128::from(self.digits) * power(Self::MOST.saturating_sub(self.scale))
    }

    /// From millionths; `None` if there are too many digits.
    #[must_use]
    pub fn from_millionths(millionths: i128) -> Option<Self> {
        let (mut digits, mut scale) = (millionths, Self::MOST);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        Some(Self { digits: i64::try_from(digits).ok()?, scale })
    }

    /// The sum, if it fits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_millionths(self.millionths() + other.millionths())
    }

    /// The difference, if it fits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_millionths(self.millionths() - other.millionths())
    }

    /// The number, negated if `negative` is set.
    #[must_use]
    pub const fn signed(self, negative: bool) -> Self {
        Self { digits: if negative { -self.digits } else { self.digits }, scale: self.scale }
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is less than zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// Whether it is greater than zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.digits > 0
    }

    /// The number as an integer, if it is one.
    #[must_use]
    pub const fn to_whole(self) -> Option<i64> {
        if self.scale == 0 { Some(self.digits) } else { None }
    }

    /// Its number of decimals.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.scale
    }

    /// The number in units of the given decimal place, truncated: `1.5` is 150 units of the second place.
    /// Saturates. For drawing only, since it is not exact.
    #[must_use]
    pub fn units(self, decimals: u8) -> i64 {
        let units = self.millionths() / power(Self::MOST.saturating_sub(decimals));
        i64::try_from(units).unwrap_or(if units < 0 { i64::MIN } else { i64::MAX })
    }

    /// Rounded to at most this many decimals, half up.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Self {
        if decimals >= self.scale {
            return self;
        }
        let unit = power(Self::MOST - decimals);
        let rounded = (self.millionths() * 2 + unit).div_euclid(unit * 2) * unit;
        // It has fewer digits than before, or one more in their place.
        Self::from_millionths(rounded).unwrap_or(self)
    }

    /// Its percentage of another number, to one decimal; `None` unless that is positive.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Option<Tenths> {
        Tenths::of(self.millionths().checked_mul(100)?, whole.millionths())
    }
}

/// A number for JSON files, written to its last digit, which a float could not represent. Only for
/// serialising directly to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact(pub Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_whole() {
            Some(number) => serializer.serialize_i64(number),
            None => serde_json::value::RawValue::from_string(self.0.to_string())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

const fn power(exponent: u8) -> i128 {
    10_i128.pow(exponent as u32)
}

impl From<Decimal> for Arg {
    fn from(number: Decimal) -> Self {
        Self::from(number.to_string())
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self::whole(number)
    }
}

impl From<Tenths> for Decimal {
    fn from(Tenths(tenths): Tenths) -> Self {
        if tenths % 10 == 0 { Self::whole(tenths / 10) } else { Self { digits: tenths, scale: 1 } }
    }
}

impl PartialEq<i64> for Decimal {
    fn eq(&self, other: &i64) -> bool {
        *self == Self::whole(*other)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale {
            return self.digits.cmp(&other.digits);
        }
        self.millionths().cmp(&other.millionths())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    /// As text: `2800`, `1.5`, `-0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.digits);
        }
        let unit = 10_u64.pow(self.scale.into());
        let (sign, size) = (if self.digits < 0 { "-" } else { "" }, self.digits.unsigned_abs());
        write!(f, "{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(self.scale))
    }
}

impl Serialize for Decimal {
    /// A number for templates and the like; in binary stores, the digits and the number of decimals. JSON
    /// data files use [`Exact`].
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return (self.digits, self.scale).serialize(serializer);
        }
        if self.scale == 0 {
            return serializer.serialize_i64(self.digits);
        }
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    /// From a binary store.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (digits, scale) = <(i64, u8)>::deserialize(deserializer)?;
        let is_kept = scale <= Self::MOST && (scale == 0 || digits % 10 != 0);
        is_kept.then_some(Self { digits, scale }).ok_or_else(|| serde::de::Error::custom("no number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn is_written_as_it_was_without_needless_noughts() {
        for text in
            ["0", "7", "2800", "1.5", "-0.25", "0.000001", "999999999999999999", "-3", "12345678901.234567"]
        {
            assert_eq!(read(text).to_string(), text);
        }
        for (text, is) in
            [("2800.0", "2800"), ("1.50", "1.5"), ("007.10", "7.1"), ("-0.0", "0"), ("1.0000000", "1")]
        {
            assert_eq!(read(text).to_string(), is, "{text}");
            assert_eq!(read(text), read(is), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in ["", "-", ".5", "5.", "1.2.3", "1e3", "+1", "1,000", "一", "--1", "１"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::Form), "{text}");
        }
        assert_eq!(Decimal::parse("0.0000001"), Err(DecimalError::TooFine));
        assert_eq!(Decimal::parse("1000000000000000000"), Err(DecimalError::TooLarge));
        assert_eq!(Decimal::parse("1000000000000000.001"), Err(DecimalError::TooLarge));
    }

    #[test]
    fn is_compared_added_and_rounded_exactly() {
        assert!(read("1.5") > read("1.49") && read("-1.5") < read("-1") && read("2") == Decimal::whole(2));
        assert_eq!(read("0.1").checked_add(read("0.2")), Some(read("0.3")));
        assert_eq!(read("1").checked_sub(read("0.000001")), Some(read("0.999999")));
        let rounded = |text: &str, decimals| read(text).rounded(decimals).to_string();
        assert_eq!(rounded("2.345", 2), "2.35");
        assert_eq!(rounded("-2.345", 2), "-2.34");
        assert_eq!(rounded("0.95", 1), "1");
        assert_eq!(rounded("2800", 2), "2800");
        assert_eq!(rounded("1.5", 0), "2");
        assert_eq!(read("2.5").percent_of(read("7.5")), Tenths::parse("33.3"));
        assert_eq!(read("2.5").percent_of(Decimal::ZERO), None);
        assert_eq!([read("1.5").units(2), read("1.239").units(1), read("-3").units(0)], [150, 12, -3]);
    }

    #[test]
    fn is_a_number_in_json_and_comes_back_from_the_store() {
        let all = ["2800", "1.5", "-0.25", "0"].map(read);
        assert_eq!(serde_json::to_string(&all).unwrap(), "[2800,1.5,-0.25,0]");
        let long = ["12345678901.234567", "2800", "-0.1"].map(|text| Exact(read(text)));
        assert_eq!(serde_json::to_string(&long).unwrap(), "[12345678901.234567,2800,-0.1]");
        for number in all {
            let bytes = postcard::to_allocvec(&number).unwrap();
            assert_eq!(postcard::from_bytes::<Decimal>(&bytes).unwrap(), number);
        }
    }
}
