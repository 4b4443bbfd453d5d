//! Settings of site, regions, programs, collections and theme.
//!
//! Modules of the crates below are at the root too, so that a path says the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod config;
pub mod i18n;

use bangyang_budget as budget;
use bangyang_domain::{diag, domain, source};
