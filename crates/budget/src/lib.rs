//! Limits how much a reader may produce from its input, and how much work it may do.
//!
//! Files come from anywhere, and a small one can be written so that reading it takes hours or all the memory:
//! by compression, by names that stand for one another, by tables that refer to the same place a thousand
//! times. So whatever reads expandable input charges its output, in bytes, and its work, in steps, to one
//! budget in proportion to the size of the input; when it is used up, the reader stops and says so. The
//! counts are the same on every machine, so tests can check them.
#![deny(clippy::disallowed_types)]

/// Minimum budget in bytes, however small the input: a one-page document expands to some hundred KiB.
const LEAST_BYTES: u64 = 4 << 20;
/// Budget in bytes per byte of input. Large Excel sheets expand to twelve times their size.
const BYTES_EACH: u64 = 24;
/// Maximum budget in bytes for any input: 256 MiB.
const MOST_BYTES: u64 = 256 << 20;
/// Minimum budget in steps, however small the input.
const LEAST_STEPS: u64 = 1_000_000;
/// Budget in steps per byte of input.
const STEPS_EACH: u64 = 48;

/// What may still be produced and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    bytes: u64,
    steps: u64,
    made: u64,
    taken: u64,
}

/// The budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

impl Budget {
    /// The budget for an input of this many bytes.
    #[must_use]
    pub fn of(length: usize) -> Self {
        let length = count(length);
        let bytes = LEAST_BYTES.saturating_add(length.saturating_mul(BYTES_EACH)).min(MOST_BYTES.max(length));
        Self::new(bytes, LEAST_STEPS.saturating_add(length.saturating_mul(STEPS_EACH)))
    }

    /// A budget of this many bytes and steps.
    #[must_use]
    pub const fn new(bytes: u64, steps: u64) -> Self {
        Self { bytes, steps, made: 0, taken: 0 }
    }

    /// Charges bytes that are, or are about to be, produced.
    ///
    /// # Errors
    /// If there are not enough left. Nothing more may be produced then.
    pub fn make(&mut self, bytes: usize) -> Result<(), Spent> {
        spend(&mut self.bytes, &mut self.made, bytes)
    }

    /// Charges steps that are, or are about to be, taken: values read, codes looked up, bytes scanned again.
    ///
    /// # Errors
    /// If there are not enough left. Nothing more may be done then.
    pub fn step(&mut self, steps: usize) -> Result<(), Spent> {
        spend(&mut self.steps, &mut self.taken, steps)
    }

    /// Bytes that may still be produced.
    #[must_use]
    pub const fn bytes_left(&self) -> u64 {
        self.bytes
    }

    /// Bytes produced and steps taken so far.
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
            // What was left counts as used: the work that did not fit may have been done already.
            *used += std::mem::take(left);
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
        assert_eq!((budget.used(), budget.bytes_left()), ((10, 2), 0));
    }
}
