//! How much a reader may make of what it is given, and how much it may do for it.
//!
//! Files come from anywhere, and a small one can be written so that reading it takes hours, or all the memory there is: by packing, by
//! names that stand for one another, by tables that say the same place a thousand times. So whoever reads something that can grow
//! counts what it makes, in bytes, and what it does, in steps, against one budget that is in proportion to what it was given; where that
//! is spent it stops, and says so. What it counts is the same on every machine, so a test can hold readers to it.
#![deny(clippy::disallowed_types)]

/// Bytes that may be made of any input, however small: a document of one page unpacks to some hundred KiB.
const LEAST_BYTES: u64 = 4 << 20;
/// Bytes that may be made for each byte of the input. Large tables of Excel unpack to twelve times their size.
const BYTES_EACH: u64 = 24;
/// Maximum number of bytes that may be made of any input: 256 MiB.
const MOST_BYTES: u64 = 256 << 20;
/// Steps that may be taken for any input, however small.
const LEAST_STEPS: u64 = 1_000_000;
/// Steps that may be taken for each byte of the input.
const STEPS_EACH: u64 = 48;

/// What is left to be made and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    bytes: u64,
    steps: u64,
    made: u64,
    taken: u64,
}

/// A budget is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

impl Budget {
    /// What an input of so many bytes may take.
    #[must_use]
    pub fn of(length: usize) -> Self {
        let length = count(length);
        let bytes = LEAST_BYTES.saturating_add(length.saturating_mul(BYTES_EACH)).min(MOST_BYTES.max(length));
        Self::new(bytes, LEAST_STEPS.saturating_add(length.saturating_mul(STEPS_EACH)))
    }

    /// So many bytes, and so many steps.
    #[must_use]
    pub const fn new(bytes: u64, steps: u64) -> Self {
        Self { bytes, steps, made: 0, taken: 0 }
    }

    /// Says that so many bytes are made, or are about to be.
    ///
    /// # Errors
    /// If there is no room for them. Nothing more may be made then.
    pub fn make(&mut self, bytes: usize) -> Result<(), Spent> {
        spend(&mut self.bytes, &mut self.made, bytes)
    }

    /// Says that so many steps are taken, or are about to be: values that are read, codes that are looked up,
    /// bytes that are gone over once more.
    ///
    /// # Errors
    /// If there are no more. Nothing more may be done then.
    pub fn step(&mut self, steps: usize) -> Result<(), Spent> {
        spend(&mut self.steps, &mut self.taken, steps)
    }

    /// How many bytes may still be made.
    #[must_use]
    pub const fn bytes_left(&self) -> u64 {
        self.bytes
    }

    /// Bytes that were made, and steps that were taken.
    #[must_use]
    pub const fn used(&self) -> (u64, u64) {
        (self.made, self.taken)
    }
}

fn spend(left: &mut u64, used: &mut u64, amount: usize) -> Result<(), Spent> {
    let amount = count(amount);
    match left.checked_sub(amount) {
        Some(rest) => {
            *left = rest;
            *used += amount;
            Ok(())
        }
        None => {
            *left = 0;
            Err(Spent)
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_in_proportion_and_bounded() {
        assert_eq!(Budget::of(0).bytes_left(), LEAST_BYTES);
        assert_eq!(Budget::of(1 << 20).bytes_left(), (4 + 24) << 20);
        assert_eq!(Budget::of(64 << 20).bytes_left(), MOST_BYTES);
    }

    #[test]
    fn what_is_spent_stays_spent() {
        let mut budget = Budget::new(10, 2);
        assert_eq!((budget.make(4), budget.make(7), budget.make(1)), (Ok(()), Err(Spent), Err(Spent)));
        assert_eq!((budget.step(2), budget.step(1)), (Ok(()), Err(Spent)));
        assert_eq!((budget.used(), budget.bytes_left()), ((4, 2), 0));
    }
}
