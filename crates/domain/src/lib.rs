//! The vocabulary of a site: files, diagnostics, records.
#![deny(clippy::disallowed_types)]

pub mod sync;
pub mod source;
pub mod diag;
pub mod domain;
