//! The vocabulary of a site: files, diagnostics, records.
//!
//! Modules of the crates below stand at the root too, so that a path says the same in every crate.

pub mod source;
pub mod diag;
pub mod domain;
