//! Opens the output folder while the site is being planned.

use std::sync::Mutex;

use super::context::BuildPass;
use super::publish::output_options;
use crate::output::{OutputError, Publisher};
use crate::sync::lock;

/// Opens the output on an idle core while the plan is computed; this takes a few milliseconds.
pub(super) struct EarlyPublisher<'a> {
    pass: &'a BuildPass<'a>,
    state: Mutex<State<'a>>,
}

enum State<'a> {
    NotYet,
    EarlyPublisher(Box<Result<Publisher<'a>, OutputError>>),
    /// Opening again would deadlock on the lock that this build itself holds.
    Taken,
}

impl<'a> EarlyPublisher<'a> {
    pub(super) const fn new(pass: &'a BuildPass<'a>) -> Self {
        Self { pass, state: Mutex::new(State::NotYet) }
    }

    /// Opens the output early if the site is likely to be published: an earlier build left a stamp, and there
    /// are no errors yet.
    pub(super) fn open_early(&self) {
        let BuildPass { options, errors_before, last, .. } = self.pass;
        if options.write && !errors_before && last.is_some() {
            let mut state = lock(&self.state);
            if matches!(*state, State::NotYet) {
                *state = State::EarlyPublisher(Box::new(self.begin()));
            }
        }
    }

    /// The publisher that was opened early, or a new one.
    pub(super) fn take(&self) -> Result<Publisher<'a>, OutputError> {
        let mut state = lock(&self.state);
        match std::mem::replace(&mut *state, State::Taken) {
            State::EarlyPublisher(begun) => *begun,
            State::NotYet | State::Taken => self.begin(),
        }
    }

    fn begin(&self) -> Result<Publisher<'a>, OutputError> {
        Publisher::begin(self.pass.system, &output_options(self.pass.options))
    }
}
