//! The output folder, looked at while the site is planned.

use std::sync::Mutex;

use super::attempt::Attempt;
use super::making::lock;
use super::publish::output_options;
use crate::output::{OutputError, Publisher};

/// What publishing begins with, which takes a few milliseconds of one core: before there is a plan, there are stages in which another
/// has nothing to do.
pub(super) struct Begun<'a> {
    attempt: &'a Attempt<'a>,
    state: Mutex<State<'a>>,
}

enum State<'a> {
    NotYet,
    Begun(Box<Result<Publisher<'a>, OutputError>>),
    /// Whoever begins now would wait for the lock that this build holds itself.
    Taken,
}

impl<'a> Begun<'a> {
    pub(super) const fn new(attempt: &'a Attempt<'a>) -> Self {
        Self { attempt, state: Mutex::new(State::NotYet) }
    }

    /// Begins, if the site is likely to be published: where a build has left what it knows, and nothing is wrong yet.
    pub(super) fn begin_early(&self) {
        let Attempt { options, errors_before, last, .. } = self.attempt;
        if options.write && !errors_before && last.is_some() {
            let mut state = lock(&self.state);
            if matches!(*state, State::NotYet) {
                *state = State::Begun(Box::new(self.begin()));
            }
        }
    }

    /// What was started, or begins now.
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
