//! From source files to publishable records.
//!
//! Modules of the lower crates are re-exported at the root, so that paths are the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod cache;
pub mod load;
pub mod model;
pub mod progress;
pub mod edition;
pub mod review;

use bangyang_budget as budget;
use bangyang_config::config;
use bangyang_domain::{diag, domain, source, sync};
use bangyang_markdown as markdown;
use bangyang_spreadsheets as spreadsheets;
