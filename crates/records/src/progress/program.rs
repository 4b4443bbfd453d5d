//! All figures of one program.

use std::sync::Arc;

use super::calendar::Calendar;
use super::compared::Compared;
use super::ledger::Marks;
use super::rank::MonthRanking;
use super::series::Series;
use super::star::StarRow;
use super::target::Plan;
use crate::config::Config;
use crate::domain::Program;

/// All figures of a program.
#[derive(Debug)]
pub struct Progress {
    pub(super) program: Arc<Program>,
    pub(super) config: Arc<Config>,
    pub(super) calendar: Calendar,
    pub(super) series: Vec<Series>,
    pub(super) plans: Vec<Plan>,
    pub(super) difficulties: Series,
    pub(super) ranking: Vec<MonthRanking>,
    pub(super) stars: Vec<StarRow>,
    pub(super) marks: Marks,
    pub(super) compared: Vec<Compared>,
}

/// Numbers of difficulties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Difficulties {
    /// How many were found.
    pub found: i64,
    /// How many were resolved.
    pub resolved: i64,
    /// How many are open.
    pub open: i64,
}
