//! Exact ratios of unlimited size.

use std::cmp::Ordering;

use crate::domain::{Decimal, Tenths};

/// A natural number of unlimited size: 32-bit digits, least significant first, without leading zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Natural(Vec<u32>);

impl Natural {
    fn new(mut number: u128) -> Self {
        let mut places = Vec::new();
        while number > 0 {
            places.push(low(number));
            number >>= 32;
        }
        Self(places)
    }

    fn plus(&self, other: &Self) -> Self {
        let mut carry = 0_u128;
        let mut places = Vec::new();
        for n in 0..self.0.len().max(other.0.len()) {
            let place = |of: &Self| u128::from(of.0.get(n).copied().unwrap_or(0));
            let sum = place(self) + place(other) + carry;
            places.push(low(sum));
            carry = sum >> 32;
        }
        if carry > 0 {
            places.push(low(carry));
        }
        Self(places)
    }

    fn times(&self, other: &Self) -> Self {
        let mut places = vec![0_u32; self.0.len() + other.0.len()];
        for (n, a) in self.0.iter().enumerate() {
            let mut carry = 0_u128;
            for (m, slot) in places.iter_mut().skip(n).enumerate() {
                let b = other.0.get(m).copied().unwrap_or(0);
                let sum = u128::from(*a) * u128::from(b) + u128::from(*slot) + carry;
                *slot = low(sum);
                carry = sum >> 32;
            }
        }
        while places.last() == Some(&0) {
            places.pop();
        }
        Self(places)
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// The lowest 32 bits.
fn low(number: u128) -> u32 {
    u32::try_from(number & u128::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// A non-negative ratio, exact at any size, so that two scores are equal only if they really are.
#[derive(Clone, Debug)]
pub struct Ratio {
    numerator: Natural,
    denominator: Natural,
}

impl Ratio {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self { numerator: Natural::default(), denominator: Natural::new(1) }
    }

    /// `numerator` ÷ `denominator`; negative numerators count as zero. `None` unless the denominator is
    /// positive.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        let denominator = u128::try_from(denominator).ok().filter(|number| *number > 0)?;
        let numerator = u128::try_from(numerator).unwrap_or(0);
        let shared = greatest_common_divisor(numerator, denominator);
        Some(Self {
            numerator: Natural::new(numerator / shared),
            denominator: Natural::new(denominator / shared),
        })
    }

    /// A number; negative ones count as zero.
    #[must_use]
    pub fn from(number: Decimal) -> Self {
        Self::new(number.millionths(), Decimal::ONE).unwrap_or_else(Self::zero)
    }

    /// `part` ÷ `whole`; a negative part counts as zero. `None` unless the whole is positive.
    #[must_use]
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        Self::new(part.millionths(), whole.millionths())
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self {
            numerator: self.numerator.times(&other.numerator),
            denominator: self.denominator.times(&other.denominator),
        }
    }

    /// This ratio ÷ `other`; `None` if that is zero.
    #[must_use]
    pub fn over(&self, other: &Self) -> Option<Self> {
        let is_something = other.numerator != Natural::default();
        is_something.then(|| Self {
            numerator: self.numerator.times(&other.denominator),
            denominator: self.denominator.times(&other.numerator),
        })
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if self.denominator == other.denominator {
            return Self {
                numerator: self.numerator.plus(&other.numerator),
                denominator: self.denominator.clone(),
            };
        }
        let left = self.numerator.times(&other.denominator);
        let right = other.numerator.times(&self.denominator);
        Self { numerator: left.plus(&right), denominator: self.denominator.times(&other.denominator) }
    }

    /// This ratio times `factor` ÷ `divisor`; a divisor of 0 counts as 1.
    #[must_use]
    pub fn scaled(&self, factor: u64, divisor: u64) -> Self {
        Self {
            numerator: self.numerator.times(&Natural::new(u128::from(factor))),
            denominator: self.denominator.times(&Natural::new(u128::from(divisor.max(1)))),
        }
    }

    /// Rounded to one decimal, half up.
    #[must_use]
    pub fn tenths(&self) -> Tenths {
        // The largest number of twentieths that the ratio reaches, by binary search: no long division is
        // needed.
        let reaches = |twentieths: u64| {
            let times = Natural::new(u128::from(twentieths)).times(&self.denominator);
            let twenty = self.numerator.times(&Natural::new(20));
            times.compare(&twenty) != Ordering::Greater
        };
        let (mut least, mut most) = (0_u64, 1_u64 << 10);
        while most < 1 << 62 && reaches(most) {
            (least, most) = (most, most << 1);
        }
        while least < most {
            let middle = least + (most - least).div_ceil(2);
            if reaches(middle) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        Tenths(i64::try_from(least.div_ceil(2)).unwrap_or(i64::MAX))
    }

    /// The smaller of the two.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        if self > other { other } else { self }
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.compare(&other.numerator);
        }
        self.numerator.times(&other.denominator).compare(&other.numerator.times(&self.denominator))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up() {
        let tenths = |a, b| Tenths::of(a, b).unwrap().to_string();
        assert_eq!(tenths(500, 6), "83.3");
        assert_eq!(tenths(855 * 100, 1200), "71.3");
        assert_eq!(tenths(1, 20), "0.1");
        assert_eq!(tenths(-1, 20), "0.0");
        assert_eq!(tenths(-15, 100), "-0.1");
        assert_eq!(tenths(99_949, 1000), "99.9");
        assert_eq!(Tenths::of(1, 0), None);
        for (a, b) in [(1, 20), (500, 6), (7, 3), (0, 5), (99_950, 1000), (1_i128 << 70, 1_i128 << 64)] {
            assert_eq!(Ratio::new(a, b).unwrap().tenths(), Tenths::of(a, b).unwrap(), "{a}/{b}");
        }
    }

    #[test]
    fn sums_and_comparisons_are_exact_beyond_128_bits() {
        let primes =
            [100_003, 100_019, 100_043, 100_049, 100_057, 100_069, 100_103, 100_109, 100_129, 100_151];
        let parts: Vec<Ratio> = primes.iter().map(|prime| Ratio::new(1, *prime).unwrap()).collect();
        let forwards = parts.iter().fold(Ratio::zero(), |sum, part| sum.plus(part));
        let backwards = parts.iter().rev().fold(Ratio::zero(), |sum, part| sum.plus(part));
        assert_eq!(forwards, backwards);
        assert!(forwards < backwards.plus(&Ratio::new(1, i128::MAX).unwrap()));
        assert_eq!(Ratio::new(1, 3).unwrap().plus(&Ratio::new(1, 6).unwrap()), Ratio::new(1, 2).unwrap());
        assert_eq!(Ratio::new(2, 3).unwrap().scaled(3, 4), Ratio::new(1, 2).unwrap());
        assert_eq!(Ratio::new(5, 3).unwrap().at_most(Ratio::new(1, 1).unwrap()).tenths(), Tenths(10));
    }
}
