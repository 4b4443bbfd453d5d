//! Charts as inline SVG: a metric against its plans, regions side by side, a year by weeks, and sparklines
//! for tables. Data in, text out: every word that a reader sees comes from the caller in the reader's
//! language, and is escaped here.
//!
//! A chart contains classes and shapes, but no colours and no styles. Without a style sheet it is drawn in
//! the text colour and still readable, since nothing depends on colour alone: actual values are a solid line
//! or bar, planned ones are dashed, each status has its own shape, and unknown, not started and zero look
//! different.
//!
//! Each chart is drawn twice, for narrow and for wide places, so that its text keeps the size of the
//! surrounding text; the theme shows one of them (`chart-narrow`, `chart-wide`). Text is measured and never
//! overlaps.
//!
//! Lengths are integer tenths of a unit of the view box, so that a chart is the same text on every machine.
#![deny(clippy::disallowed_types)]

mod axis;
mod bars;
mod place;
mod plot;
mod point;
mod progress;
mod spark;
mod svg;
mod text;
mod weeks;

#[cfg(test)]
mod tests;

pub use bars::{RegionBar, RegionBars, region_bars};
pub use point::Point;
pub use progress::{Actual, Latest, Month, ProgressChart, TargetLine, progress_chart};
pub use spark::{Sparkline, sparkline};
pub use weeks::{Week, WeekMonth, WeekRow, WeekStrip, week_strip};

/// The status of a figure, as a shape and a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusMark {
    /// A disc.
    Achieved,
    /// A ring: a disc to be filled.
    OnTrack,
    /// A triangle.
    AtRisk,
    /// A square.
    Behind,
    /// A cross.
    Missed,
    /// A dash.
    NotDue,
    /// An empty diamond.
    NoData,
}

impl StatusMark {
    /// The class that the theme colours.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Achieved => "is-achieved",
            Self::OnTrack => "is-on-track",
            Self::AtRisk => "is-at-risk",
            Self::Behind => "is-behind",
            Self::Missed => "is-missed",
            Self::NotDue => "is-not-due",
            Self::NoData => "is-no-data",
        }
    }
}

/// Accessible texts of a chart.
#[derive(Clone, Debug, Default)]
pub struct ChartLabels {
    /// Its id: a letter, then letters, digits and hyphens; unique on the page.
    pub id: String,
    /// Its title, in a few words.
    pub title: String,
    /// Its description, in a sentence or two.
    pub description: String,
}

/// The width for which a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Narrow,
    Wide,
}

impl Form {
    const BOTH: [Self; 2] = [Self::Narrow, Self::Wide];

    const fn width(self) -> i64 {
        match self {
            Self::Narrow => 3200,
            Self::Wide => 6400,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Wide => "wide",
        }
    }
}

/// Text size: on the narrowest phones, where 280 px are available for 320 units, it is 11 px.
const TEXT: i64 = 130;

/// A chart in both forms.
fn both(kind: &str, draw: impl Fn(Form) -> String) -> String {
    let [narrow, wide] = Form::BOTH.map(draw);
    format!("<div class=\"chart chart-{kind}\">{narrow}{wide}</div>")
}

/// The largest of the values; 1 if none is positive.
fn largest(values: impl Iterator<Item = i64>) -> i64 {
    values.max().unwrap_or_default().max(1)
}
