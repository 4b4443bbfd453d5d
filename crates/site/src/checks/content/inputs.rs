//! The input of the checks of records.

use std::sync::Arc;

use jiff::civil;

use crate::checks::names::Names;
use crate::config::Config;
use crate::domain::{Collection, Date, FileIx, Record, Value};
use crate::model::Model;
use crate::progress::Progress;

/// The input of the checks.
#[derive(Clone, Copy)]
pub struct ContentInputs<'a> {
    /// The records.
    pub model: &'a Model,
    /// The settings.
    pub config: &'a Config,
    /// The figures of the programs, in the settings' order.
    pub programs: &'a [Arc<Progress>],
    /// The persons who may not be named.
    pub names: &'a Names,
    /// Separates past and future.
    pub today: civil::Date,
    /// Whether a file was checked before on the same day with the same settings and had no findings: checks
    /// that depend on its records alone need not run again.
    pub known: &'a (dyn Fn(FileIx) -> bool + Sync),
}

/// The title and main date of a record if it is in the given state.
pub(super) fn in_state<'r>(
    collection: &Collection,
    record: &'r Record,
    state: &str,
) -> Option<(&'r str, Date)> {
    let roles = &collection.roles;
    let at = roles.state?;
    let Value::Choice(choice) = record.get(at)? else { return None };
    let choice = collection.fields.get(at)?.choices.get(usize::from(*choice))?;
    if *choice.id != *state {
        return None;
    }
    let date = record.get(roles.date?)?.as_date()?;
    let title = roles.title.and_then(|at| record.get(at)?.as_text()).unwrap_or(&record.id);
    Some((title, date))
}
