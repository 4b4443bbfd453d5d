//! The files that are already published.

use std::collections::BTreeMap;

use super::item::{Item, Staged};
use super::manifest::Manifest;
use super::place::Places;
use crate::source::{Meta, SitePath};

/// The published state just after a change.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    pub(super) places: &'a Places,
    /// Our files.
    pub manifest: &'a Manifest,
    /// Those that somebody else has changed, sorted.
    pub changed: &'a [SitePath],
    /// The files written by a first publication; since the lock is held, they are unchanged.
    pub(super) written: Option<&'a BTreeMap<SitePath, Item>>,
}

impl Published<'_> {
    /// The metadata of a path in the output.
    #[must_use]
    pub fn look(&self, path: &SitePath) -> Option<Meta> {
        match self.written.and_then(|items| items.get(path)).map(|item| &item.staged) {
            Some(Staged::InTree(meta)) => Some(*meta),
            _ => look(self.places, path),
        }
    }
}

pub(super) fn look(places: &Places, path: &SitePath) -> Option<Meta> {
    places.base.look(&places.file(path)).ok().flatten()
}
