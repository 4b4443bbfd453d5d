//! Labels below an axis, as many as fit.

use super::svg::{Anchor, At, Svg};
use super::{TEXT, text};

/// Minimum distance between two labels.
const GAP: i64 = 70;

/// Intervals at which labels are shown, tried in order: for months, such that all years look alike.
pub const MONTHS: [usize; 7] = [1, 2, 3, 4, 6, 12, 24];
/// For years and decades.
pub const YEARS: [usize; 7] = [1, 2, 5, 10, 20, 50, 100];

/// A label and the position of its centre.
pub struct Name<'a> {
    pub middle: i64,
    pub label: &'a str,
}

/// Writes labels along a line, only every second or third if there is no room for all. None leaves the view
/// box.
pub fn names(svg: &mut Svg, names: &[Name<'_>], steps: [usize; 7], y: i64, edge: i64) {
    let placed: Vec<(i64, i64, &str)> = names.iter().map(|name| placed(name, edge)).collect();
    let step = steps
        .into_iter()
        .find(|&step| {
            let shown: Vec<_> = placed.iter().step_by(step).collect();
            shown.iter().zip(shown.iter().skip(1)).all(|(a, b)| a.0 + a.1 + GAP <= b.0)
        })
        .unwrap_or(usize::MAX);
    for (start, width, label) in placed.iter().step_by(step).filter(|(_, width, _)| *width <= edge) {
        svg.text("chart-label", At { x: start + width / 2, y }, Anchor::Middle, TEXT, label);
    }
}

fn placed<'a>(name: &Name<'a>, edge: i64) -> (i64, i64, &'a str) {
    let width = text::width(name.label, TEXT);
    ((name.middle - width / 2).min(edge - width).max(0), width, name.label)
}

/// A common label of several positions: a year, from its first month.
pub struct Span<'a> {
    pub from: i64,
    pub to: i64,
    pub label: &'a str,
}

/// Writes the labels of spans, the longest first; a short one without room is omitted.
pub fn spans(svg: &mut Svg, spans: &[Span<'_>], y: i64, edge: i64) {
    let mut order: Vec<&Span<'_>> = spans.iter().filter(|span| !span.label.is_empty()).collect();
    order.sort_by_key(|span| (span.from - span.to, span.from));
    let mut taken: Vec<(i64, i64)> = Vec::new();
    for span in order {
        let width = text::width(span.label, TEXT);
        let start = span.from.min(edge - width).max(0);
        let free = |&(from, to): &(i64, i64)| start + width + GAP <= from || to + GAP <= start;
        if width <= edge && taken.iter().all(free) {
            taken.push((start, start + width));
            svg.text("chart-label chart-muted", At { x: start, y }, Anchor::Start, TEXT, span.label);
        }
    }
}
