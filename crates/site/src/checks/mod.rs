//! What is well written and yet hardly meant: one file a diagnostic code.

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
