//! The vocabulary of a site: files, diagnostics, records.

pub mod source;
pub mod diag;
pub mod domain;
