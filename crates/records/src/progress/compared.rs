//! A closed period compared with the current figures.

use super::booking::Differences;
use crate::domain::Period;

/// How a metric's records differ from those that a closing counted.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) metric: usize,
    pub(super) period: Period,
    pub(super) differences: Differences,
}
