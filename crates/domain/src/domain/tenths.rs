//! Numbers with one decimal.

use std::fmt;

use serde::{Serialize, Serializer};

/// A number with one decimal, in tenths: `833` is 83.3. It is formatted without floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i64);

impl Tenths {
    /// `numerator` ÷ `denominator`, to one decimal, half up; `None` unless the denominator is positive.
    /// Saturates.
    #[must_use]
    pub fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let doubled = numerator.checked_mul(20)?.checked_add(denominator)?;
        let tenths = doubled.div_euclid(denominator.checked_mul(2)?);
        Some(Self(i64::try_from(tenths).unwrap_or(if tenths < 0 { i64::MIN } else { i64::MAX })))
    }
}

impl Tenths {
    /// Parses `83.3`, `100` or `-0.5`: the output of [`fmt::Display`], optionally without its decimal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
        let (whole, part) = size.split_once('.').unwrap_or((size, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() != 1 {
            return None;
        }
        let tenths = whole.parse::<i64>().ok()?.checked_mul(10)?.checked_add(part.parse().ok()?)?;
        Some(Self(sign * tenths))
    }
}

impl Tenths {
    /// For readers, without a zero decimal: `83.3`, `100`.
    #[must_use]
    pub fn plain(self) -> String {
        let written = self.to_string();
        written.strip_suffix(".0").map_or_else(|| written.clone(), str::to_owned)
    }

    /// The smallest integer that is not less.
    #[must_use]
    pub const fn ceil(self) -> i64 {
        self.0.div_euclid(10) + if self.0.rem_euclid(10) > 0 { 1 } else { 0 }
    }
}

impl fmt::Display for Tenths {
    /// Always with its decimal: `83.3`, `100.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{}", size / 10, size % 10)
    }
}

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_a_plain_number() {
        assert_eq!(
            serde_json::to_string(&[Tenths(833), Tenths(1000), Tenths(-5)]).unwrap(),
            "[83.3,100.0,-0.5]"
        );
    }

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        for tenths in [0, 5, -5, 833, 1000, -10] {
            assert_eq!(Tenths::parse(&Tenths(tenths).to_string()), Some(Tenths(tenths)));
        }
        assert_eq!(Tenths::parse("100"), Some(Tenths(1000)));
        for text in ["", "-", ".5", "1.", "1.25", "1e3", "+1", "99999999999999999999", "一"] {
            assert_eq!(Tenths::parse(text), None, "{text}");
        }
    }
}
