//! Opens the output folder while the site is being planned.

use std::sync::Mutex;

use super::context::Attempt;
use super::publish::output_options;
use crate::output::{OutputError, Publisher};
use crate::sync::lock;

/// Opens the output on an idle core while the plan is computed; this takes a few milliseconds.
pub(super) struct Begun<'a> {
    attempt: &'a Attempt<'a>,
    state: Mutex<State<'a>>,
}

enum State<'a> {
    NotYet,
    Begun(Box<Result<Publisher<'a>, OutputError>>),
    /// Opening again would deadlock on the lock that this build itself holds.
    Taken,
}

impl<'a> Begun<'a> {
    pub(super) const fn new(attempt: &'a Attempt<'a>) -> Self {
        Self { attempt, state: Mutex::new(State::NotYet) }
    }

    /// Opens the output early if the site is likely to be published: an earlier build left a stamp, and there
    /// are no errors yet.
    pub(super) fn begin_early(&self) {
        let Attempt { options, errors_before, last, .. } = self.attempt;
        if options.write && !errors_before && last.is_some() {
            let mut state = lock(&self.state);
            if matches!(*state, State::NotYet) {
                *state = State::Begun(Box::new(self.begin()));
            }
        }
    }

    /// The publisher that was opened early, or a new one.
    pub(super) fn take(&self) -> Result<Publisher<'a>, OutputError> {
        let mut state = lock(&self.state);
        match std::mem::replace(&mut *state, State::Taken) {
            State::Begun(begun) => *begun,
            State::NotYet | State::Taken => self.begin(),
        }
    }

    fn begin(&self) -> Result<Publisher<'a>, OutputError> {
        Publisher::begin(self.attempt.system, &output_options(self.attempt.options))
    }
}
