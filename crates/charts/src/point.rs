//! A data point: a value on a day.

/// A value at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Days since the day before the program: 0 is that day, 1 the program's first.
    pub day: u32,
    /// The value; negative ones are drawn as zero.
    pub value: i64,
}
