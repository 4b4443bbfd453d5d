//! Small lines for tables: many of them on one scale can be compared at a glance.

use super::plot::Plot;
use super::svg::{At, Svg};
use super::{Point, largest};

/// A small line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sparkline<'a> {
    /// The values in their order; `None` if nothing is known yet.
    pub values: &'a [Option<i64>],
    /// How many values there will be: what is to come stays empty. At least as many as there are.
    pub slots: usize,
    /// The value at the top: the same for all that are to be compared. `None` for the largest there is.
    pub most: Option<i64>,
    /// A level to reach.
    pub target: Option<i64>,
    /// What it says; `None` if the numbers are beside it.
    pub title: Option<&'a str>,
}

/// Draws a small line, 96 units by 24.
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
