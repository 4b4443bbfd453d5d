//! Changes of a file as data.

use super::plan::Position;
use super::refusal::Refusal;
use super::value::{Value, ValuePath};

/// A change of a file's YAML. Its path is one in the file as the edits before it leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets a value, as [`Document::set`](crate::Document::set).
    Set {
        /// The value's path.
        path: ValuePath,
        /// The new value.
        value: Value,
    },
    /// Adds a key, as [`Document::insert_key`](crate::Document::insert_key).
    InsertKey {
        /// The group's path.
        group: ValuePath,
        /// The new key.
        key: String,
        /// Its value.
        value: Value,
        /// Its position among the others.
        position: Position,
    },
    /// Inserts an item, as [`Document::insert_item`](crate::Document::insert_item).
    InsertItem {
        /// The list's path.
        list: ValuePath,
        /// The new item's index, counted from 0.
        at: usize,
        /// The item.
        value: Value,
    },
    /// Removes a key or an item, as [`Document::remove`](crate::Document::remove).
    Remove {
        /// Its path.
        path: ValuePath,
    },
    /// Renames a key, as [`Document::rename`](crate::Document::rename).
    Rename {
        /// The path of its value.
        path: ValuePath,
        /// The new name.
        name: String,
    },
    /// Moves an item or key, as [`Document::reorder`](crate::Document::reorder).
    Reorder {
        /// The path of the list or group.
        path: ValuePath,
        /// Its index.
        from: usize,
        /// The index it should have.
        to: usize,
    },
}

/// Why a batch was refused. Nothing of it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRefusal {
    /// The index of the first edit that cannot be done.
    pub edit: usize,
    /// The reason.
    pub refusal: Refusal,
}

impl std::fmt::Display for BatchRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "edit {} cannot be done: {}", self.edit + 1, self.refusal)
    }
}

impl std::error::Error for BatchRefusal {}
