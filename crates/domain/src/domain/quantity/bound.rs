//! How precisely a number is known: exactly, approximately, at least or less than.

use serde::{Deserialize, Serialize};

/// The bound of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// `6000`
    #[default]
    Exact,
    /// `4000+`, `4000余`: that many or more.
    AtLeast,
    /// `近4000`: slightly fewer.
    Under,
    /// `约4000`: slightly more or fewer.
    About,
}

impl Bound {
    /// The word in data files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at-least",
            Self::Under => "under",
            Self::About => "about",
        }
    }

    /// The bound of a sum: exact keeps the other's; two different inexact ones give “about”.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, bound) | (bound, Self::Exact) => bound,
            (a, b) if a == b => a,
            _ => Self::About,
        }
    }
}
