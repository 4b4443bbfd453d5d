//! How figures stand against their targets.

use serde::Serialize;

/// How a figure stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No record at all contributes to the metric.
    NoData,
    /// The target is reached.
    Achieved,
    /// It is not, and the day by which it was due has passed.
    Missed,
    /// Nothing is planned yet.
    NotDue,
    /// As planned, or near it.
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

    /// The word in data files, and the key of the words that readers see.
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
