//! Settings of site, regions, programs, collections and theme.
//!
//! Modules of the lower crates are re-exported at the root, so that paths are the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod config;
pub mod i18n;

use bangyang_budget as budget;
use bangyang_domain::{diag, domain, source};
use bangyang_spreadsheets as spreadsheets;
