//! Maps days and values to positions.

use super::Point;
use super::svg::At;

/// The area in which lines are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    pub left: i64,
    pub right: i64,
    pub top: i64,
    pub base: i64,
    /// The day at the right edge.
    pub days: i64,
    /// The value at the top.
    pub most: i64,
}

impl Plot {
    /// The position of a day, within the plot.
    pub fn x(&self, day: u32) -> i64 {
        let days = self.days.max(1);
        self.left + scaled(i64::from(day).min(days), days, self.right - self.left)
    }

    /// The position of a value, within the plot.
    pub fn y(&self, value: i64) -> i64 {
        self.base - scaled(value, self.most, self.base - self.top)
    }

    pub fn at(&self, point: Point) -> At {
        At { x: self.x(point.day), y: self.y(point.value) }
    }

    pub fn line(&self, points: &[Point]) -> Vec<At> {
        points.iter().map(|&point| self.at(point)).collect()
    }
}

/// A length in proportion to `value` ÷ `most`, rounded half up; zero for negative values.
pub fn scaled(value: i64, most: i64, length: i64) -> i64 {
    let most = i128::from(most.max(1));
    let value = i128::from(value).clamp(0, most);
    let scaled = (value * i128::from(length) * 2 + most) / (most * 2);
    i64::try_from(scaled).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_scaled_without_loss() {
        assert_eq!(scaled(1, 3, 100), 33);
        assert_eq!(scaled(2, 3, 100), 67);
        assert_eq!(scaled(i64::MAX, i64::MAX, 1700), 1700);
        assert_eq!(scaled(-5, 10, 100), 0);
        assert_eq!(scaled(0, 0, 100), 0);
    }
}
