//! Charts as inline SVG: how far a metric is against its plans, regions side by side, a year by weeks, and
//! small lines for tables. Data in, text out: every word that a reader sees comes from the caller in the
//! reader's language, and is escaped here.
//!
//! A chart carries classes and shapes, no colours and no styles. Without a style sheet it is drawn in the
//! text's own colour and can still be read, since nothing in it is told by colour alone: done is a solid line
//! or a bar, planned is dashed, a standing has a shape of its own, and nothing known, nothing started and
//! nothing done look different.
//!
//! Each chart is drawn twice, for narrow and for wide places, so that its words keep the size of text on
//! either; the theme shows one (`chart-narrow`, `chart-wide`). Words have their places measured, and are
//! never laid over one another.
//!
//! Lengths are whole tenths of a unit of the view box, so that a chart is the same text on every machine.
#![deny(clippy::disallowed_types)]

mod axis;
mod bars;
mod place;
mod plot;
mod progress;
mod spark;
mod svg;
mod text;
mod weeks;

#[cfg(test)]
mod tests;

pub use bars::{RegionBar, RegionBars, region_bars};
pub use progress::{Actual, Latest, Month, Point, ProgressChart, TargetLine, progress_chart};
pub use spark::{Sparkline, sparkline};
pub use weeks::{Week, WeekMonth, WeekRow, WeekStrip, week_strip};

/// How a figure is, told by a shape and a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A disc.
    Achieved,
    /// A ring: the disc to be.
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

impl Standing {
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

/// What every chart has for those who cannot see it.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Its name in the page: a letter, then letters, digits and hyphens; no other chart's.
    pub id: String,
    /// What it shows, in a few words.
    pub title: String,
    /// What it says, in a sentence or two.
    pub description: String,
}

/// For what place a chart is drawn.
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

/// The size of words: on the narrowest of phones, where 280 px are left for 320 units, they are 11 px tall.
const TEXT: i64 = 130;

/// A chart of a kind, in both forms.
fn both(kind: &str, draw: impl Fn(Form) -> String) -> String {
    let [narrow, wide] = Form::BOTH.map(draw);
    format!("<div class=\"chart chart-{kind}\">{narrow}{wide}</div>")
}

/// The largest of the values; 1 where there are none, or none above nothing.
fn largest(values: impl Iterator<Item = i64>) -> i64 {
    values.max().unwrap_or_default().max(1)
}
