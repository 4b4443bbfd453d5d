//! Runs the stages in order and publishes the result.
//!
//! Modules of the lower crates are re-exported at the root, so that paths are the same in every crate.
#![deny(clippy::disallowed_types)]

pub mod output;
pub mod build;

use bangyang_config::{config, i18n};
use bangyang_domain::{diag, domain, source, sync};
use bangyang_edit as edit;
use bangyang_extract as extract;
use bangyang_records::{cache, edition, load, model, progress, review};
use bangyang_site::{checks, images, plan, render, routes, search, view};
