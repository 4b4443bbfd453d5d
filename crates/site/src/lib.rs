//! From records to pages: addresses, views, plan, checks, templates, search, pictures.
//!
//! Modules of the lower crates are re-exported at the root, so that paths are the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod routes;
pub mod view;
pub mod plan;
pub mod checks;
pub mod render;
pub mod search;
pub mod images;

use bangyang_charts as charts;
use bangyang_config::{config, i18n};
use bangyang_domain::{diag, domain, source, sync};
use bangyang_extract as extract;
use bangyang_markdown as markdown;
use bangyang_records::{edition, load, model, progress};
