//! The status of figures relative to their targets.

use serde::Serialize;

/// The status of a figure relative to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No record at all contributes to the metric.
    NoData,
    /// The target is reached.
    Achieved,
    /// It is not reached, and its due date has passed.
    Missed,
    /// Nothing is planned yet.
    NotDue,
    /// As planned, or close to it.
    OnTrack,
    /// Less than planned.
    AtRisk,
    /// Much less than planned.
    Behind,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::NoData, Self::Achieved, Self::Missed, Self::NotDue, Self::OnTrack, Self::AtRisk, Self::Behind];

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The word in data files, and the key of its text for readers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoData => "no-data",
            Self::Achieved => "achieved",
            Self::Missed => "missed",
            Self::NotDue => "not-due",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Behind => "behind",
        }
    }
}
