//! Sparklines for tables: several on one scale can be compared at a glance.

use super::plot::Plot;
use super::svg::{At, Svg};
use super::{Point, largest};

/// A sparkline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sparkline<'a> {
    /// The values in order; `None` if not known yet.
    pub values: &'a [Option<i64>],
    /// The total number of values; future ones stay empty. At least the number of given ones.
    pub slots: usize,
    /// The value at the top, the same for all that are to be compared; `None` for the largest value.
    pub most: Option<i64>,
    /// A target level.
    pub target: Option<i64>,
    /// Its text alternative; `None` if the numbers are beside it.
    pub title: Option<&'a str>,
}

/// Draws a sparkline, 96 units by 24.
#[must_use]
pub fn sparkline(line: &Sparkline<'_>) -> String {
    let most = largest(line.values.iter().flatten().copied().chain(line.target));
    let slots = line.slots.max(line.values.len());
    let plot = Plot {
        left: 20,
        right: 930,
        top: 30,
        base: 210,
        days: i64::try_from(slots).unwrap_or(i64::MAX) - 1,
        most: line.most.unwrap_or(most),
    };
    let mut svg = Svg::small("chart-spark", 960, 240, line.title);
    svg.line("chart-axis", &[At { x: 0, y: plot.base }, At { x: 960, y: plot.base }], 10, "");
    if let Some(target) = line.target {
        let y = plot.y(target);
        svg.line("chart-plan", &[At { x: 0, y }, At { x: 960, y }], 10, "4 3");
    }
    let known = (0..).zip(line.values).filter_map(|(day, value)| value.map(|value| Point { day, value }));
    let places: Vec<At> = known.map(|point| plot.at(point)).collect();
    svg.line("chart-actual", &places, 16, "");
    match places.last() {
        Some(&end) => svg.dot("chart-point", end, 26),
        None => svg.diamond("chart-nothing", At { x: 30, y: plot.base }, 24),
    }
    svg.finish()
}
