//! Charts are read back as XML, and the positions of their texts are measured again.

mod bars;
mod drawn;
mod progress;
mod small;
mod weeks;

use super::ChartLabels;

/// Text that would break out of its element if it could.
const AWKWARD: &str = "<b>\"A\" & 'B'</b>\u{1}";

fn words(title: &str) -> ChartLabels {
    ChartLabels { id: "chart-1".into(), title: title.into(), description: format!("{title}。") }
}
