//! From files of records to what may be published of them.
//!
//! Modules of the crates below are at the root too, so that a path says the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod cache;
pub mod load;
pub mod model;
pub mod progress;
pub mod edition;
pub mod review;

use bangyang_budget as budget;
use bangyang_config::config;
use bangyang_domain::{diag, domain, source};
use bangyang_markdown as markdown;
