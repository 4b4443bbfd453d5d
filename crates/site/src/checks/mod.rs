//! Checks for valid content that is probably a mistake: one file per diagnostic code.

pub mod closed;
pub mod content;
pub mod files;
pub mod leaks;
pub mod names;
mod near;
pub mod output;
pub mod settings;
pub mod unused;
mod words;
