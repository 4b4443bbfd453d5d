//! The pages and data files of a program.

use crate::domain::{Period, RegionIx, Year};

/// A page about a program's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressPage {
    /// Every metric against its targets.
    Overview,
    /// A metric, by its index.
    Metric(usize),
    /// A period.
    Bulletin(Period),
    /// A region.
    Region(RegionIx),
    /// A metric's sources, and the number of the page.
    Sources(usize, usize),
    /// The ranking and the stars; for a program of many years, the latest year's ranking.
    Ranking,
    /// The ranking of an earlier year of such a program.
    EarlierRanking(Year),
    /// The difficulties.
    Difficulties,
}

/// A machine-readable file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// All figures, as JSON.
    Progress,
    /// A metric's sources, as JSON.
    Sources(usize),
    /// The same as CSV, with the running total.
    SourceTable(usize),
    /// A table, as CSV.
    Table(Table),
}

/// A table of a program's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Current values of metrics.
    Metrics,
    /// Current values of targets.
    Targets,
    /// Metrics by month.
    Months,
    /// Metrics by region.
    Regions,
    /// How the running totals came about, since the first closed period.
    Statements,
    /// Rankings by month.
    Ranking,
    /// Stars.
    Stars,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 7] = [
        Self::Metrics,
        Self::Targets,
        Self::Months,
        Self::Regions,
        Self::Statements,
        Self::Ranking,
        Self::Stars,
    ];

    /// The file's name without extension, and the key of its title.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::Targets => "targets",
            Self::Months => "months",
            Self::Regions => "regions",
            Self::Statements => "statements",
            Self::Ranking => "ranking",
            Self::Stars => "stars",
        }
    }
}
